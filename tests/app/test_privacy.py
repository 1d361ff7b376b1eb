"""Health data stay out of saved notebooks, and pages cannot call out."""

import copy
import json

import nbformat
from jupyter_server.services.contents.filemanager import FileContentsManager

from tracker.app.privacy import security_headers, strip_outputs

CODE = {
    "cell_type": "code",
    "id": "log-form",
    "execution_count": 7,
    "metadata": {
        "jupyter": {"source_hidden": True},
        "execution": {"iopub.execute_input": "2026-11-18T12:00:00Z"},
        "scrolled": True,
    },
    "outputs": [{"output_type": "stream", "name": "stdout", "text": "pain 7"}],
    "source": "tracker.log_form(diary)",
}
TEXT = {"cell_type": "markdown", "id": "question", "metadata": {}, "source": "# Which spots?"}
NOTEBOOK = {
    "cells": [TEXT, CODE],
    "metadata": {
        "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
        "language_info": {"name": "python", "version": "3.12.1"},
        "widgets": {"application/vnd.jupyter.widget-state+json": {"state": {"a": "pain 7"}}},
    },
    "nbformat": 4,
    "nbformat_minor": 5,
}


def stripped(notebook):
    model = {"type": "notebook", "content": copy.deepcopy(notebook)}
    strip_outputs(model, path="log.ipynb", contents_manager=None)
    return model["content"]


def test_outputs_counts_and_widget_state_go():
    content = stripped(NOTEBOOK)
    assert "pain 7" not in json.dumps(content)
    assert content["cells"][1]["outputs"] == []
    assert content["cells"][1]["execution_count"] is None
    assert content["metadata"]["language_info"] == {"name": "python"}


def test_text_code_and_collapsed_inputs_stay():
    content = stripped(NOTEBOOK)
    assert content["cells"][0] == TEXT
    assert content["cells"][1]["source"] == CODE["source"]
    assert content["cells"][1]["metadata"] == {"jupyter": {"source_hidden": True}}
    nbformat.validate(nbformat.from_dict(content))


def test_stripping_twice_changes_nothing_more():
    assert stripped(stripped(NOTEBOOK)) == stripped(NOTEBOOK)


def test_other_files_and_renames_are_left_alone():
    for model in (
        {"type": "file", "content": "outputs"},
        {"type": "notebook", "content": None},
        {"type": "directory"},
    ):
        before = copy.deepcopy(model)
        strip_outputs(model, path="x", contents_manager=None)
        assert model == before


def test_what_jupyter_writes_to_disk_is_stripped(tmp_path):
    contents = FileContentsManager(root_dir=str(tmp_path))
    contents.register_pre_save_hook(strip_outputs)
    contents.save({"type": "notebook", "content": copy.deepcopy(NOTEBOOK)}, "log.ipynb")
    assert "pain 7" not in (tmp_path / "log.ipynb").read_text(encoding="utf-8")


def test_the_headers_name_no_other_machine():
    policy = security_headers(8642, ("127.0.0.1", "192.168.1.23"))["Content-Security-Policy"]
    allowed = {word for rule in policy.split("; ") for word in rule.split()[1:]}
    assert allowed == {
        "'self'",
        "'none'",
        "'unsafe-inline'",
        "'unsafe-eval'",
        "blob:",
        "data:",
        "ws://127.0.0.1:8642",
        "ws://192.168.1.23:8642",
    }
    assert policy.startswith("default-src 'self';")
