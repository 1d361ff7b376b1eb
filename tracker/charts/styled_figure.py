"""The figure of a chart, which keeps the kit's look and shows itself in a notebook.

matplotlib reads some settings, such as how type is hinted, only as it draws: by then the chart's
function has returned, and the settings are those of whoever draws. And a notebook shows only the
figures of pyplot, which the charts leave alone.
"""

from io import BytesIO
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from tracker.charts.style import style

Picture = tuple[bytes, dict[str, Any]]
"""The bytes of a PNG, and its size on the page in CSS pixels with its words for a screen reader."""


class StyledFigure(Figure):
    """A figure that is measured, drawn and saved in the kit's style, wherever that happens."""

    @style()
    def draw(self, renderer: Any) -> None:
        """Draw in the kit's style: a notebook draws a figure without saving it."""
        super().draw(renderer)

    @style()
    def get_tightbbox(self, *args: Any, **options: Any) -> Any:
        """Measure in the kit's style, as a notebook does before it crops."""
        return super().get_tightbbox(*args, **options)

    @style()
    def savefig(self, *args: Any, **options: Any) -> None:
        """Save in the kit's style; what is asked for by name, such as ``dpi``, still holds."""
        super().savefig(*args, **options)

    def picture(self) -> Picture:
        """Give the figure as a notebook shows it: sharper than the size that it stands in."""
        image = BytesIO()
        self.savefig(image, format="png")
        width, height = (round(96 * inches) for inches in self.get_size_inches())
        return image.getvalue(), {"width": width, "height": height, "alt": str(self.get_label())}


class ChartAxes(Axes):
    """Axes of a figure of the kit's own; as the last line of a cell they show the figure."""

    def _repr_png_(self) -> Picture | None:
        return _picture_of(self)


class Panels(list[Axes]):
    """The axes of one figure, in their order; as the last line of a cell they show it."""

    def _repr_png_(self) -> Picture | None:
        return _picture_of(self[0]) if self else None


def _picture_of(ax: Axes) -> Picture | None:
    figure = ax.get_figure(root=True)
    return figure.picture() if isinstance(figure, StyledFigure) else None
