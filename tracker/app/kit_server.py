"""The Jupyter server of the kit: set by the kit alone, and closed to visitors without the token."""

import signal
import warnings
from typing import Any, Final

from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.serverapp import ServerApp
from jupyter_server.utils import JupyterServerAuthWarning
from tornado.web import HTTPError, authenticated
from traitlets.config import Config

from tracker.app.gate import close_gate
from tracker.app.log_filters import hide_closed_pages
from tracker.app.pages import MANIFEST, chrome
from tracker.app.phone import Phone, manifest
from tracker.app.privacy import strip_outputs

_NAMES: Final = frozenset({"127.0.0.1", "localhost"})


class NoToken(PermissionError):
    """The server would let anybody in."""


class KitServer(ServerApp):
    """A server that stops at the first Ctrl-C and is set by the kit alone."""

    # Jupyter would leave the token in a file for the browser to be sent on by.
    no_browser_open_file = True

    def init_signal(self) -> None:
        """Stop at once on Ctrl-C and on SIGTERM, with every kernel shut down first."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: self.stop(from_signal=True))

    def load_config_file(self, *_: Any, **__: Any) -> None:
        """Read no settings file: a stray one could open the server or name another folder."""

    async def cleanup_kernels(self) -> None:
        """Stop every kernel, also the one that is only just starting."""
        # Jupyter skips this while no kernel has started: an empty manager counts as none.
        kernels: Any = self.kernel_manager
        await kernels.shutdown_all()

    def init_webapp(self) -> None:
        """Let the pages for "not here" and "not allowed" look like all the others."""
        super().init_webapp()
        self.web_app.settings["jinja2_env"].globals["kit"] = chrome()

    def write_server_info_file(self) -> None:
        """Write none: it would hold the token."""

    def listen_on(self, host: str) -> None:
        """Answer under a second address of this machine too, and under no third.

        A laptop that is carried to another network has another address there: the diary does
        not come along, as it would if the server listened everywhere.
        """
        self.http_server.listen(self.port, host)


class Refusal(JupyterHandler):
    """What a visitor without the token gets: no form to guess at, only how to come in."""

    @allow_unauthenticated
    def get(self) -> None:
        """Refuse, in a sentence (the template ``403.html``)."""
        raise HTTPError(403)

    head = post = put = patch = delete = options = get


class Manifest(JupyterHandler):
    """What a phone needs to keep the kit among its apps."""

    @authenticated
    def get(self) -> None:
        """Give the web manifest."""
        self.set_header("Content-Type", "application/manifest+json")
        self.finish(manifest())


def kit_server(settings: dict[str, dict[str, Any]], phone: Phone | None = None) -> KitServer:
    """Build the server, ready to start and bound to its port.

    Parameters
    ----------
    settings : dict
        See `jupyter_settings`.
    phone : Phone, optional
        Where a phone on the home network reaches it too.

    Raises
    ------
    NoToken
        Where the settings would let anybody in.
    """
    server = KitServer(config=Config(settings))
    with warnings.catch_warnings():
        # Voilà's scripts ask for no cookie, and Jupyter says so; the gate asks for it.
        warnings.simplefilter("ignore", JupyterServerAuthWarning)
        server.initialize(argv=[], find_extensions=False)
    _refuse_open_door(server)
    pages: Any = server.web_app
    pages.add_handlers(".*$", [(MANIFEST, Manifest)])
    close_gate(pages, Refusal, _NAMES | ({phone.host} if phone else set()))
    hide_closed_pages(server.log)
    if phone:
        server.listen_on(phone.host)
    contents: Any = server.contents_manager
    contents.register_pre_save_hook(strip_outputs)
    server.web_app.settings["voila_jinja2_env"].globals["kit"] = chrome()
    return server


def _refuse_open_door(server: KitServer) -> None:
    identity = server.identity_provider
    if not (identity.auth_enabled and identity.token) or server.allow_unauthenticated_access:
        raise NoToken("The kit does not start without a token: anybody could read the diary.")
