import pytest

from tracker.diary.diary import open_diary


@pytest.fixture
def diary(tmp_path):
    with open_diary(tmp_path / "diary.db", device="laptop") as opened:
        yield opened
