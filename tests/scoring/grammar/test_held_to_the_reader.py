# ruff: noqa: E501 - a table of cases reads best with one case a line
"""The schema refuses what the reader refuses, and takes what it takes: place by place."""

import copy
from decimal import Decimal
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.scoring.lint.sentences import ERRORS
from chalicelib.scoring.reading import scheme_reader
from chalicelib.scoring.reading.place import Place
from chalicelib.scoring.structure_words import STRUCTURE
from tests.scoring import test_every_field, test_field_limits, test_reading
from tests.scoring.grammar.properties import properties_at
from tests.scoring.grammar.verdicts import (
    EXCUSED,
    SAID,
    UNSAID,
    json_value,
    sayable,
    structural,
    validator,
)
from tests.scoring.random_schemes import documents, engine_document
from tests.scoring.schemes import indicator, scheme


def table(test: Any) -> list[Any]:
    """The documents of another test's table."""
    (mark,) = [one for one in test.pytestmark if one.name == "parametrize"]
    return [case[0] if isinstance(case, tuple) else case for case in mark.args[1]]


FAULTY = [
    *table(test_reading.test_a_fault_has_its_code_and_place),
    *table(test_field_limits.test_what_is_beyond_its_bound_is_refused_there),
    *[scheme(indicator(**fields)) for fields in table(test_every_field.test_the_bounds_of_a_field)],
]
WITHIN = [
    *table(test_field_limits.test_what_is_at_its_bound_is_read),
    test_reading.VALID,
    test_every_field.whole(),
]
ONE_CHOICE = {"code": "p", "name": "P", "type": "choice", "choices": ["a", "b"]}
PARAMETERS = [
    scheme(indicator(), parameters=[{"code": "p", "name": "P", **fields}])
    for fields in (
        {"value": "much"},
        {"suggested": [1]},
        {"type": "integer", "value": "1.5"},
        {"type": "integer", "value": "1.0"},
        {"type": "text", "value": ""},
        {"type": "text", "value": {"fr": "A"}},
        {"type": "text", "value": {"zh": "甲"}},
        {**ONE_CHOICE, "value": "c"},
        {**ONE_CHOICE, "value": 7},
        {**ONE_CHOICE, "suggested": "b"},
        {**ONE_CHOICE, "choices": None},
    )
]
CASES = [case for case in (*FAULTY, *PARAMETERS, *WITHIN) if json_value(case)]

#: What may stand where something else was expected.
PROBES: list[Any] = [
    None, True, False, 0, -1, 1, 7, 101, 10**12, Decimal("0.5"), Decimal("-0.5"), Decimal("1E+2"),
    "", " ", "x", "0", "-0", "-0.0", "+3", " 3 ", "1.0", "1.5", "-2", "100", "00007", "99999999999.9", "1e3", "NaN", "１２",
    "0.00000000001", "1" * 13, "0" * 28 + "1" * 12, "0" * 41, "\t", "a\nb", "\x07", "\x85", "\ufeff", "字" * 201, "a" * 49, "A",
    "team", "2026-10", "equal", "count", "😀",
    [], {}, [None], ["1", "2"], ["1", "2", "3"], [{}], {"zh": None}, {"zh": "甲"}, {"zh": "", "en": "A"}, {"fr": "A"},
    {"$parameter": "p"}, {"$parameter": ["a"]}, {"$parameter": "p", "x": 1}, {"x_own": 1}, {"kind": {"$parameter": "p"}},
    {"column": "days"}, {"column": None}, {"2026-10": None}, {"count": {}}, {"count": {}, "sum": None},
]  # fmt: skip


def agree(document: Any) -> None:
    """Both verdicts are the same, but for what a schema cannot say."""
    if {fault.code for fault in structural(document)} & {"too_deep", "too_large"}:
        return  # The reader looks no further into such a document.
    expected = [(fault.code, fault.pointer) for fault in sayable(document)]
    if validator().is_valid(document) == bool(expected):
        every = [(fault.code, fault.pointer) for fault in structural(document)]
        told = [error.message[:200] for error in validator().iter_errors(document)]
        pytest.fail(f"to be refused for {expected} of {every}, refused for {told}")


def test_every_code_of_a_refusal_is_said_or_has_a_reason_why_not() -> None:
    assert set(STRUCTURE) | set(ERRORS) == SAID | set(UNSAID)
    assert not SAID & set(UNSAID)
    assert set(EXCUSED) <= SAID
    assert all(UNSAID.values())


def test_every_code_that_is_said_is_said_by_one_case_at_least() -> None:
    assert {fault.code for case in CASES for fault in sayable(case)} == SAID


@pytest.mark.parametrize("case", range(len(CASES)))
def test_the_cases_of_the_readers_own_tests(case: int) -> None:
    agree(CASES[case])


def test_what_is_read_at_its_bound_is_valid() -> None:
    for document in WITHIN:
        assert structural(document) == ()
        assert validator().is_valid(document)


def test_another_validator_says_the_same() -> None:
    # One that reads patterns as Python does and computes with exact decimals.
    schema = validator_of_python()
    for case in CASES:
        assert schema.is_valid(case) == validator().is_valid(case), case


def validator_of_python() -> Any:
    from chalicelib.scoring.grammar import scheme_grammar

    return jsonschema.Draft202012Validator(scheme_grammar())


@given(documents())
def test_random_schemes_are_valid(document: dict[str, Any]) -> None:
    assert validator().is_valid(engine_document(document))


LINE: tuple[str | int, ...] = ("dimensions",)


def parts() -> list[tuple[dict[str, Any], tuple[str | int, ...]]]:
    """The whole document in small ones, and where to look: the lines, the sections around them."""
    whole = test_every_field.whole()
    simple = {"code": "a", "name": "A", "dimensions": scheme(indicator())["dimensions"]}
    first, *others = whole["dimensions"][0]["indicators"]
    found = [({**simple, "dimensions": [{**whole["dimensions"][0], "indicators": [first]}]}, LINE)]
    for line in others:  # what every line has is looked at once
        own = {"value": line["value"], "rule": line["rule"]}
        own_place = (*LINE, 0, "indicators", 0)
        found += [(scheme(indicator(line["code"], **own)), (*own_place, name)) for name in own]
    found += [({**simple, "columns": [column]}, ("columns",)) for column in whole["columns"]]
    sections = [name for name in whole if name not in ("dimensions", "columns")]
    return [*found, *(({**simple, name: whole[name]}, (name,)) for name in sections)]


PARTS = parts()


def names(document: Any, below: tuple[str | int, ...] = ()) -> set[tuple[Any, ...]]:
    """The places of a document below a path, by the names of their fields."""
    return {
        tuple(key for key in path if isinstance(key, str))
        for path, _ in test_every_field.walk(document)
        if path[: len(below)] == below
    }


def test_the_parts_together_have_every_place_of_the_whole() -> None:
    looked_at = set().union(*(names(document, below) for document, below in PARTS))
    assert names(test_every_field.whole()) - looked_at == {()}


# With SCORING_EXAMPLES above its default every place meets every probe, else every third.
STRIDE = 1 if settings.default.max_examples > 150 else 3


@pytest.mark.long
@pytest.mark.parametrize("part", range(len(PARTS)))
def test_whatever_stands_in_a_place_both_say_the_same(part: int) -> None:
    whole, below = PARTS[part]
    for n, (path, value) in enumerate(test_every_field.walk(whole)):
        if path[: len(below)] != below:
            continue
        document, holder = opened(whole, path)
        for probe in PROBES[n % STRIDE :: STRIDE]:
            holder[path[-1]] = probe
            agree(document)
        del holder[path[-1]]
        agree(document)
        if isinstance(value, dict):
            document, holder = opened(whole, path)
            holder[path[-1]]["no_such_field"] = "1"
            agree(document)


def opened(document: Any, path: tuple[Any, ...]) -> tuple[Any, Any]:
    """A copy of the document, and what holds the last key of the path."""
    document = copy.deepcopy(document)
    holder = document
    for key in path[:-1]:
        holder = holder[key]
    return document, holder


LETTERS = st.characters(exclude_categories=["Cs"])
SCALARS = st.one_of(
    st.sampled_from(PROBES), st.integers(-(10**20), 10**20), st.text(LETTERS, max_size=6),
    st.decimals(-1000, 1000, places=3), st.from_regex(r"\A[+-]?[0-9]{1,3}(\.[0-9]{1,3})?\Z"),
)  # fmt: skip
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["code", "name", "kind", "points", "x_a", "min"]), inner, max_size=3
        )
    ),
    max_leaves=8,
)


@settings(max_examples=settings.default.max_examples * 4)
@given(st.data())
def test_a_mutated_document_is_judged_alike(data: st.DataObject) -> None:
    document = copy.deepcopy(
        data.draw(st.sampled_from([test_reading.VALID, *(whole for whole, _ in PARTS)]))
    )
    for _ in range(data.draw(st.integers(1, 4))):
        paths = [path for path, _ in test_every_field.walk(document) if path]
        if not paths:
            break
        path = data.draw(st.sampled_from(paths))
        document, holder = opened(document, path)
        match data.draw(st.sampled_from(["remove", "replace", "replace", "rename", "repeat"])):
            case "remove":
                del holder[path[-1]]
            case "replace":
                holder[path[-1]] = data.draw(ANYTHING)
            case "rename" if isinstance(holder, dict):
                holder[f"{path[-1]}s"] = holder.pop(path[-1])
            case _:
                holder[path[-1]] = [holder[path[-1]]] * data.draw(st.sampled_from([2, 61]))
    agree(document)


def test_every_object_has_the_fields_that_its_reader_asks_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: dict[str, set[str]] = {}

    class Spied(Place):
        __slots__ = ()

        def is_object(self, fields: Any = None) -> bool:
            if fields is not None:
                asked[self.pointer] = set(fields)
            return super().is_object(fields)

    monkeypatch.setattr(scheme_reader, "Place", Spied)
    document = test_every_field.whole()
    scheme_reader.read_scheme(document)
    assert len(asked) > 100
    for pointer, fields in asked.items():
        assert properties_at(document, pointer) == fields, pointer
