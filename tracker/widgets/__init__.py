"""What a person touches: the log form, the check-in form and the export panel.

Floor: imports protocol, relief, charts, ipywidgets and anywidget. A diary is handed in; nothing
here has SQL of its own, blocks the kernel or asks the network. Importing it loads neither pandas
nor matplotlib, so that the log form never waits for a chart.
"""

from tracker.widgets.check_in_form import CheckInForm, check_in_form
from tracker.widgets.export_panel import ExportPanel, export_panel
from tracker.widgets.log_form import LogForm, log_form

__all__ = [
    "CheckInForm",
    "ExportPanel",
    "LogForm",
    "check_in_form",
    "export_panel",
    "log_form",
]
