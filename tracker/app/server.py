"""Open the kit: start the server, say where the pages are, and stop cleanly."""

import errno
import os
import secrets
import socket
import sys
import webbrowser
from contextlib import suppress
from pathlib import Path
from threading import Thread
from typing import Any, Final

from tracker.app.pages import PRODUCT, lab_path, page_path
from tracker.app.settings import HOST, environment, jupyter_settings

PORT: Final = 8642
"""Kept the same from one start to the next, so that a bookmark and a page's memory hold."""


class PortInUse(OSError):
    """Another program, or another window of the kit, has the port."""


def start(diary_url: str, *, port: int = PORT, open_browser: bool = True) -> int:
    """Serve the app pages and JupyterLab until Ctrl-C.

    Parameters
    ----------
    diary_url : str
        A file or a SQLAlchemy URL; every page works on this diary.
    port : int
        The port on this machine.
    open_browser : bool
        Whether to open the log page in the person's browser.

    Returns
    -------
    int
        The program's exit code.

    Raises
    ------
    PortInUse
        Where the port is taken.
    """
    from tracker.diary.diary import open_diary
    from tracker.diary.errors import DiaryError
    from tracker.diary.location import database_url

    diary = database_url(diary_url)
    _refuse_taken(port)
    given = environment(diary.render_as_string(hide_password=False))
    Path(given["JUPYTER_DATA_DIR"]).mkdir(mode=0o700, parents=True, exist_ok=True)
    os.environ.update(given)
    with suppress(KeyboardInterrupt):
        _serve(port, open_browser=open_browser)
    with suppress(DiaryError):
        # Pages that closed in a hurry leave their last saves beside the file: fold them in.
        open_diary(diary_url).close()
    where = diary.database if diary.get_backend_name() == "sqlite" else diary.render_as_string()
    _say(f"\nStopped. Your diary is at {where}")
    return 0


def _serve(port: int, *, open_browser: bool) -> None:
    # Jupyter reads its folders from the environment as it is imported.
    from tracker.app.kit_server import kit_server

    token = secrets.token_urlsafe(32)
    page = f"http://{HOST}:{port}{page_path()}?token={token}"
    lab = f"http://{HOST}:{port}{lab_path()}?token={token}"
    server = kit_server(jupyter_settings(port, token))
    kernels: Any = server.kernel_manager

    def ready() -> None:
        kernels.warm_up()
        _say(
            f"{PRODUCT} is open, on this machine only.\n\n"
            f"  Your log:    {page}\n"
            f"  JupyterLab:  {lab}\n\n"
            "To stop it, press Ctrl-C in this window."
        )
        if open_browser:
            Thread(target=webbrowser.open, args=(page,), daemon=True).start()

    server.io_loop.add_callback(ready)
    server.start()


def _refuse_taken(port: int) -> None:
    with socket.socket() as probe:
        if os.name == "posix":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise PortInUse(
                    f"Port {port} is already in use: the kit may be running in another window; "
                    "close it, or choose another with --port."
                ) from None
            raise OSError(
                f"Port {port} cannot be used ({error.strerror}); choose another with --port."
            ) from None
        except OverflowError:
            raise OSError(f"port must be from 1 to 65535, not {port}.") from None


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
