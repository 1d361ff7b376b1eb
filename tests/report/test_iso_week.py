from datetime import UTC, date, datetime

import pytest

from tracker.report.iso_week import parse_week
from tracker.report.weekly_report import weekly_report

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


@pytest.mark.parametrize("week", [46, date(2026, 11, 10)])
def test_a_week_is_named_by_a_text(week):
    with pytest.raises(TypeError, match=r"^week must be an ISO week such as '2026-W46', not "):
        parse_week(week, NOW)


def test_a_report_is_made_from_a_diary():
    with pytest.raises(
        TypeError, match=r"^diary must be what tracker\.open_diary\(\.\.\.\) gives, "
    ):
        weekly_report("diary.db", now=NOW)
