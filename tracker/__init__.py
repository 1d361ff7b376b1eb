"""Log self-massage releases for sciatica, and see which spots and muscles give relief.

The names below are the whole public face; ``help(tracker.log_form)`` says more of one. Each is
loaded when it is first used, so that `import tracker` costs next to nothing.

The diary
    open_diary        open the diary, or make a new one
    sample_diary      open a made-up diary of twelve weeks
    Diary             a person's entries, and the ways in and out for files and other copies
    catalogue         the muscles, their spots and the tools, by name
    Release           one press of one spot
    CheckIn           how the sciatica itself is doing
    Experiment        two ways to press, compared in randomized pairs
    Profile           what a person says once of their side, their tools and their usual pain
    Screening         the answers to the red-flag questions
    OwnMuscle, OwnSpot, OwnTool
                      what a person adds to the catalogue

To touch
    today             what is due now, the next press, a check-in and the week
    person_panel      say who you are, which side hurts and which tools you have
    settings_panel    set the times of a hold and the week, and hide names of your own
    log_form          log a release
    log_panel         log a release or a check-in by hand, one at a time
    hold_coach        be guided through a hold of 90 s
    check_in_form     check in
    body_map          see and choose spots on the figure
    explorer          look at relief by spot, time, press and muscle
    week_panel        read and save the week's report
    experiment_panel  plan and follow an experiment
    import_panel      read another program's file, or the kit's own
    export_panel      write the diary to a file
    saveable          show a chart with a button that saves it
    show              show a chart in a notebook cell

To read
    guide             what sciatica is, how to press, each muscle, the evidence: guide.read()

To compute, say and draw
    relief            tables from the releases: by_spot, pool, over_time, plan, ...
    wording           what those tables say, in sentences
    charts            what those tables look like
    weekly_report     a week on one page; .save("week.html") or .save("week.pdf")
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tracker import charts, guide, relief, wording
    from tracker.charts.show import show
    from tracker.facade import Diary, open_diary, sample_diary
    from tracker.protocol.catalogue import catalogue
    from tracker.protocol.check_in import CheckIn
    from tracker.protocol.custom import OwnMuscle, OwnSpot, OwnTool
    from tracker.protocol.experiment import Experiment
    from tracker.protocol.profile import Profile
    from tracker.protocol.release import Release
    from tracker.protocol.screening import Screening
    from tracker.report.weekly_report import weekly_report
    from tracker.widgets import (
        check_in_form,
        experiment_panel,
        explorer,
        export_panel,
        hold_coach,
        import_panel,
        log_form,
        log_panel,
        person_panel,
        saveable,
        settings_panel,
        today,
        week_panel,
    )
    from tracker.widgets.body_map import body_map

__version__ = "0.1.0"

if TYPE_CHECKING:
    # For type checkers only: `help(tracker)` would print every member of every class in it.
    __all__ = [
        "CheckIn",
        "Diary",
        "Experiment",
        "OwnMuscle",
        "OwnSpot",
        "OwnTool",
        "Profile",
        "Release",
        "Screening",
        "body_map",
        "catalogue",
        "charts",
        "check_in_form",
        "experiment_panel",
        "explorer",
        "export_panel",
        "guide",
        "hold_coach",
        "import_panel",
        "log_form",
        "log_panel",
        "open_diary",
        "person_panel",
        "relief",
        "sample_diary",
        "saveable",
        "settings_panel",
        "show",
        "today",
        "week_panel",
        "weekly_report",
        "wording",
    ]

_HOME = {
    "CheckIn": "tracker.protocol.check_in",
    "Diary": "tracker.facade",
    "Experiment": "tracker.protocol.experiment",
    "OwnMuscle": "tracker.protocol.custom",
    "OwnSpot": "tracker.protocol.custom",
    "OwnTool": "tracker.protocol.custom",
    "Release": "tracker.protocol.release",
    "Screening": "tracker.protocol.screening",
    "body_map": "tracker.widgets.body_map",
    "catalogue": "tracker.protocol.catalogue",
    "check_in_form": "tracker.widgets",
    "experiment_panel": "tracker.widgets",
    "explorer": "tracker.widgets",
    "export_panel": "tracker.widgets",
    "hold_coach": "tracker.widgets",
    "import_panel": "tracker.widgets",
    "log_form": "tracker.widgets",
    "log_panel": "tracker.widgets",
    "open_diary": "tracker.facade",
    "person_panel": "tracker.widgets",
    "Profile": "tracker.protocol.profile",
    "sample_diary": "tracker.facade",
    "saveable": "tracker.widgets",
    "settings_panel": "tracker.widgets",
    "show": "tracker.charts.show",
    "week_panel": "tracker.widgets",
    "weekly_report": "tracker.report.weekly_report",
    "today": "tracker.widgets",
}
_ROOMS = ("charts", "guide", "relief", "wording")


def __getattr__(name: str) -> Any:
    if name in _HOME:
        return getattr(import_module(_HOME[name]), name)
    if name in _ROOMS:
        return import_module(f"tracker.{name}")
    raise AttributeError(f"module 'tracker' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOME, *_ROOMS})
