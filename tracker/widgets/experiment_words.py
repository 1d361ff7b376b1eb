"""How an experiment reads on its page: plain text, no markup."""

from collections.abc import Mapping
from datetime import datetime
from math import isnan
from typing import TYPE_CHECKING, Any, Final

from tracker.protocol.experiment import Arm, Experiment, spot_of
from tracker.protocol.flare_up import PRESSURE_AFTER_RISE, Press, Spot, warning_at
from tracker.protocol.place_name import place_name

if TYPE_CHECKING:
    import pandas as pd

    from tracker.relief import Chances, ExperimentProgress

_NOT_RATED: Final = "–"
_BETWEEN_PRESSES: Final = (
    "Let the pain come back to its usual level first, so that one release does not change the next."
)

_SAME_EACH_TIME: Final = "the same each time, within comfort"
_NO_LONGER_ALIKE: Final = (
    "If you pressed harder until now, better end this experiment: "
    "its releases are no longer pressed alike."
)


def arm_name(experiment: Experiment, arm: Arm) -> str:
    """Name A or B in a sentence.

    >>> from tracker.protocol.experiment import Experiment
    >>> planned = Experiment(planned_at="2026-11-22T18:30+01:00", compares="spot",
    ...     arm_a="psoas · beside the navel · left", arm_b="piriformis · near the sacrum · left",
    ...     tool="massage ball", pairs=6, order=("AB",) * 6)
    >>> arm_name(planned, "B")
    'left piriformis, near the sacrum'
    """
    chosen = experiment.arm(arm)
    match experiment.compares:
        case "spot":
            return place_name(*spot_of(chosen))
        case "pressure":
            return f"{chosen} pressure"
        case _:
            return chosen


def title_of(experiment: Experiment) -> str:
    """Name an experiment by what it compares."""
    return f"{arm_name(experiment, 'A')} or {arm_name(experiment, 'B')}"


def next_release(
    experiment: Experiment,
    progress: "ExperimentProgress",
    against: Mapping[Spot, Press],
) -> dict[str, Any]:
    """What the page needs to know to have the next release pressed.

    Parameters
    ----------
    against : mapping
        The spots where pain rose, as `flare_ups` finds them. There the plan's pressure gives way:
        what is left open is proposed light, and what is fixed is a reason to end the experiment.
    """
    if progress.arm is None:
        return {}
    press = experiment.press(progress.arm)
    warning = warning_at((str(press["muscle"]), str(press["spot"]), str(press["side"])), against)
    open_pressure = PRESSURE_AFTER_RISE if warning else _SAME_EACH_TIME
    short = arm_name(experiment, progress.arm).removesuffix(" pressure")
    return {
        "id": str(experiment.id),
        "turn": turn_of(experiment, progress),
        "heading": f"Next: pair {progress.pair} of {experiment.pairs}, "
        f"press {progress.arm}: {short}",
        "facts": [
            {"label": "Where", "value": f"{press['side']} {press['muscle']}, {press['spot']}"},
            {"label": "With", "value": press["tool"]},
            {
                "label": "How hard",
                "value": press["pressure"] or open_pressure,
            },
        ],
        "muscle": press["muscle"],
        "tool": press["tool"],
        "warning": warning,
        "advice": _advice(press["pressure"], progress) if warning else "",
        "before": " ".join(filter(None, [_wash_out(experiment, progress), _BETWEEN_PRESSES])),
        "so_far": _so_far(experiment, progress),
        "plan": _plan(experiment),
        "end": f"End it at {progress.pairs_done} of {experiment.pairs} pairs? "
        "What it says then stays exploratory.",
    }


def _wash_out(experiment: Experiment, progress: "ExperimentProgress") -> str:
    if progress.ready_at is None:
        return ""
    there = progress.ready_at.astimezone(experiment.planned_at.tzinfo)
    return (
        f"Not before {there:%H:%M} on {_day(there)}: you chose "
        f"{_hours(experiment.washout_h or 0)} between two releases."
    )


def turn_of(experiment: Experiment, progress: "ExperimentProgress") -> str:
    """Tell one release to come from every other."""
    return f"{experiment.id}/{progress.done}"


def result_card(
    experiment: Experiment, frame: "pd.DataFrame", progress: "ExperimentProgress"
) -> dict[str, Any]:
    """Show what an experiment says, as far as it got.

    Parameters
    ----------
    frame : DataFrame
        Releases as the diary hands them out.
    """
    from tracker.relief import (
        experiment_chances,
        experiment_pairs,
        experiment_result,
        pair_table,
    )
    from tracker.wording import chances_sentence, experiment_sentence

    pairs = experiment_pairs(frame, experiment)
    names = (arm_name(experiment, "A"), arm_name(experiment, "B"))
    test = [
        experiment_sentence(experiment_result(frame, experiment, names)),
        _left_out(progress.left_out),
    ]
    chances = experiment_chances(frame, experiment, names)
    over = progress.arm is None
    return {
        "id": str(experiment.id),
        "title": title_of(experiment),
        "state": _state(experiment, over=over, stopped=progress.stopped),
        "exploratory": not over,
        "sentence": chances_sentence(chances),
        "chart": _chart(chances) if chances.n_pairs else "",
        "test": " ".join(filter(None, test)),
        "plan": _plan(experiment),
        "columns": ["Pair", "First", f"A: {names[0]}", f"B: {names[1]}", "A − B"],
        "rows": [
            [
                str(row["pair"]),
                row["first"],
                _points(row["relief_a"]),
                _points(row["relief_b"]),
                _difference(row["difference"]),
            ]
            for row in pair_table(pairs).to_dict("records")
        ],
        "last": str(pairs["id"].iloc[-1]) if over else "",
    }


def _advice(pressure: str | None, progress: "ExperimentProgress") -> str:
    """What a rise means for the experiment that would have its spot pressed again."""
    if pressure is None:
        return _NO_LONGER_ALIKE if progress.done else ""
    if pressure == PRESSURE_AFTER_RISE:
        return ""
    return f"It is planned with {pressure} pressure, so better end this experiment."


def _chart(chances: "Chances") -> str:
    from tracker.charts.chances import plot_chances
    from tracker.charts.show import to_html

    # The sentence stands above it on the card.
    return to_html(plot_chances, chances, title="The chances")


def _plan(experiment: Experiment) -> str:
    held = [experiment.tool, experiment.pressure and f"{experiment.pressure} pressure"]
    if experiment.muscle and experiment.spot and experiment.side:
        held.insert(0, place_name(experiment.muscle, experiment.spot, experiment.side))
    same = " · ".join(filter(None, held))
    sentences = [
        f"Planned on {_day(experiment.planned_at)}: {experiment.pairs} pairs, the same for both: "
        f"{same}. Relief is compared at equal pain before, with {experiment.slope:g} points of "
        "relief per point of pain, fixed when it was planned."
    ]
    if experiment.washout_h:
        sentences.append(f"Between two releases you wait {_hours(experiment.washout_h)}.")
    if experiment.stops_at is not None:
        from tracker.wording import stopping_sentence

        sentences.append(stopping_sentence(experiment.pairs, experiment.stops_at))
    return " ".join(sentences)


def _hours(hours: float) -> str:
    return "1 hour" if hours == 1 else f"{hours:g} hours"


def waiting(experiment: Experiment, ready_at: datetime, at: datetime) -> str:
    """Say until when the wash-out lasts; nothing once it is over."""
    if at >= ready_at:
        return ""
    there = ready_at.astimezone(at.tzinfo)
    day = "" if there.date() == at.date() else f" on {_day(there)}"
    return (
        f"Wait until {there:%H:%M}{day}: you chose {_hours(experiment.washout_h or 0)} between two "
        "releases, so that one does not change the next."
    )


def _so_far(experiment: Experiment, progress: "ExperimentProgress") -> str:
    saved = f"{progress.done} of {2 * experiment.pairs} releases are saved."
    return " ".join(filter(None, [saved, _left_out(progress.left_out)]))


def _left_out(count: int) -> str:
    if not count:
        return ""
    releases = "1 release that was" if count == 1 else f"{count} releases that were"
    return f"Left out: {releases} not next in the order."


def _state(experiment: Experiment, *, over: bool, stopped: bool) -> str:
    if stopped:
        return "Done: its stopping rule ended it, as fixed beforehand."
    if over:
        return "Done, at its planned length."
    if experiment.ended_at is not None:
        return f"Exploratory: you ended it early, on {_day(experiment.ended_at)}."
    return "Exploratory: it has not reached its planned length."


def _day(moment: datetime) -> str:
    return f"{moment.day} {moment:%B %Y}"


def _points(relief: float) -> str:
    return _NOT_RATED if isnan(relief) else f"{relief:g}".replace("-", "−")


def _difference(points: float) -> str:
    return f"+{points:g}" if points > 0 else _points(points)
