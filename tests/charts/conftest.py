"""Small literal tables as the relief room hands them out, and a look at a chart's artists."""

from collections.abc import Callable, Sequence
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from tracker.charts.style import width_of

NAN = float("nan")


def summary(rows: list[dict]) -> pd.DataFrame:
    """Rows of a table of groups; n, low and high follow from n_rated and mean if not given."""
    filled = [
        {"n": row["n_rated"], "low": row["mean_relief"] - 1, "high": row["mean_relief"] + 1} | row
        for row in rows
    ]
    keys = ("muscle", "spot", "side", "week", "week_start")
    columns = [key for key in keys if key in rows[0]] if rows else list(keys)
    columns += ["n", "n_rated", "mean_relief", "low", "high", "enough"]
    table = pd.DataFrame(filled, columns=columns)
    table["enough"] = table["n_rated"].astype("int64") >= 5
    kinds = dict.fromkeys(["mean_relief", "low", "high"], "float64")
    kinds |= dict.fromkeys({"muscle", "spot", "side"} & set(columns), "category")
    return table.astype(kinds)


def drawn(ax: Axes, gid: str) -> list[Artist]:
    return [artist for artist in ax.findobj() if artist.get_gid() == gid]


def xs(line: Artist) -> list[float]:
    return np.round(np.asarray(line.get_xdata(), dtype=float), 6).tolist()


def ys(line: Artist) -> list[float]:
    return np.round(np.asarray(line.get_ydata(), dtype=float), 6).tolist()


def words(text: str) -> str:
    return " ".join(text.split())


def sentence(ax: Axes) -> str:
    """Title and lead of the figure, put together again."""
    texts = ax.get_figure().texts
    return words(" ".join(t.get_text() for t in texts if t.get_gid() in ("title", "lead")))


def around(ax: Axes, gid: str) -> str:
    return words(" ".join(t.get_text() for t in ax.get_figure().texts if t.get_gid() == gid))


def lines(text: Text) -> list[tuple[str, Bbox]]:
    """Each line of a text and the box it fills."""
    box = text.get_window_extent()
    names = text.get_text().split("\n")
    step = box.height / len(names)
    bold = text.get_fontweight() == "bold"
    boxes = []
    for i, name in enumerate(names):
        wide = width_of(name, text.get_fontsize(), bold=bold) * text.get_figure().dpi / 72
        left = {
            "left": box.x0,
            "center": (box.x0 + box.x1 - wide) / 2,
            "right": box.x1 - wide,
        }[text.get_horizontalalignment()]
        boxes.append((name, Bbox.from_bounds(left, box.y1 - (i + 1) * step, wide, step)))
    return [(name, box) for name, box in boxes if name.strip()]


def overlapping(axes: Sequence[Axes]) -> list[tuple[str, str]]:
    """Pairs of visible lines of text that overlap, and lines that leave the figure."""
    figure = axes[0].get_figure()
    figure.canvas.draw()
    found = []
    boxes = [
        line
        for text in figure.findobj(Text)
        if text.get_visible() and text.get_text().strip()
        for line in lines(text)
    ]
    page = figure.bbox
    for i, (one, a) in enumerate(boxes):
        if a.x0 < page.x0 - 1 or a.x1 > page.x1 + 1 or a.y0 < page.y0 or a.y1 > page.y1:
            found.append((one, "the edge of the figure"))
        for two, b in boxes[i + 1 :]:
            across = min(a.x1, b.x1) - max(a.x0, b.x0)
            down = min(a.y1, b.y1) - max(a.y0, b.y0)
            if across > 1 and down > 2:
                found.append((one, two))
    return found


@pytest.fixture
def look() -> SimpleNamespace:
    """What the tests ask of a chart."""
    functions: dict[str, Callable] = {
        "drawn": drawn,
        "xs": xs,
        "ys": ys,
        "words": words,
        "sentence": sentence,
        "around": around,
        "overlapping": overlapping,
    }
    return SimpleNamespace(**functions)


@pytest.fixture
def table() -> Callable[[list[dict]], pd.DataFrame]:
    return summary


@pytest.fixture
def spots() -> pd.DataFrame:
    """Two spots with enough releases, one with too few, one never rated."""
    return summary(
        [
            {"muscle": "piriformis", "spot": "near the sacrum", "side": "left", "n_rated": 14,
             "mean_relief": 2.1, "low": 1.2, "high": 3.0},
            {"muscle": "psoas", "spot": "beside the navel", "side": "right", "n_rated": 6,
             "mean_relief": -0.4, "low": -1.1, "high": 0.3},
            {"muscle": "iliacus", "spot": "upper rim", "side": "left", "n_rated": 2,
             "mean_relief": 3.5, "low": -15.6, "high": 22.6},
            {"muscle": "psoas", "spot": "groin", "side": "left", "n": 1, "n_rated": 0,
             "mean_relief": NAN},
        ]
    )  # fmt: skip


@pytest.fixture
def weeks() -> pd.DataFrame:
    """Two muscles over three weeks; in the second week the psoas was not pressed."""
    monday = pd.Timestamp("2026-11-09")
    return summary(
        [
            {"muscle": muscle, "week": f"2026-W{46 + i}", "n_rated": n, "mean_relief": mean,
             "week_start": monday + pd.Timedelta(days=7 * i)}
            for i, muscle, n, mean in [
                (0, "piriformis", 9, 2.3), (0, "psoas", 2, 1.0),
                (1, "piriformis", 8, 0.4),
                (2, "piriformis", 7, -1.2), (2, "psoas", 5, 4.2),
            ]
        ]
    )  # fmt: skip


@pytest.fixture
def points() -> pd.DataFrame:
    """Three presses in the weeks' first week."""
    return pd.DataFrame(
        {
            "muscle": pd.Categorical(["piriformis", "psoas", "piriformis"]),
            "spot": pd.Categorical(["near the sacrum", "groin", "near the sacrum"]),
            "side": pd.Categorical(["left"] * 3),
            "local_time": pd.to_datetime(
                ["2026-11-09 08:00", "2026-11-10 09:00", "2026-11-11 10:00"]
            ),
            "day": pd.to_datetime(["2026-11-09", "2026-11-10", "2026-11-11"]),
            "relief": [3.0, 1.0, -2.0],
            "pain_before": [6.0, 5.0, 4.0],
            "outcome": pd.Categorical(["held", "held", "moved"]),
        }
    )


@pytest.fixture
def curves() -> pd.DataFrame:
    """The piriformis held and moved, the psoas held three times."""
    rows = [
        ("piriformis", "held", "before", 6.1, 12), ("piriformis", "held", "30 s", 4.4, 12),
        ("piriformis", "held", "after", 3.0, 12),
        ("piriformis", "moved", "before", 6.0, 7), ("piriformis", "moved", "30 s", 6.4, 7),
        ("psoas", "held", "before", 5.0, 3), ("psoas", "held", "30 s", 4.0, 3),
        ("psoas", "held", "after", 3.5, 3),
    ]  # fmt: skip
    table = pd.DataFrame(rows, columns=["muscle", "outcome", "moment", "mean_pain", "n"])
    return table.assign(
        muscle=table["muscle"].astype("category"),
        outcome=pd.Categorical(table["outcome"], ["held", "moved"], ordered=True),
        moment=pd.Categorical(table["moment"], ["before", "30 s", "after"], ordered=True),
        low=table["mean_pain"] - 0.5,
        high=table["mean_pain"] + 0.5,
    )


@pytest.fixture
def by_day() -> pd.DataFrame:
    """Sciatica rated on four days, the low back on one."""
    days = ["2026-11-09", "2026-11-10", "2026-11-12", "2026-12-20", "2026-11-10"]
    sites = ["sciatica"] * 4 + ["low back"]
    return pd.DataFrame(
        {
            "day": pd.to_datetime(days),
            "site": pd.Categorical(sites, ["sciatica", "low back", "hip"], ordered=True),
            "pain": [6.0, 5.5, 5.0, 3.0, 4.0],
            "n": [1, 2, 1, 1, 1],
        }
    )


@pytest.fixture
def releases_by_day() -> pd.DataFrame:
    return pd.DataFrame(
        {"day": pd.to_datetime(["2026-11-09", "2026-11-10", "2026-11-11"]), "n": [4, 0, 2]}
    )
