"""The rooms hold their floors, and a room costs nothing before it is used."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "tracker"
SHARED = {"tracker.look"}

MAY_IMPORT = {
    "protocol": {"pydantic", "pydantic_core"},
    "diary": {
        "tracker.protocol",
        "sqlalchemy",
        "platformdirs",
        "pyrage",
        "charset_normalizer",
        "numpy",
        "openpyxl",
        "pandas",
        "pyarrow",
    },
    "relief": {"tracker.protocol", "numpy", "pandas", "scipy"},
    "charts": {"tracker.protocol", "tracker.relief", "matplotlib", "seaborn", "numpy", "pandas"},
    "report": {
        "tracker.protocol",
        "tracker.relief",
        "tracker.charts",
        "jinja2",
        "markupsafe",
        "typst",
        "icalendar",
        "matplotlib",
        "numpy",
        "pandas",
    },
    "widgets": {
        "tracker.protocol",
        "tracker.diary.diary",
        "tracker.diary.errors",
        # For its types alone; the diary hands it out.
        "tracker.diary.importing.incoming",
        "tracker.relief",
        "tracker.charts",
        "tracker.report",
        "ipywidgets",
        "anywidget",
        "traitlets",
        # For its types alone; that the forms load no pandas is tested below.
        "pandas",
    },
}


def imports_of(file: Path) -> set[str]:
    """Every module that a file imports, at its top or inside a function."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file.name} imports relatively"
            names.add(node.module or "")
    return names


@pytest.mark.parametrize("room", MAY_IMPORT)
def test_a_room_imports_only_what_its_floor_allows(room):
    files = sorted((PACKAGE / room).rglob("*.py"))
    assert files
    allowed = MAY_IMPORT[room] | SHARED | {f"tracker.{room}"}
    for file in files:
        for name in imports_of(file):
            parts = name.split(".")
            stands_on = {".".join(parts[:depth]) for depth in range(1, len(parts) + 1)}
            standard = parts[0] in sys.stdlib_module_names
            assert standard or stands_on & allowed, f"{room}/{file.name} imports {name}"


def loaded_by(statement: str) -> set[str]:
    run = subprocess.run(
        [sys.executable, "-c", f"{statement}; import sys; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
        cwd=PACKAGE.parent,
    )
    return set(run.stdout.split())


def test_import_tracker_is_light():
    heavy = {"pandas", "numpy", "matplotlib", "seaborn", "ipywidgets", "anywidget", "sqlalchemy"}
    assert not loaded_by("import tracker") & heavy


def test_opening_a_diary_needs_no_pandas(tmp_path):
    statement = f"import tracker; tracker.open_diary({str(tmp_path / 'd.db')!r})"
    assert not loaded_by(statement) & {"pandas", "numpy", "matplotlib", "ipywidgets"}


def test_the_forms_and_the_coach_need_no_pandas():
    forms = "tracker.log_form, tracker.check_in_form, tracker.hold_coach, tracker.today"
    assert not loaded_by(f"import tracker; {forms}") & {"pandas", "matplotlib", "seaborn", "scipy"}


def test_the_command_line_needs_nothing_it_does_not_use():
    heavy = {"pandas", "matplotlib", "seaborn", "ipywidgets", "jupyter_server", "voila"}
    assert not loaded_by("import tracker.cli; tracker.cli.parser()") & heavy
