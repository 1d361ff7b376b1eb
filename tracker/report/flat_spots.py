"""What did pressing a spot that did not help come to, in words?"""

from tracker.relief.wording import AS_RATED, fall, from_to
from tracker.report.values import SpotLine


def flat_said(line: SpotLine) -> str:
    """Say what pressing a spot that did not help came to.

    Examples
    --------
    >>> from math import nan
    >>> flat_said(SpotLine("psoas", "low", "left", 0.4, -0.5, 1.3, 6, 1, "", False))
    '0.4 points lower on average (likely 0.5 points higher to 1.3 points lower)'
    >>> flat_said(SpotLine("psoas", "low", "left", -4.0, nan, nan, 8, 1, AS_RATED, False))
    'pain was 4.0 points higher on average as you rated it; it began at another level there'
    """
    if line.under == AS_RATED:
        rated = fall(line.mean)
        return f"pain was {rated} on average as you rated it; it began at another level there"
    likely = from_to(line.low, line.high)
    return f"{fall(line.mean)} on average (likely {likely})"
