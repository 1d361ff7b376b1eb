"""The product's colours, once: pages, charts, body map and reports all read them here.

Contrast against the paper is at least 4.5 for text and 3 for controls (WCAG 2.2, AA).
"""

from dataclasses import asdict, dataclass, fields
from typing import Final


@dataclass(frozen=True)
class Palette:
    """One theme's colours, each named for what it means."""

    paper: str
    card: str
    ink: str
    muted: str
    line: str
    control: str
    relief: str
    on_relief: str
    worse: str
    danger: str
    on_danger: str
    focus: str
    not_enough: str


LIGHT: Final = Palette(
    paper="#FBFAF7",
    card="#FFFFFF",
    ink="#1F2A2E",
    muted="#55656A",
    line="#D9DEDC",
    control="#7C8A8C",
    relief="#0F766E",
    on_relief="#FFFFFF",
    worse="#A84A06",
    danger="#B42318",
    on_danger="#FFFFFF",
    focus="#1D4ED8",
    not_enough="#C9CFCE",
)
DARK: Final = Palette(
    paper="#12181A",
    card="#1B2326",
    ink="#E8EDEC",
    muted="#9FB0B0",
    line="#2E3A3D",
    control="#6F8083",
    relief="#5EC2B4",
    on_relief="#0B1F1D",
    worse="#F0A35E",
    danger="#F97066",
    on_danger="#2A0B08",
    focus="#93B4FF",
    not_enough="#3A4548",
)

RELIEF_SCALE: Final = ("#E6F2EF", "#B5DAD2", "#7BBFB3", "#3E9E90", "#0F766E", "#0B4F4A")
"""Little to much relief. One hue: lightness alone carries it, so it survives greyscale."""

WORSE_SCALE: Final = ("#FCE9D4", "#F0A35E", "#A84A06")
"""Pain a little to much higher than before."""

SANS: Final = 'system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", Arial, sans-serif'


def css_variables() -> str:
    """Both themes as CSS custom properties named ``--tk-<token>``.

    The dark theme follows the system's setting, what a person set on the page Settings and, inside
    JupyterLab, Lab's own theme.

    >>> "--tk-on-relief: #0B1F1D" in css_variables()
    True
    """
    return (
        f":root {{ color-scheme: light dark; --tk-sans: {SANS}; {_declarations(LIGHT)} }}\n"
        f"@media (prefers-color-scheme: dark) {{ :root {{ {_declarations(DARK)} }} }}\n"
        f":root[data-kit-theme='light'] {{ color-scheme: light; {_declarations(LIGHT)} }}\n"
        f":root[data-kit-theme='dark'] {{ color-scheme: dark; {_declarations(DARK)} }}\n"
        f"body[data-jp-theme-light='true'] {{ color-scheme: light; {_declarations(LIGHT)} }}\n"
        f"body[data-jp-theme-light='false'] {{ color-scheme: dark; {_declarations(DARK)} }}\n"
    )


def themed(svg: str) -> str:
    """Let a chart drawn in the light palette follow the page's theme.

    Each light colour in the SVG text becomes its CSS variable; a viewer without the variables
    sees the light colour, which is kept as the fallback.
    """
    for token in fields(LIGHT):
        colour = getattr(LIGHT, token.name).lower()
        if token.name not in ("on_relief", "on_danger"):
            svg = svg.replace(colour, f"var(--tk-{_css_name(token.name)}, {colour.upper()})")
    return svg


def _css_name(token: str) -> str:
    return token.replace("_", "-")


def _declarations(palette: Palette) -> str:
    return " ".join(f"--tk-{_css_name(name)}: {value};" for name, value in asdict(palette).items())
