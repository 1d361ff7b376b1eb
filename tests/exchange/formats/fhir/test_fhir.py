"""FHIR R4: valid by an independent library, lossless back, and another system's pain ratings."""

import json
import os
from datetime import UTC, datetime, timedelta, timezone
from uuid import uuid4

import pytest
from fhir.resources.R4B.bundle import Bundle
from hypothesis import given
from hypothesis import strategies as st

from tracker.diary.errors import ImportRejected
from tracker.exchange.formats.fhir.codes import KIT
from tracker.exchange.formats.fhir.read import read
from tracker.exchange.formats.fhir.write import bundle
from tracker.facade import open_diary
from tracker.protocol.catalogue import catalogue
from tracker.protocol.check_in import CheckIn
from tracker.protocol.custom import OwnMuscle, OwnSpot, OwnTool
from tracker.protocol.release import Release
from tracker.protocol.screening import Screening

NOW = datetime(2026, 11, 22, 18, 30, tzinfo=timezone(timedelta(hours=1)))


def resources(made, kind) -> list[dict]:
    found = [entry["resource"] for entry in made["entry"]]
    return [resource for resource in found if resource["resourceType"] == kind]


@pytest.fixture
def back(tmp_path):
    """Write a bundle (or any JSON) to a file and read it."""

    def through(contents) -> list:
        file = tmp_path / "diary.json"
        file.write_text(contents if isinstance(contents, str) else json.dumps(contents))
        return [one for kind in read(file).values() for one in kind]

    return through


def full_release(release, **changes):
    return release(
        **{
            "pressure": "firm",
            "pain_30s": 5,
            "pain_after": 3.5,
            "held_s": 92,
            "stay_assigned": True,
            "pain_later": 4,
            "later_at": NOW,
            "note": "long day\n🙂 <script>",
            "experiment": uuid4(),
            "arm": "B",
            **changes,
        }
    )


def test_a_release_is_a_procedure_with_its_ratings_as_parts(release):
    made = bundle([release(pain_30s=5, pain_after=3.5, held_s=92)])
    (procedure,) = resources(made, "Procedure")
    assert procedure["status"] == "completed"
    assert procedure["performedPeriod"] == {
        "start": "2026-11-18T12:00:00+00:00",
        "end": "2026-11-18T12:01:32+00:00",
    }
    assert procedure["bodySite"] == [{"text": "left piriformis, near the sacrum"}]
    assert procedure["usedCode"] == [{"text": "lacrosse ball"}]
    before, at_30s, after = resources(made, "Observation")
    assert [one["effectiveDateTime"][11:19] for one in (before, at_30s, after)] == [
        "12:00:00",
        "12:00:30",
        "12:01:32",
    ]
    assert after["valueQuantity"] == {
        "value": 3.5,
        "unit": "{score}",
        "system": "http://unitsofmeasure.org",
        "code": "{score}",
    }
    for one in (before, at_30s, after):
        assert one["code"]["coding"][0]["code"] == "72514-3"
        assert one["partOf"] == [{"reference": f"urn:uuid:{procedure['id']}"}]
        assert one["bodySite"] == {"text": "left piriformis, near the sacrum"}


def test_a_stopped_release_is_a_stopped_procedure(release):
    (procedure,) = resources(bundle([release(outcome="stopped")]), "Procedure")
    assert procedure["status"] == "stopped"
    assert "end" not in procedure["performedPeriod"]


def test_a_rating_that_was_skipped_is_no_observation(release):
    assert len(resources(bundle([release()]), "Observation")) == 1


def test_another_library_finds_it_valid(release, noon):
    records = [
        OwnMuscle(name="plantaris", where="behind the knee", added_at=noon),
        OwnSpot(name="my knot", muscle="piriformis", x=0.5, y=0.25, added_at=noon),
        OwnTool(name="tennis ball", why="soft", added_at=noon),
        full_release(release),
        release(outcome="moved", pain_30s=6, held_s=30, person="someone else"),
        CheckIn(
            at=noon,
            pain=4,
            side="left",
            reach="calf",
            symptoms=("ache", "tingling"),
            bothersomeness=(1, 2, 3, 4),
            change="a little better",
            activities=("driving",),
            medication=("ibuprofen 400 mg",),
            red_flags=("fever",),
            note="rain",
        ),
    ]
    made = bundle(records)
    read_by_them = Bundle.model_validate(json.loads(json.dumps(made)))
    assert len(read_by_them.entry) == 2 + 3 + 2 + 4 + 2 + 1
    again = json.loads(read_by_them.model_dump_json())
    assert {entry["fullUrl"] for entry in again["entry"]} == {
        entry["fullUrl"] for entry in made["entry"]
    }


def test_an_empty_diary_is_a_valid_bundle():
    made = bundle([])
    assert Bundle.model_validate(made).type == "collection"
    assert "entry" not in made


def test_what_fhir_has_no_place_for_stays(noon):
    assert "entry" not in bundle([Screening(answered_at=noon)])


def test_own_names_come_back_before_what_goes_by_them(release, noon, back):
    own = [
        OwnSpot(name="outside", muscle="plantaris", view="front", x=0.125, y=0.1, added_at=noon),
        OwnMuscle(name="plantaris", added_at=noon),
        OwnTool(name="tennis ball", added_at=noon),
    ]
    pressed = release(muscle="plantaris", spot="outside", tool="tennis ball")
    records = back(bundle([pressed, *own]))
    assert records == [own[1], own[0], own[2], pressed]


NAMES = st.sampled_from(["me", "Ann", "日本 'x' <b>"])
NOTES = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=40)
MOMENTS = st.datetimes(
    datetime(1990, 1, 1),  # noqa: DTZ001 - the zone is drawn
    datetime(2026, 11, 1),  # noqa: DTZ001
    timezones=st.sampled_from([UTC, NOW.tzinfo]),
)
PAINS = st.one_of(st.none(), st.integers(0, 10), st.floats(0, 10))


@st.composite
def releases(draw):
    outcome = draw(st.sampled_from(["held", "moved", "stopped"]))
    started_at = draw(MOMENTS)
    later = draw(PAINS)
    return Release(
        started_at=started_at,
        person=draw(NAMES),
        muscle="psoas",
        spot=draw(st.sampled_from(sorted(catalogue()["psoas"].spots))),
        side=draw(st.sampled_from(["left", "right"])),
        tool="lacrosse ball",
        pressure=draw(st.sampled_from([None, "light", "firm"])),
        pain_before=draw(st.integers(0, 10)),
        pain_30s=draw(PAINS),
        pain_after=None if outcome == "moved" else draw(PAINS),
        held_s=draw(st.one_of(st.none(), st.integers(0, 3600))),
        outcome=outcome,
        moved_from=draw(st.one_of(st.none(), st.uuids())),
        stay_assigned=draw(st.sampled_from([None, True, False])),
        pain_later=later,
        later_at=None if later is None else started_at + timedelta(hours=3),
        note=draw(NOTES),
        time_known=draw(st.booleans()),
    )


CHECK_INS = st.builds(
    CheckIn,
    at=MOMENTS,
    person=NAMES,
    site=st.sampled_from(["sciatica", "low back"]),
    pain=st.integers(0, 10),
    side=st.sampled_from([None, "left"]),
    reach=st.sampled_from([None, "foot"]),
    symptoms=st.sampled_from([(), ("ache",), ("burning", "weakness")]),
    bothersomeness=st.sampled_from([None, (0, 1, 2, 6)]),
    change=st.sampled_from([None, "much worse"]),
    activities=st.sampled_from([(), ("driving", "my own")]),
    medication=st.sampled_from([(), ("ibuprofen 400 mg", "a patch")]),
    red_flags=st.sampled_from([(), ("fever",)]),
    note=NOTES,
    time_known=st.booleans(),
)


@given(records=st.lists(st.one_of(releases(), CHECK_INS), max_size=4, unique_by=lambda one: one.id))
def test_what_goes_out_comes_back_as_it_was(records, tmp_path_factory):
    file = tmp_path_factory.getbasetemp() / "round.json"
    made = bundle(records)
    file.write_text(json.dumps(made))
    found = [one for kind in read(file).values() for one in kind]
    assert sorted(found, key=lambda one: one.id) == sorted(records, key=lambda one: one.id)
    offsets = {one.id: next(value for _, value in one).utcoffset() for one in records}
    assert {one.id: next(value for _, value in one).utcoffset() for one in found} == offsets
    Bundle.model_validate(made)


def foreign(**changes) -> dict:
    observation = {
        "resourceType": "Observation",
        "id": "pain-1",
        "status": "final",
        "code": {"coding": [{"system": "http://loinc.org", "code": "72514-3"}]},
        "effectiveDateTime": "2026-11-18T09:15:00+02:00",
        "valueInteger": 6,
        **changes,
    }
    return {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": observation}]}


def test_another_systems_pain_rating_becomes_a_check_in(back):
    (found,) = back(foreign(bodySite={"coding": [{"display": "Lower back"}]}))
    assert (found.pain, found.site, found.at.isoformat()) == (
        6,
        "low back",
        "2026-11-18T09:15:00+02:00",
    )
    assert back(foreign(bodySite={"coding": [{"display": "Lower back"}]})) == [found]


def test_a_day_without_a_time_stands_at_its_noon(back):
    (found,) = back(foreign(effectiveDateTime="2026-11-18"))
    assert found.at == datetime(2026, 11, 18, 12).astimezone()
    assert not found.time_known


def test_other_observations_are_left_where_they_are(back):
    assert back(foreign(code={"coding": [{"system": "http://loinc.org", "code": "8867-4"}]})) == []


@pytest.mark.parametrize("status", ["entered-in-error", "cancelled"])
def test_what_another_system_took_back_is_left_where_it_is(back, status):
    assert back(foreign(status=status)) == []


def test_a_rating_that_was_not_given_is_no_entry(back):
    assert back(foreign(valueInteger=None, dataAbsentReason={"text": "asked, not said"})) == []


def test_another_systems_procedures_are_left_where_they_are(back):
    assert back(foreign(resourceType="Procedure")) == []


PATIENTS = [{"resource": {"resourceType": "Patient", "id": name}} for name in ("a", "b")]


@pytest.mark.parametrize(
    ("contents", "sentence"),
    [
        ("", r"diary\.json is not JSON text in UTF-8"),
        ("started_at,muscle\n", "is not JSON text"),
        ("[" * 100_000, "is not JSON text"),
        ("[1, 2]", "is not a FHIR Bundle"),
        ('{"resourceType": "Patient"}', "is not a FHIR Bundle"),
        ({"resourceType": "Bundle", "entry": [{"fullUrl": "x"}]}, "an entry holds no resource"),
        ({"resourceType": "Bundle", "entry": "x"}, "an entry holds no resource"),
        ({"resourceType": "Bundle", "entry": PATIENTS}, "is about several patients"),
        (foreign(valueInteger=11), r"Observation pain-1: pain must be a whole number from 0 to 10"),
        (foreign(valueInteger=None), "pain must be"),
        (foreign(effectiveDateTime=None), "at must be given: the Observation says no effective"),
        (foreign(effectiveDateTime="2026-99-99"), "is not valid FHIR R4"),
    ],
)
def test_what_cannot_be_read_says_why_in_one_sentence(back, contents, sentence):
    with pytest.raises(ImportRejected, match=sentence):
        back(contents)


def test_a_resource_that_lacks_its_parts_is_refused(release, back):
    made = bundle([release()])
    del resources(made, "Procedure")[0]["usedCode"]
    with pytest.raises(ImportRejected, match="a resource lacks what it must have"):
        back(made)


def test_a_rating_of_a_release_that_is_not_there_is_refused(release, back):
    made = bundle([release(pain_after=2)])
    resources(made, "Observation")[-1]["partOf"] = [{"reference": "urn:uuid:gone"}]
    with pytest.raises(ImportRejected, match="it rates a release that the file does not hold"):
        back(made)


def test_a_person_who_is_not_there_is_refused(release, back):
    made = bundle([release()])
    made["entry"] = [one for one in made["entry"] if one["resource"]["resourceType"] != "Patient"]
    with pytest.raises(ImportRejected, match="person must be a Patient that the file holds"):
        back(made)


def test_what_is_refused_is_said_shortly_however_long_it_is(release, back):
    made = bundle([release()])
    resources(made, "Procedure")[0]["extension"].append(
        {"url": f"{KIT}/{'a' * 20_000}", "valueString": "x"}
    )
    with pytest.raises(ImportRejected) as refused:
        back(made)
    assert len(str(refused.value)) < 600


def test_a_diary_goes_out_and_comes_back(run, logged, tmp_path, noon):
    with open_diary(tmp_path / "diary.db") as diary:
        diary.add(OwnSpot(name="my knot", muscle="piriformis", added_at=noon))
        pressed = diary.add(logged.changed(id=uuid4(), spot="my knot"))
    code, out, _ = run("export", tmp_path / "out.json")
    assert (code, out.splitlines()[0]) == (0, f"Wrote {tmp_path / 'out.json'}")
    assert (tmp_path / "out.json").stat().st_mode & 0o777 == 0o600
    Bundle.model_validate_json((tmp_path / "out.json").read_text())
    assert run("import", tmp_path / "out.json", diary="other.db")[0] == 0
    with open_diary(tmp_path / "other.db") as other:
        assert {one.id: one for one in other.all(Release)} == {
            logged.id: logged,
            pressed.id: pressed,
        }
    code, out, _ = run("import", tmp_path / "out.json", diary="other.db")
    assert "0 new, 0 changed, 3 unchanged" in out


def test_what_the_diary_refuses_says_where(run, release, tmp_path):
    for name, record, sentence in (
        ("name", release(muscle="pirifromis"), "row 1: Unknown muscle 'pirifromis'"),
        ("time", release(started_at=datetime(2090, 1, 1, tzinfo=UTC)), "must not be in the future"),
    ):
        file = tmp_path / f"{name}.json"
        file.write_text(json.dumps(bundle([record])))
        code, _, err = run("import", file)
        assert code == 2
        assert sentence in err
    with open_diary(tmp_path / "diary.db") as diary:
        assert diary.is_empty()


def test_what_stays_behind_is_said(run, logged, experiment, tmp_path):
    assert "FHIR has no place" not in run("export", tmp_path / "out.json")[1]
    with open_diary(tmp_path / "diary.db") as diary:
        diary.add(experiment())
    assert (
        "FHIR has no place for your experiments; they stay here.\n"
        in (run("export", tmp_path / "out.json")[1])
    )


def test_fhir_holds_no_revisions(run, logged, tmp_path):
    code, _, err = run("export", tmp_path / "out.json", "--revisions")
    assert code == 2
    assert "FHIR holds what is now; leave out --revisions" in err


def test_no_file(tmp_path):
    with pytest.raises(ImportRejected, match=r"nowhere\.json cannot be read \(No such file"):
        read(tmp_path / "nowhere.json")


def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.json")
    with pytest.raises(ImportRejected, match=r"pipe\.json is not a file; name a file of JSON"):
        read(tmp_path / "pipe.json")


def test_a_bundle_beyond_memory_is_not_read(tmp_path, monkeypatch):
    (tmp_path / "large.json").write_text("{}" + " " * 1024**2)
    monkeypatch.setattr("tracker.exchange.formats.json_file.MOST_BYTES", 1024**2)
    with pytest.raises(ImportRejected, match=r"^large\.json is larger than 1 MB; split it\.$"):
        read(tmp_path / "large.json")
