"""A chosen file is kept private, shown row by row, taken in on request, and gone afterwards."""

import base64
import stat
from pathlib import Path

import pytest

from tracker.protocol.check_in import CheckIn
from tracker.widgets import import_panel, import_view
from tracker.widgets.import_panel import MOST_BYTES
from tracker.widgets.import_view import mapping_values

CORPUS = Path(__file__).parents[1] / "exchange" / "corpus"
LIST = "day,how bad,where\n2024-01-13,5,hip\n2024-01-14,12,hip\n2024-01-15,6,hip\n2024-01-16,6,\n"
COLUMNS = {"day": "date", "how bad": "pain", "where": "site"}


@pytest.fixture
def panel(diary):
    made = import_panel(diary)
    yield made
    made.close()


@pytest.fixture
def upload(panel, ask):
    """Choose a file, in parts of a few bytes."""

    def of(content: str, name: str = "list.csv", first: bool = True, part: int = 16):
        raw = content.encode()
        for place in range(0, len(raw), part):
            data = base64.b64encode(raw[place : place + part]).decode()
            begins = first and place == 0
            answer = ask(panel, "upload", name=name, first=begins, data=data)
            assert answer == {"outcome": "done"}

    return of


def folder_of(panel) -> Path:
    return Path(panel._folder.name)


def test_the_parts_make_the_file_in_a_private_folder(panel, upload):
    upload(LIST)
    assert (folder_of(panel) / "list.csv").read_text() == LIST
    assert stat.S_IMODE(folder_of(panel).stat().st_mode) == 0o700


def test_a_file_is_shown_with_what_its_columns_are_taken_for(panel, upload, ask):
    upload(LIST)
    view = ask(panel, "read", mapping=None, answers={})["view"]
    assert [column["field"] for column in view["columns"]] == ["date", "pain", "site"]
    assert view["columns"][1]["samples"] == ["5", "12", "6"]
    assert view["scale"] == [0, 100]
    told = {"kind": "check-ins", "columns": COLUMNS, "fixed": {"side": "left"}, "scale": None}
    view = ask(panel, "read", mapping=told, answers={})["view"]
    assert view["counts"] == {"new": 3, "changed": 0, "unchanged": 0, "skipped": 0, "rejected": 1}
    assert (view["total"], view["settled"]) == (4, True)
    (rejected, new) = view["groups"]
    assert rejected["lines"] == [
        {"row": 3, "words": "how bad must be a number from 0 to 10, not '12'.", "was": ""}
    ]
    assert new["lines"][0]["words"] == "2024-01-13, time not known, hip, pain 5, left"


def test_it_is_imported_and_undone(panel, upload, ask, diary):
    upload("date,pain\n2024-01-13,5\n2024-01-14,6\n")
    ask(panel, "read", mapping=None, answers={})
    assert diary.is_empty()
    answer = ask(panel, "import", skip_rejected=False)
    assert answer == {
        "outcome": "done",
        "text": "Imported 2 entries from list.csv. 2 of 2 new check-ins show on the charts of the "
        "sciatica.",
        "undo": True,
    }
    assert diary.count(CheckIn) == 2
    assert panel._folder is None
    assert ask(panel, "take back")["text"] == "Undone: 2 entries are as before the import."
    assert diary.count(CheckIn) == 0


def test_rejected_rows_stop_it_unless_they_are_to_be_left_out(panel, upload, ask, diary):
    upload("date,pain\n2024-01-13,5\n2024-01-14,12\n")
    ask(panel, "read", mapping=None, answers={})
    answer = ask(panel, "import", skip_rejected=False)
    assert answer["text"] == (
        "NOT IMPORTED: list.csv, row 3: pain must be a number from 0 to 10, not '12'."
    )
    assert diary.is_empty()
    answer = ask(panel, "rejects")
    assert answer["name"] == "list.rejected.csv"
    assert b"2024-01-14,12" in answer["buffers"][0]
    assert ask(panel, "import", skip_rejected=True)["text"].startswith("Imported 1 entry")


def test_a_table_that_tells_no_rating_is_shown_for_the_person_to_say(panel, upload, ask):
    upload("Wann,Wie war es\n3/4/2024,5\n4/4/2024,ging so\n")
    view = ask(panel, "read", mapping=None, answers={})["view"]
    assert view["unsure"] == [
        "This table has no column of pain from 0 to 10 that the kit can tell. Choose it here."
    ]
    assert (view["settled"], [column["field"] for column in view["columns"]]) == (
        False,
        ["date", ""],
    )
    told = {"kind": "check-ins", "columns": {"Wann": "date", "Wie war es": "pain"}}
    view = ask(panel, "read", mapping=told, answers={})["view"]
    assert (view["settled"], view["asks"]["date_order"]) == (False, True)
    view = ask(panel, "read", mapping=told, answers={"date_order": "day first"})["view"]
    assert (view["counts"]["new"], view["counts"]["rejected"]) == (1, 1)


def test_a_text_of_one_column_is_refused(panel, upload, ask):
    upload("dear diary\nit hurt\n", name="a.txt")
    answer = ask(panel, "read", mapping=None, answers={})
    assert "has no column of days that the kit can tell" in answer["text"]


def test_a_changed_entry_of_the_kits_own_file_is_shown_as_it_was(
    diary, release, panel, upload, ask, tmp_path
):
    entry = diary.add(release(pain_after=3))
    diary.export_csv(tmp_path / "out.csv", purpose="machine")
    upload((tmp_path / "out.csv").read_text().replace(",6,,3,", ",6,,2,"), name="out.csv")
    view = ask(panel, "read", mapping=None, answers={})["view"]
    (changed,) = view["groups"]
    assert (changed["state"], changed["more"]) == ("changed", 0)
    assert (changed["lines"][0]["row"], changed["lines"][0]["was"]) == (None, "pain after was 3")
    diary.amend(entry.id, pain_after=2)
    upload((tmp_path / "out.csv").read_text(), name="out.csv")
    view = ask(panel, "read", mapping=None, answers={})["view"]
    assert view["reasons"] == ["1 changed here since and left so"]


def test_a_known_layout_may_still_ask_the_order_of_day_and_month(panel, upload, ask):
    upload("date,pain\n3/4/2024,5\n")
    view = ask(panel, "read", mapping=None, answers={})["view"]
    assert (view["settled"], view["asks"]["date_order"]) == (False, True)
    view = ask(panel, "read", mapping=None, answers={"date_order": "day first"})["view"]
    assert view["groups"][0]["lines"][0]["words"].startswith("2024-04-03")


def test_an_export_in_several_files_comes_whole(panel, upload, ask, diary, release, tmp_path, noon):
    diary.add(release())
    diary.add(CheckIn(at=noon, pain=4))
    diary.export_csv(tmp_path / "out.csv")
    upload((tmp_path / "out.check-ins.csv").read_text(), "out.check-ins.csv", part=4096)
    upload((tmp_path / "out.csv").read_text(), "out.csv", first=False, part=4096)
    view = ask(panel, "read", mapping=None, answers={})["view"]
    assert (view["own"], view["name"], view["counts"]["unchanged"]) == (True, "out.csv", 2)


@pytest.mark.parametrize("name", ["../../x.csv", "/etc/x.csv", "..", "", "a\0b.csv", "x" * 300])
def test_a_name_never_leaves_the_folder(panel, upload, name):
    upload("date,pain\n", name)
    (file,) = folder_of(panel).iterdir()
    assert file.parent == folder_of(panel)


def test_too_much_is_refused_and_let_go(panel, ask, monkeypatch):
    from importlib import import_module

    monkeypatch.setattr(import_module("tracker.widgets.import_panel"), "MOST_BYTES", 10)
    data = base64.b64encode(b"x" * 11).decode()
    answer = ask(panel, "upload", name="big.csv", first=True, data=data)
    assert answer["text"].startswith("NOT READ: big.csv is larger than 0 MB")
    assert panel._folder is None
    assert MOST_BYTES == panel.most_bytes == 20_000_000


def test_nothing_chosen_and_nothing_read_is_said(panel, ask):
    assert ask(panel, "read", mapping=None, answers={})["text"] == (
        "NOT READ: No file is chosen; choose one first."
    )
    assert ask(panel, "import")["text"].startswith("NOT IMPORTED: The file is not read yet")


def test_what_is_still_to_be_chosen_is_said(panel, upload, ask):
    upload(LIST)
    ask(panel, "read", mapping=None, answers={})
    told = {"kind": "check-ins", "columns": {"day": "", "how bad": "pain"}, "fixed": {}}
    answer = ask(panel, "read", mapping=told, answers={})
    assert answer["text"] == ("NOT READ: Still to be chosen: day, or day and time.")


def test_the_file_is_gone_with_the_panel(diary, ask):
    panel = import_panel(diary)
    ask(panel, "upload", name="x.csv", first=True, data=base64.b64encode(b"a").decode())
    folder = folder_of(panel)
    assert folder.exists()
    panel.close()
    assert not folder.exists()


def test_releases_need_more_and_a_tool_may_be_the_same_in_all_rows(panel, upload, ask):
    upload("when,muscle,spot,before\n2024-01-13 18:00,psoas,beside the navel,6\n")
    ask(panel, "read", mapping=None, answers={})
    columns = {"when": "date", "muscle": "muscle", "spot": "spot", "before": "pain_before"}
    told = {"kind": "releases", "columns": columns, "fixed": {}}
    answer = ask(panel, "read", mapping=told, answers={})
    assert answer["text"] == "NOT READ: Still to be chosen: side, left or right; tool."
    told["fixed"] = {"side": "left", "tool": "foam roller"}
    view = ask(panel, "read", mapping=told, answers={})["view"]
    assert view["groups"][0]["lines"][0]["words"] == (
        "2024-01-13 18:00, psoas, beside the navel, left, pain 6"
    )


def test_the_menus_become_a_mapping():
    asked = {
        "kind": "check-ins",
        "columns": {"a": "date", "b": "pain", "c": "note", "d": "note", "e": ""},
        "fixed": {"site": "", "side": "left"},
        "scale": [0, 100],
    }
    assert mapping_values(asked, 2) == {
        "kind": "check-ins",
        "moment": {"date": "a"},
        "fields": {"pain": "b", "note": ["c", "d"]},
        "fixed": {"side": "left"},
        "scale": [0, 100],
        "header_row": 2,
    }


def test_each_place_of_a_row_becomes_an_entry_as_the_menus_say(panel, upload, ask, diary):
    upload("day,left leg,knee,steps\n2024-01-13,6,3,900\n2024-01-14,5,,800\n")
    view = ask(panel, "read", mapping=None, answers={})["view"]
    columns = {column["name"]: column["field"] for column in view["columns"]}
    assert columns == {"day": "date", "left leg": "place", "knee": "place", "steps": ""}
    assert ["place", "a place, and its pain"] in view["menus"]["check-ins"]
    assert ["place", "a place, and its pain"] not in view["menus"]["releases"]
    told = {"kind": "check-ins", "columns": columns, "fixed": {}}
    view = ask(panel, "read", mapping=told, answers={})["view"]
    assert view["counts"] == {"new": 3, "changed": 0, "unchanged": 0, "skipped": 1, "rejected": 0}
    assert ask(panel, "import")["outcome"] == "done"
    assert sorted((one.site, one.side, one.pain) for one in diary.all(CheckIn)) == [
        ("knee", None, 3.0),
        ("leg", "left", 5.0),
        ("leg", "left", 6.0),
    ]


def test_ratings_with_their_names_are_a_column_of_the_menus():
    asked = {"kind": "check-ins", "columns": {"a": "date", "b": "ratings"}, "fixed": {}}
    assert import_view.missing(asked) == []
    assert mapping_values(asked, 1) == {
        "kind": "check-ins",
        "moment": {"date": "a"},
        "fields": {},
        "ratings_in": "b",
        "fixed": {},
        "header_row": 1,
    }


def test_whose_ratings_of_a_bundle_to_read_is_asked_and_answered(panel, upload, ask, diary):
    upload((CORPUS / "two_patients.json").read_text(), name="two.json", part=4096)
    view = ask(panel, "read", mapping=None, answers={})["view"]
    assert not view["settled"]
    (question,) = view["decisions"]
    assert (question["key"], question["chosen"]) == ("patient", [])
    assert question["options"] == ["a1", "b2"]
    view = ask(panel, "read", mapping=None, answers={"patient": "b2"})["view"]
    assert view["settled"]
    assert view["counts"]["new"] == 1
    assert ask(panel, "import")["outcome"] == "done"
    assert [one.pain for one in diary.all(CheckIn)] == [3]


def test_every_field_of_the_menus_is_one_that_a_mapping_knows():
    from tracker.exchange.importer.mapping import FIELDS, NEEDED

    for kind, names in import_view._OF_KIND.items():
        assert import_view._NEEDED[kind] == ("date", *NEEDED[kind])
        assert tuple(names.split()) == FIELDS[kind]
        assert set(names.split()) <= set(import_view.FIELD_WORDS)
