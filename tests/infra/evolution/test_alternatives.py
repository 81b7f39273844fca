"""References, choices and recursion: the meaning of a schema counts, not its form."""

from typing import Any

from tests.infra.evolution.documents import TEXT, WHOLE, breaks, giving, members, taking

NULL = {"type": "null"}
A = {"$ref": "#/components/schemas/A"}
B = {"$ref": "#/components/schemas/B"}


def test_two_ways_to_write_one_schema_are_the_same() -> None:
    ways: list[Any] = [
        {"type": ["string", "null"]},
        {"anyOf": [TEXT, NULL]},
        {"oneOf": [NULL, TEXT]},
        {"anyOf": [A, NULL]},
        {"allOf": [{"type": ["string", "null"]}]},
    ]
    for one in ways:
        for other in ways:
            assert breaks(taking(one, A=TEXT), taking(other, A=TEXT)) == []
            assert breaks(giving(one, A=TEXT), giving(other, A=TEXT)) == []


def test_the_name_of_a_component_is_not_part_of_the_contract() -> None:
    assert breaks(giving(A, A=members(a=TEXT)), giving(B, B=members(a=TEXT))) == []


def test_a_component_that_changes_breaks_where_it_is_used() -> None:
    used = members("of", of={"type": "array", "items": A})
    old, new = giving(used, A=members(x=TEXT)), giving(used, A=members(x=WHOLE))
    assert breaks(old, new) == ['answer member "of[].x" may now be integer']


def test_a_component_that_only_another_names_is_compared_too() -> None:
    old = giving(A, A=members(b=B), B=members(x=TEXT))
    new = giving(A, A=members(b=B), B=members())
    assert breaks(old, new) == ['answer member "b.x" removed']


def test_a_request_may_gain_a_choice_and_not_lose_one() -> None:
    one, two = taking({"anyOf": [TEXT]}), taking({"anyOf": [TEXT, WHOLE]})
    assert breaks(one, two) == []
    assert breaks(two, one) == ["request no longer takes integer"]


def test_an_answer_may_lose_a_choice_and_not_gain_one() -> None:
    one, two = giving({"anyOf": [TEXT]}), giving({"anyOf": [TEXT, WHOLE]})
    assert breaks(one, two) == ["answer may now be integer"]
    assert breaks(two, one) == []


def test_a_choice_is_compared_with_the_one_most_like_it() -> None:
    def choices(least: int) -> dict[str, Any]:
        first = members("kind", "a", kind={**TEXT, "const": "first"}, a=WHOLE)
        second = {**WHOLE, "minimum": least}
        return {"oneOf": [first, members("kind", kind={**TEXT, "const": "second"}, a=second)]}

    old, new = taking(choices(1)), taking(choices(2))
    assert breaks(old, new) == ['request member "a" has minimum 2 now, had 1']


def test_what_stands_beside_a_choice_holds_for_each() -> None:
    def bound(least: int) -> dict[str, Any]:
        return {"anyOf": [TEXT, WHOLE], "minimum": least}

    assert breaks(taking(bound(1)), taking(bound(2))) == ["request has minimum 2 now, had 1"]


def test_members_said_by_parts_are_members_of_the_whole() -> None:
    old = giving({"allOf": [A, {"type": "object", "properties": {"b": TEXT}}]}, A=members(a=TEXT))
    new = giving({"allOf": [A, {"type": "object"}]}, A=members())
    assert breaks(old, new) == ['answer member "a" removed', 'answer member "b" removed']


def test_a_member_that_two_parts_say_is_held_to_both() -> None:
    part = {"type": "object", "properties": {"a": {**TEXT, "minLength": 1}}}
    longest = {"type": "object", "properties": {"a": {**TEXT, "maxLength": 5}}}
    both = {**part, "properties": {"a": {**TEXT, "minLength": 1, "maxLength": 5}}}
    assert breaks(taking({"allOf": [part, longest]}), taking(both)) == []
    assert breaks(taking(both), taking({"allOf": [part, longest]})) == []


def test_parts_that_cannot_be_merged_are_compared_as_they_stand() -> None:
    def patterns(last: str) -> dict[str, Any]:
        return {**TEXT, "pattern": "^a", "allOf": [{"pattern": last}]}

    assert breaks(taking(patterns("b$")), taking(patterns("b$"))) == []
    assert breaks(taking(patterns("b$")), taking(patterns("c$"))) == [
        'request has another "allOf" now'
    ]


def test_a_shape_that_holds_itself_is_compared_once() -> None:
    def nested(**more: Any) -> dict[str, Any]:
        return {"type": "object", "properties": {"within": {"anyOf": [A, NULL]}, **more}}

    old, new = nested(x=TEXT), nested()
    assert breaks(giving(A, A=old), giving(A, A=old)) == []
    assert breaks(giving(A, A=old), giving(A, A=new)) == ['answer member "x" removed']


def test_shapes_that_hold_each_other_are_compared_from_either() -> None:
    def pair(**more: Any) -> dict[str, Any]:
        a = {"type": "object", "properties": {"b": B, **more}}
        return {"A": a, "B": {"type": "object", "properties": {"a": A}}}

    def both(**more: Any) -> dict[str, Any]:
        shape = {"type": "object", "properties": {"first": A, "second": B}}
        return giving(shape, **pair(**more))

    assert breaks(both(x=TEXT), both()) == [
        'answer member "first.x" removed',
        'answer member "second.a.x" removed',
    ]


def test_a_component_with_an_id_is_named_by_it_and_holds_its_own_definitions() -> None:
    def shape(name: dict[str, Any]) -> dict[str, Any]:
        within = {"name": {"$ref": "#/$defs/name"}, "self": {"$ref": "urn:a"}}
        return {"$id": "urn:a", "type": "object", "properties": within, "$defs": {"name": name}}

    sent = members(a={"$ref": "urn:a"}, name={"$ref": "urn:a#/$defs/name"})
    old, new = taking(sent, A=shape(TEXT)), taking(sent, A=shape({**TEXT, "maxLength": 5}))
    assert breaks(old, old) == []
    assert breaks(old, new) == [
        'request member "a.name" has maxLength 5 now, had none',
        'request member "name" has maxLength 5 now, had none',
    ]


def test_a_reference_to_itself_says_nothing() -> None:
    assert breaks(taking(A, A=A), taking(A, A=A)) == []
    assert breaks(taking(A, A=A), taking({}, A=A)) == []


def test_a_choice_of_itself_adds_nothing() -> None:
    assert breaks(taking(A, A={"anyOf": [A, TEXT]}), taking(TEXT)) == []


def test_a_schema_that_is_false_takes_nothing() -> None:
    old = taking({"type": "object", "properties": {"a": TEXT}})
    new = taking({"type": "object", "properties": {"a": False}})
    (found,) = breaks(old, new)
    assert found.startswith('request member "a" ')
