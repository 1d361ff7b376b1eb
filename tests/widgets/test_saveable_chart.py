"""Every chart is shown with its name, and is drawn anew as a file when asked for."""

from xml.etree import ElementTree

import pytest

from tracker import charts, relief, saveable, show


@pytest.fixture
def spots(diary, release):
    diary.add_all(release(pain_30s=4, pain_after=3) for _ in range(6))
    return relief.by_spot(diary.releases())


def test_what_is_shown_is_the_chart_itself(spots, ask):
    widget = saveable(charts.plot_spot_ranking, spots, most=3)

    alone = show(charts.plot_spot_ranking, spots, most=3)
    assert ask(widget, "look")["markup"] == alone._repr_html_()


def test_a_picture_is_the_same_every_time_and_needs_no_page(spots, ask):
    widget = saveable(charts.plot_spot_ranking, spots)

    ((first,), (second,)) = [ask(widget, "picture")["buffers"] for _ in range(2)]
    assert first == second
    assert b"var(--" not in first
    assert b"<dc:date" not in first
    drawn = ElementTree.fromstring(first)
    assert "n 6" in {text.text for text in drawn.iter("{http://www.w3.org/2000/svg}text")}


def test_a_body_map_is_saved_like_any_other_chart(ask):
    widget = saveable(charts.BodyChart())

    assert widget.name == "body-map"
    assert ask(widget, "picture")["buffers"][0].startswith(b"<svg xmlns")


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


def test_what_goes_wrong_is_said(ask, spots, monkeypatch):
    widget = saveable(show(charts.plot_spot_ranking, spots))
    monkeypatch.setattr(charts.Chart, "save", lambda *_: 1 / 0)

    answer = ask(widget, "picture")
    assert answer["outcome"] == "failed"
    assert answer["text"].startswith("NOT SAVED: something unexpected went wrong")


def test_a_name_cannot_leave_its_chart(spots, ask):
    named = spots.assign(spot=["</svg><script>alert(1)</script>"])

    assert "<script" not in ask(saveable(charts.plot_spot_ranking, named), "look")["markup"]


def test_what_is_no_chart_is_refused(spots):
    with pytest.raises(TypeError, match=r"such as charts\.plot_spot_ranking, .*not DataFrame\.$"):
        saveable(spots)
