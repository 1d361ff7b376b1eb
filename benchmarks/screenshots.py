"""Take the README's pictures of the app on a phone anew, from the sample diary, in Chromium.

Run: make screenshots, or python benchmarks/screenshots.py [FOLDER]. The sample ends yesterday, so
its days differ from one run to the next.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "notebooks" / "screenshots"
PORT = 8656
PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "has_touch": True}
COLOURS = 128
HELD_MS = 17_000
FLAGS = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")


def hold(page: Page) -> None:
    """Bring the coach into a hold."""
    page.locator(".tk-coach-card").first.click()
    page.get_by_role("group", name="Pain there before").get_by_role("button", name="5").click()
    page.get_by_role("button", name="Start", exact=True).click()
    page.get_by_role("button", name="Begin now").click()
    page.wait_for_timeout(HELD_MS)


def week(page: Page) -> None:
    """Bring the report into sight."""
    page.locator(".tk-week-frame").evaluate("one => one.scrollIntoView()")


def as_it_opens(_page: Page) -> None:
    """Leave it as it opens."""


PICTURES = {"today": as_it_opens, "hold": hold, "relief": as_it_opens, "week": week}


def save(page: Page, file: Path) -> None:
    """Save what is on the screen, in few colours, which a third of the bytes can say."""
    with Image.open(BytesIO(page.screenshot(animations="disabled"))) as picture:
        picture.convert("RGB").quantize(COLOURS).save(file, optimize=True)


def main(folder: Path = FOLDER) -> None:
    """Start the kit on a sample of its own, and take each picture."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        tracker = [sys.executable, "-m", "tracker.cli.main", "--diary", f"{place}/sample.db"]
        subprocess.run([*tracker, "sample"], check=True, stdout=subprocess.DEVNULL, cwd=ROOT)
        kit = subprocess.Popen(
            [*tracker, "start", "--port", str(PORT), "--no-browser"],
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env=os.environ | {"XDG_STATE_HOME": place},
        )
        try:
            assert kit.stdout is not None
            token = next(filter(None, (re.search(r"token=(\S+)", one) for one in kit.stdout)))[1]
            found = shutil.which("chromium-headless-shell") or shutil.which("chromium")
            chromium = playwright.chromium.launch(executable_path=found, args=list(FLAGS))
            for name, prepare in PICTURES.items():
                page = chromium.new_page(**PHONE)
                page.goto(f"http://127.0.0.1:{PORT}/voila/render/{name}.ipynb?token={token}")
                page.locator("body.kit-ready").wait_for(timeout=120_000)
                page.wait_for_function("!document.querySelector('[aria-busy=true]')")
                prepare(page)
                save(page, folder / f"{name}.png")
                page.close()
            chromium.close()
        finally:
            kit.send_signal(signal.SIGINT)
            kit.wait(timeout=30)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
