"""A forked kernel works as any other, ends with the kit, and is never in the way of a page."""

import asyncio
import os
import signal
import subprocess
import sys
from contextlib import asynccontextmanager

import psutil
import pytest
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning import KernelProvisionerFactory

from tracker.app import forked_kernels
from tracker.app.forked_kernels import CAN_FORK, ForkedProcess

pytestmark = pytest.mark.skipif(not CAN_FORK, reason="kernels are forked on Linux only")

ASK = "import os, sys; print(os.getpid(), os.getsid(0), 'tracker.charts.ranking' in sys.modules)"
KIT = """
import os, sys, time
from tracker.app.forked_kernels import ForkedProcess

process = ForkedProcess(["-f", sys.argv[1]], dict(os.environ), None)
if __name__ == "__main__":
    process.start()
    print(process.pid, flush=True)
    time.sleep(60)
"""


@pytest.fixture(autouse=True)
def factory(monkeypatch, tmp_path):
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setattr(
        KernelProvisionerFactory.instance(), "default_provisioner_name", "tracker-forking"
    )


@asynccontextmanager
async def running():
    manager = AsyncKernelManager()
    await manager.start_kernel(forked=True)
    client = manager.client()
    client.start_channels()
    try:
        await client.wait_for_ready(timeout=60)
        yield manager, client
    finally:
        client.stop_channels()
        await manager.shutdown_kernel(now=True)


async def printed(client, code):
    texts: list[str] = []

    def keep(message):
        if message["msg_type"] == "stream":
            texts.append(message["content"]["text"])

    await client.execute_interactive(code, output_hook=keep, timeout=60)
    return "".join(texts)


def test_it_has_everything_imported_and_a_session_of_its_own():
    async def visit():
        async with running() as (manager, client):
            answer = await printed(client, ASK)
            return manager.provisioner.pid, answer.split()

    pid, answer = asyncio.run(visit())
    assert answer == [str(pid), str(pid), "True"]
    assert not psutil.pid_exists(pid)


def test_two_draw_different_numbers():
    draw = "import numpy as np; print(np.random.rand())"

    async def visit():
        async with running() as (_, one), running() as (_, other):
            return await printed(one, draw), await printed(other, draw)

    one, other = asyncio.run(visit())
    assert one != other


def test_it_is_interrupted_restarted_and_ended_like_any_other():
    async def visit():
        async with running() as (manager, client):
            busy = asyncio.create_task(
                client.execute("import time; time.sleep(60)", reply=True, timeout=30)
            )
            await asyncio.sleep(0.5)
            await manager.interrupt_kernel()
            reply = await busy
            first = manager.provisioner.pid
            await manager.restart_kernel(now=True)
            await client.wait_for_ready(timeout=60)
            return reply["content"]["ename"], first, manager.provisioner.pid

    error, first, second = asyncio.run(visit())
    assert error == "KeyboardInterrupt"
    assert first != second
    assert not psutil.pid_exists(first)
    assert not psutil.pid_exists(second)


def test_where_it_cannot_be_forked_a_kernel_starts_the_ordinary_way(monkeypatch):
    def no_memory(self):
        raise OSError("no memory")

    monkeypatch.setattr(ForkedProcess, "start", no_memory)
    # Nothing but the kernel itself is loaded there.
    monkeypatch.setattr(forked_kernels, "PRELOADED", "sys")

    async def visit():
        async with running() as (_, client):
            return await printed(client, "print('here')")

    assert asyncio.run(visit()) == "here\n"


def test_it_ends_when_the_kit_is_killed(tmp_path):
    script = tmp_path / "kit.py"
    script.write_text(KIT)
    kit = subprocess.Popen(
        [sys.executable, script, tmp_path / "kernel.json"], stdout=subprocess.PIPE, text=True
    )
    assert kit.stdout is not None
    kernel = psutil.Process(int(kit.stdout.readline()))
    server = kernel.parent()
    os.kill(kit.pid, signal.SIGKILL)
    kit.communicate()
    _, alive = psutil.wait_procs([kernel, server], timeout=60)
    assert not alive


def test_once_it_has_ended_a_signal_reaches_nobody(monkeypatch):
    process = ForkedProcess(["--help"], dict(os.environ), None)
    process.start()
    assert process.wait() == 0
    sent = []
    monkeypatch.setattr(os, "kill", lambda *signals: sent.append(signals))
    process.kill()
    process.terminate()
    assert not sent
