"""The 30-second check of a week, counted and in words."""

from dataclasses import dataclass

import pandas as pd

from tracker.relief import columns as c
from tracker.relief.thirty_seconds import thirty_second_rule
from tracker.report.entries import within
from tracker.report.iso_week import Week
from tracker.wording.numbers import counted
from tracker.wording.thirty_seconds import thirty_second_sentence


@dataclass(frozen=True)
class ThirtySecondCheck:
    """The releases of a week by what was rated at 30 s.

    Attributes
    ----------
    fell, stayed_up : int
        Releases whose pain was lower at 30 s than before, and those whose was not.
    moved : int
        Of those that stayed up, how many were moved.
    unrated : int
        Releases without a rating at 30 s.
    sentence : str
        The week in words.
    so_far : str
        How releases ended by what 30 s showed, in the whole diary up to then.
    """

    fell: int
    stayed_up: int
    moved: int
    unrated: int
    sentence: str
    so_far: str

    @property
    def n(self) -> int:
        """Releases of the week, rated at 30 s or not."""
        return self.fell + self.stayed_up + self.unrated


def thirty_second_check(releases: pd.DataFrame, week: Week) -> ThirtySecondCheck:
    """Count what 30 s showed in a week; `releases` are derived, and reach up to its end."""
    presses = within(releases, week)
    rated = presses[presses[c.RELIEF_30S].notna()]
    fell = int((rated[c.RELIEF_30S] > 0).sum())
    up = rated[rated[c.RELIEF_30S] <= 0]
    moved = int((up[c.OUTCOME] == c.MOVED).sum())
    unrated = len(presses) - len(rated)
    so_far = "" if releases.empty else thirty_second_sentence(thirty_second_rule(releases))
    sentence = _sentence(fell, len(up), moved, unrated)
    return ThirtySecondCheck(fell, len(up), moved, unrated, sentence, so_far)


def _sentence(fell: int, up: int, moved: int, unrated: int) -> str:
    if not fell + up:
        return "No release was rated at 30 s this week."
    sentence = (
        f"Pain had begun to fall by 30 s in {fell} of {counted(fell + up, 'release')} "
        "rated at 30 s."
    )
    if up == 1:
        sentence += f" The other one was {'moved' if moved else 'not moved'}."
    elif up:
        sentence += f" Of the other {up}, {moved or 'none'} {'were' if moved > 1 else 'was'} moved."
    if unrated:
        sentence += f" {counted(unrated, 'release')} had no rating at 30 s."
    return sentence
