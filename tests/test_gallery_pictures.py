"""The README's pictures are of the charts that the code draws now."""

import re
import runpy
from html import unescape
from pathlib import Path

import pytest
from PIL import Image

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PICTURES = ROOT / "notebooks" / "gallery"


@pytest.fixture(scope="module")
def drawings():
    return runpy.run_path(str(ROOT / "benchmarks" / "gallery.py"))["drawings"]()


def words(svg):
    """Every word and number of a picture; where they stand may differ by a font's last digit."""
    return [unescape(word) for word in re.findall(r">([^<>\n]+)</(?:text|tspan|title|desc)>", svg)]


def test_every_chart_of_the_notebook_has_its_picture_and_no_other(drawings):
    assert {file.stem for file in PICTURES.iterdir()} == set(drawings)


def test_the_pictures_say_what_the_charts_say_now(drawings):
    for name, svg in drawings.items():
        kept = (PICTURES / f"{name}.svg").read_text(encoding="utf-8")
        assert words(kept) == words(svg), f"{name}: python benchmarks/gallery.py draws it anew"
        assert len(words(kept)) > 10, name


def test_they_are_small_and_show_nothing_but_themselves(drawings):
    for name in drawings:
        kept = (PICTURES / f"{name}.svg").read_text(encoding="utf-8")
        assert len(kept.encode()) < 80_000, name
        assert not re.search(r"<script|href=\"(?!#)|url\((?!#)|@import", kept), name


def test_the_pictures_of_the_app_are_there_and_small():
    shown = re.findall(r"!\[[^\]]+\]\((notebooks/screenshots/[^)]+)\)", README)
    kept = sorted((ROOT / "notebooks" / "screenshots").iterdir())
    assert sorted(ROOT / name for name in shown) == kept
    assert [file.stem for file in kept] == ["hold", "relief", "today", "week"]
    for file in kept:
        with Image.open(file) as picture:
            assert picture.size == (780, 1688), file.name
        assert file.stat().st_size < 120_000, file.name
