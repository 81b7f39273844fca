"""Krippendorff's alpha: his own example, the package `krippendorff`, and what is not computed."""

from decimal import Decimal
from fractions import Fraction

import krippendorff
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.rater_statistics.alpha import NO_VARIATION, alpha
from chalicelib.rater_statistics.exact import shown
from chalicelib.rater_statistics.marks import Level, Mark, by_unit
from tests.rater_statistics.given import marks

#: "Computing Krippendorff's Alpha-Reliability" (2011), part C: four observers, twelve units.
EXAMPLE = """
A B C D
1 1 . 1
2 2 3 2
3 3 3 3
3 3 3 3
2 2 2 2
1 2 3 4
4 4 4 4
1 1 2 1
2 2 2 2
. 5 5 5
. . 1 1
. 3 . .
"""
LEVELS: list[Level] = ["nominal", "ordinal", "interval"]


@pytest.mark.parametrize(
    ("level", "value"), [("nominal", "0.743"), ("ordinal", "0.815"), ("interval", "0.849")]
)
def test_the_example_of_krippendorff(level: Level, value: str) -> None:
    found = alpha(by_unit(marks(EXAMPLE)), level)
    assert found.value is not None
    assert shown(found.value, 3) == Decimal(value)
    # The twelfth unit has one mark and no partner.
    assert (found.units, found.marks) == (11, 40)


@given(
    st.lists(
        st.lists(st.one_of(st.none(), st.integers(0, 6)), min_size=4, max_size=4),
        min_size=2,
        max_size=12,
    ),
    st.sampled_from(LEVELS),
)
def test_it_is_the_value_of_the_package(table: list[list[int | None]], level: Level) -> None:
    """`table` has a row for each unit and a column for each rater."""
    units = by_unit(
        Mark(str(rater), str(unit), "q", Decimal(mark))
        for unit, row in enumerate(table)
        for rater, mark in enumerate(row)
        if mark is not None
    )
    found = alpha(units, level, needed=1)
    if found.value is None:
        return
    nothing = float("nan")
    by_rater = [
        [nothing if mark is None else mark for mark in column]
        for column in zip(*table, strict=True)
    ]
    expected = krippendorff.alpha(by_rater, level_of_measurement=level)
    assert float(found.value) == pytest.approx(expected, abs=1e-9)


def test_marks_all_alike_are_neither_agreement_nor_disagreement() -> None:
    found = alpha(by_unit(marks("a b\n" + "3 3\n" * 10)), "interval")
    assert (found.value, found.said) == (None, NO_VARIATION)


def test_few_units_are_said_and_not_computed() -> None:
    found = alpha(by_unit(marks("a b\n" + "3 4\n" * 9)), "interval")
    assert found.value is None
    assert found.said is not None
    assert "9" in found.said.en


def test_full_agreement_is_one_and_systematic_disagreement_below_zero() -> None:
    agreed = by_unit(marks("a b\n" + "1 1\n2 2\n" * 5))
    assert [alpha(agreed, level).value for level in LEVELS] == [1, 1, 1]
    # ten units of 1 and 2: every pair differs, 10 ÷ 20 × 20 ones and twos: 1 − 20 ÷ (200 ÷ 19)
    apart = by_unit(marks("a b\n" + "1 2\n2 1\n" * 5))
    assert alpha(apart, "nominal").value == 1 - Fraction(20 * 19, 200)
