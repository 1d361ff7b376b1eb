"""The committed notebooks are clean and thin; those of the pages closed, the bench open."""

import ast
from pathlib import Path

import nbformat
import pytest

import tracker
from tracker.app.pages import PAGES

NOTEBOOKS = sorted((Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))
IMPORTS = {"import tracker", "from tracker import charts, relief, wording"}
LOGIC = (
    ast.FunctionDef,
    ast.AsyncFunctionDef,
    ast.ClassDef,
    ast.Lambda,
    ast.For,
    ast.While,
    ast.If,
    ast.Try,
    ast.With,
    ast.ListComp,
    ast.SetComp,
    ast.DictComp,
    ast.GeneratorExp,
    ast.Subscript,
)

# Written to be read and changed in JupyterLab: the pandas layer on one's own diary.
BENCH = {"explore"}
PAGE_NOTEBOOKS = [path for path in NOTEBOOKS if path.stem not in BENCH]

every_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
every_page = pytest.mark.parametrize("path", PAGE_NOTEBOOKS, ids=lambda path: path.name)
every_bench = pytest.mark.parametrize("name", sorted(BENCH))


def cells(path, kind):
    notebook = nbformat.read(path, as_version=4)
    return [cell for cell in notebook.cells if cell.cell_type == kind]


def test_there_is_one_for_every_page():
    assert {path.stem for path in PAGE_NOTEBOOKS} == set(PAGES)


@every_notebook
def test_it_is_valid_and_of_the_format_with_cell_ids(path):
    notebook = nbformat.read(path, as_version=nbformat.NO_CONVERT)
    nbformat.validate(notebook)
    assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5)
    assert notebook.metadata.kernelspec.name == "python3"


@every_notebook
def test_it_holds_nobodys_data(path):
    assert "widgets" not in nbformat.read(path, as_version=4).metadata
    for cell in cells(path, "code"):
        assert cell.outputs == []
        assert cell.execution_count is None


@every_page
def test_its_inputs_are_collapsed(path):
    assert all(
        cell.metadata == {"jupyter": {"source_hidden": True}} for cell in cells(path, "code")
    )


@every_page
def test_it_has_no_logic_of_its_own(path):
    for cell in cells(path, "code"):
        for node in ast.walk(ast.parse(cell.source)):
            assert not isinstance(node, LOGIC), cell.source
            if isinstance(node, ast.Import | ast.ImportFrom):
                assert ast.unparse(node) in IMPORTS


@every_notebook
def test_its_cells_are_short(path):
    for cell in cells(path, "code"):
        assert len(cell.source.splitlines()) <= 5
        assert max(map(len, cell.source.splitlines())) <= 100


@every_notebook
def test_each_call_stands_under_a_question_and_says_how_to_read_the_answer(path):
    text = [cell.source for cell in cells(path, "markdown")]
    assert text[0].startswith("# ")
    for source in text:
        heading, _, said = source.partition("\n")
        assert heading.startswith(("# ", "## "))
        # The coach's page alone says what one does there.
        assert heading.endswith("?") or heading == "# Start a guided press"
        assert said.strip()


@every_bench
def test_the_cells_of_a_bench_are_open_and_about_a_dozen(name):
    bench = cells(NOTEBOOKS[0].with_name(f"{name}.ipynb"), "code")
    assert 10 <= len(bench) <= 14
    assert all(cell.metadata == {} for cell in bench)


@every_bench
def test_a_bench_defines_nothing_and_repeats_nothing(name):
    allowed = {ast.Subscript}
    for cell in cells(NOTEBOOKS[0].with_name(f"{name}.ipynb"), "code"):
        for node in ast.walk(ast.parse(cell.source)):
            assert not isinstance(node, LOGIC) or type(node) in allowed, cell.source


def test_the_bench_opens_on_the_sample_where_the_diary_is_empty_and_on_ones_own_where_not(
    tmp_path, monkeypatch
):
    first = cells(NOTEBOOKS[0].with_name("explore.ipynb"), "code")[0].source
    monkeypatch.setenv("TRACKER_DIARY", str(tmp_path / "diary.db"))
    empty: dict[str, tracker.Diary] = {}
    exec(first, empty)
    assert empty["diary"].is_sample

    place = {
        "muscle": "piriformis",
        "spot": "near the sacrum",
        "side": "left",
        "tool": "foam roller",
    }
    with tracker.open_diary() as diary:
        diary.add(tracker.Release(started_at="2026-11-18T12:00:00+00:00", pain_before=6, **place))
    own: dict[str, tracker.Diary] = {}
    exec(first, own)
    assert not own["diary"].is_sample
    assert len(own["diary"].releases()) == 1
