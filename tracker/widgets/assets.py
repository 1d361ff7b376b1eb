"""The scripts and style sheets a widget is made of, joined into the one file each that it sends."""

from importlib.resources import files

from tracker.theme import css_variables

_STATIC = files(__package__) / "static"


def script(*names: str) -> str:
    """Join scripts into one module, in the order given; the last one exports the widget.

    Parameters
    ----------
    *names : str
        Files of ``static/``, without ``.js``, such as ``coach/ring``.
    """
    return "\n".join(_read(f"{name}.js") for name in names)


def style(*names: str) -> str:
    """Join style sheets behind the product's colours, which a page of JupyterLab does not have.

    Parameters
    ----------
    *names : str
        Files of ``static/``, without ``.css``.
    """
    return "\n".join([css_variables(), *(_read(f"{name}.css") for name in names)])


def _read(name: str) -> str:
    return (_STATIC / name).read_text(encoding="utf-8")
