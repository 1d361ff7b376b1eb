"""Which spots and muscles give relief: the typed frame of releases, turned into tables.

Every name here is a pure function from a frame to a frame (or, for sentences, to text). This room
may import the protocol's names, pandas, numpy and scipy. It never opens a diary, reads a clock or
draws: frames are handed in, tables are handed out, and charts draw them.

Column names and thresholds are in `tracker.relief.columns`; what a chart does not show is said in
`tracker.relief.sentences`.
"""

from tracker.relief.blocks import draw_order
from tracker.relief.columns import MIN_RELEASES, PATH_SITES, POINTS, SHARES
from tracker.relief.curves import hold_curves
from tracker.relief.days import points, releases_by_day, sciatica_by_day
from tracker.relief.derive import derive
from tracker.relief.experiment import Comparison, analyse, next_arm, plan_blocks, power
from tracker.relief.experiment_pairs import (
    Progress,
    experiment_pairs,
    experiment_result,
    pair_table,
    progress,
    slope_so_far,
)
from tracker.relief.experiment_sentences import experiment_sentence, length_sentence
from tracker.relief.factor_sentences import factor_sentence
from tracker.relief.factors import factors
from tracker.relief.lot import stay_weights
from tracker.relief.over_time import over_time, sciatica_over_time
from tracker.relief.over_time_sentences import (
    NOT_WHY,
    pain_week_sentence,
    relief_level_sentence,
    relief_week_sentence,
    sciatica_level_sentence,
    wearing_off_sentence,
)
from tracker.relief.plan import Plan, plan
from tracker.relief.plan_reasons import rest_note
from tracker.relief.pool import Pooled, pool
from tracker.relief.pool_sentences import (
    POOLED,
    lead_sentence,
    pooled_sentence,
    story_sentences,
)
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
from tracker.relief.thirty_second_sentences import PREDICTS, thirty_second_sentence
from tracker.relief.thirty_seconds import thirty_second_rule
from tracker.relief.wearing_off import wearing_off
from tracker.relief.week_against_week import pain_week_against_week, week_against_week

__all__ = [
    "BORROWED",
    "MIN_RELEASES",
    "MOVED_BY_CHOICE",
    "NOT_PROOF",
    "NOT_WHY",
    "PATH_SITES",
    "PLAIN_AVERAGES",
    "POINTS",
    "POOLED",
    "PREDICTS",
    "RATED_DAYS_ONLY",
    "SHARES",
    "WEEKS_DIFFER",
    "Comparison",
    "Plan",
    "Pooled",
    "Progress",
    "analyse",
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
    "draw_order",
    "experiment_pairs",
    "experiment_result",
    "experiment_sentence",
    "factor_sentence",
    "factors",
    "hold_curves",
    "hold_curves_sentence",
    "lead_sentence",
    "length_sentence",
    "muscle_weeks_sentence",
    "next_arm",
    "over_time",
    "over_time_sentence",
    "pain_week_against_week",
    "pain_week_sentence",
    "pair_table",
    "plan",
    "plan_blocks",
    "points",
    "pool",
    "pooled_sentence",
    "power",
    "progress",
    "releases_by_day",
    "relief_level_sentence",
    "relief_week_sentence",
    "rest_note",
    "sciatica_by_day",
    "sciatica_level_sentence",
    "sciatica_over_time",
    "sciatica_sentence",
    "slope_so_far",
    "spot_ranking_sentence",
    "stay_weights",
    "story_sentences",
    "thirty_second_rule",
    "thirty_second_sentence",
    "wearing_off",
    "wearing_off_sentence",
    "week_against_week",
]
