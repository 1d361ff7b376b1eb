"""What stands on the week's page: frozen rows and sentences, which HTML and PDF only format."""

from dataclasses import dataclass
from typing import Final, Literal

from tracker.report.iso_week import Week

Kind = Literal["full", "first", "quiet", "empty"]
"""A week among others, a person's first, one without a press, a diary without any entry."""

Concern = Literal["red flag", "lingering", "rising"]

STRIP_WEEKS: Final = 12
"""How many weeks the page looks back on, its own included."""


@dataclass(frozen=True)
class Alert:
    """Something that comes before everything else.

    Attributes
    ----------
    concern : {"red flag", "lingering", "rising"}
    title : str
        What it is, in a few words.
    said : tuple of str
        What was seen, a sentence each.
    advice : str
        What the protocol says to do, or "".
    urgent : bool
        Whether it asks for a clinician: a red flag, or a rise that stayed for a day.
    """

    concern: Concern
    title: str
    said: tuple[str, ...]
    advice: str
    urgent: bool


@dataclass(frozen=True)
class Measure:
    """A figure of the week beside those of the weeks before.

    Attributes
    ----------
    key : str
        "pain", "bothersomeness", "releases", "days" or "relief".
    name : str
        In a person's words.
    scale : str
        The range and what the number is, such as "0 to 10, average of daily averages".
    value, last, before : float or None
        This week, the week before, and the four before it taken together; None where unknown.
    low, high : float or None
        The 95 % interval of `value`; None where it has none.
    n : str
        On what it rests, in words: "9 ratings on 6 days".
    change, change_before : str
        What the difference to last week, and to the four before, comes to; "" where unknown.
    better : {"lower", "higher", ""}
        Which way is better, "" where neither is.
    decimals : int
        Digits to show.
    history : tuple of float or None
        The figure of each of the 12 weeks up to this one, earliest first.
    """

    key: str
    name: str
    scale: str
    value: float | None
    last: float | None
    before: float | None
    low: float | None
    high: float | None
    n: str
    change: str
    change_before: str
    better: Literal["lower", "higher", ""]
    decimals: int
    history: tuple[float | None, ...]


@dataclass(frozen=True)
class SpotLine:
    """A spot, its pooled relief up to the end of the week, and how often it was pressed in it.

    Attributes
    ----------
    muscle, spot, side : str
    mean, low, high : float
        Pooled relief in points and its 95 % interval, NaN before the first fit; where that is at
        odds with the ratings, their plain average, without an interval.
    n_rated, n_week : int
        Rated releases so far; releases this week.
    under : str
        The heading that it stands under; none where it is ranked.
    leads : bool
        Whether the estimate says that it is ahead.
    """

    muscle: str
    spot: str
    side: str
    mean: float
    low: float
    high: float
    n_rated: int
    n_week: int
    under: str
    leads: bool


@dataclass(frozen=True)
class RuleWeek:
    """What happened at 30 s this week.

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


@dataclass(frozen=True)
class WeekLine:
    """A week of the strip.

    Attributes
    ----------
    week : Week
    n, n_rated, days : int
        Releases, rated releases, days with a release.
    relief, low, high : float or None
        Average of the daily averages of adjusted relief, and its 95 % interval.
    pain : float or None
        Average of the daily averages of sciatica pain.
    pain_days : int
        Days with such a rating.
    bothersomeness : float or None
        Sciatica Bothersomeness Index, 0 to 24, the average of the week's.
    """

    week: Week
    n: int
    n_rated: int
    days: int
    relief: float | None
    low: float | None
    high: float | None
    pain: float | None
    pain_days: int
    bothersomeness: float | None


@dataclass(frozen=True)
class PlanLine:
    """A spot to try next week, and why.

    Attributes
    ----------
    muscle, spot, side, tool : str
    kind : {"helps", "explore"}
    reason : str
        With its numbers.
    """

    muscle: str
    spot: str
    side: str
    tool: str
    kind: Literal["helps", "explore"]
    reason: str


@dataclass(frozen=True)
class Words:
    """What the person noted this week, in their own words.

    Attributes
    ----------
    when : str
        Day and hour, by the clock on the wall.
    about : str
        The spot pressed, or "check-in".
    text : str
    """

    when: str
    about: str
    text: str
