"""Every chart is shown with its name, and is drawn anew as a file when asked for."""

from xml.etree import ElementTree

import pytest

from tracker import charts, relief, saveable, show


@pytest.fixture
def spots(diary, release):
    diary.add_all(release(pain_30s=4, pain_after=3) for _ in range(6))
    return relief.by_spot(diary.releases())


def test_what_is_shown_is_the_chart_itself(spots, come_near):
    widget = saveable(charts.plot_spot_ranking, spots, most=3)

    alone = show(charts.plot_spot_ranking, spots, most=3)
    drawing = come_near(widget).picture.value
    assert drawing == f'<div class="tk-gallery-chart">{alone._repr_html_()}</div>'


def test_nothing_is_drawn_before_a_reader_comes_near(spots):
    widget = saveable(charts.plot_spot_ranking, spots)

    assert 'aria-busy="true"' in widget.picture.value
    assert "<svg" not in widget.picture.value


def test_a_picture_is_the_same_every_time_and_needs_no_page(spots, files_of):
    widget = saveable(charts.plot_spot_ranking, spots)

    first, second = (files_of(widget, widget.save_svg.click)[0]["content"] for _ in range(2))
    assert first == second
    assert b"var(--" not in first
    assert b"<dc:date" not in first
    drawn = ElementTree.fromstring(first)
    assert "n 6" in {text.text for text in drawn.iter("{http://www.w3.org/2000/svg}text")}


def test_both_kinds_are_named_and_the_browser_paints_the_second(spots, files_of):
    widget = saveable(charts.plot_spot_ranking, spots)

    (svg,) = files_of(widget, widget.save_svg.click)
    (png,) = files_of(widget, widget.save_png.click)
    assert (svg["name"], svg["mime"]) == ("spot-ranking.svg", "image/svg+xml")
    assert (png["name"], png["mime"]) == ("spot-ranking.png", "image/png")
    assert png["content"] == svg["content"]
    assert png["text"] == "Saved spot-ranking.png among your downloads."
    assert widget.save_png.tooltip == "Save spot ranking as PNG"


def test_a_body_map_is_saved_like_any_other_chart(files_of):
    widget = saveable(charts.BodyChart())

    assert widget.name == "body-map"
    assert files_of(widget, widget.save_svg.click)[0]["content"].startswith(b"<svg xmlns")


@pytest.mark.parametrize(
    ("plot", "options", "name"),
    [
        (charts.plot_spot_ranking, {}, "spot-ranking"),
        (charts.plot_level, {"of": "relief"}, "relief-level"),
    ],
)
def test_a_file_is_named_after_what_it_shows(plot, options, name, diary):
    empty = diary.releases()
    tables = {"spot-ranking": relief.by_spot, "relief-level": relief.over_time}

    assert saveable(plot, tables[name](empty), **options).name == name


def test_what_goes_wrong_is_said(spots, monkeypatch):
    widget = saveable(show(charts.plot_spot_ranking, spots))
    monkeypatch.setattr(charts.Chart, "save", lambda *_: 1 / 0)

    widget.save_svg.click()
    assert widget.status.message["tone"] == "failed"
    assert widget.status.text.startswith("NOT SAVED: something unexpected went wrong")


def test_a_chart_that_cannot_be_drawn_is_tried_again(spots, monkeypatch, come_near):
    widget = saveable(charts.plot_spot_ranking, spots)
    with monkeypatch.context() as broken:
        broken.setattr(charts.Chart, "_repr_html_", lambda _: 1 / 0)
        come_near(widget)
    assert widget.status.text.startswith("NOT SHOWN: something unexpected went wrong")

    widget.status._handle_custom_msg({"type": "action"}, None)
    assert "<svg" in widget.picture.value
    assert widget.status.text == ""


def test_a_name_cannot_leave_its_chart(spots, come_near):
    named = spots.assign(spot=["</svg><script>alert(1)</script>"])

    widget = come_near(saveable(charts.plot_spot_ranking, named))
    assert "<script" not in widget.picture.value


def test_what_is_no_chart_is_refused(spots):
    with pytest.raises(TypeError, match=r"such as charts\.plot_spot_ranking, .*not DataFrame\.$"):
        saveable(spots)
