"""A notebook that is run and exported shows what its widgets say, with no kernel and no network."""

import re
from pathlib import Path

import nbformat
import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from nbclient import NotebookClient
from nbconvert import HTMLExporter

from tracker.widgets.log_form import log_form
from tracker.widgets.plain_result import LIVE, plain_page

ROOT = Path(__file__).parents[2]
VIEW = "application/vnd.jupyter.widget-view+json"
PANELS = [
    "explorer",
    "log_form",
    "check_in_form",
    "export_panel",
    "import_panel",
    "experiment_panel",
    "hold_coach",
    "today",
    "week_panel",
]
SETUP = "import tracker\nfrom tracker import charts, relief\ndiary = tracker.sample_diary()"


def saved(page):
    """What stands in a page outside its scripts: what is seen where nothing runs."""
    return re.sub(r"<script.*?</script>", "", page, flags=re.DOTALL)


@pytest.fixture(scope="module")
def exported(tmp_path_factory):
    """Every panel over the made-up diary, run and exported as ``jupyter nbconvert --execute``."""
    with pytest.MonkeyPatch.context() as patch:
        for name in (LIVE, "JPY_SESSION_NAME", "VOILA_BASE_URL"):
            patch.delenv(name, raising=False)
        calls = [f"tracker.{panel}(diary)" for panel in PANELS]
        calls.append("tracker.body_map(relief.pool(diary.releases()))")
        calls.append("tracker.saveable(charts.plot_spot_ranking, relief.by_spot(diary.releases()))")
        notebook = nbformat.v4.new_notebook(
            cells=[nbformat.v4.new_code_cell(call) for call in (SETUP, *calls)]
        )
        folder = {"metadata": {"path": str(ROOT)}}
        NotebookClient(notebook, timeout=300, kernel_name="python3", resources=folder).execute()
    page, _ = HTMLExporter().from_notebook_node(notebook)
    outputs = {
        call.removeprefix("tracker.").partition("(")[0]: cell.outputs
        for call, cell in zip(calls, notebook.cells[1:], strict=True)
    }
    return saved(page), outputs


def plain(outputs, panel):
    first, _ = outputs[panel]
    return first.data["text/html"]


def test_every_panel_keeps_its_result_beside_its_view(exported):
    page, outputs = exported
    for panel, (first, second) in outputs.items():
        assert VIEW in second.data, panel
        assert VIEW not in first.data, panel
        assert "NOT SHOWN" not in first.data["text/html"], panel
        assert "Open this page with <code>tracker start</code>" in first.data["text/html"], panel
    assert page.count('<div class="tk-exported">') == len(outputs)


def test_the_explorer_keeps_its_answer_its_tables_and_its_charts(exported):
    told = plain(exported[1], "explorer")
    assert re.search(r"<p>\d+ releases, [^<]+ to [^<]+\.</p>", told)
    assert "<td>right piriformis · middle of the buttock</td>" in told
    for title in ("How sure is the ranking?", "What could you press next?"):
        assert f"<h3>{title}</h3>" in told
    assert told.count("<svg") >= 12
    assert "The 30-second rule on your own releases:" in told
    assert "points lower" in told


def test_the_logs_keep_their_last_entries(exported):
    for panel, title in (("log_form", "Last releases"), ("check_in_form", "Last check-ins")):
        told = plain(exported[1], panel)
        assert f"<h3>{title}</h3>" in told
        assert len(re.findall(r"<tr><td>\d{4}-\d\d-\d\d \d\d:\d\d</td>", told)) >= 5


def test_the_other_panels_say_what_they_know(exported):
    outputs = exported[1]
    assert "releases" in plain(outputs, "export_panel")
    assert "None is chosen." in plain(outputs, "import_panel")
    assert "No experiment is running" in plain(outputs, "experiment_panel")
    assert "Pressed lately" in plain(outputs, "hold_coach")
    assert "check" in plain(outputs, "today")
    assert "What helped" in plain(outputs, "week_panel")
    assert "sacrum" in plain(outputs, "body_map")
    assert "<svg" in plain(outputs, "saveable")


def test_the_kernel_of_a_live_page_shows_the_widget_alone(diary, monkeypatch):
    monkeypatch.setenv(LIVE, "yes")
    InteractiveShell.instance()
    with capture_output() as shown:
        log_form(diary)._ipython_display_()
    (output,) = shown.outputs
    assert VIEW in output.data
    assert "text/html" not in output.data


def test_what_a_person_typed_is_text_and_an_error_is_said(diary, release, monkeypatch):
    diary.add(release(note="<script>alert(1)</script>"))
    form = log_form(diary)
    told = plain_page(form)
    assert "&lt;script&gt;alert(1)" in told
    assert "<script" not in told
    monkeypatch.setattr(type(form), "_list_title", None)
    assert "NOT SHOWN" in plain_page(form)
