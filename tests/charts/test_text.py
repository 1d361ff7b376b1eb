from hypothesis import given
from hypothesis import strategies as st

from tracker.charts.style import style
from tracker.charts.text import balanced, number, unwidowed, width_of, wrap


def test_lines_fit_their_room():
    text = "Each spot stands alone here: a few lucky presses can lead."

    lines = wrap(text, 120, 10)
    assert len(lines) > 2
    assert all(width_of(line, 10) <= 120 for line in lines)
    assert " ".join(lines) == text


def test_a_number_keeps_its_unit():
    lines = wrap("4.0 at 30 s", width_of("4.0 at 30", 10) + 1, 10)

    assert lines == ["4.0 at", "30\u00a0s"]


def test_a_word_longer_than_a_line_is_cut_short():
    (line,) = wrap("w" * 80, 100, 10)

    assert line.endswith("…")
    assert width_of(line, 10) <= 100


def test_balanced_lines_are_of_about_equal_length():
    text = "On the 55 days you rated it, your pain was 4.9 of 10"
    room = width_of(text, 12) * 0.9

    first, second = balanced(text, room, 12)
    assert abs(len(first) - len(second)) < 15


def test_no_word_is_left_alone_if_that_costs_no_line():
    text = "before and thirty seconds and after on leaving"
    room = width_of("before and thirty seconds and after on", 12)

    assert wrap(text, room, 12)[-1] == "leaving"
    assert len(unwidowed(text, room, 12)) == 2
    assert unwidowed(text, room, 12)[-1] != "leaving"


def test_bold_is_wider():
    assert width_of("relief", 10, bold=True) > width_of("relief", 10)


def test_numbers_have_a_true_minus_and_no_negative_zero():
    assert [number(value) for value in (-1.26, -0.04, 0.0, 2.0)] == ["−1.3", "0.0", "0.0", "2.0"]
    assert number(-2, 0) == "−2"


@given(st.text(max_size=60), st.floats(20, 300))
def test_any_text_can_be_wrapped(text, room):
    with style():
        lines = wrap(text, room, 10)

    assert lines
    assert all("\n" not in line for line in lines)
