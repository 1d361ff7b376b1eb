"""Turn the typed frame of releases into tables of relief by spot, muscle, tool and time.

Every function here is pure. This folder may import the protocol's names, pandas, numpy and scipy.
It never opens a diary, reads a clock, draws or makes sentences: frames are handed in, tables are
handed out, `tracker.charts` draws them and `tracker.wording` says them.

Column names and thresholds are in `tracker.relief.columns`.
"""

from tracker.protocol.check_in import PATH_SITES
from tracker.relief.columns import MIN_RELEASES, POINTS, SHARES
from tracker.relief.days import points, releases_by_day, sciatica_by_day
from tracker.relief.derive import derive
from tracker.relief.experiments.analysis import Comparison, analyse, power
from tracker.relief.experiments.chances import Chances, chances, stopping_rates
from tracker.relief.experiments.pairs import (
    ExperimentProgress,
    experiment_chances,
    experiment_pairs,
    experiment_result,
    pair_table,
    progress,
    slope_so_far,
)
from tracker.relief.experiments.randomization import draw_order, next_arm, plan_blocks
from tracker.relief.factors import factors
from tracker.relief.habituation import habituation
from tracker.relief.hold_curves import hold_curves
from tracker.relief.level_change import (
    LevelChange,
    muscle_changes,
    relief_change,
    sciatica_change,
    spot_changes,
)
from tracker.relief.over_time import over_time, sciatica_over_time
from tracker.relief.plan import Plan, plan
from tracker.relief.pooling.pool import Pooled, pool
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
from tracker.relief.thirty_seconds import stay_weights, thirty_second_rule
from tracker.relief.week_comparison import pain_week_comparison, week_comparison

__all__ = [
    "MIN_RELEASES",
    "PATH_SITES",
    "POINTS",
    "SHARES",
    "Chances",
    "Comparison",
    "ExperimentProgress",
    "LevelChange",
    "Plan",
    "Pooled",
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
    "chances",
    "derive",
    "draw_order",
    "experiment_chances",
    "experiment_pairs",
    "experiment_result",
    "factors",
    "habituation",
    "hold_curves",
    "muscle_changes",
    "next_arm",
    "over_time",
    "pain_week_comparison",
    "pair_table",
    "plan",
    "plan_blocks",
    "points",
    "pool",
    "power",
    "progress",
    "releases_by_day",
    "relief_change",
    "sciatica_by_day",
    "sciatica_change",
    "sciatica_over_time",
    "slope_so_far",
    "spot_changes",
    "stay_weights",
    "stopping_rates",
    "thirty_second_rule",
    "week_comparison",
]
