"""How many queries a change costs, and that the names it is held against are today's."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event

from tracker.diary.open_store import open_store
from tracker.protocol.custom import OwnMuscle, OwnSpot, OwnTool
from tracker.protocol.matching import UnknownName

MOST = 3


@contextmanager
def selects(engine) -> Iterator[list[str]]:
    """Collect what is asked of the database in the block."""
    asked: list[str] = []

    def note(_connection, _cursor, statement, *_):
        if statement.lstrip().upper().startswith(("SELECT", "WITH")):
            asked.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield asked
    event.remove(engine, "before_cursor_execute", note)


@pytest.fixture
def spot(noon):
    return OwnSpot(added_at=noon, muscle="piriformis", name="my knot")


@pytest.mark.parametrize("kind", ["release", "experiment", "own spot"])
def test_a_change_costs_at_most_three_queries(diary, release, experiment, spot, kind):
    entry, changes = {
        "release": (release(), {"pain_after": 2}),
        "experiment": (experiment(), {"note": "in the evening"}),
        "own spot": (spot, {"find": "left of the seam"}),
    }[kind]
    change = {
        "add": lambda: diary.add(entry),
        "amend": lambda: diary.amend(entry.id, **changes),
        "undo": lambda: diary.undo(entry.id),
        "delete": lambda: diary.delete(entry.id),
    }
    for name, make in change.items():
        with selects(diary.engine) as asked:
            make()
        assert len(asked) <= MOST, (name, asked)
    assert [one.action for one in diary.history(entry.id)] == [*change]


def test_many_entries_share_the_query_for_names(diary, release):
    with selects(diary.engine) as asked:
        diary.add_all([release(), release(), release()])
    assert len(asked) == 1 + 3


def test_a_name_that_another_page_adds_is_known_at_once(diary, release, spot, tmp_path):
    pressed = release(spot="my knot")
    with pytest.raises(UnknownName, match="my knot"):
        diary.add(pressed)
    with open_store(tmp_path / "diary.db") as other:
        other.add(spot)
        assert diary.add(pressed).spot == "my knot"
        other.delete(spot.id)
    with pytest.raises(UnknownName, match="my knot"):
        diary.add(release(spot="my knot"))


def test_the_catalogue_is_built_anew_only_where_names_change(diary, release, spot, noon):
    assert diary.catalogue() is diary.catalogue()
    diary.add_all([spot, OwnMuscle(added_at=noon, name="popliteus", where="behind the knee")])
    before = diary.catalogue()
    diary.add(release(spot="my knot"))
    assert diary.catalogue() is before
    assert before["piriformis"].spots["my knot"].own
    diary.amend(spot.id, find="left of the seam")
    assert diary.catalogue()["piriformis"].spots["my knot"].find == "left of the seam"
    tool = diary.add(OwnTool(added_at=noon, name="broom handle"))
    assert "broom handle" in diary.catalogue().tools
    diary.undo(tool.id)
    assert "broom handle" not in diary.catalogue().tools


def test_every_kind_is_found_by_its_id(diary, release, experiment, spot):
    for entry in diary.add_all([release(), experiment(), spot]):
        assert diary.get(entry.id) == entry
