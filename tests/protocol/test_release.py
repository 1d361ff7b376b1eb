import inspect
from datetime import datetime, timedelta, timezone
from uuid import UUID

import pytest

from tracker.protocol.errors import InvalidRecord
from tracker.protocol.record import rule_of
from tracker.protocol.release import Release


def test_keeps_what_it_is_given(release):
    kept = release(pain_before=7, pain_30s=5, pain_after=2.5, held_s=90, note="  as it was \n")
    assert (kept.pain_before, kept.pain_30s, kept.pain_after) == (7, 5, 2.5)
    assert kept.note == "  as it was \n"
    assert kept.person == "me"
    assert kept.outcome == "held"


def test_a_skipped_rating_is_none_not_zero(release):
    assert release().pain_30s is None


def test_names_lose_surrounding_blanks(release):
    assert release(muscle=" piriformis ").muscle == "piriformis"


def test_never_changes_once_made(release):
    with pytest.raises(ValueError, match="frozen"):
        release().pain_before = 3


def test_changed_is_a_new_record_with_the_same_id(release):
    before = release()
    after = before.changed(pain_after=2)
    assert (before.pain_after, after.pain_after) == (None, 2)
    assert before.id == after.id


def test_makes_an_id_that_sorts_by_when_it_happened(release, noon):
    earlier, later = release(started_at=noon), release(started_at=noon + timedelta(seconds=1))
    assert earlier.id.version == 7
    assert str(earlier.id) < str(later.id)


def test_reads_times_from_text_and_keeps_the_zone(release):
    kept = release(started_at="2026-11-22T18:30+01:00").started_at
    assert kept == datetime(2026, 11, 22, 17, 30, tzinfo=timezone.utc)  # noqa: UP017
    assert kept.utcoffset() == timedelta(hours=1)


def test_offsets_with_seconds_keep_the_instant(release):
    odd = timezone(timedelta(minutes=53, seconds=28))
    moment = datetime(1890, 1, 1, tzinfo=odd)
    kept = release(started_at=moment).started_at
    assert kept == moment
    assert kept.utcoffset() == timedelta(minutes=53)


@pytest.mark.parametrize("rating", ["pain_before", "pain_30s", "pain_after", "pain_later"])
@pytest.mark.parametrize(
    ("offender", "as_shown"),
    [(11, "11"), (-1, "-1"), ("five", "'five'"), (float("nan"), "nan"), (True, "True")],
)
def test_refuses_what_is_no_rating(release, rating, offender, as_shown):
    with pytest.raises(InvalidRecord) as caught:
        release(**{rating: offender})
    sentence = f"{rating} must be a whole number from 0 to 10, not {as_shown}."
    assert caught.value.problems[rating] == sentence


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        (
            {"started_at": datetime(2026, 11, 22, 18, 30)},  # noqa: DTZ001
            "started_at",
            "started_at must be a time with its zone, such as 2026-11-22T18:30+01:00, "
            "not 2026-11-22 18:30:00.",
        ),
        (
            {"started_at": "yesterday"},
            "started_at",
            "started_at must be a time with its zone, such as 2026-11-22T18:30+01:00, "
            "not 'yesterday'.",
        ),
        ({"side": "up"}, "side", "side must be one of left, right, not 'up'."),
        (
            {"muscle": " "},
            "muscle",
            "muscle must be a name of 1 to 80 printable characters, not ''.",
        ),
        (
            {"spot": "a\u202eb"},
            "spot",
            "spot must be a name of 1 to 80 printable characters, not 'a\\u202eb'.",
        ),
        (
            {"muscle": "a\nb"},
            "muscle",
            "muscle must be a name of 1 to 80 printable characters, not 'a\\nb'.",
        ),
        (
            {"note": "x\0"},
            "note",
            "note must be a text of at most 10,000 characters, without null bytes, not 'x\\x00'.",
        ),
        (
            {"held_s": 1.5},
            "held_s",
            "held_s must be a whole number of seconds from 0 to 3600, not 1.5.",
        ),
        ({"id": "7"}, "id", "id must be a UUID, not '7'."),
        ({"stay_assigned": 1}, "stay_assigned", "stay_assigned must be true or false, not 1."),
        ({"painafter": 1}, "painafter", "Unknown field 'painafter'. Did you mean 'pain_after'?"),
        ({"zzz": 1}, "zzz", "Unknown field 'zzz'."),
        (
            {"outcome": "moved", "pain_after": 3},
            "pain_after",
            "pain_after must be empty when the outcome is moved, not 3: "
            "give the pain on leaving as pain_30s.",
        ),
        (
            {"pain_later": 3},
            "pain_later",
            "pain_later and later_at belong together: give both or neither.",
        ),
    ],
)
def test_says_what_is_wrong_in_one_sentence(release, changes, field, sentence):
    with pytest.raises(InvalidRecord) as caught:
        release(**changes)
    assert caught.value.problems == {field: sentence}
    assert str(caught.value) == sentence


def test_says_what_is_missing():
    with pytest.raises(InvalidRecord, match="pain_before is missing: it must be a whole number"):
        Release(started_at="2026-11-22T18:30+01:00")


def test_names_every_field_that_is_wrong(release):
    with pytest.raises(InvalidRecord) as caught:
        release(pain_before=11, side="up", started_at="x")
    assert list(caught.value.problems) == ["started_at", "side", "pain_before"]


def test_a_long_offender_is_shortened(release):
    with pytest.raises(InvalidRecord, match="…'") as caught:
        release(side="u" * 5000)
    assert len(str(caught.value)) < 120


def test_the_lingering_check_comes_after_the_release(release, noon):
    with pytest.raises(InvalidRecord, match="later_at must be after started_at"):
        release(pain_later=3, later_at=noon)


def test_cannot_continue_itself(release):
    entry = UUID(int=7 << 76 | 2 << 62)
    with pytest.raises(InvalidRecord, match="moved_from must be the id of another release"):
        release(id=entry, moved_from=entry)


def test_every_field_has_a_meaning_and_a_rule():
    for name, field in Release.model_fields.items():
        assert field.description, name
        assert rule_of(Release, name) != "a value of its kind", name


def test_help_names_every_field_with_its_rule():
    said = inspect.getdoc(Release)

    assert said.startswith("One press on one spot.")
    assert "pain_before : a whole number from 0 to 10\n    Pain at the spot before" in said
    assert "held_s : a whole number of seconds from 0 to 3600, optional\n    How long" in said
    signature = str(inspect.signature(Release))
    assert signature.startswith("(*, started_at, id=None, person='me', muscle, spot, side, tool,")
