"""The house: what each place may import, no cycles, plain names, and nothing loaded before use."""

import ast
import re
import subprocess
import sys
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "tracker"
ANYBODY_MAY = {"tracker.theme", "tracker.private_file"}

MAY_IMPORT = {
    "protocol": {"pydantic", "pydantic_core"},
    "diary": {"tracker.protocol", "sqlalchemy", "platformdirs", "numpy", "pandas"},
    "maintenance": {"tracker.protocol", "tracker.diary", "sqlalchemy", "pyrage"},
    "exchange": {
        "tracker.protocol",
        "tracker.diary",
        "tracker.maintenance",
        "sqlalchemy",
        "pydantic",
        "pydantic_core",
        "babel",
        "charset_normalizer",
        "numpy",
        "openpyxl",
        "pandas",
        "pyarrow",
    },
    "relief": {"tracker.protocol", "numpy", "pandas", "scipy"},
    "wording": {"tracker.protocol", "tracker.relief", "numpy", "pandas"},
    "charts": {
        "tracker.protocol",
        "tracker.relief",
        "tracker.wording",
        "matplotlib",
        "seaborn",
        "numpy",
        "pandas",
    },
    "guide": {"tracker.protocol", "tracker.charts"},
    "report": {
        "tracker.protocol",
        "tracker.relief",
        "tracker.wording",
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
        "tracker.facade",
        "tracker.diary.errors",
        "tracker.exchange.apply_import",
        "tracker.exchange.import_preview",
        "tracker.relief",
        "tracker.wording",
        "tracker.charts",
        "tracker.report",
        "ipywidgets",
        "anywidget",
        "traitlets",
        # Both stand on it; through it a widget puts its plain result beside its view.
        "IPython",
        # For its types alone; that the forms load no pandas is tested below.
        "pandas",
    },
}


def modules() -> dict[str, Path]:
    """Every module of the package by its dotted name."""
    names = {}
    for file in sorted(PACKAGE.rglob("*.py")):
        parts = file.relative_to(PACKAGE.parent).with_suffix("").parts
        names[".".join(part for part in parts if part != "__init__")] = file
    return names


def only_for_types(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"


def imports_of(file: Path, *, types: bool = True) -> set[str]:
    """Every module that a file imports, at its top or inside a function."""
    names: set[str] = set()
    waiting: list[ast.AST] = [ast.parse(file.read_text(encoding="utf-8"))]
    while waiting:
        node = waiting.pop()
        if only_for_types(node) and not types:
            continue
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file.name} imports relatively"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
        waiting += ast.iter_child_nodes(node)
    return names


def module_of(name: str, known: dict[str, Path]) -> str | None:
    """The module that an imported name is, or stands in."""
    while name and name not in known:
        name = name.rpartition(".")[0]
    return name or None


@pytest.mark.parametrize("place", MAY_IMPORT)
def test_a_place_imports_only_what_its_floor_allows(place):
    files = sorted((PACKAGE / place).rglob("*.py"))
    assert files
    allowed = MAY_IMPORT[place] | ANYBODY_MAY | {f"tracker.{place}"}
    broken = []
    for file in files:
        for name in imports_of(file):
            parts = name.split(".")
            stands_on = {".".join(parts[:depth]) for depth in range(1, len(parts) + 1)}
            if parts[0] not in sys.stdlib_module_names and not stands_on & allowed:
                broken.append(f"{file.relative_to(PACKAGE)} imports {name}")
    assert not broken


def test_no_modules_import_each_other_in_a_circle():
    known = modules()
    graph = {
        name: {module_of(used, known) for used in imports_of(file, types=False)} - {None, name}
        for name, file in known.items()
    }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" -> ".join(error.args[1]))


def test_every_module_states_what_it_is():
    for name, file in modules().items():
        docstring = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8")))
        assert docstring, f"{name} says nothing of itself"
        first = docstring.splitlines()[0]
        assert first.endswith("."), f"{name}: {first}"
        assert "?" not in first, f"{name}: {first}"


GONE = [
    "Stayed",
    "Taken",
    "Incoming",
    "OwnSpotRecord",
    "Shape",
    "Habits",
    "fold_log_in",
    "says_sample",
    "at_odds",
    "Conversing",
    "Screened",
    "PicksSpots",
    "savable",
    "Stranger",
    "NotForPhones",
    "PatientKernel",
    "Filled",
    "unparted",
    "letGoOf",
]


GONE_MODULES = [
    "asking",
    "lingering",
    "weekly",
    "own",
    "names",
    "taking_in",
    "fitting",
    "made_up",
    "bulk",
    "looking_into",
    "incoming",
    "own_file",
    "file_entries",
    "kinds",
    "shape",
    "sniffing",
    "proposing",
    "known_layouts",
    "reading_cells",
    "mapped_moments",
    "layout_text",
    "outgoing",
    "locked",
    "own_names",
    "apart",
    "outlook",
    "sound_copy",
    "health",
    "backups",
    "take_in",
    "there",
    "secret",
    "printable",
    "as_rated",
    "helps",
    "lot",
    "expected",
    "adjusted",
    "nodes",
    "ratios",
    "runs",
    "lead",
    "wearing_off",
    "week_against_week",
    "sheet",
    "calm",
    "ink",
    "yardsticks",
    "own_figure",
    "day_words",
    "seen",
    "concerns",
    "strip",
    "flat_spots",
    "page_notes",
    "conversation",
    "cards",
    "gallery",
    "story",
    "savable",
    "quiet",
    "look",
]


def test_no_module_goes_by_a_name_that_needed_an_explanation():
    assert not {name.rpartition(".")[2] for name in modules()} & set(GONE_MODULES)


def test_names_that_needed_an_explanation_are_gone():
    text = {
        file.relative_to(PACKAGE): file.read_text(encoding="utf-8")
        for pattern in ("*.py", "*.js", "*.ts")
        for file in PACKAGE.rglob(pattern)
        if "node_modules" not in file.parts
    }
    kept = [
        f"{file}: {word}"
        for file, code in text.items()
        for word in GONE
        if re.search(rf"\b{word}\b", code)
    ]
    assert not kept


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


def test_the_guide_needs_no_pandas():
    heavy = {"pandas", "numpy", "matplotlib", "seaborn", "ipywidgets", "sqlalchemy"}
    assert not loaded_by("import tracker; tracker.guide.read().to_html()") & heavy


def test_the_command_line_needs_nothing_it_does_not_use():
    heavy = {"pandas", "matplotlib", "seaborn", "ipywidgets", "jupyter_server", "voila"}
    assert not loaded_by("import tracker.cli.main; tracker.cli.main.parser()") & heavy
