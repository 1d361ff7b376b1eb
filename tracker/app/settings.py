"""Jupyter's settings for the kit: one person, this machine only, no questions, no calls out."""

from pathlib import Path
from typing import Any, Final

from tracker.app.pages import chrome, lab_path, page_path
from tracker.app.phone import Phone
from tracker.app.privacy import allow_page_shutdown, security_headers
from tracker.diary import errors
from tracker.private_file import state_folder

HOST: Final = "127.0.0.1"
SHARE: Final = Path(__file__).parent / "share" / "jupyter"
TEMPLATES: Final = SHARE / "voila" / "templates" / "tracker"

_PROBLEM = "This part could not be shown. What you saved is safe."
_NO_MATHJAX = "/voila/templates/tracker/static/no-mathjax.js"
# A phone that sleeps through a hold, or waits in a pocket between two, finds its page as it was.
_WAIT_FOR_IDLE_S = 1800
_LOOK_FOR_IDLE_S = 60


def notebooks_folder() -> Path:
    """The app's notebooks: inside an installed package, beside it in a checkout."""
    package = Path(__file__).parents[1]
    installed = package / "notebooks"
    return installed if installed.is_dir() else package.parent / "notebooks"


def environment(diary_url: str) -> dict[str, str]:
    """What the server's process and every kernel find in their environment.

    Jupyter's own folders are the kit's, so that another Jupyter's settings, passwords or
    extensions on the same machine can neither change these pages nor see into them.
    """
    own = state_folder() / "jupyter"
    return {
        "TRACKER_DIARY": diary_url,
        # Its pages show widgets, which then need not be written as plain HTML too.
        "TRACKER_SERVER": "yes",
        "JUPYTER_PATH": str(SHARE),
        "JUPYTER_CONFIG_PATH": str(SHARE),
        "JUPYTER_CONFIG_DIR": str(own / "config"),
        "JUPYTER_DATA_DIR": str(own),
        "JUPYTER_RUNTIME_DIR": str(own / "runtime"),
        # What is typed in JupyterLab may be health data: its history is kept as private.
        "IPYTHONDIR": str(own / "ipython"),
    }


def plain_errors() -> list[str]:
    """Errors whose own words a person can act on; any other is only said to have happened."""
    return [
        name
        for name, thing in vars(errors).items()
        if isinstance(thing, type) and issubclass(thing, errors.DiaryError)
    ]


def jupyter_settings(
    port: int, token: str, phone: Phone | None = None
) -> dict[str, dict[str, Any]]:
    """Every setting that differs from Jupyter's own, by the class it belongs to.

    Parameters
    ----------
    port : int
        The port on this machine.
    token : str
        What lets a browser in for the first time.
    phone : Phone, optional
        Where a phone on the home network reaches the pages; without it, none does.
    """
    hosts = (HOST, phone.host) if phone else (HOST,)
    return {
        "Application": {"log_level": "ERROR"},
        "ServerApp": {
            "ip": HOST,
            "port": port,
            "port_retries": 0,
            "root_dir": str(notebooks_folder()),
            "default_url": page_path(),
            "open_browser": False,
            "quit_button": False,
            "terminals_enabled": False,
            "allow_root": True,
            "allow_unauthenticated_access": False,
            "jpserver_extensions": {"jupyterlab": True, "voila.server_extension": True},
            "extra_template_paths": [str(TEMPLATES)],
            "tornado_settings": {
                "headers": security_headers(port, hosts),
                "mathjax_url": _NO_MATHJAX,
            },
            "kernel_manager_class": "tracker.app.kernels.WarmKernels",
            "kernel_websocket_connection_class": "tracker.app.gate.GuardedConnection",
            # Jupyter's own check knows this machine's names only; the kit's gate knows them all.
            "allow_remote_access": phone is not None,
        },
        "PasswordIdentityProvider": {
            "token": token,
            "login_handler_class": "tracker.app.kit_server.Refusal",
            "allow_password_change": False,
            "cookie_options": {"samesite": "Strict"},
        },
        "WarmKernels": {
            "kernel_manager_class": "tracker.app.kernels.GracefulKernel",
            "cull_idle_timeout": _WAIT_FOR_IDLE_S,
            "cull_interval": _LOOK_FOR_IDLE_S,
            "cull_connected": False,
            "transport_encryption": "auto",
        },
        "KernelProvisionerFactory": {"default_provisioner_name": "tracker-forking"},
        "KernelManager": {"shutdown_wait_time": 3.0},
        # A page whose kernel died must hear of it; a fresh one would sit behind it, empty.
        "KernelRestarter": {"restart_limit": 0},
        "LabApp": {
            "default_url": lab_path(),
            "extension_manager": "readonly",
            "news_url": None,
            "check_for_updates_class": "jupyterlab.handlers.announcements.NeverCheckForUpdate",
        },
        "VoilaConfiguration": {
            "template": "tracker",
            "allow_template_override": "NO",
            "allow_theme_override": "NO",
            "strip_sources": True,
            # The page's template shows one sentence of an error; it decides by the error's name.
            "show_tracebacks": True,
            "file_allowlist": [],
            # Whatever else is installed beside the kit has no business on these pages.
            "extension_allowlist": [
                "anywidget",
                "@jupyter-widgets/jupyterlab-manager",
                "@voila-dashboards/widgets-manager8",
            ],
            "prelaunch_hook": allow_page_shutdown,
            "resources": {
                "kit": chrome()
                | {
                    "problem": _PROBLEM,
                    "plain": plain_errors(),
                    "phone": phone and phone.for_page(),
                }
            },
        },
        "VoilaExecutor": {"allow_errors": True},
    }
