"""What a spreadsheet or a hand makes of an id, and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.uploads.near_ids import MOST_ZEROS, changes, fold, forms

DAMAGE = [
    ("7", "007", ["ZEROS_LOST"]),
    ("007", "7", ["ZEROS_ADDED"]),
    ("1007.0", "1007", ["NUMBER"]),
    ("7.00", "007", ["NUMBER", "ZEROS_LOST"]),
    ("ab12", "AB12", ["CASE"]),
    ("LI.NA", "Li.Na", ["CASE"]),
    ("AB12", "ＡＢ１２", ["WIDTH"]),
    ("AB 12", "AB12", ["SPACES"]),
    ("ab 12", "AB12", ["SPACES", "CASE"]),
]


@pytest.mark.parametrize(("written", "meant", "how"), DAMAGE)
def test_an_id_leads_to_the_one_that_was_meant_and_says_what_became_of_it(
    written: str, meant: str, how: list[str]
) -> None:
    assert meant in forms(written)
    assert [one.name for one in changes(written, meant)] == how


def test_letters_of_mixed_case_are_alike_but_are_not_among_the_forms() -> None:
    assert fold("aBc") == fold("AbC")
    assert "AbC" not in forms("aBc")


@given(st.text(st.sampled_from("0017aBＡ１ .０"), min_size=1, max_size=8))
def test_every_form_is_alike_and_there_are_few(written: str) -> None:
    found = forms(written)
    assert {fold(one) for one in found} <= {fold(written)}
    assert written not in found
    assert len(found) <= MOST_ZEROS + 8
