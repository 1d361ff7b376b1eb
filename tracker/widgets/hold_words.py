"""What the hold coach says: what a release means, what to repeat, and which spots lie nearest."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any, Final

from tracker.protocol.catalogue import Catalogue
from tracker.protocol.fields import NOTICEABLE_POINTS
from tracker.protocol.flare_up import LARGE_RISE_POINTS, Spot, after_release, pain_at_end
from tracker.protocol.muscle import Muscle
from tracker.protocol.muscle import Spot as NamedSpot
from tracker.protocol.profile import needs_sentence, tool_for
from tracker.protocol.release import Release

REPEATED: Final = ("muscle", "spot", "side", "tool", "pressure")
"""What a release has in common with the one that repeats it."""

_OTHER_SIDE: Final = 2.0


def meaning(release: Release) -> str:
    """Say in a sentence or two what a release shows, and what the protocol makes of it.

    >>> made = dict(started_at="2026-11-22T18:32+01:00", muscle="piriformis", side="left",
    ...     spot="near the sacrum", tool="foam roller", pain_before=6, held_s=90)
    >>> meaning(Release(**made, pain_after=3))
    'Your pain is 3 points lower than before (6, then 3), a change people usually notice.'
    >>> meaning(Release(**made, pain_after=9))
    'Your pain rose by 3 points. Rest, and rate it again in a few hours.'
    >>> meaning(Release(**made))
    'Without a rating at the end it says nothing about relief.'
    """
    after = pain_at_end(release)
    if release.outcome == "moved":
        return _on_moving(release, after)
    if after is None:
        return "Without a rating at the end it says nothing about relief."
    if after - release.pain_before >= LARGE_RISE_POINTS:
        return after_release(release.pain_before, after).reason
    return _change(release.pain_before, after)


def _on_moving(release: Release, after: float | None) -> str:
    if after is None:
        return "You moved on without a rating."
    fell = release.pain_before - after
    if fell > 0:
        return f"You moved on with your pain {_points(fell)} lower ({_rated(release, after)})."
    return f"Pain there had not begun to fall ({_rated(release, after)})."


def _change(before: float, after: float) -> str:
    relief_points = before - after
    if relief_points == 0:
        return f"Your pain is as it was before ({before:g})."
    points = _points(abs(relief_points))
    direction = "lower" if relief_points > 0 else "higher"
    notice = ", a change people usually notice" if relief_points >= NOTICEABLE_POINTS else ""
    return f"Your pain is {points} {direction} than before ({before:g}, then {after:g}){notice}."


def _points(count: float) -> str:
    return f"{count:g} point{'' if count == 1 else 's'}"


def _rated(release: Release, after: float) -> str:
    return f"{release.pain_before:g}, then {after:g}"


def repeats(
    releases: Iterable[Release],
    most: int,
    against: Collection[Spot] = (),
    owned: Sequence[str] | None = None,
) -> list[dict[str, Any]]:
    """What was pressed last, last first, each combination once; moved ones are left out.

    Parameters
    ----------
    releases : iterable of Release
        The last first.
    most : int
    against : collection of Spot
        Those that the rule for lingering pain speaks against: they come after all others.
    owned : sequence of str, optional
        The person's tools: another one is not proposed again, and is then None.

    Returns
    -------
    list of dict
        The fields of `REPEATED`, and ``started_at`` of the last time.
    """
    found: dict[tuple[Any, ...], dict[str, Any]] = {}
    for release in releases:
        if release.outcome == "moved":
            continue
        what = {field: getattr(release, field) for field in REPEATED}
        if owned is not None and release.tool not in owned:
            what["tool"] = None
        found.setdefault(tuple(what.values()), {**what, "at": release.started_at.isoformat()})
    ordered = sorted(
        found.values(), key=lambda one: (one["muscle"], one["spot"], one["side"]) in against
    )
    return ordered[:most]


def usual_press(
    names: Catalogue, releases: Iterable[Release], owned: Sequence[str] | None
) -> dict[str, dict[str, str | None]]:
    """Give what each muscle is proposed to be pressed with.

    Parameters
    ----------
    names : Catalogue
    releases : iterable of Release
        The last first.
    owned : sequence of str or None
        The person's tools; None where they have not said.

    Returns
    -------
    dict
        Muscle -> ``tool`` and ``pressure``, those of its last press where the person still has the
        tool, each None where nobody can say; and ``needs``, a sentence where they own none that
        reaches, else "".
    """
    last: dict[str, Release] = {}
    for release in releases:
        last.setdefault(release.muscle, release)
    usual = {}
    for name, muscle in names.items():
        pressed = last.get(name)
        tool = tool_for(muscle, owned, [pressed.tool] if pressed else [])
        usual[name] = {
            "tool": tool or None,
            "pressure": pressed.pressure if pressed and pressed.tool == tool else None,
            "needs": needs_sentence(muscle) if tool is None else "",
        }
    return usual


def neighbours(muscle: Muscle) -> dict[str, list[str]]:
    """The other spots of each spot's muscle, the nearest on the figure first.

    >>> from tracker.protocol.catalogue import catalogue
    >>> neighbours(catalogue()["piriformis"])["near the sacrum"]
    ['middle of the buttock', 'behind the hip bone']
    """
    spots = list(muscle.spots.values())
    return {
        spot.name: [
            other.name
            for other in sorted(spots, key=lambda other: _apart(spot, other))
            if other is not spot
        ]
        for spot in spots
    }


def _apart(one: NamedSpot, other: NamedSpot) -> float:
    """How far apart on the figure; what is on its other side, or not placed, comes last."""
    if one.x is None or one.y is None or other.x is None or other.y is None:
        return 2 * _OTHER_SIDE
    turned = 0 if one.view == other.view else _OTHER_SIDE
    return turned + float((one.x - other.x) ** 2 + (one.y - other.y) ** 2)
