"""Show today on one screen: what needs the person, the next press, a check-in, the week."""

from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

import traitlets

from tracker.protocol.check_in import CheckIn
from tracker.protocol.flare_up import ASKED_AFTER_H, advice_for
from tracker.protocol.profile import PROFILE
from tracker.protocol.release import Release
from tracker.protocol.weekly_questions import SKIPPED, skipped_on, weekly_due
from tracker.protocol.weeks import week_name, week_start
from tracker.widgets.assets import script, style
from tracker.widgets.entry_form import Clock, time_of, utc_now
from tracker.widgets.entry_summary import check_in_card, release_card
from tracker.widgets.form_drafts import was_in
from tracker.widgets.plain_result import is_live, paragraphs
from tracker.widgets.red_flag_prompt import RedFlagPrompt
from tracker.widgets.rpc_widget import Answer, Message, RpcWidget, answers

if TYPE_CHECKING:
    from tracker.facade import Diary

REPORT_SEEN: Final = "report_seen"
"""The setting that holds the last week whose report was shown, such as 2026-W46."""

_READ: Final = 60
_SHOWN: Final = 3
_TAKEN_OUT: Final = "Undone: the entry is out of your diary."
_AS_BEFORE: Final = "Undone: the entry is as it was before."
_PUT_BACK: Final = "The entry is back in your diary."


def today(diary: "Diary", *, now: Clock | None = None) -> "Today":
    """Show what needs you now, the next press, a check-in in two taps, your week and last entries.

    Parameters
    ----------
    diary : Diary
        Where answers are saved.
    now : callable, optional
        Returns the time, aware; by default the machine's clock.

    Returns
    -------
    Today
        A widget; show it as the last line of a cell.
    """
    return Today(diary, now or utc_now)


class Today(RpcWidget):
    """Says what needs the person now and what comes next; `today` makes one.

    Attributes
    ----------
    is_sample, is_empty : bool
        Whether the diary holds made-up entries; whether it holds no release and no check-in.
    due : dict
        ``check_in``: whether there is none today. ``weekly``: whether weekly questions are due.
        ``report``: the week whose report is offered, ``{week, days}``; else empty.
        ``remind``: the last release, if it can be asked about later, ``{id, title}``; else empty.
    entries : list of dict
        The last three, last first, as `entry_summary` has them, with their ``kind``.
    safety : dict
        As `RedFlagPrompt.state` gives it.
    """

    _esm = script("today")
    _css = style("today")

    is_sample = traitlets.Bool().tag(sync=True)
    is_empty = traitlets.Bool().tag(sync=True)
    due = traitlets.Dict().tag(sync=True)
    entries: traitlets.List[dict[str, Any]] = traitlets.List().tag(sync=True)
    safety = traitlets.Dict().tag(sync=True)

    def __init__(self, diary: "Diary", now: Clock) -> None:
        self._diary, self._now = diary, now
        self._red_flags = RedFlagPrompt(diary, now, self._bring_up_to_date)
        self._begun: Future[dict[str, Any]] | None = None
        super().__init__(self._red_flags)
        self._bring_up_to_date(self._red_flags.state())
        diary.settings.when_kept(PROFILE, self._tell_of_profile)

    def _ipython_display_(self, **options: Any) -> None:
        # The plan takes about as long as the browser needs to begin, so both begin at once.
        if is_live():
            self._begun = ThreadPoolExecutor(1).submit(self._overview)
        super()._ipython_display_(**options)

    def _overview(self) -> dict[str, Any]:
        # It stands on pandas, which the form of the page does not wait for.
        from tracker.widgets.overview import overview

        return overview(self._diary, self._now().astimezone())

    @answers("today", "NOT SHOWN")
    def _look_again(self, _message: Message) -> Answer:
        """Time has passed since the page was opened."""
        self._red_flags.tell_all()
        return {"outcome": "done", "text": ""}

    def _plain(self) -> str:
        due = self.due
        report = due["report"]
        return paragraphs(
            [
                "No check-in today yet." if due["check_in"] else "You have checked in today.",
                "The weekly questions are due." if due["weekly"] else "",
                f"The report of {report['days']} is ready." if report else "",
            ]
        )

    @answers("look", "NOT SHOWN")
    def _look(self, _message: Message) -> Answer:
        """The next press and the week; the page is ready once it has them."""
        begun, self._begun = self._begun, None
        return {"outcome": "done", **(begun.result() if begun else self._overview())}

    @answers("check_in")
    def _check_in(self, message: Message) -> Answer:
        """Save the pain now: id, pain, at, sent_at; sending it again changes nothing."""
        entry = UUID(message["id"])
        check_in = CheckIn(id=entry, at=self._red_flags.given_at(message), pain=message["pain"])
        if not was_in(self._diary, entry):
            self._diary.add(check_in, recorded_at=self._now())
        self._red_flags.tell_all()
        text = f"Saved: pain {check_in.pain:g}, {time_of(check_in, self._now())}."
        return {"outcome": "done", "text": text, "undo": str(entry)}

    @answers("undo", "NOT UNDONE")
    def _undo(self, message: Message) -> Answer:
        """Take back the last change of an entry; taken out whole, it can be put back."""
        entry = UUID(message["id"])
        past = self._diary.history(entry)
        if past[-1].deleted or past[-1].action not in ("add", "undo"):
            put_back = past[-1].deleted
            self._diary.undo(entry, recorded_at=self._now())
            answer: Answer = {"text": _PUT_BACK if put_back else _AS_BEFORE}
        else:
            self._diary.delete(entry, recorded_at=self._now())
            answer = {"text": _TAKEN_OUT, "undo": str(entry)}
        self._red_flags.tell_all()
        return {"outcome": "done", **answer}

    def _tell_of_profile(self) -> None:
        """The plan follows the sides and the tools, so the page asks for it again."""
        self.send({"type": "profile"})

    def _bring_up_to_date(self, safety: dict[str, Any]) -> None:
        check_ins = self._diary.recent(CheckIn, _READ)
        releases = self._diary.recent(Release, _READ)
        entries: list[CheckIn | Release] = [*check_ins, *releases]
        last = sorted(entries, key=_moment, reverse=True)[:_SHOWN]
        with self.hold_sync():
            self.is_sample = self._diary.is_sample
            self.is_empty = not last
            self.safety = safety
            self.due = self._due_now(check_ins, releases)
            self.entries = [_card(entry) for entry in last]

    def _due_now(self, check_ins: list[CheckIn], releases: list[Release]) -> dict[str, Any]:
        now = self._now().astimezone()
        return {
            "check_in": not any(_is_today(one.at, now) for one in check_ins),
            "weekly": bool(
                weekly_due(check_ins, now.date(), skipped_on(self._diary.settings.get(SKIPPED)))
            ),
            "report": self._report(now.date(), [*check_ins, *releases]),
            "remind": self._remind(releases[:1], now),
        }

    def _report(self, on: date, entries: list[CheckIn | Release]) -> dict[str, str]:
        """Last week, where there is something to report and nobody has looked yet."""
        start = week_start(on, self._diary.first_weekday()) - timedelta(weeks=1)
        week = week_name(start)
        days = {_moment(one).date() for one in entries}
        has_entries = any(start <= day < start + timedelta(days=7) for day in days)
        if not has_entries or self._diary.settings.get(REPORT_SEEN, "") >= week:
            return {}
        end = start + timedelta(days=6)
        begins = f"{start.day}" if start.month == end.month else f"{start.day} {start:%B}"
        return {"week": week, "days": f"{begins} to {end.day} {end:%B}"}

    def _remind(self, last: list[Release], now: datetime) -> dict[str, str]:
        """The last release, while it is too early to ask how its spot is."""
        for release in last:
            asked_at = release.started_at + timedelta(hours=ASKED_AFTER_H)
            if now >= asked_at or release.pain_later is not None:
                break
            wished = str(release.id) in self._red_flags.wished()
            if wished or advice_for(release).action == "check later":
                break
            return {"id": str(release.id), "title": f"the {release.side} {release.muscle}"}
        return {}


def _is_today(at: datetime, now: datetime) -> bool:
    """Whether it was on this day, by the clock that it was noted on."""
    return at.date() == now.astimezone(at.tzinfo).date()


def _moment(entry: CheckIn | Release) -> datetime:
    return entry.at if isinstance(entry, CheckIn) else entry.started_at


def _card(entry: CheckIn | Release) -> dict[str, Any]:
    if isinstance(entry, CheckIn):
        return {**check_in_card(entry), "kind": "check-in"}
    return {**release_card(entry), "kind": "release"}
