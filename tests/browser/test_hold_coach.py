"""Whole holds in real Chromium, led by the widget's own script on a clock that the test winds.

The page talks to the widget in this process, over a stand-in for the kernel's wire that can be
cut; `test_hold_coach_app.py` runs the same in the app, with kernels that die.
"""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from tracker.diary.errors import NotSaved
from tracker.facade import open_diary
from tracker.protocol.custom import OwnSpot
from tracker.protocol.release import Release
from tracker.protocol.screening import Screening
from tracker.widgets import hold_coach

pytestmark = pytest.mark.browser

DESK = {"viewport": {"width": 1280, "height": 850}}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
SMALL = PHONE | {"viewport": {"width": 360, "height": 640}}
TABLET = {"viewport": {"width": 768, "height": 1024}}
on_the_phone = pytest.mark.parametrize("page", [PHONE], indirect=True, ids=["phone"])

NOW = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)
HOME = "http://127.0.0.1:9/coach"
SENT = (
    "is_sample",
    "choices",
    "safety",
    "settings",
    "repeats",
    "starts",
    "usual",
    "nearest",
    "unfinished",
    "flare_ups",
)

EXPORT = r"export\s*\{\s*([\w$]+) as default\s*\};?\s*$"
WIRE = """
class Model {
  constructor(state) { this.state = state; this.heard = new Map(); }
  get(name) { return this.state[name]; }
  async send(message) {
    const { answer, state } = await window.askPython(message);
    if (!answer) return;
    for (const [name, value] of Object.entries(state)) this.state[name] = value;
    for (const name of Object.keys(state)) this.fire(`change:${name}`);
    this.fire("msg:custom", { type: "reply", request: message.request, ...answer }, []);
  }
  on(name, hear) { this.heard.set(name, [...(this.heard.get(name) ?? []), hear]); }
  off(name, hear) { this.heard.set(name, (this.heard.get(name) ?? []).filter((h) => h !== hear)); }
  fire(name, ...told) { for (const hear of this.heard.get(name) ?? []) hear(...told); }
}
window.tones = [];
const made = AudioContext.prototype.createOscillator;
AudioContext.prototype.createOscillator = function () {
  const tone = made.call(this);
  const start = tone.start.bind(tone);
  tone.start = (at) => {
    tones.push([Math.round(tone.frequency.value), Math.round(at - this.currentTime)]);
    start(at);
  };
  return tone;
};
window.askPython({ type: "opened" }).then(({ state }) => {
  window.model = new Model(state);
  window.leave = widget.render({ model: window.model, el: document.querySelector("#here") });
});
"""


class Coach:
    """A coach on a page, its diary, and the clock both go by."""

    def __init__(self, page, diary):
        self.page, self.diary = page, diary
        self.widget = None
        self.reached = True
        self.wound_s = 0.0

    def now(self):
        return NOW + timedelta(seconds=self.wound_s + 1)

    def answer(self, said):
        if not self.reached:
            return {"answer": None, "state": {}}
        if said["type"] == "opened":
            self.widget = hold_coach(self.diary, now=self.now)
            return {"answer": None, "state": self.state()}
        return {"answer": self.widget._answer(said), "state": self.state()}

    def state(self):
        return {name: getattr(self.widget, name) for name in SENT}

    def open(self, page=None):
        (page or self.page).goto(HOME)
        expect((page or self.page).locator(".tk-coach")).to_be_visible()

    def wind(self, seconds):
        self.page.clock.run_for(round(1000 * seconds))
        self.wound_s += seconds

    def tap(self, name, **which):
        """Tap a button, half a second after whatever came before."""
        button = self.page.get_by_role("button", name=name, **which)
        expect(button).to_be_visible()
        self.wind(0.5)
        button.click()

    def rate(self, question, pain):
        group = self.page.get_by_role("group", name=question)
        expect(group).to_be_visible()
        self.wind(0.5)
        group.get_by_role("button", name=re.compile(rf"^{pain}\b")).click()

    def set_out(self, pain=6):
        self.tap(re.compile("^left piriformis near the sacrum"))
        self.rate("Pain there before", pain)
        self.tap("Start")
        expect(self.page.get_by_role("region", name="Hold under way")).to_be_visible()

    def releases(self):
        return self.diary.recent(Release, 20)

    def saved(self):
        expect(self.page.get_by_role("heading", name="Saved")).to_be_visible()
        return self.releases()[0]


@pytest.fixture
def diary(tmp_path):
    with open_diary(tmp_path / "diary.db") as diary:
        diary.settings.keep("coach", {"settle_s": 0})
        diary.add(Screening(answered_at=NOW - timedelta(days=9)), recorded_at=NOW)
        diary.add(
            Release(
                started_at=NOW - timedelta(days=1),
                muscle="piriformis",
                spot="near the sacrum",
                side="left",
                tool="lacrosse ball",
                pressure="moderate",
                pain_before=6,
                pain_30s=4,
                pain_after=3,
                held_s=90,
            ),
            recorded_at=NOW,
        )
        yield diary


def dress(page, coach):
    """Serve the coach to a page, as the app would."""
    page.expose_function("askPython", coach.answer)
    serve(page, coach)


def serve(page, coach):
    widget = hold_coach(coach.diary, now=coach.now)
    script = re.sub(EXPORT, r"const widget = \1;", widget._esm) + WIRE
    html = (
        '<!DOCTYPE html><html lang="en"><title>Hold</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{widget._css} body {{ margin: 16px }}</style>"
        f'<div id="here"></div><script type="module">{script}</script>'
    )
    page.route(
        HOME, lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8")
    )


@pytest.fixture
def coach(page, diary):
    page.clock.install(time=NOW - timedelta(minutes=1))
    page.clock.pause_at(NOW)
    made = Coach(page, diary)
    dress(page, made)
    made.open()
    return made


@on_the_phone
def test_a_good_hold_in_five_taps(coach, page):
    page.evaluate("addEventListener('click', () => { window.taps = (window.taps ?? 0) + 1; })")
    coach.set_out(pain=6)
    assert page.evaluate("taps") == 3
    assert page.evaluate("tones").count([659, 30]) == 1
    assert page.evaluate("tones").count([784, 90]) == 1
    coach.wind(29.4)
    expect(page.get_by_role("timer")).to_have_text("29")
    expect(page.get_by_role("group", name="Pain now?")).to_have_count(0)
    coach.wind(1)
    coach.rate("Pain now?", 4)
    expect(page.get_by_role("status").filter(has_text="begun to fall")).to_be_visible()
    coach.wind(60)
    expect(page.get_by_text("90 s. Let go slowly.")).to_be_visible()
    coach.rate("Pain after?", 3)
    saved = coach.saved()
    assert page.evaluate("taps") == 5
    assert (saved.pain_before, saved.pain_30s, saved.pain_after) == (6, 4, 3)
    assert (saved.outcome, saved.held_s, saved.moved_from) == ("held", 90, None)
    assert (saved.tool, saved.pressure, saved.stay_assigned) == ("lacrosse ball", "moderate", None)
    assert abs(saved.started_at - NOW) < timedelta(seconds=3)
    expect(page.get_by_text("3 points lower than before (6, then 3)")).to_be_visible()
    assert coach.diary.drafts.open() == []
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.includes('coach-'))") == []


def test_a_hold_that_moves_twice_is_three_linked_tries(coach, page):
    coach.set_out(pain=6)
    for pain, next_spot, before in ((6, "middle of the buttock", 5), (7, "behind the hip bone", 4)):
        coach.wind(30.4)
        coach.rate("Pain now?", pain)
        expect(page.get_by_text("Move the tool to another spot.")).to_be_visible()
        coach.wind(3)
        coach.tap(next_spot)
        expect(page.get_by_role("heading", name="Move the tool")).to_be_visible()
        coach.rate("Pain there before", before)
        expect(page.get_by_role("region", name="Hold under way")).to_be_visible()
    coach.wind(30.4)
    coach.rate("Pain now?", 2)
    coach.wind(61)
    coach.rate("Pain after?", 1)
    last, second, first = (coach.saved(), *coach.releases()[1:3])
    assert [one.outcome for one in (first, second, last)] == ["moved", "moved", "held"]
    assert [one.spot for one in (first, second, last)] == [
        "near the sacrum",
        "middle of the buttock",
        "behind the hip bone",
    ]
    assert (first.pain_30s, second.pain_30s, last.pain_30s) == (6, 7, 2)
    assert (first.pain_after, second.pain_after, last.pain_after) == (None, None, 1)
    assert (first.moved_from, second.moved_from, last.moved_from) == (None, first.id, second.id)
    assert all(33 <= one.held_s <= 36 for one in (first, second))
    assert [tone for tone, _ in page.evaluate("tones")].count(294) == 4


def test_a_move_takes_two_taps_and_the_spot_may_be_chosen_after_the_rating(coach, page):
    coach.set_out(pain=6)
    coach.wind(30.4)
    coach.rate("Pain now?", 6)
    coach.tap("Another spot")
    expect(page.get_by_role("button", name="Start")).to_be_hidden()
    coach.rate("Pain there before", 5)
    expect(page.get_by_role("region", name="Hold under way")).to_have_count(0)
    coach.tap(re.compile("^left piriformis ?middle of the buttock"))
    coach.tap("Start")
    expect(page.get_by_role("region", name="Hold under way")).to_be_visible()
    coach.wind(30.4)
    coach.rate("Pain now?", 5)
    page.evaluate("addEventListener('click', () => { window.taps = (window.taps ?? 0) + 1; })")
    coach.tap("behind the hip bone")
    coach.rate("Pain there before", 4)
    expect(page.get_by_role("region", name="Hold under way")).to_be_visible()
    assert page.evaluate("taps") == 2
    assert [one.spot for one in coach.releases()[:2]] == [
        "middle of the buttock",
        "near the sacrum",
    ]


def test_a_hold_that_hurts_too_much_is_saved_at_once_and_can_be_rated(coach, page):
    coach.set_out(pain=5)
    coach.wind(12)
    coach.tap("It hurts too much")
    expect(page.get_by_text("Stopped at 12 s.")).to_be_visible()
    expect(page.get_by_role("status").filter(has_text="Saved: left piriformis")).to_be_visible()
    stopped = coach.releases()[0]
    assert (stopped.outcome, stopped.held_s, stopped.pain_after) == ("stopped", 12, None)
    coach.rate("Pain now?", 8)
    expect(page.get_by_text("Your pain rose by 3 points. Rest")).to_be_visible()
    assert coach.releases()[0].id == stopped.id
    assert coach.releases()[0].pain_after == 8
    # The two cues that were to come are called off with it.
    assert [tone for tone, _ in page.evaluate("tones")].count(196) == 1


def test_ratings_that_are_skipped_are_missing(coach, page):
    coach.set_out()
    coach.wind(30.4)
    coach.tap("Skip")
    expect(page.get_by_text("Keep holding, within your comfort.")).to_be_visible()
    coach.wind(61)
    coach.tap("Skip")
    saved = coach.saved()
    assert (saved.pain_30s, saved.pain_after, saved.held_s) == (None, None, 90)
    expect(page.get_by_text("Without a rating at the end")).to_be_visible()


def test_a_question_that_nobody_answers_closes_and_the_hold_goes_on(coach, page):
    coach.set_out()
    coach.wind(59)
    expect(page.get_by_role("group", name="Pain now?")).to_be_visible()
    coach.wind(2)
    expect(page.get_by_role("group", name="Pain now?")).to_have_count(0)
    coach.wind(30)
    coach.rate("Pain after?", 6)
    assert coach.saved().pain_30s is None


def settle_in(coach, pain=6):
    """Set out with the five seconds that everybody has at first."""
    coach.diary.settings.keep("coach", {})
    coach.open()
    coach.tap(re.compile("^left piriformis near the sacrum"))
    coach.rate("Pain there before", pain)
    coach.tap("Start")
    expect(coach.page.get_by_role("region", name="Settling in")).to_be_visible()


@on_the_phone
def test_one_may_lie_down_before_the_hold_begins(coach, page, look_over):
    settle_in(coach)
    began = coach.now()
    expect(page.get_by_role("timer")).to_have_text("5")
    expect(page.get_by_role("button", name="Begin now")).to_be_focused()
    coach.wind(2.1)
    expect(page.get_by_role("timer")).to_have_text("3")
    assert coach.diary.drafts.open() == []
    coach.wind(3)
    expect(page.get_by_role("region", name="Hold under way")).to_be_visible()
    expect(page.get_by_role("timer")).to_have_text("0")
    coach.wind(90.4)
    coach.rate("Pain after?", 3)
    saved = coach.saved()
    assert (saved.held_s, saved.outcome) == (90, "held")
    # The hold began when the five seconds were over.
    assert 4 <= (saved.started_at - began).total_seconds() <= 6


@on_the_phone
def test_settling_in_can_be_cut_short_or_called_off(coach, page, look_over):
    settle_in(coach)
    look_over()
    coach.open()
    settle_in(coach)
    coach.tap("Cancel")
    expect(page.get_by_role("heading", name="What do you want to press?")).to_be_visible()
    expect(chosen(page)).to_contain_text("near the sacrum")
    coach.rate("Pain there before", 6)
    coach.tap("Start")
    coach.tap("Begin now")
    expect(page.get_by_role("region", name="Hold under way")).to_be_visible()
    coach.wind(91)
    coach.rate("Pain after?", 3)
    assert coach.saved().held_s == 90


def test_a_page_that_slept_while_settling_in_begins_nothing(coach, page):
    settle_in(coach)
    page.clock.fast_forward(600_000)
    coach.wound_s += 600
    expect(page.get_by_role("heading", name="What do you want to press?")).to_be_visible()
    assert coach.diary.drafts.open() == []


def test_the_time_to_settle_in_is_kept(coach, page):
    page.get_by_text("Times, sounds and breathing").click()
    page.get_by_role("button", name="10 s", exact=True).click()
    coach.wind(1)
    expect(page.get_by_role("status").filter(has_text="Settings kept.")).to_be_visible()
    assert coach.diary.settings.get("coach")["settle_s"] == 10


@on_the_phone
def test_a_hold_that_is_paused_goes_on_where_it_was(coach, page, look_over):
    coach.set_out()
    coach.wind(20)
    coach.tap("Pause")
    expect(page.get_by_text("Paused. Go on when you are ready.")).to_be_visible()
    expect(page.get_by_role("button", name="Go on")).to_be_focused()
    look_over()
    coach.wind(60)
    expect(page.get_by_role("timer")).to_have_text("20")
    expect(page.get_by_role("group", name="Pain now?")).to_have_count(0)
    page.reload()
    expect(page.get_by_text("Paused. Go on when you are ready.")).to_be_visible()
    expect(page.get_by_role("timer")).to_have_text("20")
    coach.tap("Go on")
    coach.wind(10.4)
    coach.rate("Pain now?", 4)
    coach.wind(60)
    coach.rate("Pain after?", 3)
    saved = coach.saved()
    assert (saved.held_s, saved.outcome, saved.pain_30s) == (90, "held", 4)


@pytest.mark.parametrize("reloaded", [True, False], ids=["the same tab", "another tab"])
def test_a_hold_goes_on_minutes_after_its_paused_page_was_gone(coach, page, reloaded):
    coach.set_out()
    coach.wind(20)
    coach.tap("Pause")
    page.goto("about:blank")
    coach.wind(300)
    if not reloaded:
        page.add_init_script("sessionStorage.clear()")
    coach.open()
    if not reloaded:
        unfinished = page.get_by_role("region", name="Unfinished hold")
        expect(unfinished).to_contain_text("paused at 20 s: left piriformis, near the sacrum")
        coach.tap("Back to it")
    coach.tap("Go on")
    coach.wind(10.4)
    coach.rate("Pain now?", 4)
    coach.wind(60)
    coach.rate("Pain after?", 3)
    assert (coach.saved().held_s, coach.saved().outcome) == (90, "held")
    assert coach.diary.drafts.open() == []


def test_a_pause_that_outlasts_its_rating_cannot_go_on(coach, page):
    coach.set_out()
    coach.wind(20)
    coach.tap("Pause")
    page.goto("about:blank")
    coach.wind(700)
    coach.open()
    unfinished = page.get_by_role("region", name="Unfinished hold")
    expect(unfinished).to_contain_text("under way: left piriformis")
    expect(unfinished.get_by_role("button", name="Complete it")).to_be_visible()


def test_a_paused_hold_can_be_stopped_at_what_was_held(coach):
    coach.set_out()
    coach.wind(20)
    coach.tap("Pause")
    coach.wind(40)
    coach.tap("It hurts too much")
    coach.tap("Skip")
    assert (coach.saved().held_s, coach.saved().outcome) == (20, "stopped")


def answer_elsewhere(coach, page):
    """A red flag is answered yes on another page."""
    coach.diary.add(
        Screening(answered_at=coach.now(), red_flags=["fever"]), recorded_at=coach.now()
    )
    coach.widget._red_flags.tell_all()
    page.evaluate(
        "safety => { model.state.safety = safety; model.fire('change:safety'); }",
        coach.widget.safety,
    )


def test_a_red_flag_stops_a_paused_hold_too(coach, page):
    coach.set_out()
    coach.wind(20)
    coach.tap("Pause")
    answer_elsewhere(coach, page)
    expect(page.get_by_text("Stopped at 20 s.")).to_be_visible()
    assert (coach.releases()[0].held_s, coach.releases()[0].outcome) == (20, "stopped")


def test_a_red_flag_stops_a_hold_that_has_not_begun(coach, page):
    settle_in(coach)
    answer_elsewhere(coach, page)
    coach.wind(6)
    expect(page.get_by_role("heading", name="What do you want to press?")).to_be_visible()
    expect(chosen(page)).to_contain_text("near the sacrum")
    assert coach.diary.drafts.open() == []


@on_the_phone
@pytest.mark.parametrize("paused", [False, True], ids=["under way", "paused"])
def test_a_hold_that_is_cancelled_leaves_nothing(coach, page, paused, look_over):
    coach.set_out()
    coach.wind(12)
    if paused:
        coach.tap("Pause")
    assert len(coach.diary.drafts.open()) == 1
    coach.tap("Cancel")
    question = page.get_by_role("group", name="Cancel this hold?")
    expect(question).to_contain_text("Nothing of it is saved.")
    expect(question.get_by_role("button", name="No, go on")).to_be_focused()
    look_over()
    coach.tap("No, go on")
    expect(question).to_be_hidden()
    expect(page.get_by_role("region", name="Hold under way")).to_be_visible()
    coach.tap("Cancel")
    coach.tap("Yes, save nothing")
    expect(page.get_by_role("heading", name="What do you want to press?")).to_be_visible()
    expect(page.get_by_role("status").filter(has_text="discarded")).to_be_visible()
    assert coach.diary.drafts.open() == []
    assert len(coach.releases()) == 1
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.includes('coach-'))") == []
    coach.wind(120)
    coach.open()
    expect(page.get_by_role("region", name="Unfinished hold")).to_have_count(0)


LOT = """
const drawn = crypto.getRandomValues.bind(crypto);
crypto.getRandomValues = (into) => (into.length === 1 && into.BYTES_PER_ELEMENT === 1
  ? into.fill(%d) : drawn(into));
0;
"""


@pytest.mark.parametrize(("byte", "stays"), [(63, True), (64, False)])
def test_a_lot_says_stay_in_one_case_of_four(coach, page, byte, stays):
    page.get_by_text("Times, sounds and breathing").click()
    page.get_by_label("Draw “stay” by lot").check()
    expect(page.get_by_role("status").filter(has_text="Settings kept.")).to_be_visible()
    page.evaluate(LOT % byte)
    coach.set_out(pain=6)
    coach.wind(30.4)
    coach.rate("Pain now?", 6)
    said = "This time, stay to the end." if stays else "Move the tool to another spot."
    expect(page.get_by_text(said)).to_be_visible()
    (draft,) = coach.diary.drafts.open()
    assert draft.values["stay_assigned"] is stays
    if not stays:
        coach.tap("Stay anyway")
    coach.wind(61)
    coach.rate("Pain after?", 4)
    saved = coach.saved()
    assert (saved.outcome, saved.stay_assigned, saved.pain_after) == ("held", stays, 4)


def test_no_lot_is_drawn_where_pain_fell(coach):
    coach.widget._diary.settings.keep("coach", {"lot": True, "settle_s": 0})
    coach.open()
    coach.set_out(pain=6)
    coach.wind(30.4)
    coach.rate("Pain now?", 5)
    coach.wind(61)
    coach.rate("Pain after?", 4)
    assert coach.saved().stay_assigned is None


def test_other_times_are_kept_and_wrong_ones_said(coach, page):
    page.get_by_text("Times, sounds and breathing").click()
    expect(page.get_by_text("The protocol asks at 30 s and holds for 90 s.")).to_be_visible()
    check = page.get_by_label("Ask for your pain after, in seconds")
    check.fill("100")
    coach.wind(1)
    expect(
        page.get_by_text("The check must come before the end of the hold (90 s), not at 100 s.")
    ).to_be_visible()
    check.fill("10")
    page.get_by_label("Hold for, in seconds").fill("20")
    coach.wind(1)
    expect(page.get_by_role("status").filter(has_text="Settings kept.")).to_be_visible()
    coach.open()
    coach.set_out()
    coach.wind(20.4)
    coach.rate("Pain after?", 3)
    assert coach.saved().held_s == 20


def test_a_clock_that_is_set_does_not_bend_the_hold(coach, page):
    coach.set_out()
    coach.wind(40)
    page.clock.set_system_time(NOW - timedelta(hours=3))
    coach.wind(1)
    expect(page.get_by_text("clock jumped")).to_have_count(0)
    page.clock.set_system_time(NOW + timedelta(minutes=3))
    coach.wind(1)
    expect(page.get_by_text("Did you hold all the while?")).to_be_visible()
    expect(page.get_by_role("timer")).to_have_text("42")
    coach.tap("Yes, I held on")
    expect(page.get_by_text("Did you hold all the while?")).to_be_hidden()
    coach.wind(48)
    coach.rate("Pain after?", 3)
    assert (coach.saved().held_s, coach.saved().outcome) == (90, "held")


@pytest.mark.parametrize(
    ("said", "outcome", "held_s"),
    [("I held to the end, 90 s", "held", 90), ("I stopped earlier", "stopped", None)],
)
def test_a_machine_that_slept_asks_what_happened(coach, page, said, outcome, held_s):
    coach.set_out()
    coach.wind(40)
    page.clock.fast_forward(600_000)
    coach.wound_s += 600
    expect(page.get_by_role("heading", name="How did it end?")).to_be_visible()
    coach.tap(said)
    coach.rate("Pain", 4)
    saved = coach.saved()
    assert (saved.outcome, saved.held_s, saved.pain_after) == (outcome, held_s, 4)


def sleep_through_the_end(coach, page):
    """A hold whose machine slept, its clock standing still, as its person says when asked."""
    coach.set_out()
    coach.wind(40)
    page.clock.set_system_time(NOW + timedelta(minutes=20))
    coach.wound_s += 20 * 60
    coach.wind(1)
    coach.tap("No, it slept")


def test_a_machine_whose_clock_stops_in_its_sleep_is_asked_too(coach, page):
    sleep_through_the_end(coach, page)
    coach.tap("I stopped earlier")
    coach.tap("Skip")
    assert (coach.saved().outcome, coach.saved().held_s) == ("stopped", None)


def test_a_reload_in_the_middle_goes_on(coach, page):
    coach.set_out()
    coach.wind(31)
    coach.rate("Pain now?", 4)
    coach.wind(3)
    page.reload()
    expect(page.get_by_role("timer")).to_have_text(re.compile("^3[45]$"))
    expect(page.get_by_text("Good, it has begun to fall.")).to_be_visible()
    coach.wind(57)
    coach.rate("Pain after?", 2)
    saved = coach.saved()
    assert (saved.pain_30s, saved.pain_after, saved.held_s) == (4, 2, 90)
    assert len(coach.releases()) == 2


def test_a_reload_does_not_answer_how_the_hold_ended(coach, page):
    sleep_through_the_end(coach, page)
    expect(page.get_by_role("heading", name="How did it end?")).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", name="How did it end?")).to_be_visible()
    expect(page.get_by_text("This device slept during the hold")).to_be_visible()
    coach.tap("I stopped earlier")
    coach.tap("Skip")
    assert (coach.saved().outcome, coach.saved().held_s) == ("stopped", None)


def test_what_another_window_keeps_leaves_what_is_chosen_here(coach, page):
    coach.tap(re.compile("^left piriformis near the sacrum"))
    coach.rate("Pain there before", 6)
    other = page.context.new_page()
    other.expose_function("askPython", coach.answer)
    serve(other, coach)
    coach.open(other)
    other.evaluate("localStorage.setItem('elsewhere', '1')")
    other.get_by_role("button", name=re.compile("^left piriformis")).click()
    other.get_by_role("group", name="Pain there before").get_by_role("button", name="4").click()
    other.get_by_role("button", name="Start").click()
    expect(page.get_by_text("A hold is under way in another window")).to_be_visible()
    chosen = page.get_by_role("button", name=re.compile("^left piriformis near the sacrum"))
    expect(chosen).to_have_attribute("aria-pressed", "true")
    pain = page.get_by_role("group", name="Pain there before")
    expect(pain.get_by_role("button", name="6")).to_have_attribute("aria-pressed", "true")
    other.close()


def test_a_move_is_still_linked_when_another_window_keeps_something(coach, page):
    coach.set_out()
    coach.wind(30.4)
    coach.rate("Pain now?", 7)
    coach.tap("middle of the buttock")
    other = page.context.new_page()
    other.route(f"{HOME}/notes", lambda route: route.fulfill(body="", content_type="text/html"))
    other.goto(f"{HOME}/notes")
    other.evaluate("localStorage.setItem('elsewhere', '1')")
    other.close()
    expect(page.get_by_role("heading", name="Move the tool")).to_be_visible()
    coach.rate("Pain there before", 5)
    coach.wind(90.4)
    coach.rate("Pain after?", 2)
    assert coach.saved().moved_from == coach.releases()[1].id


def test_a_reload_asks_again_how_a_stopped_hold_left_you(coach, page):
    coach.set_out(pain=5)
    coach.wind(12)
    coach.tap("It hurts too much")
    expect(page.get_by_role("status").filter(has_text="Saved: left piriformis")).to_be_visible()
    page.reload()
    expect(page.get_by_text("Stopped at 12 s.")).to_be_visible()
    coach.rate("Pain now?", 7)
    saved = coach.saved()
    assert (saved.outcome, saved.pain_after, saved.held_s) == ("stopped", 7, 12)
    assert len(coach.releases()) == 2
    page.reload()
    expect(page.get_by_role("heading", name="What do you want to press?")).to_be_visible()


def test_a_stopped_hold_is_not_rated_when_its_pain_has_become_another(coach, page):
    coach.set_out(pain=5)
    coach.wind(12)
    coach.tap("It hurts too much")
    expect(page.get_by_role("status").filter(has_text="Saved: left piriformis")).to_be_visible()
    coach.wind(601)
    page.reload()
    expect(page.get_by_role("heading", name="What do you want to press?")).to_be_visible()


def test_a_hold_comes_back_in_another_browser(coach, page, browser):
    coach.set_out()
    coach.wind(31)
    coach.rate("Pain now?", 4)
    expect(page.get_by_text("Good, it has begun to fall.")).to_be_visible()
    page.goto("about:blank")
    other = browser.new_context().new_page()
    other.clock.install(time=NOW + timedelta(minutes=9))
    other.clock.pause_at(NOW + timedelta(minutes=10))
    coach.page, coach.wound_s = other, 600
    dress(other, coach)
    coach.open()
    unfinished = other.get_by_role("region", name="Unfinished hold")
    expect(unfinished).to_contain_text(
        re.compile(r"under way: left piriformis, near the sacrum, started \d\d:00\.")
    )
    coach.tap("Complete it")
    coach.tap("I held to the end, 90 s")
    coach.rate("Pain after?", 2)
    saved = coach.saved()
    assert (saved.pain_before, saved.pain_30s, saved.pain_after) == (6, 4, 2)
    assert len(coach.releases()) == 2
    other.context.close()


def test_an_unfinished_hold_can_be_discarded(coach, page):
    coach.set_out()
    coach.wind(5)
    page.evaluate("sessionStorage.clear()")
    page.goto("about:blank")
    coach.wind(60)
    coach.open()
    coach.tap("Discard it")
    expect(page.get_by_role("region", name="Unfinished hold")).to_have_count(0)
    expect(page.get_by_role("status").filter(has_text="discarded")).to_be_visible()
    assert coach.diary.drafts.open() == []
    coach.open()
    expect(page.get_by_role("region", name="Unfinished hold")).to_have_count(0)
    assert len(coach.releases()) == 1


def test_a_cut_wire_loses_nothing(coach, page):
    coach.set_out()
    coach.reached = False
    coach.wind(31)
    coach.rate("Pain now?", 4)
    coach.wind(6)
    expect(page.get_by_text("Carry on: your hold is kept on this device.")).to_be_visible()
    expect(page.get_by_role("button", name="It hurts too much")).to_be_in_viewport(ratio=1)
    coach.reached = True
    coach.wind(5)
    expect(page.get_by_text("Carry on: your hold is kept on this device.")).to_have_count(0)
    coach.reached = False
    coach.wind(49)
    coach.rate("Pain after?", 3)
    coach.wind(6)
    expect(page.get_by_role("heading", name="Not saved yet")).to_be_visible()
    expect(page.get_by_text("kept on this device; trying again")).to_be_visible()
    assert len(coach.releases()) == 1
    coach.reached = True
    coach.wind(5)
    saved = coach.saved()
    assert (saved.pain_30s, saved.pain_after, saved.held_s) == (4, 3, 90)
    assert len(coach.releases()) == 2


@pytest.mark.parametrize(
    "page",
    [{"viewport": {"width": 844, "height": 390}}, {"viewport": {"width": 640, "height": 425}}],
    indirect=True,
    ids=["on its side", "enlarged twice"],
)
def test_a_message_does_not_push_the_way_out_off_the_page(coach, page):
    coach.set_out()
    coach.reached = False
    coach.wind(31)
    coach.rate("Pain now?", 4)
    coach.wind(6)
    expect(page.get_by_text("Carry on: your hold is kept on this device.")).to_be_in_viewport()
    expect(page.get_by_role("button", name="It hurts too much")).to_be_in_viewport(ratio=1)


def test_what_was_not_saved_is_delivered_by_the_next_page(coach, page):
    coach.set_out()
    coach.reached = False
    coach.wind(91)
    coach.rate("Pain after?", 3)
    coach.wind(6)
    page.goto("about:blank")
    coach.reached = True
    coach.open()
    expect(page.get_by_role("status").filter(has_text="Saved: left piriformis")).to_be_visible()
    assert coach.releases()[0].pain_after == 3
    expect(page.get_by_role("region", name="Unfinished hold")).to_have_count(0)


def test_a_disk_that_is_full_is_said_and_tried_again(coach, page, monkeypatch):
    def refuse(*_, **__):
        raise NotSaved("The disk is full, nothing was saved; make room and try again.")

    monkeypatch.setattr(coach.diary, "add", refuse)
    monkeypatch.setattr(coach.diary.drafts, "keep", refuse)
    coach.set_out()
    said = "Carry on: your hold is kept on this device. UNFINISHED ENTRY NOT KEPT: The disk is full"
    expect(page.get_by_text(said)).to_be_visible()
    expect(page.get_by_text("The kit does not answer.")).to_have_count(0)
    coach.wind(91)
    coach.rate("Pain after?", 3)
    said = "Not saved yet: kept on this device; trying again. NOT SAVED: The disk is full"
    expect(page.get_by_text(said)).to_be_visible()
    expect(page.get_by_role("heading", name="Not saved yet")).to_be_visible()
    monkeypatch.undo()
    coach.wind(5)
    assert coach.saved().pain_after == 3


def test_two_tabs_lead_and_save_one_hold(coach, page):
    coach.set_out()
    coach.wind(20)
    other = page.context.new_page()
    other.expose_function("askPython", coach.answer)
    widget = coach.widget
    serve(other, coach)
    coach.open(other)
    expect(other.get_by_text("A hold is under way in another window")).to_be_visible()
    expect(other.get_by_role("button", name="Complete it")).to_have_count(0)
    coach.widget = widget
    coach.wind(72)
    coach.rate("Pain after?", 3)
    coach.saved()
    assert len(coach.releases()) == 2
    assert len(coach.diary.history(coach.releases()[0].id)) == 1
    expect(other.get_by_text("A hold is under way in another window")).to_have_count(0)
    other.close()


def test_the_second_tap_of_a_double_tap_does_nothing(coach, page):
    coach.tap(re.compile("^left piriformis near the sacrum"))
    coach.rate("Pain there before", 6)
    start = page.get_by_role("button", name="Start")
    start.evaluate(
        """button => {
            button.click();
            const under = document.querySelector(".tk-too-much");
            under.click();
        }"""
    )
    expect(page.get_by_role("region", name="Hold under way")).to_be_visible()
    coach.wind(91)
    group = page.get_by_role("group", name="Pain after?")
    group.get_by_role("button", name="3", exact=True).dblclick()
    coach.saved()
    assert len(coach.releases()) == 2


LOW = {"viewport": {"width": 667, "height": 375}}


@pytest.mark.parametrize("page", [DESK, SMALL, LOW], indirect=True, ids=["desk", "small", "low"])
def test_start_says_what_is_missing(coach, page):
    coach.tap("Start")
    expect(page.get_by_text("Choose a muscle.")).to_be_in_viewport(ratio=1)
    expect(page.get_by_text("Rate your pain before.")).to_be_visible()
    expect(cards(page).first).to_be_focused()
    coach.tap(re.compile("^left piriformis near the sacrum"))
    expect(page.get_by_text("Choose a muscle.")).to_be_hidden()
    coach.tap("Start")
    expect(page.get_by_text("Rate your pain before.")).to_be_in_viewport(ratio=1)
    expect(page.get_by_role("heading", name="Pain there before")).to_be_focused()
    expect(page.get_by_role("region", name="Hold under way")).to_have_count(0)


def focus_is_somewhere(page):
    return page.evaluate("document.activeElement !== document.body")


@on_the_phone
def test_the_focus_is_never_lost(coach, page):
    coach.tap(re.compile("^left piriformis near the sacrum"))
    expect(page.get_by_role("heading", name="Pain there before")).to_be_focused()
    page.evaluate("model.fire('change:repeats')")
    assert focus_is_somewhere(page)
    coach.rate("Pain there before", 6)
    coach.tap("Start")
    too_much = page.get_by_role("button", name="It hurts too much")
    expect(too_much).to_be_focused()
    coach.wind(30.4)
    expect(page.get_by_role("heading", name="Pain now?")).to_be_focused()
    coach.rate("Pain now?", 6)
    expect(page.get_by_role("button", name="middle of the buttock")).to_be_focused()
    coach.tap("Stay anyway")
    expect(page.get_by_role("button", name="Move the tool")).to_be_focused()
    page.clock.set_system_time(NOW + timedelta(minutes=20))
    coach.wind(1)
    coach.tap("Yes, I held on")
    expect(page.get_by_role("button", name="Move the tool")).to_be_focused()
    coach.wind(60)
    expect(page.get_by_role("heading", name="Pain after?")).to_be_focused()
    coach.rate("Pain after?", 3)
    coach.saved()
    assert focus_is_somewhere(page)


def test_nothing_to_tap_is_left_where_pain_fell_and_the_focus_goes_to_the_way_out(coach, page):
    coach.set_out(pain=6)
    coach.wind(30.4)
    coach.rate("Pain now?", 4)
    expect(page.get_by_role("button", name="It hurts too much")).to_be_focused()


def test_a_double_tap_on_a_number_does_not_move_the_tool(coach, page):
    coach.set_out(pain=6)
    coach.wind(31)
    number = page.get_by_role("group", name="Pain now?").get_by_role("button", name="6")
    number.evaluate(
        """button => {
            button.click();
            document.querySelector(".tk-coach-answers button").click();
        }"""
    )
    expect(page.get_by_role("region", name="Hold under way")).to_be_visible()
    coach.tap("middle of the buttock")
    expect(page.get_by_role("heading", name="Move the tool")).to_be_visible()


def test_undo_takes_it_out_and_asks_again(coach):
    coach.set_out()
    coach.wind(91)
    coach.rate("Pain after?", 9)
    wrong = coach.saved()
    coach.tap("Undo")
    coach.rate("Pain after?", 2)
    right = coach.saved()
    assert right.id != wrong.id
    assert right.pain_after == 2
    assert right.started_at == wrong.started_at
    assert len(coach.releases()) == 2
    assert [change.action for change in coach.diary.history(wrong.id)] == ["add", "delete"]


def test_another_spot_of_the_muscle_is_one_tap_away(coach, page):
    coach.set_out()
    coach.wind(91)
    coach.rate("Pain after?", 3)
    coach.saved()
    coach.tap("Another spot")
    cards = page.get_by_role("group", name="What to press").get_by_role("button")
    expect(cards).to_have_text(
        [
            re.compile("^left piriformismiddle of the buttock"),
            re.compile("^left piriformisbehind the hip bone"),
            re.compile("^right piriformisnear the sacrum"),
        ]
    )
    coach.tap(re.compile("middle of the buttock"))
    coach.rate("Pain there before", 4)
    coach.tap("Start")
    coach.wind(91)
    coach.rate("Pain after?", 3)
    assert coach.saved().spot == "middle of the buttock"
    assert coach.saved().moved_from is None
    coach.tap("Done")
    expect(page.get_by_role("heading", name="What do you want to press?")).to_be_visible()


def test_a_spot_chosen_on_the_body_brings_its_cautions_and_asks_for_the_tool(coach, page):
    coach.tap("Choose another spot")
    dialog = page.get_by_role("dialog", name="Where do you press?")
    dialog.get_by_label("Muscle", exact=True).select_option("psoas")
    dialog.get_by_label("Spot", exact=True).select_option("beside the navel")
    dialog.get_by_role("radio", name="Left").check()
    dialog.get_by_role("button", name="Use this spot").click()
    expect(page.get_by_role("button", name=re.compile("^left psoas beside"))).to_be_visible()
    expect(page.get_by_text("If you feel a pulse under the tool, move away")).to_be_visible()
    expect(page.get_by_text("Do not press on an open wound.")).to_be_visible()
    # Nobody said which tools are owned, and nothing was pressed there yet.
    expect(page.get_by_text("With: choose a tool")).to_be_visible()
    coach.rate("Pain there before", 4)
    coach.tap("Start")
    expect(page.get_by_text("Choose a tool.", exact=True)).to_be_visible()
    expect(page.get_by_label("Tool")).to_be_focused()
    page.get_by_label("Tool").select_option("hip-flexor ball")
    page.get_by_role("radio", name="light").check()
    coach.tap("Start")
    coach.wind(91)
    coach.rate("Pain after?", 3)
    saved = coach.saved()
    assert (saved.muscle, saved.spot, saved.side) == ("psoas", "beside the navel", "left")
    assert (saved.tool, saved.pressure) == ("hip-flexor ball", "light")


def test_red_flags_come_before_the_first_release(page, tmp_path):
    page.clock.install(time=NOW - timedelta(minutes=1))
    page.clock.pause_at(NOW)
    with open_diary(tmp_path / "empty.db") as diary:
        coach = Coach(page, diary)
        dress(page, coach)
        coach.open()
        expect(page.get_by_role("button", name="Answer the questions")).to_be_visible()
        coach.tap("Choose a spot")
        dialog = page.get_by_role("dialog", name="Where do you press?")
        dialog.get_by_label("Muscle", exact=True).select_option("psoas")
        dialog.get_by_label("Spot", exact=True).select_option("beside the navel")
        dialog.get_by_role("radio", name="Left").check()
        dialog.get_by_role("button", name="Use this spot").click()
        page.get_by_label("Tool").select_option("iliopsoas tool")
        coach.rate("Pain there before", 4)
        coach.tap("Start")
        expect(page.get_by_role("region", name="Hold under way")).to_have_count(0)
        expect(page.get_by_role("dialog").get_by_text("saddle")).to_be_visible()
        assert diary.drafts.open() == []


@on_the_phone
def test_what_was_done_does_not_lie_over_what_comes_next(page, tmp_path):
    page.clock.install(time=NOW - timedelta(minutes=1))
    page.clock.pause_at(NOW)
    with open_diary(tmp_path / "empty.db") as diary:
        coach = Coach(page, diary)
        dress(page, coach)
        coach.open()
        coach.tap("Answer the questions")
        coach.wind(1)
        coach.tap("None of these")
        said = page.get_by_role("status").filter(has_text="Saved: no red flags.")
        expect(said).to_be_visible()
        assert page.locator(".tk-coach").evaluate(COVERED) == []
        coach.rate("Pain there before", 4)
        expect(said).to_have_count(0)


@on_the_phone
def test_the_coach_is_off_while_a_red_flag_stands(coach, page, look_over):
    coach.diary.add(Screening(answered_at=NOW, red_flags=["fever"]), recorded_at=NOW)
    coach.open()
    advice = page.get_by_role("dialog").filter(visible=True)
    expect(advice.get_by_role("heading", name="See a doctor")).to_be_visible()
    expect(advice.get_by_text("The coach is off until you have seen a doctor.")).to_be_visible()
    look_over()
    page.keyboard.press("Escape")
    start = page.get_by_role("button", name="Start")
    expect(page.get_by_role("button", name="Read the advice")).to_be_visible()
    expect(start).to_be_hidden()
    look_over()
    coach.tap("Read the advice")
    coach.wind(1)
    advice.get_by_role("button", name="I have read this and decide to go on by myself").click()
    expect(start).to_be_visible()
    assert coach.diary.recent(Screening, 1)[0].dismissed_at is not None
    coach.set_out()


def press_until(page, target):
    """Go by Tab to where the person wants to be."""
    expect(target).to_be_visible()
    for _ in range(40):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            return
    pytest.fail(f"Tab does not reach {target}")


MY_DOCTOR = "My doctor has agreed to self-massage"


@on_the_phone
def test_a_past_cancer_stops_no_hold_once_a_doctor_has_agreed(coach, page, look_over):
    coach.diary.add(Screening(answered_at=NOW, red_flags=["cancer"]), recorded_at=NOW)
    coach.open()
    advice = page.get_by_role("dialog").filter(visible=True)
    expect(advice.get_by_role("heading", name="See a doctor")).to_be_visible()
    look_over()
    coach.wind(1)
    advice.get_by_role("button", name=MY_DOCTOR).click()
    said = page.get_by_role("status").filter(has_text="Noted: your doctor has agreed")
    expect(said).to_be_visible()
    page.reload()
    agreement = page.get_by_text("You have had cancer, and your doctor has agreed")
    expect(agreement).to_be_visible()
    look_over()
    coach.set_out()
    expect(agreement).to_be_hidden()
    coach.wind(91)
    coach.rate("Pain after?", 3)
    coach.saved()
    coach.tap("Done")
    coach.tap("Withdraw that your doctor has agreed")
    expect(advice.get_by_role("heading", name="See a doctor")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Start")).to_be_hidden()
    expect(agreement).to_be_hidden()


@pytest.mark.parametrize(("also", "asked"), [("fever", 1), ("both legs", 0)])
def test_a_doctor_is_asked_about_for_a_past_cancer_alone(coach, page, also, asked):
    flags = ["cancer", also]
    coach.diary.add(Screening(answered_at=NOW, red_flags=flags), recorded_at=NOW)
    coach.open()
    advice = page.get_by_role("dialog").filter(visible=True)
    expect(advice.get_by_role("listitem")).to_have_count(2)
    mine = advice.get_by_role("button", name=MY_DOCTOR)
    expect(mine).to_have_count(asked)
    if asked:
        coach.wind(1)
        mine.click()
        # The other sign stands all the same.
        expect(advice.get_by_role("listitem")).to_have_text(["Do you have a fever?"])
        expect(mine).to_have_count(0)


def test_no_doctor_is_asked_about_where_pain_stayed(coach, page):
    began = NOW - timedelta(hours=30)
    coach.diary.add(
        Release(
            started_at=began,
            muscle="psoas",
            spot="beside the navel",
            side="left",
            tool="hip-flexor ball",
            pain_before=5,
            pain_after=8,
            pain_later=8,
            later_at=began + timedelta(hours=26),
        ),
        recorded_at=NOW,
    )
    coach.open()
    coach.tap("Answer the questions")
    coach.wind(1)
    asked = page.get_by_role("dialog").filter(visible=True)
    asked.get_by_role("radiogroup", name="cancer").get_by_role("radio", name="Yes").check()
    asked.get_by_role("button", name="Show what to do").click()
    expect(asked.get_by_role("heading", name="See a doctor")).to_be_visible()
    expect(asked.get_by_role("button", name=MY_DOCTOR)).to_have_count(0)


def test_a_whole_hold_by_keyboard_alone(coach, page):
    def press(target, key="Enter"):
        press_until(page, target)
        coach.wind(0.5)
        page.keyboard.press(key)

    def pain(question, value):
        group = page.get_by_role("group", name=question)
        return group.get_by_role("button", name=str(value), exact=True)

    press(page.get_by_role("button", name=re.compile("^left piriformis near")), "Space")
    press(pain("Pain there before", 6))
    press(page.get_by_role("button", name="Start"))
    coach.wind(30.4)
    press(pain("Pain now?", 6))
    press(page.get_by_role("button", name="middle of the buttock"))
    press(pain("Pain there before", 5))
    coach.wind(91)
    press(pain("Pain after?", 2))
    saved = coach.saved()
    assert (saved.spot, saved.pain_after) == ("middle of the buttock", 2)
    press(page.get_by_role("button", name="Done"))
    expect(page.get_by_role("heading", name="What do you want to press?")).to_be_visible()


def test_what_belongs_to_the_device_is_kept_there(coach, page):
    page.get_by_text("Times, sounds and breathing").click()
    page.get_by_label("Mute").check()
    page.get_by_label("Breaths a minute").fill("5")
    page.get_by_label("Volume").fill("20")
    coach.open()
    page.get_by_text("Times, sounds and breathing").click()
    expect(page.get_by_label("Mute")).to_be_checked()
    expect(page.get_by_label("Volume")).to_have_value("20")
    coach.set_out()
    breath = page.locator(".tk-breath").evaluate(
        "one => one.getAnimations()[0].effect.getTiming().duration"
    )
    assert breath == pytest.approx(12_000)
    expect(page.get_by_text("Breathe in")).to_be_visible()
    coach.wind(5)
    expect(page.get_by_text("Breathe out")).to_be_visible()


DEVICE = """
const device = { said: [], buzzed: [], lit: 0, loud: [] };
const voices = [
  { name: "far away", lang: "en-US", localService: false },
  { name: "at home", lang: "en-GB", localService: true },
];
const engine = new EventTarget();
const known = [];
Object.assign(engine, {
  getVoices: () => known,
  cancel() {},
  speak: ({ text, voice, volume }) => device.said.push([text, voice.name, volume]),
});
Object.defineProperty(window, "speechSynthesis", { value: engine });
window.SpeechSynthesisUtterance = function (text) { this.text = text; };
window.nameVoices = () => {
  known.push(...voices);
  engine.dispatchEvent(new Event("voiceschanged"));
};
navigator.vibrate = (pattern) => device.buzzed.push(pattern);
class Lock extends EventTarget {
  release() { device.lit -= 1; this.dispatchEvent(new Event("release")); }
}
const wakeLock = { request: async () => { device.lit += 1; return new Lock(); } };
Object.defineProperty(navigator, "wakeLock", { value: wakeLock });
const makeGain = AudioContext.prototype.createGain;
AudioContext.prototype.createGain = function () {
  const gain = makeGain.call(this);
  device.master ??= gain;
  return gain;
};
window.device = device;
"""


@pytest.fixture
def sensed(page, diary):
    """A coach on a device with a voice, a motor and a lamp that tell what was asked of them."""
    page.add_init_script(DEVICE)
    page.clock.install(time=NOW - timedelta(minutes=1))
    page.clock.pause_at(NOW)
    made = Coach(page, diary)
    dress(page, made)
    made.open()
    return made


def test_every_cue_is_heard_said_and_felt_in_its_own_way(sensed, page):
    page.evaluate("nameVoices()")
    sensed.set_out(pain=6)
    page.wait_for_function("device.lit === 1")
    sensed.wind(30.4)
    sensed.rate("Pain now?", 6)
    sensed.tap("middle of the buttock")
    assert page.evaluate("device.lit") == 0
    sensed.rate("Pain there before", 5)
    sensed.wind(30.4)
    sensed.rate("Pain now?", 3)
    sensed.wind(60)
    assert page.evaluate("device.said") == [
        ["Pain now?", "at home", 0.7],
        ["Move the tool to another spot.", "at home", 0.7],
        ["Pain now?", "at home", 0.7],
        ["Good. Keep holding.", "at home", 0.7],
        ["Done. Pain after?", "at home", 0.7],
    ]
    start, check, move, _, _, lower, end = page.evaluate("device.buzzed")
    assert len({str(pattern) for pattern in (check, move, end)}) == 3
    assert start == lower == [60]
    heard = {tone for tone, _ in page.evaluate("tones")}
    assert {659, 880} < heard  # at 30 s
    assert {294, 247} < heard  # moved
    assert {784, 659, 523} < heard  # at 90 s
    assert page.evaluate("device.master.gain.value") == pytest.approx(0.7)


def test_mute_silences_and_what_is_not_wanted_is_not_felt(sensed, page):
    page.get_by_text("Times, sounds and breathing").click()
    expect(page.get_by_label("Speak the cues")).to_be_hidden()
    page.evaluate("nameVoices()")
    expect(page.get_by_label("Speak the cues")).to_be_checked()
    page.get_by_label("Vibrate").uncheck()
    page.get_by_label("Mute").check()
    page.get_by_role("button", name="Hear the end").click()
    assert page.evaluate("device.master.gain.value") == 0
    assert page.evaluate("device.said") == []
    page.get_by_label("Mute").uncheck()
    page.get_by_label("Speak the cues").uncheck()
    page.get_by_role("button", name="Hear the 30 s cue").click()
    assert page.evaluate("device.master.gain.value") == pytest.approx(0.7)
    assert page.evaluate("device.said") == []
    assert page.evaluate("device.buzzed") == []


def test_a_screen_that_cannot_be_kept_on_is_said(coach, page):
    hint = page.get_by_text("This browser cannot keep the screen on.")
    expect(hint).to_have_count(0)
    # As on every page that comes over the home network, without encryption.
    page.add_init_script("Object.defineProperty(navigator, 'wakeLock', { value: undefined })")
    coach.open()
    expect(hint).to_be_visible()


def rose(diary, hours_ago):
    """Add a release that left much more pain than it found."""
    return diary.add(
        Release(
            started_at=NOW - timedelta(hours=hours_ago),
            muscle="psoas",
            spot="beside the navel",
            side="left",
            tool="iliopsoas tool",
            pain_before=5,
            pain_after=8,
        ),
        recorded_at=NOW,
    )


@on_the_phone
def test_pain_that_rose_is_asked_about_when_the_coach_is_opened(coach, page, look_over):
    before = rose(coach.diary, 2.1)
    coach.open()
    asked = page.get_by_role("radiogroup", name="2 h ago you pressed the left psoas")
    expect(asked).to_be_visible()
    look_over()
    coach.set_out()
    expect(asked).to_be_hidden()
    coach.wind(30.4)
    coach.rate("Pain now?", 6)
    coach.tap("middle of the buttock")
    expect(page.get_by_role("heading", name="Move the tool")).to_be_visible()
    expect(asked).to_be_hidden()
    coach.rate("Pain there before", 6)
    coach.tap("It hurts too much")
    coach.tap("Skip")
    coach.tap("Done")
    asked.get_by_role("radio", name="8").check()
    expect(
        page.get_by_text("Saved: pain 8 there now. It is still 3 points higher.")
    ).to_be_visible()
    assert coach.diary.get(before.id).pain_later == 8
    page.get_by_role("button", name="Change it").click()
    page.evaluate("model.fire('change:safety')")
    asked.get_by_role("radio", name="3").check()
    expect(page.get_by_text("Saved: pain 3 there now.")).to_be_visible()
    assert coach.diary.get(before.id).pain_later == 3


def test_one_may_ask_to_be_asked_how_long_it_lasts(coach, page):
    later = page.get_by_role("button", name="Ask me in a few hours")
    for pain, offered in ((3, True), (9, False)):
        coach.set_out(pain=6)
        coach.wind(91)
        coach.rate("Pain after?", pain)
        saved = coach.saved()
        expect(later).to_be_visible(visible=offered)
        if offered:
            coach.tap("Ask me in a few hours")
            expect(later).to_be_hidden()
            expect(page.get_by_text("You are asked how it is in a few hours.")).to_be_visible()
            assert coach.diary.settings.get("ask_later") == [str(saved.id)]
        coach.tap("Done")


def lingered(diary, **changes):
    """Add a firm press from 5 to 8 whose spot was at 9 some hours later."""
    started_at = NOW - timedelta(hours=20)
    values = {
        "started_at": started_at,
        "muscle": "piriformis",
        "spot": "near the sacrum",
        "side": "left",
        "tool": "lacrosse ball",
        "pressure": "firm",
        "pain_before": 5,
        "pain_after": 8,
        "pain_later": 9,
        "later_at": started_at + timedelta(hours=4),
    }
    return diary.add(Release(**{**values, **changes}), recorded_at=NOW)


STAYED = "Last time pain rose from 5 to 8 and stayed (9 later). Press lighter, or another spot."
NEARBY = "Press more lightly: pain rose at another spot of this muscle."


def cards(page):
    return page.get_by_role("group", name="What to press").get_by_role("button")


def chosen(page):
    return page.get_by_role("group", name="What to press").get_by_role("button", pressed=True)


@on_the_phone
def test_where_pain_rose_is_not_first_and_is_pressed_lightly(coach, page, look_over):
    lingered(coach.diary)
    values = {"muscle": "psoas", "spot": "beside the navel", "tool": "iliopsoas tool"}
    lingered(
        coach.diary,
        **values,
        started_at=NOW - timedelta(days=3),
        pain_after=3,
        later_at=None,
        pain_later=None,
    )
    coach.open()
    expect(cards(page).first).to_contain_text("psoas")
    expect(cards(page).first).to_contain_text("firm")
    expect(cards(page).first).not_to_contain_text("Last time")
    expect(cards(page).last).to_contain_text(STAYED)
    look_over()
    coach.tap(re.compile("^left piriformis near the sacrum"))
    expect(chosen(page)).to_contain_text(STAYED)
    expect(chosen(page)).to_be_focused()
    expect(page.get_by_text("With: lacrosse ball, light")).to_be_visible()
    coach.rate("Pain there before", 6)
    coach.tap("Start")
    coach.wind(91)
    coach.rate("Pain after?", 4)
    saved = coach.saved()
    assert (saved.spot, saved.pressure) == ("near the sacrum", "light")
    # It was rated anew, and nothing speaks against it any longer.
    coach.tap("Done")
    expect(cards(page).first).to_contain_text("near the sacrum")
    expect(page.get_by_text(STAYED)).to_have_count(0)


def test_the_only_spot_keeps_its_warning_and_the_pressure_may_be_changed(coach, page):
    lingered(coach.diary)
    coach.open()
    coach.tap(re.compile("^left piriformis near the sacrum"))
    page.get_by_text("With: lacrosse ball, light").click()
    page.get_by_role("radio", name="firm").check()
    expect(chosen(page)).to_contain_text(STAYED)
    coach.rate("Pain there before", 6)
    coach.tap("Start")
    coach.wind(91)
    coach.rate("Pain after?", 4)
    assert coach.saved().pressure == "firm"


def choose_on_the_body(coach, page, side, spot="near the sacrum"):
    coach.tap("Choose another spot")
    dialog = page.get_by_role("dialog", name="Where do you press?")
    dialog.get_by_label("Muscle", exact=True).select_option("piriformis")
    dialog.get_by_label("Spot", exact=True).select_option(spot)
    dialog.get_by_role("radio", name=side).check()
    dialog.get_by_role("button", name="Use this spot").click()


def test_a_spot_chosen_on_the_body_says_that_pain_rose_there(coach, page):
    lingered(coach.diary)
    coach.open()
    choose_on_the_body(coach, page, "Left")
    expect(chosen(page)).to_contain_text(STAYED)
    expect(chosen(page)).to_be_focused()
    expect(page.get_by_text("With: lacrosse ball, light")).to_be_visible()
    choose_on_the_body(coach, page, "Right")
    expect(chosen(page)).to_contain_text("right piriformis")
    expect(chosen(page)).to_contain_text(NEARBY)
    expect(page.get_by_text("With: lacrosse ball, light")).to_be_visible()


def test_the_other_side_says_that_pain_rose_there(coach, page):
    lingered(coach.diary, side="right")
    coach.open()
    coach.set_out()
    coach.wind(91)
    coach.rate("Pain after?", 3)
    coach.saved()
    coach.tap("Another spot")
    expect(cards(page).last).to_contain_text("right piriformis")
    expect(cards(page).last).to_contain_text(STAYED)
    expect(page.get_by_text(NEARBY)).to_be_visible()
    expect(cards(page).first).to_contain_text("light")
    coach.tap(re.compile("^right piriformis near the sacrum"))
    expect(page.get_by_text("With: lacrosse ball, light")).to_be_visible()


def test_a_move_goes_last_to_where_pain_rose(coach, page):
    lingered(coach.diary, spot="middle of the buttock")
    coach.open()
    coach.set_out(pain=6)
    coach.wind(30.4)
    coach.rate("Pain now?", 6)
    expect(page.locator(".tk-coach-answers .tk-wide")).to_have_text(
        ["behind the hip bone", "middle of the buttock"]
    )
    coach.tap("middle of the buttock")
    expect(chosen(page)).to_contain_text(STAYED)
    coach.rate("Pain there before", 5)
    coach.wind(91)
    coach.rate("Pain after?", 3)
    assert (coach.saved().spot, coach.saved().pressure) == ("middle of the buttock", "light")


@pytest.mark.parametrize("reached", [True, False], ids=["saved", "not saved yet"])
def test_what_follows_a_press_that_rose_is_lighter(coach, page, reached):
    coach.reached = reached
    coach.set_out(pain=5)
    coach.wind(91)
    coach.rate("Pain after?", 8)
    coach.tap("Another spot")
    expect(page.get_by_text(NEARBY)).to_be_visible()
    expect(cards(page).first).to_contain_text("lacrosse ball · light")
    coach.tap(re.compile("^left piriformis middle of the buttock"))
    expect(page.get_by_text("With: lacrosse ball, light")).to_be_visible()
    choose_on_the_body(coach, page, "Left")
    expect(chosen(page)).to_contain_text("pain rose from 5 to 8 and was not rated again.")


@pytest.mark.parametrize("reached", [True, False], ids=["saved", "not saved yet"])
def test_a_try_that_rose_is_moved_on_from_more_lightly(coach, page, reached):
    coach.set_out(pain=5)
    coach.reached = reached
    coach.wind(30.4)
    coach.rate("Pain now?", 7)
    coach.tap("middle of the buttock")
    expect(page.get_by_text(NEARBY)).to_be_visible()
    expect(chosen(page)).to_contain_text("lacrosse ball · light")
    coach.reached = True
    coach.rate("Pain there before", 5)
    coach.wind(91)
    coach.rate("Pain after?", 3)
    assert coach.saved().pressure == "light"


def test_a_rating_some_hours_later_warns_of_what_is_chosen_already(coach, page):
    coach.diary.settings.keep("ask_later", [str(coach.releases()[0].id)])
    coach.open()
    coach.tap(re.compile("^left piriformis near the sacrum"))
    expect(page.get_by_text("With: lacrosse ball, moderate")).to_be_visible()
    asked = page.get_by_role("radiogroup", name="A day ago you pressed the left piriformis")
    asked.get_by_role("radio", name="9").check()
    expect(chosen(page)).to_contain_text("Last time pain rose from 6 to 9 some hours later.")
    expect(page.get_by_text("With: lacrosse ball, light")).to_be_visible()


STILL = DESK | {"reduced_motion": "reduce"}


@pytest.mark.parametrize("page", [STILL], indirect=True, ids=["still"])
def test_nothing_moves_for_those_who_want_it_still(coach, page):
    coach.set_out()
    assert page.locator(".tk-breath").evaluate("one => one.getAnimations().length") == 0
    coach.wind(5)
    expect(page.get_by_text("Breathe out")).to_be_visible()


NOT_A_PAGE = ("region", "page-has-heading-one", "landmark-one-main")


@pytest.fixture
def look_over(page, coach, faults, too_small):
    """Nothing sticks out, every target is large enough for a thumb, and axe-core finds no fault."""

    def look():
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert too_small(page.locator(".tk-coach")) == []
        # What looks the page over sets timers of its own, so the clock runs meanwhile.
        page.clock.resume()
        options = {"rules": {rule: {"enabled": False} for rule in NOT_A_PAGE}}
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            assert faults(options=options) == [], scheme
        page.clock.pause_at(page.evaluate("Date.now()") / 1000 + 2)
        coach.wound_s += 4

    return look


SIZES = {"phone": PHONE, "small": SMALL, "tablet": TABLET}


@pytest.mark.parametrize("page", [SMALL], indirect=True, ids=["small"])
def test_a_name_that_is_one_long_word_stays_within_the_page(coach, page):
    name = f"<b>{'W' * 70}</b>"
    coach.diary.add(OwnSpot(muscle="piriformis", name=name, added_at=NOW), recorded_at=NOW)
    coach.open()
    within = "document.documentElement.scrollWidth <= innerWidth"
    coach.tap("Choose another spot")
    dialog = page.get_by_role("dialog", name="Where do you press?")
    dialog.get_by_label("Muscle", exact=True).select_option("piriformis")
    dialog.get_by_label("Spot", exact=True).select_option(name)
    dialog.get_by_role("radio", name="Left").check()
    expect(dialog.get_by_role("button", name=f"Place “{name}”")).to_be_visible()
    assert dialog.evaluate("one => one.scrollWidth <= one.clientWidth")
    inside = dialog.locator(".tk-picker-scroll")
    assert inside.evaluate("one => one.scrollWidth <= one.clientWidth")
    coach.tap("Use this spot")
    expect(page.get_by_role("group", name="What to press")).to_contain_text(name)
    assert page.evaluate(within)
    coach.rate("Pain there before", 6)
    coach.tap("Start")
    expect(page.get_by_text(f"left piriformis · {name}")).to_be_visible()
    assert page.evaluate(within)
    coach.wind(30.4)
    coach.rate("Pain now?", 6)
    coach.tap("near the sacrum")
    coach.rate("Pain there before", 6)
    coach.wind(30.4)
    coach.rate("Pain now?", 6)
    expect(page.get_by_role("button", name=name)).to_be_visible()
    assert page.evaluate(within)


@pytest.mark.parametrize("page", SIZES.values(), indirect=True, ids=SIZES)
def test_every_state_is_large_enough_legible_and_named(coach, page, look_over):
    look_over()
    coach.tap("Start")
    page.get_by_text("Times, sounds and breathing").click()
    look_over()
    coach.set_out()
    coach.wind(10)
    look_over()
    coach.wind(21)
    look_over()
    too_much = page.get_by_role("button", name="It hurts too much")
    coach.rate("Pain now?", 7)
    look_over()
    expect(too_much).to_be_in_viewport(ratio=1)
    coach.tap("middle of the buttock")
    look_over()
    expect(page.get_by_role("button", name="10 worst imaginable")).to_be_in_viewport(ratio=1)
    coach.rate("Pain there before", 5)
    coach.wind(91)
    look_over()
    coach.rate("Pain after?", 2)
    coach.saved()
    look_over()


WINDOWS = ("844x390", "667x375", "640x425", "422x195", "390x844", "360x640", "320x568", "1280x850")
WINDOWS += ("195x422",)  # A phone enlarged twice.


def sized(name):
    width, height = map(int, name.split("x"))
    return {"viewport": {"width": width, "height": height}}


in_every_window = pytest.mark.parametrize(
    "page", [sized(name) for name in WINDOWS], indirect=True, ids=WINDOWS
)

COVERED = """coach => [...coach.querySelectorAll("button")]
    .filter((button) => button.checkVisibility())
    .filter((button) => {
        button.scrollIntoView({ block: "nearest" });
        const { left, top, width, height } = button.getBoundingClientRect();
        return !button.contains(document.elementFromPoint(left + width / 2, top + height / 2));
    })
    .map((button) => button.textContent)"""


@pytest.fixture
def within_reach(page, too_small):
    """Every button of the coach can be touched, is large enough, and nothing sticks out."""

    def look():
        coach = page.locator(".tk-coach")
        assert coach.evaluate(COVERED) == []
        assert too_small(coach) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    return look


@in_every_window
def test_nothing_lies_over_a_button_at_any_moment(coach, page, within_reach):
    coach.diary.settings.keep("coach", {})
    coach.open()
    within_reach()
    coach.tap(re.compile("^left piriformis near the sacrum"))
    coach.rate("Pain there before", 6)
    within_reach()
    coach.tap("Start")
    expect(page.get_by_role("button", name="Begin now")).to_be_in_viewport(ratio=1)
    within_reach()
    coach.tap("Begin now")
    too_much = page.get_by_role("button", name="It hurts too much")
    expect(too_much).to_be_in_viewport(ratio=1)
    within_reach()
    coach.tap("Cancel")
    within_reach()
    coach.tap("No, go on")
    coach.tap("Pause")
    expect(too_much).to_be_in_viewport(ratio=1)
    within_reach()
    coach.tap("Go on")
    coach.wind(30.4)
    expect(page.get_by_role("group", name="Pain now?")).to_be_visible()
    within_reach()
    coach.rate("Pain now?", 6)
    expect(page.get_by_text("Move the tool to another spot.")).to_be_visible()
    expect(too_much).to_be_in_viewport(ratio=1)
    within_reach()
    page.clock.set_system_time(NOW + timedelta(minutes=20))
    coach.wind(1)
    expect(page.get_by_text("Did you hold all the while?")).to_be_visible()
    within_reach()
    coach.tap("Yes, I held on")
    coach.tap("Stay anyway")
    within_reach()
    coach.wind(60)
    expect(page.get_by_role("group", name="Pain after?")).to_be_visible()
    within_reach()
    coach.rate("Pain after?", 4)
    coach.saved()
    within_reach()


@in_every_window
def test_a_tap_on_a_number_at_30_s_is_that_rating(coach, page):
    coach.set_out(pain=6)
    coach.wind(33)
    four = page.get_by_role("group", name="Pain now?").get_by_role("button", name="4", exact=True)
    four.evaluate("button => button.scrollIntoView({ block: 'nearest' })")
    box = four.bounding_box()
    # Wherever on the screen it is, and whatever may lie over it there.
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.get_by_text("Good, it has begun to fall.")).to_be_visible()
    coach.wind(60)
    coach.rate("Pain after?", 3)
    saved = coach.saved()
    assert (saved.pain_30s, saved.outcome, saved.held_s) == (4, "held", 90)


@pytest.mark.parametrize("page", [sized("844x390")], indirect=True, ids=["on its side"])
def test_on_its_side_the_ring_stands_left_and_the_numbers_right(coach, page):
    coach.set_out()
    coach.wind(30.4)
    ring = page.locator(".tk-ring").bounding_box()
    numbers = page.get_by_role("group", name="Pain now?").bounding_box()
    assert ring["x"] + ring["width"] <= numbers["x"]
    assert numbers["y"] + numbers["height"] <= 390
    seconds = page.get_by_role("timer").evaluate(
        "one => parseFloat(getComputedStyle(one).fontSize)"
    )
    assert seconds >= 96


@on_the_phone
def test_the_states_that_are_seldom_seen_are_as_good(coach, page, look_over):
    coach.widget._diary.settings.keep("coach", {"lot": True, "settle_s": 0})
    coach.open()
    page.evaluate(LOT % 0)
    coach.set_out(pain=6)
    coach.wind(30.4)
    coach.tap("Skip")
    look_over()
    page.clock.set_system_time(NOW + timedelta(minutes=20))
    coach.wind(1)
    expect(page.get_by_text("Did you hold all the while?")).to_be_visible()
    look_over()
    coach.tap("No, it slept")
    look_over()
    coach.tap("Discard this hold")
    for pain, said in ((7, "This time, stay to the end."), (5, "Good, it has begun to fall.")):
        coach.set_out(pain=6)
        coach.wind(30.4)
        coach.rate("Pain now?", pain)
        expect(page.get_by_text(said)).to_be_visible()
        look_over()
        coach.tap("It hurts too much")
        look_over()
        coach.reached = False
        coach.rate("Pain now?", 8)
        coach.wind(6)
        expect(page.get_by_role("heading", name="Not saved yet")).to_be_visible()
        look_over()
        coach.reached = True
        coach.wind(5)
        expect(page.get_by_role("heading", name="Saved")).to_be_visible()
        coach.tap("Done")
    coach.set_out()
    page.evaluate("sessionStorage.clear()")
    page.goto("about:blank")
    coach.wind(60)
    coach.open()
    expect(page.get_by_role("region", name="Unfinished hold")).to_be_visible()
    look_over()
    coach.tap("Choose another spot")
    dialog = page.get_by_role("dialog", name="Where do you press?")
    expect(dialog.locator(".tk-body-svg")).to_be_visible()
    look_over()
