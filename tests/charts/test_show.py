import re
from xml.etree import ElementTree

import pytest

from tracker.charts import (
    plot_hold_curves,
    plot_muscle_weeks,
    plot_relief_over_time,
    plot_sciatica,
    plot_spot_ranking,
    show,
    to_html,
)
from tracker.theme import LIGHT
from tracker.wording.tables import spot_ranking_sentence

NAMESPACES = ("http://www.w3.org/1999/xlink", "http://www.w3.org/2000/svg")


@pytest.fixture
def pieces(spots, points, weeks, curves, by_day, releases_by_day):
    """Every chart as a piece of a page."""
    return {
        "ranking": to_html(plot_spot_ranking, spots),
        "over time": to_html(plot_relief_over_time, points, weeks),
        "hold": to_html(plot_hold_curves, curves),
        "weeks": to_html(plot_muscle_weeks, weeks),
        "sciatica": to_html(plot_sciatica, by_day, releases_by_day),
        "empty": to_html(plot_spot_ranking, spots.iloc[:0]),
    }


def test_a_piece_is_two_drawings_in_a_figure(pieces):
    for piece in pieces.values():
        root = ElementTree.fromstring(piece)
        assert (root.tag, root.get("class")) == ("figure", "tk-chart")
        assert [div.get("class") for div in root.findall("div")] == ["tk-wide", "tk-narrow"]
        assert piece.count("<svg") == 2


def test_a_screen_reader_hears_the_answer(pieces, spots):
    root = ElementTree.fromstring(pieces["ranking"])
    for svg in root.iter("svg"):
        assert svg.get("role") == "img"
        assert svg.get("aria-label").startswith(spot_ranking_sentence(spots))


def test_nothing_comes_from_outside_and_nothing_runs(pieces):
    for piece in pieces.values():
        for namespace in NAMESPACES:
            piece = piece.replace(namespace, "")
        assert "http" not in piece
        assert "<script" not in piece
        assert "<metadata" not in piece


def test_ids_are_all_used_and_differ_across_a_page(pieces):
    page = "".join(pieces.values())

    ids = re.findall(r' id="([^"]+)"', page)
    used = set(re.findall(r"url\(#([^)]+)\)|href=\"#([^\"]+)\"", page))
    assert len(ids) == len(set(ids))
    assert {name for pair in used for name in pair if name} == set(ids)


def test_every_colour_follows_the_theme(pieces):
    scale = re.compile(r"fill: #[0-9A-F]{6}; fill: light-dark\([^)]*\)")
    for piece in pieces.values():
        rest = scale.sub("", re.sub(r"var\(--tk-[a-z-]+, #[0-9A-F]{6}\)", "", piece))
        assert re.findall(r"#[0-9a-fA-F]{6}\b", rest) == []


def test_the_same_chart_is_drawn_alike_every_time(spots):
    assert to_html(plot_spot_ranking, spots) == to_html(plot_spot_ranking, spots)


def test_text_is_text_in_the_pages_font(pieces):
    assert ">n 14<" in pieces["ranking"]
    assert "DejaVu" not in pieces["ranking"]
    assert "var(--tk-sans" in pieces["ranking"]


def test_no_text_is_under_12_pixels_on_a_phone(pieces):
    for piece in pieces.values():
        narrow = piece[piece.index("tk-narrow") :]
        sizes = {float(size) for size in re.findall(r"([\d.]+)px", narrow)}
        assert min(sizes) >= 9  # an SVG pixel here is a point: 4/3 of a screen's


def test_a_name_cannot_leave_its_text(spots):
    named = spots.assign(spot=["<img src=x>", "</svg>", '" onload="x', "&amp;"])

    root = ElementTree.fromstring(to_html(plot_spot_ranking, named))
    assert "img" not in {element.tag for element in root.iter()}


def test_a_notebook_gets_the_themes_with_the_chart(spots):
    html = show(plot_spot_ranking, spots, most=2)._repr_html_()

    assert f"--tk-paper: {LIGHT.paper}" in html
    assert to_html(plot_spot_ranking, spots, most=2) in html


@pytest.mark.parametrize(
    ("kind", "start"), [("png", b"\x89PNG"), ("pdf", b"%PDF"), ("svg", b"<?xml")]
)
def test_a_chart_is_saved_as_its_ending_says(spots, tmp_path, kind, start):
    file = show(plot_spot_ranking, spots).save(tmp_path / f"ranking.{kind}")

    assert file.read_bytes().startswith(start)


def test_another_ending_is_refused(spots, tmp_path):
    with pytest.raises(ValueError, match=r"must end in \.svg, \.png or \.pdf, not '\.gif'"):
        show(plot_spot_ranking, spots).save(tmp_path / "ranking.gif")


def test_what_is_drawn_already_is_refused(spots):
    with pytest.raises(TypeError, match=r"such as charts\.plot_spot_ranking, with its tables"):
        show(plot_spot_ranking(spots))
