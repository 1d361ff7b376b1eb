"""How does a chart keep its look when it is drawn or saved outside the kit?

matplotlib reads some settings, such as how type is hinted, only as it draws: by then the chart's
function has returned, and the settings are those of whoever draws.
"""

from typing import Any

from matplotlib.figure import Figure

from tracker.charts.style import style


class OwnFigure(Figure):
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
