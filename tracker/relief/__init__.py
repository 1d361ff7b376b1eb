"""Which spots and muscles give relief: the typed frame of releases, turned into tables.

Every name here is a pure function from a frame to a frame (or, for sentences, to text). This room
may import the protocol's names, pandas, numpy and scipy. It never opens a diary, reads a clock or
draws: frames are handed in, tables are handed out, and charts draw them.

Column names and thresholds are in `tracker.relief.columns`; what a chart does not show is said in
`tracker.relief.sentences`.
"""

from tracker.relief.columns import MIN_RELEASES, PATH_SITES, POINTS, SHARES
from tracker.relief.curves import hold_curves
from tracker.relief.days import points, releases_by_day, sciatica_by_day
from tracker.relief.derive import derive
from tracker.relief.pool import Pooled, pool
from tracker.relief.sentences import (
    BORROWED,
    MOVED_BY_CHOICE,
    NOT_PROOF,
    PLAIN_AVERAGES,
    RATED_DAYS_ONLY,
    WEEKS_DIFFER,
    hold_curves_sentence,
    muscle_weeks_sentence,
    over_time_sentence,
    sciatica_sentence,
    spot_ranking_sentence,
)
from tracker.relief.tables import (
    by,
    by_muscle,
    by_muscle_and_week,
    by_pressure,
    by_side,
    by_spot,
    by_time_of_day,
    by_tool,
    by_week,
)

__all__ = [
    "BORROWED",
    "MIN_RELEASES",
    "MOVED_BY_CHOICE",
    "NOT_PROOF",
    "PATH_SITES",
    "PLAIN_AVERAGES",
    "POINTS",
    "RATED_DAYS_ONLY",
    "SHARES",
    "WEEKS_DIFFER",
    "Pooled",
    "by",
    "by_muscle",
    "by_muscle_and_week",
    "by_pressure",
    "by_side",
    "by_spot",
    "by_time_of_day",
    "by_tool",
    "by_week",
    "derive",
    "hold_curves",
    "hold_curves_sentence",
    "muscle_weeks_sentence",
    "over_time_sentence",
    "points",
    "pool",
    "releases_by_day",
    "sciatica_by_day",
    "sciatica_sentence",
    "spot_ranking_sentence",
]
