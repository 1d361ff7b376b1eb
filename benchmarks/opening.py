"""Today and the hold page until they are ready, beside a bare Voilà page with one widget.

All are served by the kit's own server in one run, in turn, in real Chromium; each opening
is from going to the address to a button that can be pressed.
"""

import os
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import nbformat
from playwright.sync_api import Page, sync_playwright
from ratios import Row

ROOT = Path(__file__).parents[1]
GOAL = 1.25
REST_S = 6.0
"""Between two openings, for the server to make its next kernel."""
PORT = 8655
FLAGS = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")

BARE = """
import anywidget

class OneWidget(anywidget.AnyWidget):
    _esm = "export default { render({ el }) { el.innerHTML = '<button>One widget</button>'; } };"

OneWidget()
"""
PAGES = {
    "bare Voilà page, one widget": ("bare", "button:has-text('One widget')"),
    "hold page": ("hold", ".tk-coach button:has-text('Start')"),
    "Today": ("today", ".tk-today a:has-text('Start')"),
}

# Starts the kit on another folder of notebooks: the server, its template and its kernels are equal.
SERVE = """
import sys
from pathlib import Path
from tracker.app import settings
settings.notebooks_folder = lambda: Path(sys.argv[1])
from tracker.app.server import start
sys.exit(start(sys.argv[2], port=int(sys.argv[3]), open_browser=False))
"""


def notebooks(folder: Path) -> Path:
    """Write the bare notebook beside copies of the pages' own."""
    folder.mkdir()
    for name in ("hold", "today"):
        shutil.copy(ROOT / "notebooks" / f"{name}.ipynb", folder)
    hold = nbformat.read(folder / "hold.ipynb", as_version=4)
    bare = nbformat.v4.new_notebook(metadata=hold.metadata)
    bare.cells = [nbformat.v4.new_code_cell(BARE)]
    nbformat.write(bare, folder / "bare.ipynb")
    return folder


def fill(diary: Path) -> None:
    """Make up a diary, its red flags answered."""
    from tracker.facade import open_diary
    from tracker.protocol.screening import Screening

    command = [sys.executable, "-m", "tracker.cli.main", "--diary", str(diary), "sample"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=ROOT)
    with open_diary(diary) as opened:
        opened.add(Screening(answered_at=datetime.now(UTC)))


def seconds_to_ready(page: Page, address: str, ready: str, rest_s: float) -> float:
    """Open a page once, after its server has had time for its next kernel."""
    page.goto("about:blank")
    time.sleep(rest_s)
    began = time.perf_counter()
    page.goto(address, wait_until="commit")
    page.locator(f"body.kit-ready {ready}").wait_for(timeout=120_000)
    return time.perf_counter() - began


def measure(repeats: int, rest_s: float = REST_S) -> dict[str, list[float]]:
    """Open the pages in turn, so that a busy moment hits all alike."""
    times: dict[str, list[float]] = {name: [] for name in PAGES}
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        folder = Path(place)
        diary = folder / "diary.db"
        fill(diary)
        server = subprocess.Popen(
            [sys.executable, "-c", SERVE, notebooks(folder / "pages"), diary, str(PORT)],
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env=os.environ | {"XDG_STATE_HOME": place, "PYTHONPATH": str(ROOT)},
        )
        try:
            assert server.stdout is not None
            token = next(filter(None, (re.search(r"token=(\S+)", one) for one in server.stdout)))[1]
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium-headless-shell") or shutil.which("chromium"),
                args=list(FLAGS),
            )
            page = browser.new_page(viewport={"width": 390, "height": 844})
            for turn in range(repeats + 1):
                for name, (notebook, ready) in PAGES.items():
                    address = f"http://127.0.0.1:{PORT}/voila/render/{notebook}.ipynb?token={token}"
                    took = seconds_to_ready(page, address, ready, rest_s)
                    # The first of each fills the browser's cache for all.
                    if turn:
                        times[name].append(took)
            browser.close()
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(timeout=30)
    return times


def rows(repeats: int) -> Iterator[Row]:
    """Today and the hold page beside a bare Voilà page with one widget."""
    topic, instead = "Opening a page", "a bare page with one widget"
    if shutil.which("chromium") is None:
        yield Row(topic, "Today, ready", instead, GOAL, missing="apt-get install chromium")
        return
    medians = {name: statistics.median(taken) for name, taken in measure(repeats).items()}
    (_, bare), *ours = medians.items()
    for name, median in ours:
        yield Row(topic, f"{name}, ready", instead, GOAL, median, bare)
