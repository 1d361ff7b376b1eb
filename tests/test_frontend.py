"""The committed bundles are those that the sources of the widgets give, and they are light."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

WIDGETS = Path(__file__).parents[1] / "tracker" / "widgets"
FRONTEND, BUNDLES = WIDGETS / "frontend", WIDGETS / "static"
TOOLS = Path(sys.executable).parent


def contents(folder: Path) -> dict[str, str]:
    return {file.name: file.read_text(encoding="utf-8") for file in sorted(folder.iterdir())}


@pytest.fixture(scope="module")
def node():
    """Node, where it and the frontend's packages are installed; `make test` sees to both."""
    path = shutil.which("node", path=f"{TOOLS}{os.pathsep}{os.environ.get('PATH', '')}")
    if path and (FRONTEND / "node_modules" / "esbuild").is_dir():
        return path
    if os.environ.get("CI"):
        pytest.fail("Node or the frontend's npm packages are absent; run make check first")
    pytest.skip("Node or the frontend's npm packages are absent; make frontend fetches them")


def test_the_bundles_are_built_from_these_sources(node, tmp_path):
    built = tmp_path / "static"
    subprocess.run([node, "build.mjs", str(built)], cwd=FRONTEND, check=True)
    fresh, committed = contents(built), contents(BUNDLES)
    assert sorted(fresh) == sorted(committed)
    stale = [name for name in fresh if fresh[name] != committed[name]]
    assert not stale, "make frontend builds them anew"


def test_the_lock_names_no_host():
    lock = (FRONTEND / "package-lock.json").read_text(encoding="utf-8")
    assert "://" not in lock
    assert '"resolved"' not in lock
