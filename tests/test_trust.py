"""The promises of `make trust`, each tried a few times."""

import random
import sys
from pathlib import Path

import pytest

TRUST = Path(__file__).parents[1] / "benchmarks" / "trust"


@pytest.fixture(autouse=True)
def trust_on_the_path(monkeypatch):
    monkeypatch.syspath_prepend(TRUST.parent)
    monkeypatch.syspath_prepend(TRUST)
    yield
    for file in (*TRUST.parent.glob("*.py"), *TRUST.glob("*.py")):
        sys.modules.pop(file.stem, None)


@pytest.fixture
def lot():
    return random.Random(7)


def broken(figures):
    return [f"{one.tried}: {one.found}" for one in figures if one.holds is False]


def test_what_was_acknowledged_outlives_a_kill(tmp_path, lot):
    import crashes

    assert broken([crashes.while_saving(tmp_path, 8, lot)]) == []


@pytest.mark.slow
def test_everything_else_is_done_or_not_done(tmp_path, lot):
    import crashes

    assert broken(crashes.in_the_middle(tmp_path, 2, lot)) == []


def test_a_torn_log_and_a_spoiled_page_give_the_truth_or_a_sentence(tmp_path, lot):
    import torn

    assert broken([torn.log_that_is_torn(tmp_path, 12, lot)]) == []
    assert broken([torn.page_of_noise(tmp_path, 12, lot)]) == []


@pytest.mark.slow
def test_a_disk_that_fails_loses_nothing_that_was_acknowledged(tmp_path):
    import torn

    assert broken(torn.disk_that_fails(tmp_path, 3)) == []


def test_writers_and_readers_at_once_keep_everything(tmp_path):
    import concurrency

    shared = concurrency.writers_at_once(tmp_path, 4, 25)
    assert shared.found.startswith("100 kept, 0 processes failed")
    assert broken([concurrency.readers_meanwhile(tmp_path, 200)]) == []
    assert broken([concurrency.two_tabs(tmp_path)]) == []


def test_nobody_gets_in_without_the_token(tmp_path):
    import web

    assert broken(web.without_the_token(tmp_path)) == []


@pytest.mark.slow
def test_nothing_lies_open_or_is_left_behind(tmp_path):
    import at_rest

    assert broken(at_rest.modes_and_leftovers(tmp_path)) == []
