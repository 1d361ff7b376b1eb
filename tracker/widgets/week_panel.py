"""The week on a page, to be chosen, read and kept."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

import traitlets

from tracker.protocol.errors import InvalidRecord
from tracker.widgets.assets import script, style
from tracker.widgets.entry_form import Clock
from tracker.widgets.rpc_widget import Answer, Message, RpcWidget, answers
from tracker.widgets.today import REPORT_SEEN

if TYPE_CHECKING:
    from tracker.facade import Diary
    from tracker.report.entries import WeekCount
    from tracker.report.weekly_report import WeeklyReport

_PAPERS: Final = ("a4", "us-letter")
_PAGES: Final = ("week", "clinician")


def week_panel(
    diary: "Diary", *, person: str | None = None, now: Clock | None = None
) -> "WeekPanel":
    """Show the report of a week, and keep it as a file.

    Parameters
    ----------
    diary : Diary
        What the report is made of; it is read again for each report.
    person : str, optional
        Whose; not needed where the diary is one person's.
    now : callable, optional
        Returns the time, aware and on the person's clock; by default the machine's.

    Returns
    -------
    WeekPanel
        A widget; show it as the last line of a cell.
    """
    return WeekPanel(diary, person=person, now=now)


class WeekPanel(RpcWidget):
    """Lists the weeks, shows the report of one, and hands it out; `week_panel` makes one.

    The page asks for the list (``weeks``), then for a report (``report``), so it opens before
    either is made. What is handed out (``file``) is what is on the screen, whatever was logged
    meanwhile.

    Attributes
    ----------
    is_sample : bool
        Whether the diary holds made-up entries.
    """

    _esm = script("week_panel")
    _css = style("week_panel")

    is_sample = traitlets.Bool().tag(sync=True)

    def __init__(
        self, diary: "Diary", *, person: str | None = None, now: Clock | None = None
    ) -> None:
        super().__init__()
        self._diary = diary
        self._person = person
        self._now = now or _machine_now
        self._shown: WeeklyReport | None = None
        self.is_sample = diary.is_sample

    @answers("weeks", "NOT SHOWN")
    def _weeks(self, _message: Message) -> Answer:
        from tracker.report.entries import weeks_to_report

        listed = weeks_to_report(self._diary, self._now(), self._person)
        return {
            "outcome": "done",
            "weeks": [_listed(one) for one in listed],
            "chosen": next(one.week.name for one in listed if one.is_over),
        }

    @answers("report", "NOT SHOWN")
    def _report(self, message: Message) -> Answer:
        from tracker.report.weekly_report import weekly_report

        report = weekly_report(self._diary, message["week"], self._person, now=self._now())
        markup = report.to_html()
        self._shown = report
        self._keep_seen(report)
        return {"outcome": "done", "markup": markup}

    def _keep_seen(self, report: "WeeklyReport") -> None:
        """Offer a week's report no more once it was read; a week that still runs is offered yet."""
        seen = self._diary.settings.get(REPORT_SEEN, "")
        if report.is_complete and report.week.name > seen:
            self._diary.settings.keep(REPORT_SEEN, report.week.name)

    @answers("file")
    def _file(self, message: Message) -> Answer:
        page, kind, paper = message["page"], message["kind"], message["paper"]
        if self._shown is None:
            raise InvalidRecord({"week": "week must be shown before it can be saved; choose one."})
        if page not in _PAGES or paper not in _PAPERS or kind not in ("html", "pdf"):
            raise ValueError(f"There is no page {page!r} as {kind!r} on {paper!r}.")
        content = _drawn(self._shown, page, kind, paper)
        ending = "-clinician" if page == "clinician" else ""
        name = f"sciatica-{self._shown.week.name}{ending}.{kind}"
        return {"outcome": "done", "name": name, "buffers": [content]}


def _drawn(report: "WeeklyReport", page: Any, kind: str, paper: Any) -> bytes:
    if kind == "html":
        return report.to_html(page).encode()
    from tracker.report.pdf import to_pdf

    return to_pdf(report, page=page, paper=paper)


def _listed(one: "WeekCount") -> dict[str, Any]:
    from tracker.wording.numbers import counted

    held = [
        counted(n, noun)
        for n, noun in ((one.releases, "release"), (one.check_ins, "check-in"))
        if n
    ]
    still = "" if one.is_over else ", so far"
    return {
        "week": one.week.name,
        "label": f"{one.week.days}{still}",
        "held": ", ".join(held) or "no entries",
    }


def _machine_now() -> datetime:
    return datetime.now(UTC).astimezone()
