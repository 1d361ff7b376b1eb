"""Say why a spot is suggested, or why none is, promising nothing."""

from collections.abc import Callable
from typing import Any, Final

from tracker.protocol.flare_up import LIGHTLY_NEARBY
from tracker.protocol.place_name import place_name
from tracker.relief.plan import Plan
from tracker.wording.numbers import counted

SIDE_NOT_SAID: Final = (
    "Which side hurts? Say so at the top of the page Today or Hold, and the plan begins there."
)
NO_TOOL_REACHES: Final = (
    "No spot is within reach of your tools. A lacrosse ball or a massage ball reaches most muscles."
)
TOOLS_NOT_SAID: Final = (
    "Say at the top of the page Today or Hold which tools you have, and each spot comes with one."
)
NONE_HELPED: Final = (
    "No spot helped clearly so far, and none little tried is promising. This shows what "
    "happened while you pressed; a health-care practitioner can look further."
)


def rest_note(rest_h: float) -> str:
    """Say which spots rest, and whose rule that is.

    Parameters
    ----------
    rest_h : float
        Hours that a spot rests after a press.
    """
    return (
        f"Spots pressed within the last {rest_h:g} hours are left out: "
        "the kit's own choice, not the protocol's."
    )


def reason_sentence(row: Any) -> str:
    """Say why a spot is suggested.

    Parameters
    ----------
    row : named tuple
        A row of ``plan(...).suggestions``.
    """
    sentence = _SENTENCE_OF[row.reason](row)
    return f"{sentence} {LIGHTLY_NEARBY}" if row.press_lightly else sentence


def place_of(row: Any) -> str:
    """Name what is suggested: the side, the muscle, the spot, and the tool where it is known.

    Parameters
    ----------
    row : named tuple
        A row of ``plan(...).suggestions``.
    """
    place = place_name(row.muscle, row.spot, row.side)
    return f"{place} ({row.tool})" if row.tool else place


def tool_sentences(planned: Plan) -> list[str]:
    """Say which tool is wanting, and for which muscles, or that the tools are to be said.

    Parameters
    ----------
    planned : Plan
        From `tracker.relief.plan.plan`.
    """
    sentences = [
        f"Left out, for none of your tools reaches: {' and '.join(muscles)}, which "
        f"{'needs' if len(muscles) == 1 else 'need'} {need}."
        for need, muscles in planned.out_of_reach.items()
    ]
    is_unsaid = (planned.suggestions["tool"] == "").any()
    return [*sentences, TOOLS_NOT_SAID] if is_unsaid else sentences


def advice_sentence(planned: Plan) -> str:
    """Say why no spot is suggested; "" where one is.

    Parameters
    ----------
    planned : Plan
        From `tracker.relief.plan.plan`.
    """
    if planned.stop_advice or planned.nothing_left is None:
        return planned.stop_advice
    if planned.nothing_left == "side not said":
        return SIDE_NOT_SAID
    if planned.nothing_left == "no tool reaches":
        return NO_TOOL_REACHES
    if planned.nothing_left == "every spot rests":
        return (
            f"Every spot within reach rests for now. {rest_note(planned.rest_h)} "
            "So are spots that left pain that lingered."
        )
    return NONE_HELPED


def _best(row: Any) -> str:
    return f"Best so far: {_after_a_press(row)} ({_range(row)}, {_n(row)})."


def _among_the_best(row: Any) -> str:
    return f"Among the best so far: {_after_a_press(row)} ({_range(row)}, {_n(row)})."


def _helped(row: Any) -> str:
    return f"Helped so far: {_after_a_press(row)} ({_range(row)}, {_n(row)})."


def _little_tried(row: Any) -> str:
    return (
        f"Promising, little tried: {_after_a_press(row)}, going by other spots too "
        f"({_range(row)}, {_n(row)}); not enough yet to say."
    )


def _not_tried(row: Any) -> str:
    return f"Not tried yet. Nearby spots helped: {_expected(row)}."


def _muscle_not_tried(row: Any) -> str:
    return f"Not tried yet, nor its muscle. Your other spots helped: {_expected(row)}."


def _not_compared(row: Any) -> str:
    tried = "Not tried yet" if row.n_rated == 0 else f"Little tried ({_n(row)})"
    return f"{tried}: too few releases to compare spots, so any is worth a try."


_SENTENCE_OF: Final[dict[str, Callable[[Any], str]]] = {
    "best so far": _best,
    "among the best so far": _among_the_best,
    "helped so far": _helped,
    "promising, little tried": _little_tried,
    "promising, not tried": _not_tried,
    "promising, muscle not tried": _muscle_not_tried,
    "little tried": _not_compared,
    "not tried": _not_compared,
}


def _after_a_press(row: Any) -> str:
    return f"pain about {_points(row.mean)} after a press"


def _expected(row: Any) -> str:
    return f"going by them, {_after_a_press(row)} ({_range(row)})"


def _points(relief: float) -> str:
    rounded = round(relief, 1)
    if rounded == 0:
        return "the same"
    return f"{abs(rounded):.1f} points {_direction(rounded)}"


def _range(row: Any) -> str:
    low, high = round(row.low_80, 1), round(row.high_80, 1)
    if low >= 0:
        return f"80 % range {abs(low):.1f} to {abs(high):.1f}"
    return f"80 % range {_end(low)} to {_end(high)}"


def _end(points: float) -> str:
    return f"{abs(points):.1f} {_direction(points)}"


def _direction(relief: float) -> str:
    return "lower" if relief >= 0 else "higher"


def _n(row: Any) -> str:
    return counted(row.n_rated, "release")
