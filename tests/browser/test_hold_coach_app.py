"""The coach in the app: kernels that are killed and a connection that is cut lose no hold."""

import re
import signal
import socket
import threading
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tracker.cli import main
from tracker.facade import open_diary
from tracker.protocol.release import Release
from tracker.protocol.screening import Screening

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
SHORT = ((844, 390), (640, 425), (320, 212))
on_the_phone = pytest.mark.parametrize("page", [PHONE], indirect=True, ids=["phone"])


@pytest.fixture
def app(app):
    """The kit on the diary of someone who pressed yesterday."""
    yesterday = datetime.now(UTC) - timedelta(days=1)
    with open_diary(app.diary) as diary:
        diary.settings.keep("coach", {"settle_s": 0})
        diary.add(Screening(answered_at=yesterday))
        diary.add(
            Release(
                started_at=yesterday,
                muscle="piriformis",
                spot="near the sacrum",
                side="left",
                tool="lacrosse ball",
                pain_before=6,
                pain_30s=4,
                pain_after=3,
                held_s=90,
            )
        )
    return app


def open_coach(page, address):
    page.clock.install()
    page.goto(address)
    ready(page)


def ready(page):
    expect(page.locator("body.kit-ready .tk-coach")).to_be_visible(timeout=60_000)


def tap(page, name):
    button = page.get_by_role("button", name=name)
    expect(button).to_be_visible()
    page.clock.run_for(500)
    button.click()


def rate(page, question, pain):
    group = page.get_by_role("group", name=question)
    expect(group).to_be_visible()
    page.clock.run_for(500)
    group.get_by_role("button", name=str(pain), exact=True).click()


def set_out(page):
    tap(page, re.compile("^left piriformis near the sacrum"))
    rate(page, "Pain there before", 7)
    tap(page, "Start")
    expect(page.get_by_role("region", name="Hold under way")).to_be_visible()


def releases(app):
    with open_diary(app.diary) as diary:
        return diary.recent(Release, 50)


@on_the_phone
@pytest.mark.parametrize(
    "killed_at_s", [0, 31, 89, None], ids=["start", "31 s", "89 s", "last tap"]
)
def test_a_hold_outlives_its_kernel(page, app, forgiven, killed_at_s):
    forgiven += ["404", "WebSocket", "Kernel", "Canceled"]  # the page asks after a kernel that died
    before = {one.id for one in releases(app)}
    open_coach(page, app.page("hold"))
    set_out(page)
    for second, passed in ((0, 0), (31, 31_000), (89, 58_000)):
        page.clock.run_for(passed)
        if second == killed_at_s:
            app.kernel_of(page).send_signal(signal.SIGKILL)
        if second == 31:
            rate(page, "Pain now?", 5)
    page.clock.run_for(2000)
    if killed_at_s is None:
        # It dies with the last rating in its ears, and not yet in the diary.
        app.kernel_of(page).send_signal(signal.SIGSTOP)
    rate(page, "Pain after?", 2)
    if killed_at_s is None:
        app.kernel_of(page).send_signal(signal.SIGKILL)
    page.clock.run_for(6000)
    expect(page.get_by_role("heading", name="Not saved yet")).to_be_visible()
    expect(page.get_by_text("kept on this device; trying again")).to_be_in_viewport(ratio=1)
    page.locator(".tk-status").get_by_role("button", name="Open the page again").click()
    expect(page.get_by_role("status").filter(has_text="Saved: left piriformis")).to_be_visible(
        timeout=60_000
    )
    (saved,) = [one for one in releases(app) if one.id not in before]
    assert (saved.pain_before, saved.pain_30s, saved.pain_after) == (7, 5, 2)
    assert (saved.held_s, saved.outcome) == (90, "held")
    expect(page.get_by_role("region", name="Unfinished hold")).to_have_count(0)


OUT_OF_REACH = """stage => [...stage.querySelectorAll("button")]
    .filter((element) => element.checkVisibility())
    .filter((element) => {
        const { left, width, top, bottom } = element.getBoundingClientRect();
        const at = (y) => element.contains(document.elementFromPoint(left + width / 2, y));
        const isWide = left + width > stage.getBoundingClientRect().right;
        return isWide || !at(top + 2) || !at(bottom - 2);
    })
    .map((element) => element.textContent)"""
HEIGHTS = [{"width": 360, "height": 640}, {"width": 390, "height": 844}]


def test_windows_with_kernels_of_their_own_save_one_hold(page, app, browser):
    before = {one.id for one in releases(app)}
    open_coach(page, app.page("hold"))
    set_out(page)
    page.clock.run_for(31_000)
    rate(page, "Pain now?", 5)
    beside, elsewhere = page.context.new_page(), browser.new_page()
    open_coach(beside, app.page("hold"))
    open_coach(elsewhere, app.page("hold"))
    expect(beside.get_by_text("A hold is under way in another window")).to_be_visible()
    tap(elsewhere, "Complete it")
    page.clock.run_for(60_000)
    rate(page, "Pain after?", 2)
    expect(page.get_by_role("heading", name="Saved", exact=True)).to_be_visible()
    expect(beside.get_by_text("under way")).to_have_count(0)
    tap(elsewhere, "I held to the end, 90 s")
    rate(elsewhere, "Pain after?", 4)
    expect(elsewhere.get_by_role("heading", name="Not saved")).to_be_visible()
    expect(elsewhere.get_by_role("button", name="Undo")).to_be_hidden()
    (saved,) = [one for one in releases(app) if one.id not in before]
    assert saved.pain_after == 2
    elsewhere.context.close()


def on_one_screen(page):
    """Every button of the hold is in sight as a whole, on either phone."""
    stage = page.locator(".tk-coach-holding, .tk-coach-ending")
    expect(stage).to_be_visible()
    for size in HEIGHTS:
        page.set_viewport_size(size)
        stage.evaluate("(stage) => stage.closest('.tk-coach').scrollIntoView()")
        assert stage.evaluate(OUT_OF_REACH) == [], size


@on_the_phone
def test_a_hold_is_on_one_screen_from_start_to_saved(page, start_kit, tmp_path):
    diary = tmp_path / "sample.db"
    assert main.main(["--diary", str(diary), "sample"]) == 0
    kit = start_kit(diary)
    try:
        open_coach(page, kit.page("hold"))
        expect(page.get_by_text("Sample diary")).to_be_visible()
        page.locator(".tk-coach-card").first.click()
        expect(page.get_by_role("button", name="10 worst imaginable")).to_be_in_viewport(ratio=1)
        rate(page, "Pain there before", 5)
        tap(page, "Start")
        on_one_screen(page)
        tap(page, "Begin now")
        on_one_screen(page)
        large = "one => parseFloat(getComputedStyle(one).fontSize)"
        assert page.get_by_role("timer").evaluate(large) >= 96
        page.clock.run_for(31_000)
        expect(page.get_by_role("group", name="Pain now?")).to_be_visible()
        on_one_screen(page)
        assert page.get_by_role("timer").evaluate(large) >= 96
        rate(page, "Pain now?", 6)
        on_one_screen(page)
        tap(page, "Stay anyway")
        on_one_screen(page)
        page.clock.run_for(60_000)
        on_one_screen(page)
        kit.kernel_of(page).send_signal(signal.SIGSTOP)
        rate(page, "Pain after?", 4)
        page.clock.run_for(6000)
        expect(page.get_by_text("kept on this device; trying again")).to_be_in_viewport(ratio=1)
        kit.kernel_of(page).send_signal(signal.SIGCONT)
        page.clock.run_for(6000)
        expect(page.get_by_role("heading", name="Saved", exact=True)).to_be_visible()
        on_one_screen(page)
    finally:
        page.goto("about:blank")
        kit.stop()


def hang_up(end):
    """Wake whoever waits on this socket, which closing it would not."""
    with suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)


class Cable:
    """A connection to the kit that can be cut and mended."""

    def __init__(self, to, port):
        self.to, self.port, self.ends, self.listener = to, port, [], None

    def mend(self):
        self.listener = socket.create_server(("127.0.0.1", self.port))
        threading.Thread(target=self._accept, args=(self.listener,), daemon=True).start()

    def cut(self):
        for end in (self.listener, *self.ends):
            hang_up(end)
            end.close()
        self.ends.clear()

    def _accept(self, listener):
        while True:
            try:
                near, _ = listener.accept()
                far = socket.create_connection(("127.0.0.1", self.to))
            except OSError:
                return
            self.ends += [near, far]
            for one, other in ((near, far), (far, near)):
                threading.Thread(target=self._carry, args=(one, other), daemon=True).start()

    def _carry(self, one, other):
        with suppress(OSError):
            while said := one.recv(65536):
                other.sendall(said)
        hang_up(one)
        hang_up(other)


@pytest.fixture
def cable(app, port):
    made = Cable(urlsplit(app.base).port, port)
    made.mend()
    yield made
    made.cut()


def test_a_hold_outlives_its_connection(page, app, cable, forgiven):
    forgiven += ["ERR_CONNECTION", "WebSocket", "Failed to fetch", "Canceled"]  # the cut itself
    before = {one.id for one in releases(app)}
    address = app.page("hold").replace(app.base, f"http://127.0.0.1:{cable.port}")
    open_coach(page, address)
    set_out(page)
    cable.cut()
    page.clock.run_for(31_000)
    rate(page, "Pain now?", 5)
    page.clock.run_for(60_000)
    rate(page, "Pain after?", 2)
    page.clock.run_for(6000)
    expect(page.get_by_role("heading", name="Not saved yet")).to_be_visible()
    assert {one.id for one in releases(app)} == before
    cable.mend()
    told = page.get_by_role("heading", name="Saved", exact=True)
    for _ in range(30):
        page.clock.run_for(5000)
        # How long the line itself takes to come back, no clock of the page can say.
        with suppress(AssertionError):
            expect(told).to_be_visible(timeout=1000)
            break
    expect(told).to_be_visible()
    (saved,) = [one for one in releases(app) if one.id not in before]
    assert (saved.pain_before, saved.pain_30s, saved.pain_after) == (7, 5, 2)
    assert len([one for one in releases(app) if one.id not in before]) == 1


COVERED = """coach => [...coach.querySelectorAll("button")]
    .filter((button) => button.checkVisibility())
    .filter((button) => {
        button.scrollIntoView({ block: "nearest" });
        const { left, top, width, height } = button.getBoundingClientRect();
        return !button.contains(document.elementFromPoint(left + width / 2, top + height / 2));
    })
    .map((button) => button.textContent)"""


@pytest.mark.parametrize(
    "page",
    [{"viewport": {"width": width, "height": height}} for width, height in SHORT],
    indirect=True,
    ids=["on its side", "enlarged twice", "enlarged four times"],
)
def test_under_the_head_of_the_page_nothing_lies_over_a_button(page, app):
    open_coach(page, app.page("hold"))
    coach = page.locator(".tk-coach")
    assert coach.evaluate(COVERED) == []
    set_out(page)
    too_much = page.get_by_role("button", name="It hurts too much")
    expect(too_much).to_be_in_viewport(ratio=1)
    assert coach.evaluate(COVERED) == []
    page.clock.run_for(31_000)
    expect(page.get_by_role("group", name="Pain now?")).to_be_visible()
    assert coach.evaluate(COVERED) == []
    expect(too_much).to_be_in_viewport(ratio=1)
    rate(page, "Pain now?", 7)
    expect(page.get_by_text("Move the tool to another spot.")).to_be_visible()
    assert coach.evaluate(COVERED) == []
    tap(page, "It hurts too much")
    tap(page, "Skip")
    expect(page.get_by_role("heading", name="Saved")).to_be_visible()
