"""The frame of every page around its notebook: name, navigation, red flags, colours."""

from typing import Any, Final

from tracker import theme
from tracker.protocol.red_flags import ADVICE, RED_FLAGS

PRODUCT: Final = "Sciatica tracker"
SHORT_NAME: Final = "Sciatica"
MANIFEST: Final = "/manifest.webmanifest"
ICONS: Final = "/voila/templates/tracker/static/icon-{}.png"

PAGES: Final = {
    "log": "Log",
    "hold": "Hold",
    "relief": "Relief",
    "week": "Week",
    "experiment": "Experiment",
    "charts": "Charts",
    "export": "Export",
    "import": "Import",
    "guide": "Guide",
}
"""Each notebook of the app, by the name of its file, and what the links to it say."""


def page_path(name: str = "log") -> str:
    """Where a page is on the server.

    >>> page_path("relief")
    '/voila/render/relief.ipynb'
    """
    return f"/voila/render/{name}.ipynb"


def home() -> str:
    """Where a phone comes in: the page for the mat, where there is one."""
    return page_path("hold" if "hold" in PAGES else "log")


def lab_path(name: str = "log") -> str:
    """Where the same notebook is in JupyterLab.

    >>> lab_path()
    '/lab/tree/log.ipynb'
    """
    return f"/lab/tree/{name}.ipynb"


def chrome() -> dict[str, Any]:
    """What the page templates read: plain strings and lists only."""
    return {
        "product": PRODUCT,
        "short_name": SHORT_NAME,
        "manifest": MANIFEST,
        "apple_icon": ICONS.format(180),
        "pages": [{"name": n, "label": label, "href": page_path(n)} for n, label in PAGES.items()],
        "lab": {name: lab_path(name) for name in PAGES},
        "css": theme.css_variables(),
        "paper": {"light": theme.LIGHT.paper, "dark": theme.DARK.paper},
        "mark": {"light": theme.LIGHT.relief, "dark": theme.DARK.relief},
        "red_flags": [
            {"advice": sentence, "questions": _questions(advice), "urgent": advice == "emergency"}
            for advice, sentence in ADVICE.items()
        ],
    }


def _questions(advice: str) -> list[str]:
    return [flag.question for flag in RED_FLAGS if flag.advice == advice]
