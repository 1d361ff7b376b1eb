"""One kernel waits, is handed out once, and is replaced."""

import asyncio

import pytest
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager

from tracker.app import kernels
from tracker.app.kernels import EVERYTHING, FORMS, WarmKernels

FROM_A_PAGE = {"VOILA_BASE_URL": "/"}


@pytest.fixture
def started(monkeypatch):
    """What each start asked for, in place of real kernels, which are numbered from 1."""
    asked: list[dict] = []

    async def start_kernel(self, **kwargs):
        asked.append(kwargs)
        self._kernels[str(len(asked))] = object()
        return str(len(asked))

    async def shutdown_kernel(self, kernel_id, **_):
        del self._kernels[kernel_id]

    async def shutdown_all(self, **_):
        self._kernels.clear()

    monkeypatch.setattr(kernels, "_REFILL_AFTER_S", 0)
    monkeypatch.setattr(AsyncMappingKernelManager, "start_kernel", start_kernel)
    monkeypatch.setattr(AsyncMappingKernelManager, "shutdown_kernel", shutdown_kernel)
    monkeypatch.setattr(AsyncMappingKernelManager, "shutdown_all", shutdown_all)
    return asked


def loaded(asked):
    return [line for kwargs in asked for line in kwargs.get("extra_arguments", [])]


def test_a_page_gets_the_kernel_that_waits_and_the_next_loads_everything(started, monkeypatch):
    monkeypatch.setattr(kernels, "CAN_FORK", False)

    async def visit():
        manager = WarmKernels()
        manager.warm_up()
        first = await manager.start_kernel(env=FROM_A_PAGE)
        while len(started) < 2:
            await asyncio.sleep(0)
        second = await manager.start_kernel(env=FROM_A_PAGE)
        await manager.shutdown_all()
        return first, second

    assert asyncio.run(visit()) == ("1", "2")
    assert loaded(started)[:2] == [
        f"--IPKernelApp.exec_lines={FORMS}",
        f"--IPKernelApp.exec_lines={EVERYTHING}",
    ]


def test_where_it_can_the_next_is_forked(started, monkeypatch):
    monkeypatch.setattr(kernels, "CAN_FORK", True)

    async def visit():
        manager = WarmKernels()
        manager.warm_up()
        await manager.start_kernel(env=FROM_A_PAGE)
        while len(started) < 2:
            await asyncio.sleep(0)
        await manager.shutdown_all()

    asyncio.run(visit())
    assert [kwargs.get("forked", False) for kwargs in started] == [False, True]


def test_lab_starts_its_own(started):
    async def visit():
        manager = WarmKernels()
        manager.warm_up()
        mine = await manager.start_kernel(env={}, kernel_name="python3")
        await manager.shutdown_all()
        return mine

    asyncio.run(visit())
    assert {"path": None, "env": {}, "kernel_name": "python3"} in started


def test_a_waiting_kernel_that_died_is_not_handed_out(started):
    async def visit():
        manager = WarmKernels()
        manager.warm_up()
        while not started:
            await asyncio.sleep(0)
        manager._kernels.clear()
        mine = await manager.start_kernel(env=FROM_A_PAGE)
        await manager.shutdown_all()
        return mine

    assert asyncio.run(visit()) == "2"


def test_a_page_opens_although_the_waiting_kernel_could_not_start(started, monkeypatch):
    fake = AsyncMappingKernelManager.start_kernel

    async def fail_once(*_, **__):
        monkeypatch.setattr(AsyncMappingKernelManager, "start_kernel", fake)
        raise RuntimeError("no memory")

    monkeypatch.setattr(AsyncMappingKernelManager, "start_kernel", fail_once)

    async def visit():
        manager = WarmKernels()
        manager.warm_up()
        await manager.start_kernel(env=FROM_A_PAGE)
        await manager.shutdown_all()

    asyncio.run(visit())
    assert {"path": None, "env": FROM_A_PAGE} in started


def test_the_waiting_kernel_is_not_culled_and_others_are(started, monkeypatch):
    culled = []

    async def cull(_, kernel_id):
        culled.append(kernel_id)

    monkeypatch.setattr(AsyncMappingKernelManager, "cull_kernel_if_idle", cull)

    async def wait():
        manager = WarmKernels()
        manager.warm_up()
        while not started:
            await asyncio.sleep(0)
        await manager.cull_kernel_if_idle("1")
        await manager.cull_kernel_if_idle("7")
        await manager.shutdown_all()

    asyncio.run(wait())
    assert culled == ["7"]
