"""Kernels that are ready before a page asks for one."""

import asyncio
from typing import Any, Final

from jupyter_server.services.kernels.kernelmanager import (
    AsyncMappingKernelManager,
    ServerKernelManager,
)

from tracker.app.forked_kernels import CAN_FORK

FORMS: Final = "import tracker.widgets"
EVERYTHING: Final = "import tracker.widgets, tracker.relief, tracker.charts"

_RUN: Final = "--IPKernelApp.exec_lines="
_REFILL_AFTER_S = 2.0


class GracefulKernel(ServerKernelManager):
    """A kernel that, when it is to stop, may finish what it is writing."""

    async def _async_interrupt_kernel(self) -> None:
        # Jupyter interrupts a kernel before it asks it to stop, and would cut off a save.
        if not self.shutting_down:
            await super()._async_interrupt_kernel()


class WarmKernels(AsyncMappingKernelManager):
    """Keeps one kernel started and loaded, and hands it to the next page that opens.

    A page runs its own cells in it, so it always shows the diary as it is now; what it is spared
    is the wait for Python to start and import.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)  # type: ignore[no-untyped-call]
        self._warm: asyncio.Task[str] | None = None
        self._refill: asyncio.TimerHandle | None = None

    def warm_up(self) -> None:
        """Start the first kernel in the background, with what the first page needs."""
        self._start_warm(extra_arguments=[_RUN + FORMS])

    def _warm_up_again(self) -> None:
        if CAN_FORK:
            self._start_warm(forked=True)
        else:
            self._start_warm(extra_arguments=[_RUN + EVERYTHING])

    async def start_kernel(  # type: ignore[override]
        self, *, path: Any = None, **kwargs: Any
    ) -> str:
        """Hand out the warm kernel to a page, and start any other the ordinary way."""
        if not path and "VOILA_BASE_URL" in (kwargs.get("env") or {}):
            kernel_id = await self._take_warm()
            if kernel_id is not None:
                return kernel_id
        return str(await super().start_kernel(path=path, **kwargs))

    async def shutdown_all(self, now: bool = False) -> None:  # type: ignore[override]
        """Stop every kernel, the waiting one too."""
        if self._refill is not None:
            self._refill.cancel()
        if self._warm is not None:
            await asyncio.wait([self._warm])
            waiting = _outcome(self._warm)
            if waiting is not None and waiting in self:
                await self.shutdown_kernel(waiting, now=True)  # type: ignore[no-untyped-call]
        await super().shutdown_all(now=now)

    async def cull_kernel_if_idle(self, kernel_id: str) -> None:
        """Leave the waiting kernel alone, however long nobody has asked for it."""
        if kernel_id != _outcome(self._warm):
            await super().cull_kernel_if_idle(kernel_id)  # type: ignore[no-untyped-call]

    async def _take_warm(self) -> str | None:
        warm, self._warm = self._warm, None
        # A while later, so that the next kernel does not slow down the page that opens now.
        if self._refill is not None:
            self._refill.cancel()
        loop = asyncio.get_running_loop()
        self._refill = loop.call_later(_REFILL_AFTER_S, self._warm_up_again)
        if warm is None:
            return None
        await asyncio.wait([warm])
        kernel_id = _outcome(warm)
        return kernel_id if kernel_id is not None and kernel_id in self else None

    def _start_warm(self, **how: Any) -> None:
        self._warm = asyncio.get_running_loop().create_task(self._started(**how))

    async def _started(self, **how: Any) -> str:
        root: Any = ""
        return str(await super().start_kernel(path=root, **how))


def _outcome(warm: asyncio.Task[str] | None) -> str | None:
    """The kernel that is ready; none where it is still starting or could not start."""
    if warm is None or not warm.done() or warm.cancelled() or warm.exception() is not None:
        return None
    return warm.result()
