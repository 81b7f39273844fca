"""What a spreadsheet or a hand makes of an id, and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.uploads.near_ids import MOST_ZEROS, changes, fold, forms
from chalicelib.uploads.never_ids import why_nobodys

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
    ("`001007", "001007", ["SIGNS"]),
    ("001007*", "001007", ["SIGNS"]),
    ("1007(离职)", "001007", ["SIGNS", "ZEROS_LOST"]),
    ("A–01", "A-01", ["WIDTH"]),
    ("١٠٠٧", "1007", ["WIDTH"]),
    ("1-Mar", "MAR1", ["DATE"]),
    ("2026-03-01", "MAR1", ["DATE"]),
    ("3月1日", "MAR1", ["DATE"]),
]


@pytest.mark.parametrize(("written", "meant", "how"), DAMAGE)
def test_an_id_leads_to_the_one_that_was_meant_and_says_what_became_of_it(
    written: str, meant: str, how: list[str]
) -> None:
    assert meant in forms(written)
    assert [one.name for one in changes(written, meant)] == how


@pytest.mark.parametrize(
    "written",
    [
        *("NaN", "null", "None", "(blank)", "未知", "TRUE", "FALSE", "真", "1-Mar", "2026-03-01"),
        *("2026-3-1", "2026.03.01 00:00:00", "3月1日", "0:01:30", "1007.0", "+7", "`001007", "7*"),
        *("110101199001011000", "12345678901234500"),
    ],
)
def test_what_a_program_leaves_in_place_of_an_id_is_nobodys(written: str) -> None:
    assert why_nobodys(written)


@pytest.mark.parametrize(
    "written",
    [
        *(
            "1007",
            "0",
            "MAR1",
            "may",
            "12E4",
            "A-01",
            "2026-03",
            "2026-03-1",
            "Nora",
            "Trueman",
            "a.b",
            "110101199001011234",
            "100000000000000",
            "1000000000000000",
        )
    ],
)
def test_what_somebody_may_have_as_id_is_not(written: str) -> None:
    assert why_nobodys(written) is None


def test_letters_of_mixed_case_are_alike_but_are_not_among_the_forms() -> None:
    assert fold("aBc") == fold("AbC")
    assert "AbC" not in forms("aBc")


@given(st.text(st.sampled_from("0017aBＡ１ .０"), min_size=1, max_size=8))
def test_every_form_is_alike_and_there_are_few(written: str) -> None:
    found = forms(written)
    assert {fold(one) for one in found} <= {fold(written)}
    assert written not in found
    assert len(found) <= MOST_ZEROS + 8
