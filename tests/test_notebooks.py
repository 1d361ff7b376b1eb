"""The committed notebooks are clean, thin and closed: the pages and Lab show the same ones."""

import ast
from pathlib import Path

import nbformat
import pytest

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

every_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)


def cells(path, kind):
    notebook = nbformat.read(path, as_version=4)
    return [cell for cell in notebook.cells if cell.cell_type == kind]


def test_there_is_one_for_every_page():
    assert {path.stem for path in NOTEBOOKS} == set(PAGES)


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


@every_notebook
def test_its_inputs_are_collapsed(path):
    assert all(
        cell.metadata == {"jupyter": {"source_hidden": True}} for cell in cells(path, "code")
    )


@every_notebook
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
        assert heading.endswith("?")
        assert said.strip()
