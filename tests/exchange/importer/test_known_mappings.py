"""A wrong mapping is told by its key, the rule and the remedy; the shipped ones are right."""

import pytest

from tracker.diary.errors import ImportRejected
from tracker.exchange.importer.known_mappings import layouts
from tracker.exchange.importer.mapping import Layout

GOOD = 'kind = "check-ins"\n[moment]\ndate = "Date"\n[fields]\npain = "Pain"\n'


def test_the_least_there_can_be():
    layout = Layout.from_toml(GOOD)
    assert layout.moment.columns == ("Date",)
    assert layout.fields == {"pain": ("Pain",)}
    assert layout.used == ("Date", "Pain")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("kind = ", "my.toml is not TOML: "),
        ("feilds = 1\n" + GOOD, "my.toml: unknown key 'feilds'. Did you mean 'fields'?"),
        (
            GOOD + 'pian = "x"\n',
            "my.toml: unknown key 'fields.pian'. Did you mean 'pain'?",
        ),
        (
            GOOD.replace("check-ins", "moods"),
            'my.toml: kind must be one of "check-ins", "releases", not \'moods\'.',
        ),
        (
            GOOD.replace('pain = "Pain"', ""),
            "my.toml: fields.pain must name the column that holds it, or [fixed] give it; "
            "check-ins cannot do without.",
        ),
        (
            GOOD.replace('date = "Date"', 'year = "Y"'),
            "my.toml: moment must name the column of the date, or those of year, month and day.",
        ),
        (
            "scale = [4, 0]\n" + GOOD,
            "my.toml: scale must be the least and the greatest rating, such as [0, 4], not [4, 0].",
        ),
        (
            "scale = [0, inf]\n" + GOOD,
            "my.toml: scale must be the least and the greatest rating, such as [0, 4], not "
            "[0, inf].",
        ),
        *(
            (
                f"separator = {written}\n{GOOD}",
                f'my.toml: separator must be one character, such as ";", not {shown}.',
            )
            for written, shown in (('"ab"', "'ab'"), ("'\"'", "'\"'"), ('"\\n"', "'\\n'"))
        ),
        (
            'date_order = "dmy"\n' + GOOD,
            'my.toml: date_order must be one of "day first", "month first", "year first", not '
            "'dmy'.",
        ),
        (
            'zone = "Atlantis"\n' + GOOD,
            "my.toml: zone must be a time zone such as Europe/Berlin, not 'Atlantis'.",
        ),
        (
            "header_row = -1\n" + GOOD,
            "my.toml: header_row must be a whole number from 0, not -1.",
        ),
        (
            "columns = 3\n" + GOOD,
            'my.toml: columns must be a list of texts, such as ["Date"], not 3.',
        ),
        ("moment = 3\n[fields]\n", "my.toml: moment must be a table, [moment], not 3."),
        (
            GOOD + "[values.site]\nx = 3\n",
            "my.toml: values.site must be a table of texts, [values.site], not {'x': 3}.",
        ),
        (
            GOOD.replace('"Pain"', '["Pain", "More"]'),
            "my.toml: fields.pain must be the name of one column.",
        ),
        (
            'kind = "releases"\n[moment]\ndate = "Date"\n[fields]\npain_before = "Pain"\n',
            "my.toml: fields.muscle must name the column that holds it, or [fixed] "
            "give it; releases cannot do without.",
        ),
        (
            'places = ["Hip", "Leg"]\n' + GOOD,
            "my.toml: fields.pain cannot stand beside places, which says it already.",
        ),
        (
            'ratings_in = "Scales"\ntracker = "Name"\n[moment]\ndate = "Date"\n',
            "my.toml: tracker cannot stand beside ratings_in, which says it already.",
        ),
        (
            'kind = "releases"\nplaces = ["Hip", "Leg"]\n[moment]\ndate = "Date"\n',
            "my.toml: places is for check-ins; releases have one rating a column.",
        ),
    ],
)
def test_an_error_names_the_key_the_rule_and_the_remedy(text, sentence):
    with pytest.raises(ImportRejected) as refused:
        Layout.from_toml(text, "my.toml")
    assert str(refused.value).startswith(sentence)


def test_the_shipped_layouts_can_be_told_apart():
    assert [layout.name for layout in layouts()] == [
        "Apple Health",
        "Bearable",
        "Daylio",
        "Exist",
        "Migraine Buddy",
        "Nomie",
        "Track & Graph",
        "daily ratings",
        "date, pain",
        "pain by region",
    ]
    for layout in layouts():
        header = [*layout.columns, *layout.may_have]
        assert [other.name for other in layouts() if other.fits(header)] == [layout.name]
        assert set(layout.used) <= set(header)


def test_every_shipped_layout_says_what_established_it():
    from importlib.resources import files

    for file in files("tracker.exchange.importer").joinpath("mappings").iterdir():
        if file.name not in ("date_and_pain.toml",):
            assert "Established by:" in file.read_text(encoding="utf-8"), file.name
