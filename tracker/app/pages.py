"""The frame of every page around its notebook: name, navigation, red flags, colours."""

from typing import Any, Final

from tracker import theme
from tracker.protocol.red_flags import ADVICE, RED_FLAGS

PRODUCT: Final = "Sciatica tracker"
SHORT_NAME: Final = "Sciatica"
MANIFEST: Final = "/manifest.webmanifest"
ICONS: Final = "/voila/templates/tracker/static/icon-{}.png"

PAGES: Final = {
    "today": "Today",
    "hold": "Hold",
    "relief": "Relief",
    "week": "Week",
    "log": "Log by hand",
    "experiment": "Experiment",
    "charts": "Charts",
    "export": "Export",
    "import": "Import",
    "guide": "Guide",
    "settings": "Settings",
}
"""Each notebook of the app, by the name of its file, and what the links to it say."""

PLACES: Final = ("today", "hold", "relief", "week")
"""The pages that are always in reach; the others are under More."""


def page_path(name: str = "today") -> str:
    """Where a page is on the server.

    >>> page_path("relief")
    '/voila/render/relief.ipynb'
    """
    return f"/voila/render/{name}.ipynb"


def lab_path(name: str = "today") -> str:
    """Where the same notebook is in JupyterLab.

    >>> lab_path()
    '/lab/tree/today.ipynb'
    """
    return f"/lab/tree/{name}.ipynb"


def chrome() -> dict[str, Any]:
    """What the page templates read: plain strings and lists only."""
    return {
        "product": PRODUCT,
        "short_name": SHORT_NAME,
        "manifest": MANIFEST,
        "apple_icon": ICONS.format(180),
        "home": page_path(),
        "labels": PAGES,
        "places": [_link(name) for name in PLACES],
        "more": [_link(name) for name in PAGES if name not in PLACES],
        "lab": {name: lab_path(name) for name in PAGES},
        "bench": lab_path("explore"),
        "css": theme.css_variables(),
        "paper": {"light": theme.LIGHT.paper, "dark": theme.DARK.paper},
        "mark": {"light": theme.LIGHT.relief, "dark": theme.DARK.relief},
        "red_flags": [
            {"advice": sentence, "questions": _questions(advice), "urgent": advice == "emergency"}
            for advice, sentence in ADVICE.items()
        ],
    }


def _link(name: str) -> dict[str, str]:
    return {"name": name, "label": PAGES[name], "href": page_path(name)}


def _questions(advice: str) -> list[str]:
    return [flag.question for flag in RED_FLAGS if flag.advice == advice]
