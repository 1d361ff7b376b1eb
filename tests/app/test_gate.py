"""What comes over the network gets the pages, and cannot run code."""

import json
from types import SimpleNamespace

import pytest
from jupyter_server.services.kernels.connection import base as wire
from tornado.httputil import HTTPHeaders, HTTPServerRequest, RequestStartLine

from tracker.app.gate import WIDGET_MESSAGES, DesktopOnly, ForeignName, _kind, is_local

HERE, PHONE = "127.0.0.1", "192.168.1.40"


def asked(path="/", *, peer=PHONE, host="192.168.1.23:8642"):
    connection = SimpleNamespace(context=SimpleNamespace(remote_ip=peer, protocol="http"))
    headers = HTTPHeaders({"Host": host})
    line = RequestStartLine("GET", path, "HTTP/1.1")
    return HTTPServerRequest(headers=headers, connection=connection, start_line=line)


def refused(matcher, request):
    return matcher.match(request) is not None


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/voila/render/log.ipynb",
        "/voila/templates/tracker/static/no-mathjax.js",
        "/voila/static/voila.js",
        "/voila/labextensions/anywidget/static/remoteEntry.js",
        "/api/kernels/0b1c-22",
        "/api/kernels/0b1c-22/channels",
        "/voila/api/shutdown/0b1c-22",
        "/manifest.webmanifest",
    ],
)
def test_a_phone_reaches_what_pages_are_made_of(path):
    assert not refused(DesktopOnly(), asked(path))


@pytest.mark.parametrize(
    "path",
    [
        "/lab",
        "/lab/tree/log.ipynb",
        "/api/kernels",
        "/api/kernels/0b1c-22/restart",
        "/api/sessions",
        "/api/contents/log.ipynb",
        "/files/log.ipynb",
        "/nbconvert/html/log.ipynb",
        "/api/shutdown",
        "/voila/tree",
        "/voila/files/log.ipynb",
        "/manifest.webmanifest/../lab",
    ],
)
def test_a_phone_reaches_nothing_else_and_this_machine_does(path):
    assert refused(DesktopOnly(), asked(path))
    assert not refused(DesktopOnly(), asked(path, peer=HERE))


def test_a_phone_cannot_pretend_to_be_this_machine():
    assert not is_local(asked("/lab", host="127.0.0.1:8642"))


@pytest.mark.parametrize("host", ["evil.example", "192.168.1.99", "127.0.0.1.evil.example:8642"])
def test_a_foreign_name_is_refused_whoever_asks(host):
    ours = ForeignName(frozenset({"127.0.0.1", "localhost", "192.168.1.23"}))
    assert refused(ours, asked(host=host, peer=HERE))
    assert not refused(ours, asked(host="192.168.1.23:8642"))


@pytest.mark.parametrize("kind", ["execute_request", "comm_msg"])
def test_the_kind_of_a_message_is_read_however_it_is_wrapped(kind):
    header = {"msg_type": kind, "msg_id": "1"}
    message = {"header": header, "parent_header": {}, "content": {}, "metadata": {}}
    assert _kind(json.dumps(message | {"channel": "shell"}), "") == kind
    assert _kind(wire.serialize_binary_message(message | {"buffers": [b"x"]}), None) == kind
    parts = [json.dumps(message[part]).encode() for part in message]
    packed = wire.serialize_msg_to_ws_v1(parts, "shell")
    assert _kind(bytes(packed), "v1.kernel.websocket.jupyter.org") == kind


@pytest.mark.parametrize("nonsense", ["", "[]", "{}", '{"header": 3}', b"", b"\x00\x00\x00\x01"])
@pytest.mark.parametrize("protocol", [None, "v1.kernel.websocket.jupyter.org"])
def test_nonsense_is_of_no_kind_that_passes(nonsense, protocol):
    assert _kind(nonsense, protocol) not in WIDGET_MESSAGES


def test_nothing_that_runs_code_passes():
    assert all(kind.startswith("comm_") for kind in WIDGET_MESSAGES - {"kernel_info_request"})
