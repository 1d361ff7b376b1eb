"""Of a diary that several people share, each sees and adds their own; the whole stays one diary."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from tracker.facade import open_diary
from tracker.protocol.check_in import CheckIn
from tracker.protocol.errors import InvalidRecord
from tracker.protocol.matching import UnknownName
from tracker.protocol.profile import Profile
from tracker.protocol.release import Release

HOLD = UUID("01a2008d-7400-7000-8000-000000000001")


@pytest.fixture
def shared(diary, release, noon):
    """Mine and hers in one diary."""
    diary.add(release(note="mine"), recorded_at=noon)
    diary.add(CheckIn(at=noon, pain=3, note="mine"), recorded_at=noon)
    diary.of("P01").add(release(note="hers"), recorded_at=noon)
    return diary


def notes(diary):
    return diary.releases()["note"].to_list()


def test_each_reads_and_adds_their_own(shared):
    p01, me = shared.of("P01"), shared.of("me")
    assert (notes(p01), notes(me)) == (["hers"], ["mine"])
    assert sorted(notes(shared.of(None))) == ["hers", "mine"]  # at one moment, in no order
    assert [one.person for one in p01.all(Release)] == ["P01"]
    assert [one.note for one in p01.recent(Release)] == ["hers"]
    assert (p01.count(Release), len(p01.check_ins()), len(me.check_ins())) == (1, 0, 1)


def test_an_entry_of_somebody_else_is_refused(shared, release):
    with pytest.raises(InvalidRecord, match="person must be 'P01', whom this diary is opened"):
        shared.of("P01").add(release(person="P02"))


def test_an_entry_that_is_changed_stays_whose_it_was(shared):
    mine = shared.of("me").all(Release)[0]
    assert shared.of("P01").amend(mine.id, note="changed").person == "me"


def test_it_opens_for_whom_was_chosen_last(shared, tmp_path):
    place = tmp_path / "diary.db"
    with open_diary(place) as first:
        assert first.person == "me"
        first.choose_person(" P01 ")
    with open_diary(place) as chosen:
        assert (chosen.person, notes(chosen)) == ("P01", ["hers"])
    with open_diary(place, person="me") as named:
        assert notes(named) == ["mine"]


def test_a_diary_of_one_person_is_opened_whole(diary, release, noon, tmp_path):
    diary.add(release(), recorded_at=noon)
    with open_diary(tmp_path / "diary.db") as mine:
        assert mine.person is None
    with open_diary(tmp_path / "hers.db") as hers:
        hers.add(release(person="P01"))
    with open_diary(tmp_path / "hers.db") as again:
        assert again.add(release()).person == "P01"


def test_somebody_who_is_added_is_there_before_their_first_entry_and_so_is_who_added_them(diary):
    assert diary.choose_person("P01") == "P01"
    assert diary.known_people() == ["P01", "me"]
    assert diary.people() == []
    assert diary.usual_person() == "P01"
    with pytest.raises(InvalidRecord, match="person must be a name of 1 to 80 printable"):
        diary.choose_person(" ")


def test_settings_and_unfinished_entries_are_each_persons_own(shared, noon):
    p01, me = shared.of("P01"), shared.of("me")
    p01.settings.keep("coach", {"hold_s": 60})
    shared.settings.keep("coach", {"hold_s": 120})
    assert me.settings.get("coach") == {"hold_s": 120}
    assert p01.settings.get("coach") == {"hold_s": 60}
    assert shared.of("P02").settings.get("coach") is None
    p01.drafts.keep(HOLD, "form", {"pain_before": 6}, at=noon, sequence=0)
    assert me.drafts.open() == []
    assert [draft.values for draft in p01.drafts.open()] == [{"pain_before": 6}]


def test_what_a_person_says_of_themselves_stays_with_its_day(diary, noon):
    day = noon.date()
    assert diary.profile() == Profile()
    diary.keep_profile(Profile("left", ("Lacrosse ball",)), day)
    diary.keep_profile(Profile("right", ()), day)
    later = Profile("both", ("foam roller",), 5, day + timedelta(days=1))
    diary.keep_profile(later, day + timedelta(days=1))
    assert diary.profile() == later
    assert diary.profiles() == ((day, Profile("right", ())), (day + timedelta(days=1), later))
    assert diary.of("P01").profile() == Profile()
    with pytest.raises(UnknownName, match="Unknown tool"):
        diary.keep_profile(Profile(tools=("hammer",)), day)


def test_an_answer_that_cannot_be_read_counts_as_unsaid(diary):
    diary.settings.keep("profile", [{"on": "2026-11-18", "side": "above"}, {"side": "left"}])
    assert diary.profile() == Profile()


def test_the_sample_is_nobody_elses(tmp_path):
    with open_diary(tmp_path / "sample.db") as diary:
        diary.become_sample()
        assert diary.usual_person() is None


def test_a_method_hears_of_a_setting_while_its_object_lives(diary):
    class Page:
        heard = 0

        def look(self):
            Page.heard += 1

    page = Page()
    diary.settings.when_kept("profile", page.look)
    diary.keep_profile(Profile("left"), date(2026, 11, 18))
    diary.settings.keep("other", 1)
    del page
    diary.keep_profile(Profile("right"), date(2026, 11, 18))
    assert Page.heard == 1
