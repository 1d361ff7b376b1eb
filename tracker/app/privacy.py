"""Keep health data on this machine: nothing saved into a notebook, no page that calls out."""

from typing import Any

_VIEW_STATE = ("execution", "collapsed", "scrolled", "trusted")


def strip_outputs(model: dict[str, Any], **_: Any) -> None:
    """Take a person's data out of a notebook just before JupyterLab writes it to disk.

    Outputs, execution counts, widget state and the Python version go; text, code and the collapsed
    inputs stay. What the person sees on the open page is untouched.

    Parameters
    ----------
    model : dict
        Jupyter's contents model of the file being saved; changed in place. Anything but a
        notebook is left alone.
    """
    if model.get("type") != "notebook" or not model.get("content"):
        return
    notebook = model["content"]
    metadata = notebook.get("metadata", {})
    metadata.pop("widgets", None)
    if "language_info" in metadata:
        metadata["language_info"] = {"name": metadata["language_info"]["name"]}
    for cell in notebook.get("cells", []):
        for key in _VIEW_STATE:
            cell.get("metadata", {}).pop(key, None)
        if cell.get("cell_type") == "code":
            cell["outputs"] = []
            cell["execution_count"] = None


def security_headers(port: int, hosts: tuple[str, ...]) -> dict[str, str]:
    """Headers by which the browser itself refuses any request that leaves this machine.

    Parameters
    ----------
    port : int
        The port on this machine.
    hosts : tuple of str
        The names under which pages are opened. Some browsers do not count a page's line to its
        kernel as its own address, so each is named.

    Notes
    -----
    Widgets arrive as modules in blobs and JupyterLab compiles its schemas, so inline code and
    ``eval`` stay allowed; where code may come from, and where data may go, does not.
    """
    lines = " ".join(f"ws://{host}:{port}" for host in hosts)
    sources = {
        "default-src": "'self'",
        "script-src": "'self' 'unsafe-inline' 'unsafe-eval' blob:",
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "media-src": "'self' data: blob:",
        "font-src": "'self' data:",
        "worker-src": "'self' blob:",
        "frame-src": "'self' blob:",
        "connect-src": f"'self' {lines} data: blob:",
        "object-src": "'none'",
        "base-uri": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'self'",
    }
    return {
        "Content-Security-Policy": "; ".join(f"{name} {what}" for name, what in sources.items()),
        "Referrer-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
    }


def allow_page_shutdown(handler: Any, **_: Any) -> None:
    """Give a page the cookie by which it may stop its own kernel as it closes.

    Parameters
    ----------
    handler : tornado.web.RequestHandler
        What answers the page's request; reading its token sets the cookie.
    """
    _ = handler.xsrf_token
