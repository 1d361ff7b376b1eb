"""What is written on a chart by day: its name with a count beside it, and the latest value."""

from matplotlib.axes import Axes

from tracker.charts.style import Type
from tracker.charts.text import number, width_of
from tracker.look import LIGHT


def write_name(ax: Axes, name: str, count: str, sizes: Type) -> None:
    """Write above the axes what they show, and quietly behind it how many that are."""
    ax.set_title(name, fontsize=sizes.label, pad=6)
    ax.annotate(
        count,
        (0, 1),
        (width_of(f"{name}  ", sizes.label, bold=True), 6),
        xycoords="axes fraction",
        textcoords="offset points",
        size=sizes.note,
        color=LIGHT.muted,
        va="baseline",
        annotation_clip=False,
        gid="count",
    )


def write_latest(ax: Axes, day: float, value: float, size: float, *, beside: float) -> None:
    """Write the latest value ``beside`` points to the right of where it stands."""
    ax.annotate(
        number(value),
        (day, value),
        (beside, 0),
        textcoords="offset points",
        size=size,
        weight="bold",
        color=LIGHT.ink,
        va="center",
        annotation_clip=False,
        gid="latest",
    )
