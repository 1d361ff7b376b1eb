"""Kernels forked from one process that has everything imported already.

A page's kernel so starts in a tenth of a second instead of two, and shares its libraries' memory
with the others. The fork itself is `multiprocessing`'s fork server.
"""

import asyncio
import atexit
import multiprocessing
import os
import signal
import sys
from collections.abc import Mapping
from multiprocessing.process import BaseProcess
from pathlib import Path
from threading import Thread
from typing import Any, Final

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

CAN_FORK: Final = sys.platform == "linux"
"""Elsewhere the system's own libraries do not outlive a fork (macOS), or there is none."""

PRELOADED: Final = "tracker.app.preloaded"


class ForkingProvisioner(LocalProvisioner):
    """Starts a kernel as Jupyter does, or by a fork where that is asked for."""

    async def launch_kernel(
        self, cmd: list[str], *, forked: bool = False, **kwargs: Any
    ) -> KernelConnectionInfo:
        """Start the kernel's process.

        Parameters
        ----------
        forked : bool
            Whether to fork it from the process that has everything imported.
        """
        if not forked:
            return await super().launch_kernel(cmd, **kwargs)
        arguments = cmd[cmd.index("ipykernel_launcher") + 1 :]
        process = ForkedProcess(arguments, kwargs["env"], kwargs.get("cwd"))
        # The first fork waits until everything is imported; the server goes on meanwhile.
        try:
            await asyncio.to_thread(process.start)
        except (OSError, EOFError):
            # No memory for one more, or no process that forks: the page opens all the same.
            return await super().launch_kernel(cmd, **kwargs)
        self.process = process  # type: ignore[assignment]
        self.pid = self.pgid = process.pid
        self.cwd = kwargs.get("cwd") or Path.cwd()
        return self.connection_info


class ForkedProcess:
    """A forked kernel, with what `LocalProvisioner` asks of a `subprocess.Popen`."""

    stdin = stdout = stderr = None

    def __init__(self, arguments: list[str], env: Mapping[str, str], cwd: str | None) -> None:
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload([PRELOADED])
        self._process: BaseProcess = context.Process(
            target=_run_kernel, args=(arguments, dict(env), cwd), daemon=True
        )

    def start(self) -> None:
        """Fork it; blocks until it runs."""
        self._process.start()

    @property
    def pid(self) -> int:
        """Its process, which leads a group of its own."""
        pid = self._process.pid
        assert pid is not None  # noqa: S101 # it runs
        return pid

    def poll(self) -> int | None:
        """Its exit code, or None while it runs."""
        return self._process.exitcode

    def wait(self) -> int | None:
        """Its exit code, once it has ended."""
        self._process.join()
        return self._process.exitcode

    def send_signal(self, number: int) -> None:
        """Send it a signal, unless it has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)


def _run_kernel(arguments: list[str], env: dict[str, str], cwd: str | None) -> None:
    # Loaded in the process that forks; the server itself needs neither.
    import numpy as np
    from ipykernel.kernelapp import IPKernelApp

    # A group of its own: Ctrl-C in the terminal is for the server, which then ends its kernels.
    os.setsid()
    os.environ.clear()
    os.environ.update(env)
    if cwd is not None:
        os.chdir(cwd)
    np.random.seed()  # otherwise all kernels would draw the same
    # Its parent is the fork server, which outlives the kit for as long as any kernel runs.
    os.environ["JPY_PARENT_PID"] = str(os.getppid())
    Thread(target=_end_with_the_kit, daemon=True).start()
    try:
        IPKernelApp.launch_instance(argv=arguments)
    finally:
        # A forked process ends without them, and IPython closes its history there.
        atexit._run_exitfuncs()


def _end_with_the_kit() -> None:
    kit = multiprocessing.parent_process()
    if kit is not None:
        kit.join()
        os._exit(1)
