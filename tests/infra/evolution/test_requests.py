"""A request may accept more than before, never less."""

from typing import Any

import pytest

from tests.infra.evolution.documents import TEXT, WHOLE, breaks, members, taking


def _between(old: Any, new: Any) -> list[str]:
    return breaks(taking(members(a=old)), taking(members(a=new)))


def test_a_member_that_is_required_now_breaks_whoever_leaves_it_out() -> None:
    found = breaks(taking(members(a=TEXT)), taking(members("a", "b", a=TEXT, b=TEXT)))
    assert found == ['request member "a" required now', 'request member "b" required now']


def test_an_optional_member_more_breaks_nothing_and_one_less_breaks() -> None:
    one, two = taking(members(a=TEXT)), taking(members(a=TEXT, b=TEXT))
    assert breaks(one, two) == []
    assert breaks(two, one) == ['request member "b" removed']


def test_a_member_that_was_required_may_become_optional() -> None:
    assert breaks(taking(members("a", a=TEXT)), taking(members(a=TEXT))) == []


def test_refusing_unknown_members_breaks_whoever_sent_them() -> None:
    open_object = {**members(a=TEXT), "additionalProperties": True}
    assert breaks(taking(open_object), taking(members(a=TEXT))) == [
        "request takes no other members now"
    ]
    assert breaks(taking(members(a=TEXT)), taking(open_object)) == []


def test_a_named_member_narrows_an_object_that_took_any() -> None:
    open_object = {"type": "object"}
    assert breaks(taking(open_object), taking({**open_object, "properties": {"a": {}}})) == []
    (found,) = breaks(taking(open_object), taking({**open_object, "properties": {"a": TEXT}}))
    assert found == (
        'request member "a" no longer takes null or boolean or number or array or object'
    )


def test_the_values_of_a_map_are_compared() -> None:
    def mapped(longest: int) -> dict[str, Any]:
        return {"type": "object", "additionalProperties": {**TEXT, "maxLength": longest}}

    assert _between(mapped(9), mapped(5)) == ['request member "a.*" has maxLength 5 now, had 9']
    assert _between(mapped(5), mapped(9)) == []


def test_a_type_less_breaks_and_a_type_more_does_not() -> None:
    one, two = TEXT, {"type": ["string", "null"]}
    assert _between(two, one) == ['request member "a" no longer takes null']
    assert _between(one, two) == []


def test_a_whole_number_is_a_number_but_not_every_number_is_whole() -> None:
    assert _between(WHOLE, {"type": "number"}) == []
    assert _between({"type": "number"}, WHOLE) == ['request member "a" no longer takes number']


@pytest.mark.parametrize(
    ("kind", "key", "narrow", "wide"),
    [
        ("integer", "minimum", 5, 1),
        ("integer", "exclusiveMinimum", 5, 1),
        ("integer", "maximum", 5, 9),
        ("number", "exclusiveMaximum", 5, 9),
        ("string", "minLength", 5, 1),
        ("string", "maxLength", 5, 9),
        ("array", "minItems", 5, 1),
        ("array", "maxItems", 5, 9),
        ("object", "minProperties", 5, 1),
        ("object", "maxProperties", 5, 9),
    ],
)
def test_a_tighter_bound_breaks_and_a_wider_one_does_not(
    kind: str, key: str, narrow: int, wide: int
) -> None:
    bound, wider, unbound = {"type": kind, key: narrow}, {"type": kind, key: wide}, {"type": kind}
    assert _between(wider, bound) == [f'request member "a" has {key} {narrow} now, had {wide}']
    assert len(_between(unbound, bound)) == 1
    assert _between(bound, wider) == []
    assert _between(bound, unbound) == []


def test_a_least_length_of_none_says_nothing() -> None:
    assert _between(TEXT, {**TEXT, "minLength": 0}) == []


@pytest.mark.parametrize(
    ("kind", "key", "one", "other"),
    [
        ("string", "pattern", "^a$", "^a+$"),
        ("string", "format", "date", "date-time"),
        ("number", "multipleOf", 5, 10),
        ("object", "propertyNames", {"maxLength": 5}, {"maxLength": 9}),
        ("object", "not", {"required": ["x"]}, {"required": ["y"]}),
        ("object", "if", {"required": ["x"]}, {"required": ["y"]}),
    ],
)
def test_what_cannot_be_compared_breaks_unless_it_goes(
    kind: str, key: str, one: Any, other: Any
) -> None:
    first, second, free = {"type": kind, key: one}, {"type": kind, key: other}, {"type": kind}
    assert len(_between(first, second)) == 1
    assert len(_between(free, first)) == 1
    assert _between(first, free) == []


def test_unique_items_may_be_asked_for_no_more_but_not_newly() -> None:
    free, unique = {"type": "array"}, {"type": "array", "uniqueItems": True}
    assert _between(free, unique) == ['request member "a" has uniqueItems true now, had none']
    assert _between(unique, free) == []
    assert _between(free, {**free, "uniqueItems": False}) == []


def test_a_value_of_an_enum_less_breaks_and_one_more_does_not() -> None:
    one, two = {**TEXT, "enum": ["x"]}, {**TEXT, "enum": ["x", "y"]}
    assert _between(two, one) == ['request member "a" no longer takes the value "y"']
    assert _between(one, two) == []
    assert _between(two, {**TEXT, "const": "x"}) == _between(two, one)


def test_an_enum_where_any_value_was_taken_breaks() -> None:
    assert _between(TEXT, {**TEXT, "enum": ["x", "y"]}) == [
        'request member "a" takes only "x", "y" now'
    ]
    assert _between({**TEXT, "enum": ["x", "y"]}, TEXT) == []


def test_null_leaving_an_enum_breaks_though_no_type_is_told() -> None:
    assert _between({"enum": ["x", None]}, {"enum": ["x"]}) == [
        'request member "a" no longer takes null'
    ]


def test_another_default_changes_what_leaving_out_means() -> None:
    one, other = {**TEXT, "default": "x"}, {**TEXT, "default": "y"}
    assert _between(one, other) == ['request member "a" has default "y" now, had default "x"']
    assert _between(TEXT, other) == ['request member "a" has default "y" now, had no default']
    assert _between(one, TEXT) == ['request member "a" has no default now, had default "x"']
    assert _between(TEXT, {**TEXT, "default": None}) == [
        'request member "a" has default null now, had no default'
    ]


def test_items_of_lists_are_compared_however_deep() -> None:
    def listed(items: Any) -> dict[str, Any]:
        return {"type": "array", "items": {"type": "array", "items": items}}

    found = _between(listed(members(b=TEXT)), listed(members()))
    assert found == ['request member "a[][].b" removed']


def test_words_about_a_schema_break_nothing() -> None:
    told = {**TEXT, "description": "A name.", "title": "Name", "examples": ["x"], "x-mark": 1}
    assert _between(TEXT, told) == []
    assert _between(told, {**TEXT, "deprecated": True}) == []


def test_a_member_named_as_an_annotation_is_a_member() -> None:
    found = breaks(taking(members(description=TEXT)), taking(members()))
    assert found == ['request member "description" removed']
