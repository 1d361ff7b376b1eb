"""The script and the style sheet of each widget, as `make frontend` bundles them.

Their sources are in ``frontend/``: a script and a style sheet a widget at its top, and the modules
that these import in the folders below.
"""

from importlib.resources import files

from tracker.theme import css_variables

_BUNDLES = files(__package__) / "static"


def script(widget: str) -> str:
    """Read the bundled script of a widget, an ES module whose default export renders it."""
    return _read(f"{widget}.js")


def style(widget: str) -> str:
    """Read the bundled style of a widget, behind the colours that a page of JupyterLab lacks."""
    return f"{css_variables()}\n{_read(f'{widget}.css')}"


def _read(name: str) -> str:
    return (_BUNDLES / name).read_text(encoding="utf-8")
