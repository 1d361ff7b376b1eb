"""Show what needs the person now, and nothing else: the top of the log page."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

import traitlets

from tracker.protocol.check_in import CheckIn
from tracker.protocol.flare_up import ASKED_AFTER_H, advice_for
from tracker.protocol.local_time import monday_of
from tracker.protocol.release import Release
from tracker.protocol.weekly_questions import SKIPPED, skipped_on, weekly_due
from tracker.widgets.assets import script, style
from tracker.widgets.entry_form import Clock, utc_now
from tracker.widgets.plain_result import paragraphs
from tracker.widgets.red_flag_prompt import RedFlagPrompt
from tracker.widgets.rpc_widget import Answer, Message, RpcWidget, answers

if TYPE_CHECKING:
    from tracker.facade import Diary

REPORT_SEEN: Final = "report_seen"
"""The setting that holds the last week whose report was shown, such as 2026-W46."""

_READ: Final = 60


def today(diary: "Diary", *, now: Clock | None = None) -> "Today":
    """Show what needs you now: questions that matter for safety, the check-in, last week's report.

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
    """Says what needs the person now; `today` makes one.

    Attributes
    ----------
    due : dict
        ``check_in``: whether there is none today. ``weekly``: whether weekly questions are due.
        ``report``: the week whose report is offered, ``{week, days}``; else empty.
        ``remind``: the last release, if it can be asked about later, ``{id, title}``; else empty.
    safety : dict
        As `RedFlagPrompt.state` gives it.
    """

    _esm = script("today")
    _css = style("today")

    due = traitlets.Dict().tag(sync=True)
    safety = traitlets.Dict().tag(sync=True)

    def __init__(self, diary: "Diary", now: Clock) -> None:
        self._diary, self._now = diary, now
        self._red_flags = RedFlagPrompt(diary, now, self._bring_up_to_date)
        super().__init__(self._red_flags)
        self._bring_up_to_date(self._red_flags.state())

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

    def _bring_up_to_date(self, safety: dict[str, Any]) -> None:
        with self.hold_sync():
            self.safety = safety
            self.due = self._due_now()

    def _due_now(self) -> dict[str, Any]:
        check_ins = self._diary.recent(CheckIn, _READ)
        releases = self._diary.recent(Release, _READ)
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
        monday = monday_of(on) - timedelta(weeks=1)
        week = f"{monday:%G-W%V}"
        days = {_moment(one).date() for one in entries}
        has_entries = any(monday <= day < monday + timedelta(days=7) for day in days)
        if not has_entries or self._diary.settings.get(REPORT_SEEN, "") >= week:
            return {}
        sunday = monday + timedelta(days=6)
        begins = f"{monday.day}" if monday.month == sunday.month else f"{monday.day} {monday:%B}"
        return {"week": week, "days": f"{begins} to {sunday.day} {sunday:%B}"}

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
