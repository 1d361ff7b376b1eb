"""Each small file of `corpus` comes in as its table says: entries, questions, what is left out."""

import csv
import io
import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.diary.errors import ImportRejected
from tracker.exchange.apply_import import apply
from tracker.exchange.import_preview import entry_words
from tracker.exchange.importer.complete import left_out
from tracker.exchange.importer.mapping import Layout
from tracker.exchange.importer.mapping_toml import as_toml, layout_as_toml
from tracker.facade import open_diary
from tracker.protocol.check_in import CheckIn

NOW = datetime(2026, 11, 27, tzinfo=UTC)
CORPUS = Path(__file__).parent / "corpus"
TABLE = tomllib.loads((CORPUS / "corpus.toml").read_text(encoding="utf-8"))
TAKEN = [name for name, expected in TABLE.items() if "refused" not in expected]


@pytest.fixture(autouse=True)
def _needs(request):
    name = getattr(request.node, "callspec", None) and request.node.callspec.params.get("name", "")
    if name and name.endswith(".xlsx"):
        pytest.importorskip("openpyxl")


def test_every_file_has_its_lines():
    assert {file.name for file in CORPUS.iterdir()} - {"corpus.toml"} == set(TABLE)


@pytest.mark.parametrize("name", TAKEN)
def test_a_file_comes_in_as_its_lines_say(diary, name):
    expected = TABLE[name]
    incoming = diary.preview_import(CORPUS / name, now=NOW, answers=expected.get("answers"))
    assert diary.is_empty()
    if incoming.own is not None:
        apply(diary, incoming, now=NOW)
        records = diary.all(CheckIn)
    else:
        records = [line.record for line in incoming.lines if line.record is not None]
    assert [entry_words(record) for record in records] == expected["entries"]
    notes = {str(place): one.note for place, one in enumerate(records, start=1) if one.note}
    assert notes == expected.get("notes", {})
    asks = expected.get("asks", [])
    assert len(incoming.doubts) == len(asks), incoming.doubts
    for doubt, part in zip(incoming.doubts, asks, strict=True):
        assert part in doubt.unsure
    assert incoming.counts["skipped"] == expected.get("skipped", 0)
    assert incoming.counts["rejected"] == expected.get("rejected", 0)
    if incoming.table is not None:
        assert left_out(incoming.table, incoming.layout) == expected.get("left_out", [])


@pytest.mark.parametrize("name", sorted(TABLE.keys() - set(TAKEN)))
def test_a_file_is_refused_as_its_line_says(diary, name):
    with pytest.raises(ImportRejected) as refused:
        diary.preview_import(CORPUS / name, now=NOW)
    assert TABLE[name]["refused"] in str(refused.value)
    assert diary.is_empty()


def _is_bundle(name):
    return name.endswith(".json") and "resourceType" in (CORPUS / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", [name for name in TAKEN if not _is_bundle(name)])
def test_the_mapping_that_is_printed_settles_every_question(diary, name):
    """What it brings is what was shown, and a second import changes nothing."""
    answers = TABLE[name].get("answers")
    incoming = diary.preview_import(CORPUS / name, now=NOW, answers=answers)
    text = (
        as_toml(incoming.proposal, incoming.decisions)
        if incoming.proposal
        else layout_as_toml(incoming.layout, incoming.decisions)
    )
    values = tomllib.loads(text)
    Layout.from_values(values)
    settled = diary.preview_import(CORPUS / name, now=NOW, values=values, answers=answers)
    # Whose rows to take is no guess that a person could confirm.
    if any(doubt.key == "patient" for doubt in settled.doubts):
        with pytest.raises(ImportRejected, match="Choose one with --patient"):
            apply(diary, settled, now=NOW)
        return
    assert settled.is_sure, settled.doubts
    assert [line.words for line in settled.lines] == [line.words for line in incoming.lines]
    count = len([line for line in settled.lines if line.record])
    assert apply(diary, settled, skip_rejected=True, now=NOW).result.new == count
    again = diary.preview_import(CORPUS / name, now=NOW, values=values, answers=answers)
    assert again.counts["unchanged"] == count


_NAMES = """Date|Pain|Pain (1-5)|Back pain|Location|Side|Symptoms|Mood||Notes|Medication|Latitude
|Left leg|Neck|Scales
|Painkillers|VAS mm|Time|Sleep %"""
_CELLS = """|Back pain: 7/10; Mood: 2|2024-01-13|2024-01-14 18:30|3|7/10|70 %|mild|NA|-|None|left
|Left leg|Springfield, Ohio
|12|3,5|Burning; Nausea|39.9|x|–"""
NAMES = st.sampled_from(_NAMES.replace("\n", "").split("|"))
CELLS = st.sampled_from(_CELLS.replace("\n", "").split("|"))


@settings(max_examples=60)
@given(
    st.lists(NAMES, min_size=1, max_size=7, unique=True),
    st.lists(st.lists(CELLS, min_size=7, max_size=7), min_size=1, max_size=6),
)
def test_every_row_and_every_column_is_accounted_for(tmp_path_factory, names, rows):
    text = io.StringIO()
    csv.writer(text).writerows([names, *(row[: len(names)] for row in rows)])
    path = tmp_path_factory.mktemp("any") / "list.csv"
    path.write_text(text.getvalue(), encoding="utf-8")
    with open_diary(path.parent / "diary.db") as diary:
        try:
            incoming = diary.preview_import(path, now=NOW)
        except ImportRejected:
            return
        if incoming.layout is None:
            return
        assert incoming.counts.total() == len(incoming.lines) == len(incoming.table.rows)
        left = left_out(incoming.table, incoming.layout)
        used = [name for name in incoming.table.header if name in incoming.layout.used]
        held = [
            name
            for place, name in enumerate(incoming.table.header)
            if name or any(place < len(cells) and cells[place] for _, cells in incoming.table.rows)
        ]
        assert len(used) + len(left) == len(held)
        words = " ".join(each.decided for each in incoming.decisions)
        assert all(name in words for name in (*left, *used, *incoming.layout.places))
