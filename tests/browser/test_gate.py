"""A running kit lets in nobody without the token, and a phone no further than the pages."""

import http.client
import json
from contextlib import closing
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from websocket import WebSocketBadStatusException, create_connection

from tracker.app.phone import home_addresses

pytestmark = pytest.mark.browser

PAGES = ["/", "/voila/render/log.ipynb", "/lab", "/tree", "/voila/tree", "/manifest.webmanifest"]
SERVICES = [
    "/api/contents",
    "/api/kernels",
    "/api/kernels/0b1c2d3e-0000-4000-8000-000000000000",
    "/api/kernels/0b1c2d3e-0000-4000-8000-000000000000/channels",
    "/api/sessions",
    "/api/events/subscribe",
    "/api/status",
    "/files/log.ipynb",
    "/nbconvert/html/log.ipynb",
    "/metrics",
]
STATIC = [
    "/voila/templates/tracker/static/no-mathjax.js",
    "/voila/static/voila.js",
    "/voila/labextensions/anywidget/package.json",
    "/lab/extensions/anywidget/package.json",
    "/static/favicons/favicon.ico",
]
BEYOND_THE_PAGES = ["/lab", "/voila/tree", "/api/contents", "/api/kernels", "/files/log.ipynb"]


@pytest.fixture(scope="module")
def app(start_kit, tmp_path_factory):
    """The kit with a phone let in, on this machine's own address in its network."""
    if not home_addresses():
        pytest.skip("needs a private network address")
    kit = start_kit(tmp_path_factory.mktemp("kit") / "diary.db", None, "--phone")
    yield kit
    kit.stop()


def ask(app, path, *, at="127.0.0.1", method="GET", host=None, token=None):
    """Send the path as it stands, as a browser would not; the status and where it leads."""
    port = urlsplit(app.base).port
    connection = http.client.HTTPConnection(at, port, timeout=20)
    headers = {"Host": host or f"{at}:{port}"}
    if token:
        headers["Authorization"] = f"token {token}"
    connection.request(method, path, headers=headers)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, answer.getheader("Location") or "", body


def is_refused(answer):
    status, leads_to, _ = answer
    return status in (401, 403) or (status == 302 and leads_to.startswith("/login"))


@pytest.mark.parametrize("path", [*PAGES[1:], *SERVICES, *STATIC])
def test_without_the_token_everything_is_refused(app, path):
    for at in ("127.0.0.1", home_addresses()[0]):
        assert is_refused(ask(app, path, at=at))
        assert is_refused(ask(app, path, at=at, token="x" * 43))


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("path", ["/api/kernels", "/api/contents/log.ipynb", "/api/sessions"])
def test_without_the_token_nothing_is_changed(app, method, path):
    for at in ("127.0.0.1", home_addresses()[0]):
        assert ask(app, path, at=at, method=method)[0] in (403, 405)


@pytest.mark.parametrize("path", [*PAGES, *SERVICES, *STATIC])
def test_under_a_foreign_name_everything_is_refused_even_with_the_token(app, path):
    for at in ("127.0.0.1", home_addresses()[0]):
        assert ask(app, path, at=at, host="evil.example", token=app.token)[0] == 403


@pytest.mark.parametrize("path", BEYOND_THE_PAGES)
def test_a_phone_with_the_token_gets_no_further_than_the_pages(app, path):
    phone_sees = ask(app, path, at=home_addresses()[0], token=app.token, host="127.0.0.1")
    assert phone_sees[0] == 403
    assert ask(app, path, token=app.token)[0] == 200
    page = ask(app, "/manifest.webmanifest", at=home_addresses()[0], token=app.token)
    assert json.loads(page[2])["name"] == "Sciatica tracker"


@pytest.mark.parametrize(
    "way", ["files", "api/contents", "voila/files", "voila/render", "lab/tree"]
)
def test_the_diary_is_not_a_file_on_the_server(app, way):
    for name in (str(app.diary), "../data/diary.db", f"..%2f..{app.diary}", f"%2e%2e/{app.diary}"):
        status, leads_to, body = ask(app, f"/{way}/{name}", token=app.token)
        if leads_to:
            status, _, body = ask(app, leads_to, token=app.token)
        assert b"SQLite format 3" not in body
        assert way == "lab/tree" or status >= 400


def test_the_token_is_in_no_file(app):
    holding = [
        path
        for path in app.diary.parent.rglob("*")
        if path.is_file() and app.token.encode() in path.read_bytes()
    ]
    assert holding == []


def test_a_line_to_a_kernel_needs_the_token_and_carries_no_code_from_a_phone(app):
    kernel = json.loads(ask(app, "/api/kernels", method="POST", token=app.token)[2])["id"]
    here, phone = f"127.0.0.1:{urlsplit(app.base).port}", home_addresses()[0]
    there = here.replace("127.0.0.1", phone)
    assert _replies(here, kernel, app.token) == ["execute_reply", "kernel_info_reply"]
    assert _replies(there, kernel, app.token) == ["kernel_info_reply"]
    for at in (here, there):
        with pytest.raises(WebSocketBadStatusException, match="403"):
            _replies(at, kernel, "x" * 43)


def _replies(at, kernel, token):
    """Ask the kernel to run a line, then who it is; which of the two it answered."""
    mine = uuid4().hex
    heard: list[str] = []
    address = f"ws://{at}/api/kernels/{kernel}/channels"
    admitted = {"Authorization": f"token {token}"}
    with closing(create_connection(address, timeout=30, header=admitted)) as line:
        for kind, content in (("execute_request", {"code": "1 + 1"}), ("kernel_info_request", {})):
            header = {"msg_type": kind, "msg_id": mine + kind, "session": "s", "username": "me"}
            said = {"header": header | {"version": "5.3", "date": "2026-11-18T12:00:00Z"}}
            rest = {"parent_header": {}, "metadata": {}, "content": content, "channel": "shell"}
            line.send(json.dumps(said | rest))
        while "kernel_info_reply" not in heard:
            answer = json.loads(line.recv())
            asked = answer["parent_header"].get("msg_id", "")
            if answer["channel"] == "shell" and asked.startswith(mine):
                heard.append(answer["msg_type"])
    return heard
