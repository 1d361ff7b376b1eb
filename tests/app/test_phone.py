"""The code that a phone scans leads to the first page, and shows nothing else."""

import re

import pytest
import segno

from tracker.app.pages import PRODUCT, chrome, page_path
from tracker.app.phone import EXPOSES, Phone, manifest
from tracker.theme import LIGHT


@pytest.fixture
def phone():
    return Phone("192.168.1.23", 8642, "a-token")


def test_the_address_is_the_first_page_and_carries_the_token(phone):
    assert phone.address == "http://192.168.1.23:8642/voila/render/today.ipynb?token=a-token"


def test_the_token_is_not_in_its_words(phone):
    assert "a-token" not in repr(phone)
    assert "a-token" not in str(phone.for_page())


def test_the_terminal_shows_the_same_squares_black_on_white(phone):
    lines = phone.code_for_terminal().splitlines()
    assert all(line.startswith("\033[38;5;16;48;5;231m") for line in lines)
    halves = {" ": (0, 0), "▀": (1, 0), "▄": (0, 1), "█": (1, 1)}
    drawn = [row for line in lines for row in zip(*map(halves.get, _bare(line)), strict=True)]
    wanted = [tuple(row) for row in segno.make(phone.address, micro=False).matrix_iter(border=4)]
    assert drawn[: len(wanted)] == wanted
    assert max(map(len, map(_bare, lines))) <= 80


def test_the_page_shows_it_dark_on_light_without_a_script(phone):
    svg = phone.code_for_page()
    assert svg.startswith("<svg")
    assert LIGHT.ink.lower() in svg.lower()
    assert not re.search(r"script|style|https?:|on\w+=", svg)


def test_it_says_what_it_exposes():
    said = " ".join(EXPOSES)
    for fact in ("can read and change", "not encrypted", "never on public wi-fi", "30 days"):
        assert fact in said


def test_the_manifest_names_what_a_home_screen_needs():
    told = manifest()
    assert told["name"] == PRODUCT
    assert len(told["short_name"]) <= 12
    assert told["display"] == "standalone"
    assert told["start_url"] == page_path()
    assert {icon["sizes"] for icon in told["icons"]} == {"192x192", "512x512"}
    assert {icon["purpose"] for icon in told["icons"]} == {"any", "maskable"}
    assert chrome()["manifest"] == "/manifest.webmanifest"


def _bare(line):
    return re.sub(r"\033\[[\d;]*m", "", line)
