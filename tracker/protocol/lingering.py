"""Pain that rose: when to ask again, ease off, or stop and see someone."""

from typing import Final

from tracker.protocol.hold import Advice

LARGE_RISE_POINTS: Final = 2
"""A rise people usually notice, on the 0-10 scale (borrowed: Farrar 2001, studies over weeks)."""

GONE_WITHIN_H: Final = 24
"""The kit's own reading of "does not go away": still raised a day later."""


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
