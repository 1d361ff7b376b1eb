"""The guide in a terminal: the same text as on the page, at any width, without a diary."""

import pytest

from tracker.guide.sections import sections


def test_it_prints_all_topics_red_flags_first(run, tmp_path):
    code, out, err = run("guide")
    assert (code, err) == (0, "")
    assert out.startswith("When to see a clinician\n=======================\n")
    assert all(f"\n{section.title}\n" in f"\n{out}" for section in sections())
    assert "](#" not in out
    assert "**" not in out
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("width", [40, 80])
def test_no_line_is_wider_than_the_terminal(run, monkeypatch, width):
    monkeypatch.setenv("COLUMNS", str(width))
    assert max(map(len, run("guide")[1].splitlines())) <= width


def test_it_prints_one_topic(run):
    out = run("guide", "TFL")[1]
    assert out.startswith("Tensor fasciae latae\n--------------------\n")


def test_a_topic_that_is_not_there_is_refused_with_the_nearest(run):
    code, out, err = run("guide", "piriformes")
    assert (code, out) == (2, "")
    assert err == "tracker: Unknown topic 'piriformes'. Did you mean 'piriformis'?\n"
