"""An answer may promise more than before, never less."""

from typing import Any

import pytest

from tests.infra.evolution.documents import TEXT, WHOLE, breaks, giving


def _having(*required: str, **properties: Any) -> dict[str, Any]:
    return giving({"type": "object", "properties": properties, "required": list(required)})


def _between(old: Any, new: Any) -> list[str]:
    return breaks(_having(a=old), _having(a=new))


def test_a_member_more_breaks_nothing_and_one_less_breaks() -> None:
    one, two = _having(a=TEXT), _having("b", a=TEXT, b=TEXT)
    assert breaks(one, two) == []
    assert breaks(two, one) == ['answer member "b" removed']


def test_a_member_more_breaks_nothing_where_the_shape_was_closed() -> None:
    closed = {"type": "object", "properties": {"a": TEXT}, "additionalProperties": False}
    wider = {**closed, "properties": {"a": TEXT, "b": TEXT}}
    assert breaks(giving(closed), giving(wider)) == []


def test_a_member_that_may_be_missing_now_breaks() -> None:
    assert breaks(_having("a", a=TEXT), _having(a=TEXT)) == ['answer member "a" may be missing now']
    assert breaks(_having(a=TEXT), _having("a", a=TEXT)) == []


def test_null_where_there_was_none_breaks_and_none_where_there_was_null_does_not() -> None:
    sure, unsure = TEXT, {"type": ["string", "null"]}
    assert _between(sure, unsure) == ['answer member "a" may now be null']
    assert _between(unsure, sure) == []


def test_a_number_where_whole_ones_came_breaks() -> None:
    assert _between(WHOLE, {"type": "number"}) == ['answer member "a" may now be number']
    assert _between({"type": "number"}, WHOLE) == []


def test_a_value_of_an_enum_more_is_what_clients_are_told_to_expect() -> None:
    assert _between({**TEXT, "enum": ["x"]}, {**TEXT, "enum": ["x", "y"]}) == []


def test_a_value_renamed_breaks_as_one_removed() -> None:
    assert _between({**TEXT, "enum": ["x", "y"]}, {**TEXT, "enum": ["x", "z"]}) == [
        'answer member "a" no longer has the value "y"'
    ]


def test_an_enum_that_goes_breaks_and_one_that_comes_does_not() -> None:
    assert _between({**TEXT, "enum": ["x"]}, TEXT) == [
        'answer member "a" may have other values than "x" now'
    ]
    assert _between(TEXT, {**TEXT, "enum": ["x"]}) == []


def test_a_constant_may_not_become_a_choice() -> None:
    assert _between({**TEXT, "const": "x"}, {**TEXT, "enum": ["x", "y"]}) == [
        'answer member "a" is not always "x" now'
    ]
    assert _between({**TEXT, "const": "x"}, {**TEXT, "const": "y"}) == [
        'answer member "a" no longer has the value "x"'
    ]


@pytest.mark.parametrize(
    ("kind", "key", "narrow", "wide"),
    [
        ("integer", "minimum", 5, 1),
        ("integer", "maximum", 5, 9),
        ("string", "minLength", 5, 1),
        ("string", "maxLength", 5, 9),
        ("array", "maxItems", 5, 9),
        ("object", "minProperties", 5, 1),
    ],
)
def test_a_wider_bound_breaks_and_a_tighter_one_does_not(
    kind: str, key: str, narrow: int, wide: int
) -> None:
    bound, wider, unbound = {"type": kind, key: narrow}, {"type": kind, key: wide}, {"type": kind}
    assert _between(bound, wider) == [f'answer member "a" has {key} {wide} now, had {narrow}']
    assert len(_between(bound, unbound)) == 1
    assert _between(wider, bound) == []
    assert _between(unbound, bound) == []


@pytest.mark.parametrize(
    ("kind", "key", "one", "other"),
    [
        ("string", "pattern", "^a$", "^a+$"),
        ("string", "format", "date", "date-time"),
        ("array", "contains", {"minimum": 1}, {"minimum": 0}),
        ("object", "patternProperties", {"^a": {"minimum": 1}}, {"^b": {"minimum": 1}}),
    ],
)
def test_what_cannot_be_compared_breaks_unless_it_comes(
    kind: str, key: str, one: Any, other: Any
) -> None:
    first, second, free = {"type": kind, key: one}, {"type": kind, key: other}, {"type": kind}
    assert len(_between(first, second)) == 1
    assert len(_between(first, free)) == 1
    assert _between(free, first) == []


def test_a_default_says_nothing_about_an_answer() -> None:
    assert _between({**TEXT, "default": "x"}, {**TEXT, "default": "y"}) == []


def test_the_values_of_a_map_are_compared_and_a_map_may_not_close() -> None:
    texts = {"type": "object", "additionalProperties": TEXT}
    numbers = {"type": "object", "additionalProperties": WHOLE}
    closed = {"type": "object", "additionalProperties": False}
    assert _between(texts, numbers) == ['answer member "a.*" may now be integer']
    assert _between(texts, closed) == ['answer member "a" has no other members now']
    assert _between(closed, texts) == []


def test_a_named_member_of_a_map_is_of_the_maps_type() -> None:
    texts = {"type": "object", "additionalProperties": TEXT}
    assert _between(texts, {**texts, "properties": {"b": TEXT}}) == []
    assert _between(texts, {**texts, "properties": {"b": WHOLE}}) == [
        'answer member "a.b" may now be integer'
    ]


def test_an_answer_that_may_be_anything_now_breaks() -> None:
    assert breaks(giving({"type": "object"}), giving({})) == [
        "answer may now be null or boolean or number or string or array"
    ]
