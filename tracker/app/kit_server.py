"""The Jupyter server of the kit: Jupyter's own, minus its questions."""

import signal
from typing import Any

from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.serverapp import ServerApp
from tornado.web import HTTPError
from traitlets.config import Config

from tracker.app.pages import chrome
from tracker.app.privacy import strip_outputs


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


class Refusal(JupyterHandler):
    """What a visitor without the token gets: no form to guess at, only how to come in."""

    @allow_unauthenticated
    def get(self) -> None:
        """Refuse, in a sentence (the template ``403.html``)."""
        raise HTTPError(403)


def kit_server(settings: dict[str, dict[str, Any]]) -> KitServer:
    """Build the server, ready to start and bound to its port."""
    server = KitServer(config=Config(settings))
    server.initialize(argv=[], find_extensions=False)
    contents: Any = server.contents_manager
    contents.register_pre_save_hook(strip_outputs)
    server.web_app.settings["voila_jinja2_env"].globals["kit"] = chrome()
    return server
