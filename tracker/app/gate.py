"""The rules of access: which addresses the kit answers to, and what a phone may reach.

A page on the web can point a name of its own at this machine (DNS rebinding), and whoever has the
token could run programs through JupyterLab. So the kit answers only to names it has itself, and
whatever comes over the network gets the app's pages and what their widgets say, and no more.
Jupyter hands some things to anybody (scripts, themes, its version): here nothing is for a visitor
who neither was let in before nor brings the token.
"""

import json
import re
import struct
from hmac import compare_digest
from ipaddress import ip_address
from types import SimpleNamespace
from typing import Any, Final

from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.services.kernels.connection import base as wire
from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection
from tornado.escape import utf8
from tornado.httputil import HTTPServerRequest
from tornado.routing import Matcher, Rule
from tornado.web import Application, decode_signed_value

PHONE_PATHS: Final = re.compile(
    r"/(voila/(render|static|templates|labextensions|nbextensions)/.*"
    r"|(voila/)?(lab|nb)extensions/.*"
    r"|static/.*"
    r"|api/kernels/[\w-]+(/channels)?|voila/api/shutdown/[\w-]+"
    r"|manifest\.webmanifest|favicon\.ico|)"
)
"""The addresses that pages ask for; JupyterLab, files and new kernels are not among them."""

ICONS: Final = re.compile(r"/voila/templates/tracker/static/icon-\d+\.png")
"""A phone's home screen fetches them by itself, and knows no cookie."""

WIDGET_MESSAGES: Final = frozenset(
    {"comm_info_request", "comm_open", "comm_msg", "comm_close", "kernel_info_request"}
)
"""The messages a page's widgets need. To run code is none of them."""

_TOKEN: Final = re.compile(r"(?:token|bearer)\s+(.+)", re.IGNORECASE)
_JUPYTER_V1: Final = "v1.kernel.websocket.jupyter.org"


def close_gate(app: Application, refusal: type[JupyterHandler], hosts: frozenset[str]) -> None:
    """Refuse, before any other rule is looked at, what the kit does not answer."""
    for matcher in (ForeignName(hosts), DesktopOnly(), WithoutToken(app.settings)):
        rule = app.default_router.process_rule(Rule(matcher, refusal))
        app.default_router.rules.insert(0, rule)


class ForeignName(Matcher):
    """Asked for under a name that is not the kit's."""

    def __init__(self, hosts: frozenset[str]) -> None:
        self._hosts = hosts

    def match(self, request: HTTPServerRequest) -> dict[str, Any] | None:
        return None if request.host_name in self._hosts else {}


class DesktopOnly(Matcher):
    """Asked for over the network, and more than a page of the app."""

    def match(self, request: HTTPServerRequest) -> dict[str, Any] | None:
        ok = is_local(request) or PHONE_PATHS.fullmatch(request.path)
        return None if ok else {}


class WithoutToken(Matcher):
    """Asked for by a browser that was never let in, and without the token.

    It only keeps out: whoever gets past it is looked at by Jupyter as ever.
    """

    def __init__(self, settings: dict[str, Any]) -> None:
        self._identity = settings["identity_provider"]
        self._secret = settings["cookie_secret"]

    def match(self, request: HTTPServerRequest) -> dict[str, Any] | None:
        ok = ICONS.fullmatch(request.path) or self._knows(request) or self._is_told(request)
        return None if ok else {}

    def _knows(self, request: HTTPServerRequest) -> bool:
        name = self._identity.get_cookie_name(SimpleNamespace(request=request))
        cookie = request.cookies.get(name)
        return cookie is not None and bool(decode_signed_value(self._secret, name, cookie.value))

    def _is_told(self, request: HTTPServerRequest) -> bool:
        header = _TOKEN.fullmatch(request.headers.get("Authorization", ""))
        given = [*request.query_arguments.get("token", ()), *(header.groups() if header else ())]
        token = self._identity.token.encode()
        return any(compare_digest(utf8(one), token) for one in given)


class GuardedConnection(ZMQChannelsWebsocketConnection):
    """A page's line to its kernel; from a phone it carries what widgets say, and nothing else."""

    def handle_incoming_message(self, incoming_msg: str) -> None:
        """Pass a message on to the kernel, unless it came over the network to run code."""
        handler: Any = self.websocket_handler
        if is_local(handler.request) or _kind(incoming_msg, self.subprotocol) in WIDGET_MESSAGES:
            super().handle_incoming_message(incoming_msg)


def is_local(request: HTTPServerRequest) -> bool:
    """Whether this machine itself asks; the connection tells, which no header can pretend."""
    return request.remote_ip is not None and ip_address(request.remote_ip).is_loopback


def _kind(message: Any, subprotocol: str | None) -> str | None:
    try:
        return str(_header(message, subprotocol)["msg_type"])
    except (ValueError, KeyError, TypeError, IndexError, struct.error):
        return None


def _header(message: Any, subprotocol: str | None) -> Any:
    read: Any = wire
    if subprotocol == _JUPYTER_V1:
        _refuse_more_parts_than_bytes(int.from_bytes(message[:8], "little"), message)
        _, parts = read.deserialize_msg_from_ws_v1(message)
        return json.loads(parts[0])
    if isinstance(message, bytes):
        _refuse_more_parts_than_bytes(int.from_bytes(message[:4], "big"), message)
        return read.deserialize_binary_message(message)["header"]
    return json.loads(message)["header"]


def _refuse_more_parts_than_bytes(parts: int, message: bytes) -> None:
    # Jupyter believes the number that a message begins with, and counts up to it.
    if parts > len(message):
        raise ValueError("More parts are announced than could be in the message.")
