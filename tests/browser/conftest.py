"""A real server, a real Chromium, and a page that tells on whatever leaves this machine."""

import json
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psutil
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, expect, sync_playwright

ROOT = Path(__file__).parents[2]
DESK = {"width": 1280, "height": 850}
# The shell is the same engine without a window to draw: a fifth less work where it is installed.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@dataclass(frozen=True)
class App:
    """The kit as a person started it: its address, its token and its diary."""

    base: str
    token: str
    diary: Path
    process: "subprocess.Popen[str]"

    def page(self, name: str) -> str:
        """Give the address of an app page, as the kit prints it."""
        return f"{self.base}/voila/render/{name}.ipynb?token={self.token}"

    def lab(self, name: str) -> str:
        """Give the address of the same notebook in JupyterLab."""
        return f"{self.base}/lab/tree/{name}.ipynb?token={self.token}"

    def kernels(self) -> list[psutil.Process]:
        """Give the processes of all kernels, forked or not."""
        commands: dict[psutil.Process, str] = {}
        for child in psutil.Process(self.process.pid).children(recursive=True):
            with suppress(psutil.NoSuchProcess):  # ended meanwhile
                commands[child] = " ".join(child.cmdline())
        preloaded = {child.pid for child, words in commands.items() if "forkserver" in words}
        return [
            child
            for child, words in commands.items()
            if "ipykernel" in words or child.ppid() in preloaded
        ]

    def kernel_of(self, page: Page) -> psutil.Process:
        """Give the process of the kernel behind a page."""
        number = page.evaluate(
            "JSON.parse(document.getElementById('jupyter-config-data').textContent).kernelId"
        )
        (file,) = self.diary.parent.joinpath("state").rglob(f"kernel-{number}.json")
        port = json.loads(file.read_text())["shell_port"]
        (mine,) = [
            kernel
            for kernel in self.kernels()
            if any(open_.laddr.port == port for open_ in kernel.net_connections("tcp"))
        ]
        return mine

    def empty(self) -> None:
        """Let the pages' kernels end, then begin on an empty diary."""
        reading = [one for one in self.kernels() if self._has_diary_open(one)]
        _, alive = psutil.wait_procs(reading, timeout=5)
        for kernel in alive:
            kernel.kill()
        # A kernel that still had the old file open would take the new one's -wal away.
        psutil.wait_procs(alive)
        for file in self.diary.parent.glob(f"{self.diary.name}*"):
            file.unlink()

    def _has_diary_open(self, kernel: psutil.Process) -> bool:
        with suppress(psutil.NoSuchProcess, psutil.AccessDenied):
            return any(Path(file.path) == self.diary for file in kernel.open_files())
        return False

    def stop(self, number: int = signal.SIGINT) -> tuple[int, str]:
        """Stop the kit as Ctrl-C does; its exit code, and what it said since it was ready."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        said, _ = self.process.communicate(timeout=30)
        return self.process.returncode, said


def free_port() -> int:
    """Find a port below those that the system lends to whoever asks.

    Drawn by lot, so that two runs at once hardly meet between its being found and its being used.
    """
    while True:
        port = 10_000 + secrets.randbelow(22_000)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


@pytest.fixture
def port() -> int:
    """A port of this machine that nobody else takes."""
    return free_port()


StartKit = Callable[..., App]


@pytest.fixture(scope="session")
def start_kit() -> StartKit:
    """Start the kit on a diary, by the command a person uses."""

    def start(diary: Path, port: int | None = None, *more: str) -> App:
        port = port or free_port()
        options = ["--diary", str(diary), "start", "--port", str(port), "--no-browser", *more]
        process = subprocess.Popen(
            [sys.executable, "-m", "tracker.cli.main", *options],
            stdout=subprocess.PIPE,
            text=True,
            cwd=diary.parent,
            env=os.environ
            | {
                "PYTHONPATH": str(ROOT),
                "XDG_STATE_HOME": str(diary.parent / "state"),
                "IPYTHONDIR": str(diary.parent / "ipython"),
            },
        )
        assert process.stdout is not None
        token = None
        for line in process.stdout:
            token = token or re.search(r"today\.ipynb\?token=(\S+)", line)
            if "Ctrl-C" in line:
                break
        if token is None:
            process.communicate()
            pytest.fail(f"the kit did not start (exit code {process.returncode})")
        return App(f"http://127.0.0.1:{port}", token[1], diary, process)

    return start


@pytest.fixture(scope="session")
def one_kit(start_kit: StartKit, tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """One server for all tests that only need a diary of their own."""
    kit = start_kit(tmp_path_factory.mktemp("kit") / "diary.db")
    yield kit
    kit.stop()


@pytest.fixture
def app(one_kit: App, page: Page) -> Iterator[App]:
    """The kit on an empty diary of this test's own."""
    one_kit.empty()
    yield one_kit
    for tab in page.context.pages:
        tab.goto("about:blank")
    one_kit.empty()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, or whichever one is on the path.

    One for each module: Playwright keeps an event loop running for as long as it is open, and
    in that time no other test of the same process could run one of its own.
    """
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        missing = "Browser tests need Chromium: sudo apt-get install chromium"
        pytest.fail(missing) if os.environ.get("CI") else pytest.skip(missing)
    expect.set_options(timeout=20_000)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found, args=list(FLAGS))
        yield chromium
        chromium.close()


@pytest.fixture
def forgiven() -> list[str]:
    """Patterns of console messages that a test brings about on purpose; empty unless it adds any.

    Only what is written here, or added by a test with its reason, is let pass.
    """
    return []


@pytest.fixture
def page(browser: Browser, forgiven: list[str], request: pytest.FixtureRequest) -> Iterator[Page]:
    """A fresh browser profile; its size and colour scheme can be given as an indirect parameter.

    The test fails at its end if the page asked for anything outside this machine, or if it left
    an uncaught error or an error on the console.
    """
    options = {"viewport": DESK, "accept_downloads": True} | getattr(request, "param", {})
    context = browser.new_context(**options)
    outside: list[str] = []
    errors: list[str] = []

    def note_address(address: str) -> None:
        parts = urlsplit(address)
        if parts.scheme not in ("data", "blob") and parts.hostname != "127.0.0.1":
            outside.append(address)

    def note_console(said: ConsoleMessage) -> None:
        if said.type == "error":
            errors.append(f"{said.text} ({said.location['url']})")

    def watch(tab: Page) -> None:
        tab.on("websocket", lambda sock: note_address(sock.url))
        tab.on("pageerror", lambda error: errors.append(str(error)))
        tab.on("console", note_console)

    context.on("request", lambda asked: note_address(asked.url))
    context.on("page", watch)
    yield context.new_page()
    context.close()
    assert not outside
    unforgiven = [e for e in errors if not any(re.search(pattern, e) for pattern in forgiven)]
    assert not unforgiven


@pytest.fixture
def faults(page: Page) -> Callable[..., list[str]]:
    """Look the page over with axe-core: a line each for the rule, the place and what is wrong.

    Takes what Axe.run takes. Everything holds still meanwhile: halfway from one colour to the
    next, a button is legible in neither.
    """

    def look(**narrowed: Any) -> list[str]:
        page.emulate_media(reduced_motion="reduce")
        return [
            f"{found['id']} at {' '.join(map(str, node['target']))}: {node['failureSummary']}"
            for found in Axe().run(page, **narrowed).response["violations"]
            for node in found["nodes"]
        ]

    return look


@pytest.fixture
def too_small() -> Callable[[Locator], list[str]]:
    """Name what a thumb could miss within a part of the page: every target below 48 px."""
    return lambda part: part.evaluate(
        """part => [...part.querySelectorAll("button, input, select, textarea, summary")]
            .filter((element) => element.checkVisibility())
            .map((element) => ({ what: element.outerHTML, box: element.getBoundingClientRect() }))
            .filter(({ box }) => box.width < 48 || box.height < 48)
            .map(({ what }) => what)"""
    )
