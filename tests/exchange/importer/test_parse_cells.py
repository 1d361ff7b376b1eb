"""A number is read by the decimal sign that its column has, and by no other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.exchange.importer.parse_cells import decimal_sign, number


@given(st.integers(0, 100), st.sampled_from(["point", "comma"]))
def test_a_number_comes_back_from_either_sign(tenths, sign):
    cell = f"{tenths / 10:.1f}".replace(".", {"point": ".", "comma": ","}[sign])
    assert number(cell, sign) == tenths / 10
    assert decimal_sign([cell]) == sign


@pytest.mark.parametrize("cell", ["NaN", "inf", "1e5", "1,2,3", "0x5", "٣", "five", "", "3 4"])
def test_what_is_no_number_stays_as_it_stands(cell):
    assert number(cell) == cell
