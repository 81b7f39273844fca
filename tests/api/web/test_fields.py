"""The values that each kind of field accepts and refuses, and its messages."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.errors import Invalid
from chalicelib.web import exact_json
from chalicelib.web.faults import WORDS, fault, loaded, loaded_query
from chalicelib.web.fields import (
    Anything,
    Choice,
    Code,
    Day,
    EmployeeId,
    Figure,
    Mapped,
    Moment,
    Month,
    Names,
    Part,
    Period,
    Schema,
    Several,
    TimeZone,
    Whole,
    Words,
    YesNo,
)
from chalicelib.web.problems import problem_of


class _Inner(Schema):
    code = Code(required=True)


class _WithMapping(Schema):
    known = Mapped(keys=Words(5), values=Words(5))


class _Every(Schema):
    listed = Several(Part(_WithMapping), 3)
    words = Words(5)
    code = Code()
    period = Period()
    month = Month()
    employee = EmployeeId()
    choice = Choice("a", "b")
    names = Names(5)
    figure = Figure("0", "100")
    whole = Whole(1, 10)
    flag = YesNo()
    moment = Moment()
    day = Day()
    zone = TimeZone()
    several = Several(Code(), 2)
    part = Part(_Inner)
    mapped = Mapped()
    known = Mapped(keys=Words(5), values=Words(5))
    parts = Mapped(keys=Words(5), values=Part(_Inner))
    anything = Anything()


def _faults(data: Any) -> list[tuple[str, str]]:
    with pytest.raises(Invalid) as refused:
        loaded(_Every(), data)
    assert problem_of(refused.value).status == 422
    return [(found.pointer, found.code) for found in refused.value.faults]


@pytest.mark.parametrize(
    ("name", "value", "read"),
    [
        ("words", "  四个字 ", "四个字"),
        ("code", "a_b-9", "a_b-9"),
        ("period", "2026-Q4", "2026-Q4"),
        ("period", "2026", "2026"),
        ("month", "2026-12", "2026-12"),
        ("employee", "王小明 2", "王小明 2"),
        ("names", "中文", {"zh": "中文", "en": "中文"}),
        ("names", {"en": "name"}, {"zh": "name", "en": "name"}),
        ("figure", "12.50", Decimal("12.50")),
        ("figure", Decimal("12.50"), Decimal("12.50")),
        ("figure", 100, Decimal(100)),
        ("figure", "0.000000000001", Decimal("0.000000000001")),
        ("whole", 10, 10),
        ("whole", Decimal("5.0"), 5),
        ("flag", True, True),
        ("moment", "2026-11-01T08:00:00+08:00", datetime(2026, 11, 1, tzinfo=UTC)),
        ("moment", "2026-11-01T08:00:00.5Z", datetime(2026, 11, 1, 8, 0, 0, 500_000, tzinfo=UTC)),
        ("day", "2024-02-29", "2024-02-29"),
        ("zone", "Asia/Shanghai", "Asia/Shanghai"),
        ("several", ["a", "b"], ["a", "b"]),
        ("anything", [1, None], [1, None]),
    ],
)
def test_what_is_right_is_read(name: str, value: Any, read: Any) -> None:
    assert loaded(_Every(), {name: value}) == {name: read}


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("words", "六个字的文本", "too_long"),
        ("words", "   ", "blank"),
        ("words", "a\x00b", "control_character"),
        ("words", 5, "not_text"),
        ("words", None, "null"),
        ("code", "Upper", "not_a_code"),
        ("code", "a\n", "not_a_code"),
        ("code", "-a", "not_a_code"),
        ("code", "a" * 49, "not_a_code"),
        ("period", "2026-13", "not_a_period"),
        ("period", "2026-Q5", "not_a_period"),
        ("month", "2026", "not_a_month"),
        ("employee", "a/b", "not_an_employee_id"),
        ("employee", " a", "not_an_employee_id"),
        ("employee", "", "not_an_employee_id"),
        ("choice", "c", "not_one_of"),
        ("names", {}, "not_names"),
        ("names", {"zh": "", "en": "x"}, "not_names"),
        ("names", {"fr": "x"}, "not_names"),
        ("names", {"zh": "x" * 6}, "too_long"),
        ("names", "x\x00y", "control_character"),
        ("names", {"zh": "名", "en": "x\x7f"}, "control_character"),
        ("words", "a\x85b", "control_character"),
        ("figure", "1e3", "not_a_decimal"),
        ("figure", "NaN", "not_a_decimal"),
        ("figure", "", "not_a_decimal"),
        ("figure", True, "not_a_decimal"),
        ("figure", "1.0000000000001", "not_a_decimal"),
        ("figure", "-0.01", "too_small"),
        ("figure", "100.01", "too_large"),
        ("whole", "5", "not_a_whole_number"),
        ("whole", Decimal("5.5"), "not_a_whole_number"),
        ("whole", True, "not_a_whole_number"),
        ("whole", 11, "out_of_range"),
        ("flag", "true", "not_a_boolean"),
        ("flag", 1, "not_a_boolean"),
        ("moment", "2026-11-01T08:00:00", "not_a_time"),
        ("moment", "2026-11-01", "not_a_time"),
        ("moment", "0001-01-01T00:00:00+23:59", "not_a_time"),
        ("moment", 5, "not_a_time"),
        ("day", "2026-02-29", "not_a_day"),
        ("day", "٢٠٢٦-٠١-٠١", "not_a_day"),
        ("zone", "Mars/Base", "not_a_time_zone"),
        ("zone", "../etc/passwd", "not_a_time_zone"),
        ("several", ["a", "b", "c"], "wrong_count"),
        ("several", "a", "not_a_list"),
        ("part", [], "not_object"),
        ("mapped", [], "not_object"),
        ("unheard", 1, "unknown_member"),
    ],
)
def test_what_is_wrong_has_its_code(name: str, value: Any, code: str) -> None:
    assert _faults({name: value}) == [(f"/{name}", code)]


def test_every_fault_is_named_at_once_with_its_pointer() -> None:
    found = _faults({"several": ["a", "B", "c~/"][:2], "part": {"x/y~z": 1}, "whole": 0})
    assert sorted(found) == [
        ("/part/code", "required"),
        ("/part/x~1y~0z", "unknown_member"),
        ("/several/1", "not_a_code"),
        ("/whole", "out_of_range"),
    ]


def test_a_fault_in_a_mapping_points_at_its_member() -> None:
    found = _faults({"known": {"a": 1, "much too long": "b", "c/d": None}})
    assert sorted(found) == [
        ("/known/a", "not_text"),
        ("/known/c~1d", "null"),
        ("/known/much too long", "too_long"),
    ]


def test_members_that_are_named_key_and_value_are_members_like_others() -> None:
    found = _faults({"known": {"key": 1, "value": "ok", "b": 2}, "parts": {"value": {"key": 1}}})
    assert sorted(found) == [
        ("/known/b", "not_text"),
        ("/known/key", "not_text"),
        ("/parts/value/code", "required"),
        ("/parts/value/key", "unknown_member"),
    ]


def test_a_mapping_in_a_list_points_at_its_member_too() -> None:
    found = _faults({"listed": [{"known": {}}, {"known": {"value": 3}}]})
    assert found == [("/listed/1/known/value", "not_text")]


@pytest.mark.parametrize("data", [None, [], "text", 5, True])
def test_what_is_no_object_is_one_fault_at_the_root(data: Any) -> None:
    assert _faults(data) == [("", "not_object")]


def test_a_query_writes_numbers_and_truth_values_as_texts() -> None:
    found = loaded_query(_Every(), {"whole": "7", "flag": "false", "figure": "1.5", "code": "7"})
    assert found == {"whole": 7, "flag": False, "figure": Decimal("1.5"), "code": "7"}


@pytest.mark.parametrize("text", ["7.5", "seven", "", "٧", "1_0", " 7"])
def test_a_query_with_another_text_for_a_number_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        loaded_query(_Every(), {"whole": text})


def test_every_fault_has_words_in_both_languages() -> None:
    for code, words in WORDS.items():
        found = fault("/x", f"{code}:5").message
        assert words.zh != words.en
        assert "{}" not in found.zh + found.en


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=0, max_value=100))
def test_a_decimal_comes_out_as_it_went_in(number: Decimal) -> None:
    sent = exact_json.read(exact_json.write({"figure": number}))
    assert loaded(_Every(), sent) == {"figure": number}


@given(
    st.recursive(
        st.none()
        | st.booleans()
        | st.integers()
        | st.text()
        | st.decimals(allow_nan=False, allow_infinity=False),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=20,
    )
)
def test_no_json_value_is_anything_but_read_or_refused(value: Any) -> None:
    """For any value of each member, the answer is a problem with a pointer, never another error."""
    refused = []
    for name in _Every().fields:
        try:
            loaded(_Every(), {name: value})
        except Invalid as refusal:
            refused.extend(refusal.faults)
    assert all(found.pointer.startswith("/") for found in refused)
