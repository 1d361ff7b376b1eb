"""Start the server, print where the pages are, and stop cleanly."""

import errno
import os
import secrets
import socket
import sys
import webbrowser
from contextlib import suppress
from pathlib import Path
from textwrap import fill
from threading import Thread
from typing import Any, Final

from tracker.app.pages import PRODUCT, lab_path, page_path
from tracker.app.phone import EXPOSES, Phone, home_addresses
from tracker.app.settings import HOST, environment, jupyter_settings
from tracker.private_file import sweep

PORT: Final = 8642
"""Kept the same from one start to the next, so that a bookmark and a page's memory hold."""

_COOKIE_KEY_FILE: Final = "jupyter_cookie_secret"


class PortInUse(OSError):
    """Another program, or another window of the kit, has the port."""


def start(
    diary_url: str,
    *,
    port: int = PORT,
    open_browser: bool = True,
    phone_host: str | None = None,
    forget: bool = False,
) -> int:
    """Serve the app pages and JupyterLab until Ctrl-C.

    Parameters
    ----------
    diary_url : str
        A file or a SQLAlchemy URL; every page works on this diary.
    port : int
        The port on this machine.
    open_browser : bool
        Whether to open the Today page in the person's browser.
    phone_host : str, optional
        This machine's address on the home network, to serve a phone there; without it the pages
        are for this machine only.
    forget : bool
        Whether every browser that was let in before has to bring the new address.

    Returns
    -------
    int
        The program's exit code.

    Raises
    ------
    PortInUse
        Where the port is taken.
    """
    from tracker.diary.errors import DiaryError
    from tracker.diary.location import database_url
    from tracker.facade import open_diary

    diary = database_url(diary_url)
    for host in filter(None, (HOST, phone_host)):
        _refuse_taken(host, port)
    variables = environment(diary.render_as_string(hide_password=False))
    # Whatever the server and the pages write, also what Jupyter keeps, is its owner's alone.
    os.umask(0o077)
    own = Path(variables["JUPYTER_DATA_DIR"])
    own.mkdir(mode=0o700, parents=True, exist_ok=True)
    own.chmod(0o700)
    if left := sweep():
        _print(f"Removed temporary copies that a killed program had left: {left}.")
    os.environ.update(variables)
    if forget:
        (Path(variables["JUPYTER_RUNTIME_DIR"]) / _COOKIE_KEY_FILE).unlink(missing_ok=True)
    with suppress(KeyboardInterrupt):
        _serve(port, phone_host, open_browser=open_browser)
    with suppress(DiaryError):
        # Pages that closed in a hurry leave their last saves beside the file; this moves them in.
        open_diary(diary_url).close()
    where = diary.database if diary.get_backend_name() == "sqlite" else diary.render_as_string()
    _print(f"\nStopped. Your diary is at {where}")
    return 0


def _serve(port: int, phone_host: str | None, *, open_browser: bool) -> None:
    # Jupyter reads its folders from the environment as it is imported.
    from tracker.app.kit_server import kit_server

    token = secrets.token_urlsafe(32)
    page = f"http://{HOST}:{port}{page_path()}?token={token}"
    lab = f"http://{HOST}:{port}{lab_path()}?token={token}"
    phone = Phone(phone_host, port, token) if phone_host else None
    server = kit_server(jupyter_settings(port, token, phone), phone)
    kernels: Any = server.kernel_manager

    def ready() -> None:
        kernels.warm_up()
        _print(
            f"{PRODUCT} is open{'' if phone else ', on this machine only'}.\n\n"
            f"  Your diary:  {page}\n"
            f"  JupyterLab:  {lab}\n"
        )
        if phone:
            _print(_phone_message(phone))
        _print("To stop it, press Ctrl-C in this window.")
        if open_browser:
            Thread(target=webbrowser.open, args=(page,), daemon=True).start()

    server.io_loop.add_callback(ready)
    server.start()


def _phone_message(phone: Phone) -> str:
    others = [host for host in home_addresses() if host != phone.host]
    also = (
        f"\nNot the right network? There is also --phone {' or '.join(others)}." if others else ""
    )
    code, where = "", "on the Today page"
    if _can_show_codes():
        code, where = f"{phone.code_for_terminal()}\n\n", "(it is on the Today page too)"
    return (
        f"  Your phone:  {phone.address}\n\n{code}"
        f"Scan the code {where} or open that address, on the same wi-fi.\n"
        f"{fill(' '.join(EXPOSES), 80)}{also}\n"
    )


def _can_show_codes() -> bool:
    encoding = sys.stdout.encoding or "ascii"
    return sys.stdout.isatty() and "▀▄█".encode(encoding, "replace").count(b"?") == 0


def _refuse_taken(host: str, port: int) -> None:
    with socket.socket() as probe:
        if os.name == "posix":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise PortInUse(
                    f"Port {port} is already in use: the kit may be running in another window; "
                    "close it, or choose another with --port."
                ) from None
            if error.errno == errno.EADDRNOTAVAIL:
                raise OSError(f"{host} is not an address of this machine.") from None
            raise OSError(
                f"Port {port} cannot be used ({error.strerror}); choose another with --port."
            ) from None
        except OverflowError:
            raise OSError(f"port must be from 1 to 65535, not {port}.") from None


def _print(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
