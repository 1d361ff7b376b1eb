"""What was measured, how unsure the simulation leaves it, and what it was to reach."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike


@dataclass(frozen=True)
class Finding:
    """One line of the table.

    ``measured`` is an average over made-up diaries, ``error`` its Monte-Carlo standard error,
    ``goal`` the lowest and highest value that reach the goal; None for a contrast without one.
    """

    what: str
    measured: float
    error: float
    goal: tuple[float, float] | None

    @property
    def verdict(self) -> str:
        """Whether the average reaches the goal, is short by two errors at most, or misses it."""
        if self.goal is None:
            return ""
        low, high = self.goal
        beyond = max(low - self.measured, self.measured - high)
        if beyond <= 0:
            return "met"
        return "within error" if beyond <= 2 * self.error else "MISSED"

    @property
    def goal_said(self) -> str:
        if self.goal is None:
            return "(contrast)"
        low, high = self.goal
        if np.isinf(low):
            return f"at most {high:.3g}"
        return f"at least {low:.3g}" if np.isinf(high) else f"{low:.3g} to {high:.3g}"


def finding(
    what: str,
    by_diary: ArrayLike,
    *,
    at_least: float | None = None,
    at_most: float | None = None,
) -> Finding:
    """Average one value (or yes or no) per made-up diary; without a bound it is a contrast."""
    values = np.asarray(by_diary, dtype=float)
    goal = None
    if at_least is not None or at_most is not None:
        goal = (
            -np.inf if at_least is None else at_least,
            np.inf if at_most is None else at_most,
        )
    return Finding(what, float(values.mean()), _error(values), goal)


def _error(values: np.ndarray) -> float:
    n = len(values)
    if np.isin(values, (0, 1)).all():
        # Agresti & Coull: none seen in n diaries is not known to be none.
        share = (values.sum() + 2) / (n + 4)
        return float(np.sqrt(share * (1 - share) / (n + 4)))
    return float(values.std(ddof=1) / np.sqrt(n))


def show(title: str, findings: Sequence[Finding], *, verdicts: bool) -> None:
    print(f"\n{title}")
    for one in findings:
        figures = f"{one.measured:6.3f} ± {one.error:.3f}"
        verdict = one.verdict if verdicts else ""
        print(f"  {one.what:64} {figures}  {one.goal_said:14} {verdict}".rstrip(), flush=True)
