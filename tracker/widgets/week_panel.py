"""The panel on which a week is chosen, its report read, and kept as a file.

Stock controls, but for two scripts: the frame that is as high as the report in it, and the status
line.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final
from uuid import uuid4

import anywidget
import ipywidgets as ipw
import traitlets

from tracker.widgets import controls
from tracker.widgets.assets import script
from tracker.widgets.entry_form import Clock
from tracker.widgets.plain_result import PlainResult
from tracker.widgets.status_line import StatusLine
from tracker.widgets.today import REPORT_SEEN

if TYPE_CHECKING:
    from tracker.facade import Diary
    from tracker.report.entries import WeekCount
    from tracker.report.weekly_report import WeeklyReport

_PAPERS: Final = (("A4", "a4"), ("Letter", "us-letter"))
_LETTER: Final = frozenset({"US", "CA", "MX", "PH", "CL", "CO", "VE", "PR"})
"""Where people print on Letter."""

_PRIVATE: Final = (
    "The page for a clinician holds the measures with the names of their scales, and no advice. "
    "These files hold health data; share them only with people you trust with it."
)


def week_panel(
    diary: "Diary", *, person: str | None = None, now: Clock | None = None
) -> "WeekPanel":
    """Show the report of a week, and keep it as a file.

    Parameters
    ----------
    diary : Diary
        What the report is made of; it is read again for each report.
    person : str, optional
        Whose; by default whom the diary is opened for, or would be where several people share it.
    now : callable, optional
        Returns the time, aware and on the person's clock; by default the machine's.

    Returns
    -------
    WeekPanel
        A widget; show it as the last line of a cell.
    """
    return WeekPanel(diary, person=person, now=now)


class ReportFrame(anywidget.AnyWidget):
    """A report in a frame of its own, in which nothing can run.

    Attributes
    ----------
    markup : str
        The page.
    title : str
        What a screen reader calls it.
    busy : bool
        Whether another one is on its way.
    """

    _esm = script("report_frame")

    markup = traitlets.Unicode().tag(sync=True)
    title = traitlets.Unicode().tag(sync=True)
    busy = traitlets.Bool(default_value=True).tag(sync=True)


class WeekPanel(PlainResult, ipw.VBox):  # type: ignore[misc] # ipywidgets has no types
    """Lists the weeks, shows the report of one, and hands it out; `week_panel` makes one.

    The list and the first report are made once a page shows the panel, so it opens before either.
    What is handed out is what is on the screen, whatever was logged meanwhile.

    Attributes
    ----------
    week : ipywidgets.Dropdown
        The weeks, latest first; its value is such as "2026-W47".
    earlier, later : ipywidgets.Button
    frame : ReportFrame
    paper : ipywidgets.RadioButtons
    save_pdf, save_html, save_clinician : ipywidgets.Button
    status : StatusLine
    """

    def __init__(
        self, diary: "Diary", *, person: str | None = None, now: Clock | None = None
    ) -> None:
        self._diary = diary.of(person or diary.person or diary.usual_person())
        self._now = now or _machine_now
        self._shown: WeeklyReport | None = None
        self.week = ipw.Dropdown(description="Week", options=[])
        self.earlier = controls.button("‹ Earlier", lambda: self._step(1))
        self.later = controls.button("Later ›", lambda: self._step(-1))
        self.frame = ReportFrame()
        self.paper = controls.pills("Paper", _PAPERS, "a4")
        self.save_pdf = controls.button(
            "Save as PDF", lambda: self._save("week", "pdf"), primary=True
        )
        self.save_html = controls.button("Save as a web page", lambda: self._save("week", "html"))
        self.save_clinician = controls.button(
            "Page for a clinician, PDF", lambda: self._save("clinician", "pdf")
        )
        self.status = StatusLine()
        anchor = f"tk-keep-{uuid4().hex[:8]}"
        down = f'<a class="tk-link" href="#{anchor}">Keep or print</a>'
        self._down = controls.markup(down)
        self._keep = controls.card(
            [
                controls.title("Keep or print it", anchor=anchor),
                self.paper,
                controls.row([self.save_pdf, self.save_html, self.save_clinician], "tk-actions"),
                controls.hint(_PRIVATE),
            ]
        )
        choice = controls.row([self.week, self.earlier, self.later, self._down], "tk-week-choice")
        super().__init__(
            (*controls.sample_banner(diary), choice, self.frame, self._keep, self.status)
        )
        for name in ("tk-entry", "tk-stock", "tk-week"):
            self.add_class(name)
        self._place()
        self.week.observe(self._chosen, "value")
        self.status.when_near(self._list)

    def _plain(self) -> str:
        from tracker.report.entries import weeks_to_report
        from tracker.report.weekly_report import weekly_report

        now = self._now()
        weeks = weeks_to_report(self._diary, now)
        last = next(one.week.name for one in weeks if one.is_over)
        return weekly_report(self._diary, last, now=now)._repr_html_()

    def _list(self, browser: Mapping[str, Any]) -> None:
        """List the weeks, and read the last full one."""
        if self.week.options:
            return
        # Reports need pandas, matplotlib and seaborn: they load once the panel is on the page.
        from tracker.report.entries import weeks_to_report

        self.paper.value = "us-letter" if browser.get("region") in _LETTER else "a4"
        with self.status.reporting("NOT SHOWN", again=lambda: self._list(browser)):
            self.status.say("Looking for your weeks…")
            weeks = weeks_to_report(self._diary, self._now())
            last = next(one.week.name for one in weeks if one.is_over)
            with self.hold_trait_notifications():
                self.week.unobserve(self._chosen, "value")
                self.week.options = [(_label(one), one.week.name) for one in weeks]
                self.week.value = last
                self.week.observe(self._chosen, "value")
            self._read(last)

    def _chosen(self, change: Mapping[str, Any]) -> None:
        self._read(change["new"])

    def _read(self, week: str) -> None:
        """Show the report of a week; where the choice has moved on meanwhile, nothing is done."""
        # Late, as for the list.
        from tracker.report.weekly_report import weekly_report

        with self.status.reporting("NOT SHOWN", again=lambda: self._read(week)):
            if week != self.week.value:
                return
            self._place()
            self.status.say("Making the report…")
            self.frame.busy = True
            report = weekly_report(self._diary, week, now=self._now())
            self._shown = report
            with self.frame.hold_sync():
                self.frame.title = f"The report of {self.week.label}"
                self.frame.markup = report.to_html()
                self.frame.busy = False
            self.status.clear()
            self._place()
            self._keep_seen(report)

    def _place(self) -> None:
        """Offer only what there is: an earlier week, a later one, something to keep."""
        count, index = len(self.week.options), self.week.index
        self.earlier.disabled = index is None or index >= count - 1
        self.later.disabled = index is None or index <= 0
        for widget in (self._down, self._keep):
            controls.show(widget, self._shown is not None)

    def _step(self, by: int) -> None:
        if self.week.index is not None and 0 <= self.week.index + by < len(self.week.options):
            self.week.index += by

    def _keep_seen(self, report: "WeeklyReport") -> None:
        """Offer a week's report no more once it was read; a week that still runs is offered yet."""
        seen = self._diary.settings.get(REPORT_SEEN, "")
        if report.is_complete and report.week.name > seen:
            self._diary.settings.keep(REPORT_SEEN, report.week.name)

    def _save(self, page: str, kind: str) -> None:
        with self.status.reporting("NOT SAVED", again=lambda: self._save(page, kind)):
            report = self._shown
            if report is None or report.week.name != self.week.value:
                raise ValueError("week must be shown before it can be saved; choose one.")
            self.status.say("Making the file…")
            ending = "-clinician" if page == "clinician" else ""
            name = f"sciatica-{report.week.name}{ending}.{kind}"
            mime = "application/pdf" if kind == "pdf" else "text/html"
            self.status.send_file(name, mime, _file(report, page, kind, self.paper.value))


def _file(report: "WeeklyReport", page: Any, kind: str, paper: Any) -> bytes:
    if kind == "html":
        return report.to_html(page).encode()
    # The typesetter is loaded by those who print.
    from tracker.report.pdf import to_pdf

    return to_pdf(report, page=page, paper=paper)


def _label(one: "WeekCount") -> str:
    # Wording stands on pandas, which the log form's page never loads.
    from tracker.wording.numbers import counted

    kinds = ((one.releases, "release"), (one.check_ins, "check-in"))
    counts = ", ".join(counted(n, noun) for n, noun in kinds if n)
    running = "" if one.is_over else ", so far"
    return f"{one.week.days}{running} · {counts or 'no entries'}"


def _machine_now() -> datetime:
    return datetime.now(UTC).astimezone()
