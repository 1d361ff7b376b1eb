"""The README's lines for a report that is made without anybody: as cron runs them."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
CRON = re.search(r"^0 7 \* \* 1 (.+)$", README, re.MULTILINE)[1]


@pytest.fixture
def home(tmp_path):
    """A home folder with the kit where the README has it."""
    bin_ = tmp_path / "sciatica-tracker" / ".venv" / "bin"
    bin_.mkdir(parents=True)
    (bin_ / "tracker").symlink_to(Path(sys.executable).with_name("tracker"))
    return tmp_path


def test_cron_finds_the_kit_with_nothing_but_a_home(home, diary, by_hand):
    diary.close()
    bare = {"HOME": str(home), "PATH": "/usr/bin:/bin", "TRACKER_DIARY": diary.location}
    done = subprocess.run(["/bin/sh", "-c", CRON], env=bare, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert sorted(file.suffix for file in (home / "reports").iterdir()) == [".html", ".pdf"]
