"""What did pressing a spot that did not help come to, in words?"""

from tracker.report.figures.drawing import signed
from tracker.report.values import SpotLine


def flat_said(line: SpotLine) -> str:
    """Say what pressing a spot that did not help came to.

    Examples
    --------
    >>> flat_said(SpotLine("psoas", "low", "left", 0.4, -0.5, 1.3, 6, 1, True, False, 0.2))
    '0.4 points (likely \u22120.5 to 1.3)'
    >>> flat_said(SpotLine("psoas", "low", "left", 2.7, 0.5, 5.0, 8, 1, True, False, -4.0))
    'pain was 4.0 points higher on average, as you rated it'
    """
    if line.only_estimated:
        rose = "the same" if round(line.plain, 1) == 0 else f"{-line.plain:.1f} points higher"
        return f"pain was {rose} on average, as you rated it"
    low, mean, high = (signed(value) for value in (line.low, line.mean, line.high))
    return f"{mean} points (likely {low} to {high})"
