"""The rules for pain that rose: when to ask again, ease off, or stop and see someone."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, NamedTuple
from uuid import UUID

from tracker.protocol.fields import NOTICEABLE_POINTS, Pressure
from tracker.protocol.hold import Advice
from tracker.protocol.release import Release

LARGE_RISE_POINTS: Final = NOTICEABLE_POINTS
"""A rise people usually notice."""

GONE_WITHIN_H: Final = 24
"""The kit's own reading of "does not go away": still raised a day later."""

ASKED_AFTER_H: Final = 2
"""The kit's own reading of "some hours later"."""

ASKED_WITHIN_H: Final = 7 * 24
"""A rating later than this says little about the release."""

PRESSURE_AFTER_RISE: Final[Pressure] = "light"
"""What is proposed where pain rose: "next time reduce the pressure"."""

LIGHTLY_NEARBY: Final = "Press more lightly: pain rose at another spot of this muscle."

UNRATED_RISE: Final = (
    "Last time pain rose from {before:g} to {after:g} and was not rated again. "
    "Press lighter, or another spot."
)

Spot = tuple[str, str, str]
"""Muscle, spot, side."""


class Press(NamedTuple):
    """What the rule for lingering pain reads of a release; None where not rated."""

    spot: Spot
    started_at: datetime
    pain_before: float
    pain_at_end: float | None
    pain_later: float | None
    hours_later: float | None

    @property
    def advice(self) -> Advice:
        """What to do about the pain that it left, as far as it was rated."""
        return after_release(self.pain_before, self.pain_at_end, self.pain_later, self.hours_later)

    @property
    def is_rated(self) -> bool:
        """Whether any rating after the start says how it went."""
        return self.pain_at_end is not None or self.pain_later is not None


def after_release(
    pain_before: float,
    pain_after: float | None,
    pain_later: float | None = None,
    hours_later: float | None = None,
) -> Advice:
    """What to do about the pain that a release left behind.

    Parameters
    ----------
    pain_before, pain_after, pain_later : float
        NRS-11 before, at the end, and at the lingering check; None where not rated.
    hours_later : float, optional
        Hours from the release to the lingering check.

    >>> after_release(5, 3).action
    'go on'
    >>> after_release(5, 8).action
    'check later'
    >>> after_release(5, 8, 8, 3).action, after_release(5, 8, 7, 26).action
    ('ease', 'stop and consult')
    """
    if pain_later is not None:
        return _at_lingering_check(pain_before, pain_later, hours_later or 0)
    rise = 0 if pain_after is None else pain_after - pain_before
    if rise < LARGE_RISE_POINTS:
        return Advice("go on", "Next: another spot of this muscle, or another muscle.")
    return Advice(
        "check later",
        f"Your pain rose by {rise:g} points. Rest, and rate it again in a few hours.",
    )


def pain_at_end(release: Release) -> float | None:
    """Pain when the press ended: of a moved release, that on leaving; None where not rated."""
    return release.pain_30s if release.outcome == "moved" else release.pain_after


def advice_for(release: Release) -> Advice:
    """What to do about the pain that this release left, as far as it was rated."""
    return press_of(release).advice


def press_of(release: Release) -> Press:
    """Read of a release what the rule needs."""
    hours = _hours_after(release, release.later_at) if release.later_at else None
    return Press(
        spot_pressed(release),
        release.started_at,
        release.pain_before,
        pain_at_end(release),
        release.pain_later,
        hours,
    )


def flare_ups(presses: Iterable[Press], now: datetime) -> dict[Spot, Press]:
    """Find the spots that the rule speaks against, each with its last rated press.

    Parameters
    ----------
    presses : iterable of Press
        The earliest first.
    now : datetime
        With its zone.

    Notes
    -----
    Against a spot speaks a last rated press that left a large rise which lingered; or, for a day,
    one whose rise was not rated again yet. The rest of its muscle stays, pressed more lightly.

    >>> at = datetime.fromisoformat("2026-11-22T18:00+01:00")
    >>> rose = Press(("psoas", "beside the navel", "left"), at, 5, 8, None, None)
    >>> [len(flare_ups([rose], at + timedelta(hours=hours))) for hours in (1, 23, 24)]
    [1, 1, 0]
    >>> len(flare_ups([rose._replace(pain_later=8, hours_later=3)], at + timedelta(days=9)))
    1
    """
    last = {press.spot: press for press in presses if press.is_rated}
    return {spot: press for spot, press in last.items() if _speaks_against(press, now)}


def flare_up_warning(press: Press) -> str:
    """Say of a spot that `flare_ups` finds what its last press did, and what to do instead.

    >>> at = datetime.fromisoformat("2026-11-22T18:00+01:00")
    >>> rose = Press(("psoas", "beside the navel", "left"), at, 5, 8, None, None)
    >>> flare_up_warning(rose._replace(pain_later=8, hours_later=3))
    'Last time pain rose from 5 to 8 and stayed. Press lighter, or another spot.'
    """
    before, later = press.pain_before, press.pain_later
    after = before if press.pain_at_end is None else press.pain_at_end
    if later is None:
        return UNRATED_RISE.format(before=before, after=after)
    if after - before < LARGE_RISE_POINTS:
        what = f"rose from {before:g} to {later:g} some hours later"
    else:
        what = f"rose from {before:g} to {after:g} and stayed"
        what += "" if later == after else f" ({later:g} later)"
    return f"Last time pain {what}. Press lighter, or another spot."


def warning_at(spot: Spot, against: Mapping[Spot, Press]) -> str:
    """Say what to know before pressing a spot; "" where nothing speaks against it.

    Parameters
    ----------
    against : mapping
        As `flare_ups` finds them: a rise at another spot of the muscle asks for lighter pressure.

    >>> at = datetime.fromisoformat("2026-11-22T18:00+01:00")
    >>> here = ("psoas", "beside the navel", "left")
    >>> warning_at(("psoas", "beside the navel", "right"), {here: Press(here, at, 5, 8, 8, 3)})
    'Press more lightly: pain rose at another spot of this muscle.'
    >>> warning_at(("piriformis", "near the sacrum", "left"), {here: Press(here, at, 5, 8, 8, 3)})
    ''
    """
    if spot in against:
        return flare_up_warning(against[spot])
    return LIGHTLY_NEARBY if any(muscle == spot[0] for muscle, *_ in against) else ""


def has_gone(pain_before: float, next_pain_before: float) -> bool:
    """Whether the rise a release left is gone, as the next press of its spot begins.

    >>> has_gone(5, 6), has_gone(5, 7)
    (True, False)
    """
    return next_pain_before - pain_before < LARGE_RISE_POINTS


@dataclass(frozen=True)
class PersistentFlareUp:
    """A release whose pain was still raised a day later, and what the rule says about it."""

    release: Release
    reason: str


def stays_raised(
    releases: Iterable[Release], gone_on: Iterable[datetime] = ()
) -> PersistentFlareUp | None:
    """Find the last release whose pain was still raised a day later and has not gone since.

    Parameters
    ----------
    releases : iterable of Release
        In any order.
    gone_on : iterable of datetime
        When the person read the advice to stop, and chose to go on.
    """
    pressed = sorted(releases, key=lambda one: one.started_at, reverse=True)
    last_gone_on = max(gone_on, default=None)
    for place, release in enumerate(pressed):
        if release.later_at is None or (last_gone_on and last_gone_on >= release.later_at):
            continue
        advice = advice_for(release)
        if advice.action != "stop and consult":
            continue
        again = [one for one in pressed[:place] if one.started_at > release.later_at]
        if not any(
            has_gone(release.pain_before, one.pain_before)
            for one in again
            if spot_pressed(one) == spot_pressed(release)
        ):
            return PersistentFlareUp(release, advice.reason)
    return None


def due_follow_ups(
    releases: Iterable[Release], now: datetime, wished: Collection[UUID] = ()
) -> list[Release]:
    """Which releases to ask about now: is there pain at the spot still? The latest come first.

    Parameters
    ----------
    releases : iterable of Release
        In any order.
    wished : collection of UUID
        Those that the person asked to be asked about.

    Notes
    -----
    Asked about are large rises, and what the person wished, from two hours to a week after the
    release and until it is rated; a rise that was still there within the first day once more after
    it, because one that does not go away means to stop. Where a spot was pressed again, its pain
    says something about the last press only.

    >>> at = datetime.fromisoformat("2026-11-22T18:00+01:00")
    >>> rose = Release(started_at=at, muscle="psoas", spot="beside the navel", side="left",
    ...     tool="foam roller", pain_before=5, pain_after=8)
    >>> [len(due_follow_ups([rose], at + timedelta(hours=hours))) for hours in (1, 2, 168, 169)]
    [0, 1, 1, 0]
    """
    latest: dict[Spot, Release] = {}
    for release in in_order(releases):
        latest[spot_pressed(release)] = release
    return [one for one in reversed(latest.values()) if _is_due(one, now, wished)]


def in_order(releases: Iterable[Release]) -> list[Release]:
    """Sort releases, the earliest first."""
    return sorted(releases, key=lambda one: (one.started_at, one.id))


def spot_pressed(release: Release) -> Spot:
    """The spot that was pressed."""
    return release.muscle, release.spot, release.side


def _speaks_against(press: Press, now: datetime) -> bool:
    if press.advice.action == "check later":
        return now - press.started_at < timedelta(hours=GONE_WITHIN_H)
    return press.advice.action in ("ease", "stop and consult")


def _is_due(release: Release, now: datetime, wished: Collection[UUID]) -> bool:
    hours = _hours_after(release, now)
    if not ASKED_AFTER_H <= hours <= ASKED_WITHIN_H:
        return False
    action = advice_for(release).action
    if release.later_at is not None:
        return action == "ease" and hours >= GONE_WITHIN_H
    return action == "check later" or release.id in wished


def _hours_after(release: Release, moment: datetime) -> float:
    return (moment - release.started_at) / timedelta(hours=1)


def _at_lingering_check(pain_before: float, pain_later: float, hours_later: float) -> Advice:
    rise = pain_later - pain_before
    if rise < LARGE_RISE_POINTS:
        return Advice("go on", "The rise has gone.")
    if hours_later < GONE_WITHIN_H:
        return Advice(
            "ease",
            f"It is still {rise:g} points higher. Next time press more lightly, "
            "or explore another spot of this muscle.",
        )
    return Advice(
        "stop and consult",
        f"It is still {rise:g} points higher a day later. Stop the releases, "
        "and consult a health-care practitioner.",
    )
