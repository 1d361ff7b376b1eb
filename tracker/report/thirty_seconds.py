"""What did the 30-second rule come to this week?"""

import pandas as pd

from tracker.relief import columns as c
from tracker.relief.thirty_seconds import thirty_second_rule
from tracker.report.entries import within
from tracker.report.iso_week import Week
from tracker.report.values import RuleWeek
from tracker.wording.numbers import counted
from tracker.wording.thirty_seconds import thirty_second_sentence


def rule_week(releases: pd.DataFrame, week: Week) -> RuleWeek:
    """Count what 30 s showed in a week; `releases` are derived, and reach up to its end."""
    presses = within(releases, week)
    rated = presses[presses[c.RELIEF_30S].notna()]
    fell = int((rated[c.RELIEF_30S] > 0).sum())
    up = rated[rated[c.RELIEF_30S] <= 0]
    moved = int((up[c.OUTCOME] == c.MOVED).sum())
    unrated = len(presses) - len(rated)
    so_far = "" if releases.empty else thirty_second_sentence(thirty_second_rule(releases))
    return RuleWeek(fell, len(up), moved, unrated, _said(fell, len(up), moved, unrated), so_far)


def _said(fell: int, up: int, moved: int, unrated: int) -> str:
    if not fell + up:
        return "No release was rated at 30 s this week."
    said = (
        f"Pain had begun to fall by 30 s in {fell} of {counted(fell + up, 'release')} "
        "rated at 30 s."
    )
    if up == 1:
        said += f" The other one was {'moved' if moved else 'not moved'}."
    elif up:
        said += f" Of the other {up}, {moved or 'none'} {'were' if moved > 1 else 'was'} moved."
    if unrated:
        said += f" {counted(unrated, 'release')} had no rating at 30 s."
    return said
