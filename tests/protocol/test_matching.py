"""A name is understood however it is written; one that is not says what may have been meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.protocol.catalogue import catalogue
from tracker.protocol.errors import InvalidRecord
from tracker.protocol.matching import UnknownName
from tracker.protocol.muscle import Muscle


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("piriformis", "piriformis"),
        ("  Piriformis ", "piriformis"),
        ("gluteus   medius", "gluteus medius"),
        ("TFL", "tensor fasciae latae"),
        ("ql", "quadratus lumborum"),
        ("Erector Spinae", "spinal erectors"),
        ("psoas major", "psoas"),
    ],
)
def test_canonical_muscle(written, plain):
    assert catalogue().canonical_muscle(written) == plain


def test_canonical_spot_and_tool():
    assert catalogue().canonical_spot("Piriformis", " Near the Sacrum") == "near the sacrum"
    assert catalogue().canonical_spot("QL", "below the last rib") == "below the last rib"
    assert catalogue().canonical_tool("LACROSSE ball") == "lacrosse ball"


@given(st.sampled_from(list(catalogue())), st.sampled_from(["", " ", "\t"]), st.booleans())
def test_canonical_muscle_ignores_case_and_blanks(name, blank, shout):
    written = blank + (name.upper() if shout else name) + blank
    assert catalogue().canonical_muscle(written) == name


def test_unknown_muscle_offers_the_nearest():
    with pytest.raises(
        UnknownName, match=r"^Unknown muscle 'pirifromis'\. Did you mean 'piriformis'\?$"
    ) as caught:
        catalogue().canonical_muscle("pirifromis")
    assert caught.value.field == "muscle"
    assert caught.value.name == "pirifromis"
    assert caught.value.problems == {
        "muscle": "Unknown muscle 'pirifromis'. Did you mean 'piriformis'?"
    }


@pytest.mark.parametrize(
    ("written", "nearest"),
    [("erector spina", "spinal erectors"), ("iliopsoas", "psoas"), ("lumborum", "quadratus lumbo")],
)
def test_nearest_muscle_by_alias_or_part(written, nearest):
    with pytest.raises(UnknownName, match=f"Did you mean '{nearest}"):
        catalogue().canonical_muscle(written)


@pytest.mark.parametrize("written", ["xyz", "", "   "])
def test_unknown_muscle_with_nothing_near_lists_them(written):
    with pytest.raises(
        UnknownName,
        match=rf"^Unknown muscle '{written}'\. Known muscles: piriformis, psoas, iliacus, "
        r"gluteus medius, gluteus minimus, tensor fasciae latae, spinal erectors, "
        r"quadratus lumborum\.$",
    ):
        catalogue().canonical_muscle(written)


def test_unknown_spot_offers_the_nearest():
    with pytest.raises(
        UnknownName,
        match=r"^Unknown spot 'midle' of piriformis\. Did you mean 'middle of the buttock'\?$",
    ) as caught:
        catalogue().canonical_spot("piriformis", "midle")
    assert (caught.value.field, caught.value.name) == ("spot", "midle")


def test_unknown_spot_with_nothing_near_lists_them():
    with pytest.raises(
        UnknownName,
        match=r"^Unknown spot 'xyz' of piriformis\. Known spots: near the sacrum, "
        r"middle of the buttock, behind the hip bone\.$",
    ):
        catalogue().canonical_spot("piriformis", "xyz")


def test_spot_of_an_unknown_muscle_names_the_muscle():
    with pytest.raises(UnknownName, match=r"Unknown muscle 'psoaz'\. Did you mean 'psoas'\?"):
        catalogue().canonical_spot("psoaz", "beside the navel")


def test_unknown_tool_offers_the_nearest():
    with pytest.raises(
        UnknownName, match=r"^Unknown tool 'lacrose bal'\. Did you mean 'lacrosse ball'\?$"
    ):
        catalogue().canonical_tool("lacrose bal")


def test_unknown_name_is_caught_as_what_a_caller_expects():
    for kind in (InvalidRecord, ValueError, LookupError):
        with pytest.raises(kind, match="Unknown tool 'anvil'"):
            catalogue().canonical_tool("anvil")


def test_muscle_without_spots_says_so():
    mine = catalogue().with_own(muscles=[Muscle("soleus", "lower leg")])
    with pytest.raises(
        UnknownName, match=r"^Unknown spot 'high' of soleus\. Known spots: none yet\.$"
    ):
        mine.canonical_spot("soleus", "high")
