"""The server is set for one person on one machine."""

import json
import re
from pathlib import Path

import matplotlib.colors
import matplotlib.image
import pytest
from traitlets.config import Config

from tracker.app import settings
from tracker.app.kit_server import KitServer
from tracker.app.pages import PAGES, chrome
from tracker.app.phone import Phone, manifest
from tracker.diary.errors import NewerDiary
from tracker.protocol.red_flags import RED_FLAGS
from tracker.theme import DARK, LIGHT

ASSETS = [path for path in settings.SHARE.rglob("*") if path.is_file() and path.suffix != ".png"]
ICONS = sorted((settings.TEMPLATES / "static").glob("icon-*.png"))


@pytest.fixture
def of():
    return settings.jupyter_settings(8642, "a-token")


@pytest.fixture
def with_phone():
    return settings.jupyter_settings(8642, "a-token", Phone("192.168.1.23", 8642, "a-token"))


def test_it_listens_on_this_machine_alone_on_one_port_behind_the_token(of):
    assert of["ServerApp"]["ip"] == "127.0.0.1"
    assert (of["ServerApp"]["port"], of["ServerApp"]["port_retries"]) == (8642, 0)
    assert of["PasswordIdentityProvider"]["token"] == "a-token"


def test_a_phone_changes_the_addresses_and_nothing_else(of, with_phone):
    headers = with_phone["ServerApp"].pop("tornado_settings")["headers"]
    assert "ws://192.168.1.23:8642 " in headers["Content-Security-Policy"]
    assert with_phone["ServerApp"].pop("allow_remote_access")
    assert not of["ServerApp"].pop("allow_remote_access")
    del of["ServerApp"]["tornado_settings"]
    assert with_phone["VoilaConfiguration"].pop("resources")["kit"]["phone"]["exposes"]
    assert of["VoilaConfiguration"].pop("resources")["kit"]["phone"] is None
    assert with_phone == of


def test_a_phone_in_a_pocket_keeps_its_page_for_a_while_and_not_for_hours(of):
    assert 10 * 60 <= of["WarmKernels"]["cull_idle_timeout"] <= 3600


def test_jupyter_knows_every_setting(with_phone, caplog):
    KitServer(config=Config(with_phone))
    assert "not recognized" not in caplog.text


@pytest.mark.parametrize("icon", ICONS, ids=lambda path: path.name)
def test_an_icon_is_the_mark_in_the_kits_colours(icon):
    pixels = matplotlib.image.imread(icon)
    size = int(icon.stem.removeprefix("icon-"))
    assert pixels.shape[:2] == (size, size)
    ground, mark = (matplotlib.colors.to_rgb(c) for c in (LIGHT.relief, LIGHT.on_relief))
    assert pixels[2, 2, :3] == pytest.approx(ground, abs=0.01)
    assert pixels[size * 45 // 100, size // 2, :3] == pytest.approx(mark, abs=0.01)


def test_every_icon_that_is_named_is_there():
    named = [icon["src"] for icon in manifest()["icons"]] + [chrome()["apple_icon"]]
    assert {Path(address).name for address in named} == {icon.name for icon in ICONS}


def test_the_pages_show_no_traceback_and_take_no_other_template(of):
    assert of["VoilaConfiguration"]["allow_template_override"] == "NO"
    assert of["VoilaExecutor"]["allow_errors"]
    template = (settings.TEMPLATES / "index.html.j2").read_text(encoding="utf-8")
    assert "traceback" not in template


def test_the_kit_says_its_own_errors_in_its_own_words():
    assert NewerDiary.__name__ in settings.plain_errors()
    assert "ValueError" not in settings.plain_errors()


def test_kernels_hear_of_the_diary_and_of_no_other_jupyter(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    given = settings.environment("sqlite:////home/me/diary.db")
    assert given["TRACKER_DIARY"] == "sqlite:////home/me/diary.db"
    assert given["JUPYTER_PATH"] == given["JUPYTER_CONFIG_PATH"] == str(settings.SHARE)
    assert "token" not in json.dumps(given).lower()


def test_the_notebooks_of_the_pages_are_there():
    there = {path.stem for path in settings.notebooks_folder().glob("*.ipynb")}
    assert set(PAGES) <= there


@pytest.mark.parametrize("asset", ASSETS, ids=lambda path: path.name)
def test_no_asset_names_an_outside_address_or_a_colour(asset: Path):
    text = asset.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
    assert not re.search(r"https?:|//cdn|@import", text)
    assert not re.search(r"#[0-9a-fA-F]{6}\b", text)


def test_lab_is_set_not_to_call_out(of):
    page = json.loads((settings.SHARE / "labconfig" / "page_config.json").read_text())
    assert page["disabledExtensions"]["@jupyterlab/apputils-extension:announcements"]
    assert of["LabApp"]["news_url"] is None
    assert of["LabApp"]["check_for_updates_class"].endswith("NeverCheckForUpdate")
    assert of["LabApp"]["extension_manager"] == "readonly"


def test_every_red_flag_is_on_every_page_the_urgent_ones_first():
    groups = chrome()["red_flags"]
    assert [group["urgent"] for group in groups] == [True, False]
    shown = [question for group in groups for question in group["questions"]]
    assert sorted(shown) == sorted(flag.question for flag in RED_FLAGS)


def test_the_colours_come_from_the_look():
    assert LIGHT.danger in chrome()["css"]
    assert DARK.danger in chrome()["css"]
