import pytest

from tracker.charts.relief_scale import DARK_STEPS, EDGES, STEPS, step_of, text_on, themed_steps
from tracker.theme import DARK, LIGHT, RELIEF_SCALE, WORSE_SCALE


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, two: str) -> float:
    light, dark = sorted((luminance(one), luminance(two)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_steps_are_the_products_scale():
    assert STEPS[3:] == RELIEF_SCALE
    assert STEPS[:3] == WORSE_SCALE[::-1]
    assert len(EDGES) == len(STEPS) + 1 == len(DARK_STEPS) + 1


@pytest.mark.parametrize(
    ("relief", "step"),
    [(-10, 0), (-2.1, 0), (-2, 1), (-0.1, 2), (0, 3), (0.9, 3), (2, 5), (5, 8), (10, 8)],
)
def test_a_step_begins_at_its_edge(relief, step):
    assert step_of(relief) == step


@pytest.mark.parametrize("relief", [-5, -1.5, -0.5, 0.5, 1.5, 2.5, 3.5, 4.5, 6])
def test_numbers_on_the_steps_are_legible_in_both_themes(relief):
    step = step_of(relief)
    token = "card" if text_on(relief) == LIGHT.card else "ink"

    assert contrast(STEPS[step], getattr(LIGHT, token)) >= 4.5
    assert contrast(DARK_STEPS[step], getattr(DARK, token)) >= 4.5


def test_more_stands_out_more_in_both_themes():
    darker = [luminance(colour) for colour in STEPS[3:]]
    brighter = [luminance(colour) for colour in DARK_STEPS[3:]]

    assert darker == sorted(darker, reverse=True)
    assert brighter == sorted(brighter)


def test_fills_follow_the_theme_and_keep_a_light_fallback():
    fill = themed_steps('style="fill: #e6f2ef; stroke: #e6f2ef"')

    assert fill == (
        f'style="fill: #E6F2EF; fill: light-dark(#E6F2EF, {DARK_STEPS[3]}); stroke: #e6f2ef"'
    )
