"""The sample diary is valid, the same every time, kept apart, and true to its known effects."""

from datetime import UTC, date, datetime
from statistics import mean
from zoneinfo import ZoneInfo

import pytest

from tracker.diary import sample
from tracker.diary.errors import SampleMix
from tracker.diary.sample import DAYS, TRUE_RELIEF_POINTS
from tracker.facade import open_diary
from tracker.protocol.check_in import CheckIn
from tracker.protocol.hold import at_check
from tracker.protocol.release import Release
from tracker.protocol.screening import Screening

UNTIL = date(2026, 11, 21)


@pytest.fixture
def filled(diary):
    sample.write(diary, until=UNTIL)
    return diary


def releases(seed: int) -> list[Release]:
    return [e for e in sample.sample_entries(until=UNTIL, seed=seed) if isinstance(e, Release)]


def relief(release: Release) -> float | None:
    """Relief in points, of a moved release on leaving; None where it was not rated."""
    last = release.pain_30s if release.outcome == "moved" else release.pain_after
    return None if last is None else release.pain_before - last


def test_it_fills_twelve_weeks_up_to_its_last_day(diary):
    count = sample.write(diary, until=UNTIL, zone=ZoneInfo("Europe/Berlin"))
    entries = [*diary.all(Release), *diary.all(CheckIn)]
    (screening,) = diary.all(Screening)
    assert len(entries) + 1 == count
    assert screening.answered_at < min(release.started_at for release in diary.all(Release))
    days = sorted({getattr(e, "started_at", None) or e.at for e in entries})
    assert (days[-1].date() - days[0].date()).days == DAYS - 1
    assert days[-1].date() == UNTIL
    assert 150 <= len(diary.all(Release)) <= 300
    assert {entry.person for entry in entries} == {"sample"}


@pytest.mark.parametrize("seed", range(5))
def test_plain_means_put_the_spots_in_their_true_order(seed):
    by_place = {
        place: mean(
            points
            for release in releases(seed)
            if (release.muscle, release.spot) == place and (points := relief(release)) is not None
        )
        for place in TRUE_RELIEF_POINTS
    }
    # About twenty presses a spot tell apart what truly differs by a point and a half.
    for better, more in TRUE_RELIEF_POINTS.items():
        for worse, less in TRUE_RELIEF_POINTS.items():
            if more - less >= 1.5:
                assert by_place[better] > by_place[worse]


def test_the_same_seed_makes_the_same_diary_and_another_seed_another():
    first = list(sample.sample_entries(until=UNTIL, seed=7))
    assert list(sample.sample_entries(until=UNTIL, seed=7)) == first
    assert list(sample.sample_entries(until=UNTIL, seed=8)) != first


def test_the_two_rules_were_acted_on():
    made = {release.id: release for release in releases(7)}
    moved = [release for release in made.values() if release.outcome == "moved"]
    for release in moved:
        assert at_check(release.pain_before, release.pain_30s).action == "move"
    continued = [release for release in made.values() if release.moved_from]
    for release in continued:
        earlier = made[release.moved_from]
        assert earlier.outcome == "moved"
        assert (earlier.muscle, earlier.spot) != (release.muscle, release.spot)
        assert earlier.started_at < release.started_at
    assert len(continued) > len(moved) / 2


def test_it_has_what_real_diaries_have():
    made = list(sample.sample_entries(until=UNTIL))
    presses = [entry for entry in made if isinstance(entry, Release)]
    evenings = [entry for entry in made if isinstance(entry, CheckIn)]
    assert {press.outcome for press in presses} == {"held", "moved", "stopped"}
    assert any(press.pain_30s is None for press in presses)
    assert any(press.outcome == "held" and press.pain_after is None for press in presses)
    assert any(press.later_at for press in presses)
    assert any(press.note for press in presses)
    assert 8 <= sum(evening.bothersomeness is not None for evening in evenings) <= 12
    assert mean(e.pain for e in evenings[-14:]) < mean(e.pain for e in evenings[:14])
    assert all(float(press.pain_before).is_integer() for press in presses)


def test_it_never_enters_a_diary_with_entries(diary, release):
    mine = diary.add(release())
    with pytest.raises(SampleMix, match="holds entries already"):
        sample.write(diary, until=UNTIL)
    assert diary.all(Release) == [mine]
    assert not diary.is_sample


def test_it_is_written_once(filled):
    with pytest.raises(SampleMix, match="holds entries already"):
        sample.write(filled, until=UNTIL)


def test_a_sample_that_was_cut_short_can_be_written_again(diary):
    diary.become_sample()
    assert sample.write(diary, until=UNTIL) == len(list(sample.sample_entries(until=UNTIL)))
    assert diary.is_sample


def test_its_csv_stays_out_of_a_persons_diary(filled, tmp_path):
    filled.export_csv(tmp_path / "sample.csv")
    with open_diary(tmp_path / "mine.db") as mine:
        with pytest.raises(SampleMix, match="never share a diary"):
            mine.import_csv(tmp_path / "sample.csv")
        assert mine.is_empty()


def test_a_persons_csv_stays_out_of_it(filled, release, tmp_path):
    with open_diary(tmp_path / "mine.db") as mine:
        mine.add(release())
        mine.export_csv(tmp_path / "mine.csv")
    before = len(filled.all(Release))
    with pytest.raises(SampleMix, match="never share a diary"):
        filled.import_csv(tmp_path / "mine.csv")
    assert len(filled.all(Release)) == before


def test_it_was_recorded_when_its_last_day_was_over(filled):
    last = filled.recent(CheckIn, 1)[0]
    assert filled.history(last.id)[0].recorded_at == datetime(2026, 11, 22, tzinfo=UTC)
