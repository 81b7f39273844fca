"""The differences between two documents, without the API."""

from decimal import Decimal
from typing import Any

from chalicelib.schemes.comparing.differences import differences
from tests.api.schemes.documents import FIRST_TARGET, scheme

GRADE = {"code": "top", "name": "Top", "min": "95", "coefficient": "1.3"}


def kinds(before: dict[str, Any], after: dict[str, Any]) -> list[tuple[str, str]]:
    return [(one.kind, one.pointer) for one in differences(before, after)]


def test_a_document_does_not_differ_from_itself_however_it_is_written() -> None:
    other = scheme(
        {
            FIRST_TARGET: Decimal("30.0"),
            "/total_points": 100,
            "/description": None,
            "/parameters": [],
        }
    )

    assert kinds(scheme(), other) == []


def test_a_changed_figure_is_named_from_what_to_what() -> None:
    (found,) = differences(scheme(), scheme({FIRST_TARGET: "25"}))

    assert (found.kind, found.pointer) == ("changed", FIRST_TARGET)
    assert (found.before, found.after) == ("30", "25")


def test_an_entry_put_in_front_is_added_and_the_others_are_the_same() -> None:
    after = scheme()
    after["grades"].insert(0, GRADE)

    assert kinds(scheme(), after) == [("added", "/grades/0")]
    assert kinds(after, scheme()) == [("removed", "/grades/0")]


def test_a_changed_entry_is_found_by_its_code_wherever_it_stands() -> None:
    after = scheme({FIRST_TARGET: "25"})
    after["dimensions"][0]["indicators"].reverse()

    assert kinds(scheme(), after) == [
        ("changed", "/dimensions/0/indicators/1/target"),
        ("reordered", "/dimensions/0/indicators"),
    ]


def test_the_order_of_grades_means_nothing() -> None:
    after = scheme()
    after["grades"].reverse()

    assert kinds(scheme(), after) == []


def test_an_option_is_added_and_removed() -> None:
    cutoff = {"at": "60"}
    after = scheme({"/dimensions/0/indicators/0/rule/cutoff": cutoff})

    place = "/dimensions/0/indicators/0/rule/cutoff"
    assert kinds(scheme(), after) == [("added", place)]
    assert kinds(after, scheme()) == [("removed", place)]


def test_a_rule_of_another_kind_is_another_rule() -> None:
    after = scheme({"/dimensions/0/indicators/0/rule": {"kind": "pass_fail"}})

    assert kinds(scheme(), after) == [("changed", "/dimensions/0/indicators/0/rule")]


def test_a_name_is_one_value_in_both_languages() -> None:
    plain = scheme({"/name": "Desk"})

    assert kinds(plain, scheme({"/name": {"zh": "Desk", "en": "Desk"}})) == []
    assert kinds(plain, scheme({"/name": {"zh": "客服", "en": "Desk"}})) == [("changed", "/name")]


def test_true_is_not_one() -> None:
    after = scheme({"/grades/0/plan": True})

    assert kinds(scheme({"/grades/0/plan": 1}), after) == [("changed", "/grades/0/plan")]
