"""The differences between two documents, without the API."""

from decimal import Decimal
from typing import Any

from chalicelib.schemes.comparing.differences import differences
from chalicelib.schemes.comparing.wording import worded
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


def test_roles_points_of_a_case_and_items_of_a_checklist_are_told_by_their_names() -> None:
    items = [{"code": code, "name": code.title()} for code in ("greeting", "privacy")]
    rated = {"kind": "rating", "raters": {"peer": "2"}, "scale": {"min": "0", "max": "10"}}
    drawn = {"kind": "sample", "failures": "f", "size": "n", "required_size": "2"}
    praise = {"code": "praise", "name": {"zh": "表扬", "en": "Praise"}, "kind": "award"}
    place = "/dimensions/0/indicators"
    before = scheme(
        {
            f"{place}/0/value": rated,
            f"{place}/1/value": {**drawn, "checklist": items},
            "/extras": [{**praise, "per_case": "1", "at_most": "5"}],
        }
    )
    after = scheme(
        {
            f"{place}/0/value": {**rated, "raters": {"peer": "1"}},
            f"{place}/1/value": {**drawn, "checklist": items[:1]},
            "/extras": [{**praise, "per_case": "2", "at_most": "5"}],
        }
    )
    assert [worded(one, before, after).en for one in differences(before, after)] == [
        (
            "Indicator “Answer time”: how it is measured, weights of the raters, peer changed "
            "from 2 to 1."
        ),
        "Indicator “Resolution rate”, checklist item “Privacy” removed.",
        "Extra “Praise”: points of each case changed from 1 to 2.",
    ]
    texts = [worded(one, before, after).zh for one in differences(before, after)]
    assert (texts[0].partition("·")[2], texts[2]) == (
        "评分人权重·同事由 2 改为 1。",
        "加减分项“表扬”：每例分值由 1 改为 2。",
    )
