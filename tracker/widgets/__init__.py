"""What a person touches: the forms, the hold coach, the body map, the explorer and the panels.

Floor: imports protocol, relief, charts, report, ipywidgets and anywidget. A diary is handed in;
nothing here has SQL of its own, blocks the kernel or asks the network. Importing it loads neither
pandas nor matplotlib, so that the log form never waits for a chart.
"""

from tracker.widgets.check_in_form import CheckInForm, check_in_form
from tracker.widgets.experiment_panel import ExperimentPanel, experiment_panel
from tracker.widgets.explorer import Explorer, explorer
from tracker.widgets.export_panel import ExportPanel, export_panel
from tracker.widgets.hold_coach import HoldCoach, hold_coach
from tracker.widgets.import_panel import ImportPanel, import_panel
from tracker.widgets.log_form import LogForm, log_form
from tracker.widgets.log_panel import LogPanel, log_panel
from tracker.widgets.person_panel import PersonPanel, person_panel
from tracker.widgets.saveable_chart import SaveableChart, saveable
from tracker.widgets.settings_panel import SettingsPanel, settings_panel
from tracker.widgets.today import Today, today
from tracker.widgets.week_panel import WeekPanel, week_panel

__all__ = [
    "CheckInForm",
    "ExperimentPanel",
    "Explorer",
    "ExportPanel",
    "HoldCoach",
    "ImportPanel",
    "LogForm",
    "LogPanel",
    "PersonPanel",
    "SaveableChart",
    "SettingsPanel",
    "Today",
    "WeekPanel",
    "check_in_form",
    "experiment_panel",
    "explorer",
    "export_panel",
    "hold_coach",
    "import_panel",
    "log_form",
    "log_panel",
    "person_panel",
    "saveable",
    "settings_panel",
    "today",
    "week_panel",
]
