"""Every page opens, at the desk and on a phone, and nothing on it talks to anyone else."""

import re
import signal
import sqlite3
from contextlib import closing
from urllib.parse import urlsplit

import psutil
import pytest
from playwright.sync_api import expect

from tracker.app.pages import PAGES, PLACES
from tracker.protocol.red_flags import RED_FLAGS

pytestmark = pytest.mark.browser

DESK = {"viewport": {"width": 1280, "height": 850}}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
DARK_PHONE = PHONE | {"color_scheme": "dark"}

both_sizes = pytest.mark.parametrize("page", [DESK, PHONE], indirect=True, ids=["desk", "phone"])


def open_page(page, app, name="today"):
    page.goto(app.page(name))
    expect(page.locator("body.kit-ready")).to_be_visible(timeout=60_000)


@both_sizes
@pytest.mark.parametrize("name", PAGES)
def test_a_page_opens_ready_to_use(page, app, name):
    open_page(page, app, name)
    assert page.get_by_text("Loading widget").count() == 0
    expect(page).to_have_title(f"Sciatica tracker · {PAGES[name]}")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator("[aria-current=page]")).to_have_text(PAGES[name])
    expect(page.locator("[aria-current=page]")).to_have_count(1)
    expect(page.get_by_text("All data stay on this machine.")).to_be_attached()
    expect(page.locator(".kit-problem")).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_token_leaves_the_address_bar_and_the_links_need_none(page, app):
    open_page(page, app)
    assert "token" not in page.url
    for name in ("relief", "experiment", "export", "log"):
        if name not in PLACES:
            page.locator(".kit-more summary").click()
        page.get_by_role("link", name=PAGES[name], exact=True).click()
        page.wait_for_url(f"**/{name}.ipynb")
        expect(page.locator("body.kit-ready")).to_be_visible(timeout=60_000)


@both_sizes
def test_the_red_flags_open_by_keyboard(page, app):
    open_page(page, app)
    summary = page.locator("#kit-flags summary")
    first = page.locator("#kit-flags").get_by_text(RED_FLAGS[0].question)
    expect(first).to_be_hidden()
    summary.focus()
    page.keyboard.press("Enter")
    for flag in RED_FLAGS:
        expect(page.locator("#kit-flags").get_by_text(flag.question)).to_be_visible()
    page.keyboard.press("Escape")
    expect(first).to_be_hidden()
    expect(summary).to_be_focused()


@pytest.mark.parametrize("page", [DARK_PHONE], indirect=True)
def test_the_red_flags_stay_in_sight_far_down_the_page(page, app):
    open_page(page, app, "relief")
    page.evaluate("window.scrollTo(0, document.documentElement.scrollHeight)")
    expect(page.locator("#kit-flags summary")).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("path", ["/", "/voila/render/log.ipynb", "/lab", "/api/contents"])
def test_nobody_comes_in_without_the_token(page, app, path):
    answer = page.request.get(app.base + path)
    assert answer.status == 403


def test_a_visitor_without_the_token_reads_how_to_come_in(page, app, forgiven):
    forgiven.append("403")  # the refusal itself
    page.goto(f"{app.base}/voila/render/log.ipynb")
    expect(page.get_by_role("heading", level=1)).to_have_text("This page is private")
    expect(page.locator("input")).to_have_count(0)


def test_an_address_that_is_none_says_so(page, app, forgiven):
    forgiven.append("404")  # the answer itself
    page.goto(f"{app.base}/nowhere?token={app.token}")
    expect(page.get_by_role("heading", level=1)).to_have_text("There is no page here")


def test_lab_opens_the_notebook_and_runs_it(page, app):
    page.goto(app.lab("log"))
    kernel = page.locator(".jp-NotebookPanel-toolbar .jp-Toolbar-kernelName")
    expect(kernel).to_have_text(re.compile("Python 3"), timeout=60_000)
    idle = page.locator(".jp-NotebookPanel-toolbar [data-status=idle]")
    expect(idle).to_be_visible(timeout=60_000)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    expect(page.get_by_role("button", name="Save release")).to_be_visible(timeout=60_000)
    expect(page.locator(".jp-toast, .Toastify__toast")).to_have_count(0)


def test_closing_a_page_stops_its_kernel(page, app):
    open_page(page, app)
    kernel = app.kernel_of(page)
    page.goto("about:blank")
    _, alive = psutil.wait_procs([kernel], timeout=15)
    assert not alive


def test_a_dead_kernel_is_said(page, app, forgiven):
    forgiven += ["404", "WebSocket", "Kernel"]  # the page asks after a kernel that is gone
    open_page(page, app)
    app.kernel_of(page).kill()
    banner = page.locator("#kit-banner")
    expect(banner).to_contain_text("nothing saved is lost", timeout=30_000)
    banner.get_by_role("button").click()
    expect(page.locator("body.kit-ready")).to_be_visible(timeout=60_000)


def test_a_part_that_cannot_be_drawn_is_said(page, app, forgiven):
    forgiven.append("")  # whatever Voilà makes of its missing extension
    page.route("**/labextensions/anywidget/**", lambda route: route.abort())
    open_page(page, app, "export")
    expect(page.locator(".kit-problem")).to_have_text(
        "This part could not be shown. What you saved is safe.", timeout=15_000
    )


def test_a_diary_that_broke_meanwhile_is_said_in_its_own_words(page, start_kit, tmp_path):
    kit = start_kit(tmp_path / "diary.db")
    try:
        for leftover in ("-wal", "-shm"):
            (tmp_path / f"diary.db{leftover}").unlink(missing_ok=True)
        kit.diary.write_text("not a database at all")
        open_page(page, kit, "export")
        expect(page.locator(".kit-problem")).to_contain_text("is not a diary")
        expect(page.locator("body")).not_to_contain_text("Traceback")
        page.goto("about:blank")
    finally:
        kit.stop()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_stopping_is_clean_and_said_on_the_page(page, start_kit, tmp_path, forgiven, number):
    forgiven += ["ERR_CONNECTION", "WebSocket", "Failed to fetch"]  # the server is gone
    kit = start_kit(tmp_path / "diary.db")
    open_page(page, kit)
    processes = kit.kernels()
    assert processes
    code, said = kit.stop(number)
    assert code == 0
    assert said.strip().endswith(f"Stopped. Your diary is at {kit.diary}")
    assert kit.token not in said
    _, alive = psutil.wait_procs(processes, timeout=10)
    assert not alive
    expect(page.locator("#kit-banner")).to_contain_text("The kit has stopped", timeout=30_000)
    with closing(sqlite3.connect(kit.diary)) as diary:
        assert diary.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_an_open_page_goes_on_after_a_restart(page, start_kit, tmp_path, forgiven):
    forgiven += ["ERR_CONNECTION", "WebSocket", "Failed to fetch", "404"]  # between the two
    kit = start_kit(tmp_path / "diary.db")
    open_page(page, kit)
    kit.stop()
    again = start_kit(kit.diary, port=urlsplit(kit.base).port)
    try:
        page.locator("#kit-banner button").click(timeout=30_000)
        expect(page.locator("body.kit-ready")).to_be_visible(timeout=60_000)
        expect(page.locator("#kit-banner")).to_be_hidden()
        page.goto("about:blank")
    finally:
        again.stop()
