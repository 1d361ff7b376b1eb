"""Two copies of a diary become one: a union, whichever way round and however often."""

import shutil
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text

from tracker.diary.database import online_backup
from tracker.diary.errors import CopiesDiffer, SampleMix, UnusableCopy
from tracker.diary.schema import TABLES
from tracker.facade import Diary, open_diary
from tracker.maintenance.merge import Merged
from tracker.protocol.check_in import CheckIn
from tracker.protocol.custom import OwnSpot
from tracker.protocol.release import Release
from tracker.protocol.screening import Screening


@pytest.fixture
def other(tmp_path):
    with open_diary(tmp_path / "phone.db", device="phone") as opened:
        yield opened


def rows(diary: Diary) -> dict[str, set[str]]:
    """Every change the diary holds, whatever the order of the rows."""
    with diary.engine.connect() as connection:
        return {
            table.name: {
                repr(sorted(row.items())) for row in connection.execute(select(table)).mappings()
            }
            for table in TABLES.values()
        }


def at_hour(noon, hours):
    return noon + timedelta(hours=hours)


def test_what_only_the_other_has_comes_with_its_whole_history(diary, other, release, noon):
    saved = other.add(release(pain_after=4), recorded_at=noon)
    other.amend(saved.id, pain_after=2, recorded_at=at_hour(noon, 1))
    other.add(CheckIn(at=noon, pain=3))
    other.add(Screening(answered_at=noon, red_flags=("fever",)))
    other.add(OwnSpot(name="my knot", muscle="piriformis", added_at=noon))
    assert diary.merge(other) == Merged(new=4)
    assert diary.history(saved.id) == other.history(saved.id)
    assert rows(diary) == rows(other)
    assert "my knot" in diary.catalogue()["piriformis"].spots


def test_a_second_time_changes_nothing(diary, other, release):
    other.add(release())
    diary.merge(other)
    before = rows(diary)
    assert diary.merge(other) == Merged(unchanged=1)
    assert rows(diary) == before


def test_an_entry_changed_in_both_takes_the_later_and_keeps_the_other(diary, other, release, noon):
    saved = diary.add(release(pain_after=5), recorded_at=noon)
    other.merge(diary)
    diary.amend(saved.id, pain_after=4, recorded_at=at_hour(noon, 2))
    other.amend(saved.id, pain_after=1, recorded_at=at_hour(noon, 1))
    merged = diary.merge(other)
    assert merged == Merged(both=1)
    assert "1 changed in both copies (the later change holds" in str(merged)
    assert diary.get(saved.id).pain_after == 4
    assert [change.record.pain_after for change in diary.history(saved.id)] == [5, 1, 4]
    assert other.merge(diary) == Merged(changed=1)
    assert rows(other) == rows(diary)


def test_deleted_here_and_amended_there_later_comes_back(diary, other, release, noon):
    saved = diary.add(release(), recorded_at=noon)
    other.merge(diary)
    diary.delete(saved.id, recorded_at=at_hour(noon, 1))
    other.amend(saved.id, pain_after=1, recorded_at=at_hour(noon, 2))
    diary.merge(other)
    assert diary.get(saved.id).pain_after == 1


def test_a_preview_writes_nothing(diary, other, release):
    other.add(release())
    assert str(diary.merge(other, preview=True)) == "1 new, 0 changed, 0 unchanged"
    assert diary.is_empty()


def test_a_file_is_read_from_a_copy(diary, tmp_path, release):
    with open_diary(tmp_path / "phone.db") as other:
        saved = other.add(release())
    file = tmp_path / "phone.db"
    before = file.read_bytes()
    file.chmod(0o400)
    assert diary.merge(file) == Merged(new=1)
    assert file.read_bytes() == before
    assert diary.get(saved.id) == saved


def test_a_diary_in_use_brings_what_is_still_beside_its_file(diary, other, release, tmp_path):
    other.add(release())
    assert (tmp_path / "phone.db-wal").stat().st_size > 0
    assert diary.merge(tmp_path / "phone.db") == Merged(new=1)


def test_the_sample_never_mixes(diary, tmp_path):
    with open_diary(tmp_path / "sample.db") as sample:
        sample.become_sample()
        with pytest.raises(SampleMix, match="never share a diary"):
            diary.merge(sample)
        with pytest.raises(SampleMix, match="never share a diary"):
            sample.merge(diary)


def test_another_persons_diary_is_asked_about_first(diary, other, release):
    diary.add(release())
    other.add(release(person="Ola", pain_before=2))
    with pytest.raises(UnusableCopy, match="That diary is of Ola, and this one of me; nothing was"):
        diary.merge(other)
    assert diary.count(Release) == 1
    assert diary.merge(other, another_person=True).new == 1
    assert diary.merge(other).unchanged == 1


def test_diaries_that_share_no_entry_are_said_to_and_the_first_is_kept(
    diary, other, release, tmp_path
):
    kept = tmp_path / "kept.db"
    assert diary.merge(other, backup_to=kept).no_overlap == ""
    other.add(release(pain_before=2))
    assert diary.merge(other, backup_to=kept).no_overlap == ""
    mine = diary.add(CheckIn(at=datetime(2026, 3, 2, 12, tzinfo=UTC), pain=3))
    with open_diary(tmp_path / "third.db") as third:
        third.add(CheckIn(at=datetime(2026, 5, 1, 12, tzinfo=UTC), pain=3))
        third.add(release(started_at=datetime(2026, 5, 3, 12, tzinfo=UTC)))
        assert third.merge(diary, preview=True, backup_to=kept).no_overlap == (
            "The two diaries share no entry: this one has 2 entries (1 May 2026 to 3 May 2026), "
            "that one 2 entries (2 March 2026 to 18 November 2026)."
        )
        assert not kept.exists()
        diary.merge(third, backup_to=kept)
    with open_diary(kept) as before:
        assert (before.all(CheckIn), before.count(Release)) == ([mine], 1)


def test_one_change_with_two_contents_is_refused(diary, other, release):
    saved = diary.add(release())
    other.merge(diary)
    with other.engine.begin() as connection:
        connection.execute(text("UPDATE releases SET note = 'by hand'"))
    with pytest.raises(CopiesDiffer, match=f"Entry {saved.id} has one and the same change"):
        diary.merge(other)
    assert diary.get(saved.id) == saved


@pytest.mark.parametrize(
    ("contents", "sentence"),
    [
        (None, r"There is no file .*other\.db; check the name\."),
        (b"", r"other\.db is empty; choose another\."),
        (b"started_at,muscle\n" * 90, r"other\.db is not a diary, or it is damaged"),
        (b"SQLite format 3\0" + b"\xff" * 4096, r"other\.db is not a diary, or it is damaged"),
    ],
)
def test_what_is_no_diary_is_refused_and_changes_nothing(
    diary, release, tmp_path, contents, sentence
):
    diary.add(release())
    before = rows(diary)
    if contents is not None:
        (tmp_path / "other.db").write_bytes(contents)
    with pytest.raises(UnusableCopy, match=sentence):
        diary.merge(tmp_path / "other.db")
    assert rows(diary) == before


def test_many_entries_come_in_several_chunks(diary, other, release, monkeypatch):
    monkeypatch.setattr("tracker.maintenance.merge._CHUNK", 3)
    saved = other.add_all([release(pain_before=n) for n in range(10)])
    assert diary.merge(other) == Merged(new=10)
    assert {one.id for one in diary.all(Release)} == {one.id for one in saved}


# Algebra: what two people do to copies of one diary, in any interleaving.

STEPS = st.lists(
    st.tuples(
        st.sampled_from(["add", "amend", "delete", "undo"]), st.integers(0, 2), st.integers(0, 5)
    ),
    max_size=5,
)


def act(diary: Diary, steps: Iterable[tuple[str, int, int]], release, noon) -> None:
    """Do what can be done; what cannot is refused, as it is to a person."""
    for what, which, number in steps:
        entry = UUID(int=which + 1)
        when = noon + timedelta(minutes=number)
        try:
            if what == "add":
                diary.add(release(id=entry, pain_before=number), recorded_at=when)
            elif what == "amend":
                diary.amend(entry, note=f"{diary.device} {number}", recorded_at=when)
            elif what == "delete":
                diary.delete(entry, recorded_at=when)
            else:
                diary.undo(entry, recorded_at=when)
        except (LookupError, ValueError):
            continue


def union(folder, name, *parts):
    """Copy the first diary and bring the others in, in this order."""
    file = folder / f"{name}.db"
    online_backup(parts[0], file)
    with open_diary(file) as merged:
        for part in parts[1:]:
            merged.merge(part)
        return rows(merged), [merged.all(kind) for kind in TABLES]


@pytest.mark.slow
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(a=STEPS, b=STEPS, c=STEPS)
def test_merging_is_commutative_associative_and_idempotent(
    a, b, c, release, noon, tmp_path_factory
):
    folder = tmp_path_factory.mktemp("copies")
    files = []
    for device, steps in {"a": a, "b": b, "c": c}.items():
        with open_diary(folder / f"{device}.db", device=device) as copy:
            act(copy, steps, release, noon)
        files.append(folder / f"{device}.db")
    one, two, three = files
    whole = union(folder, "abc", one, two, three)
    assert union(folder, "cba", three, two, one) == whole
    assert union(folder, "bac", two, one, three, one, two) == whole
    union(folder, "bc", two, three)
    assert union(folder, "a_bc", one, folder / "bc.db") == whole
    assert union(folder, "aa", one, one) == union(folder, "alone", one)
    shutil.rmtree(folder)
