"""The catalogue of rule kinds and value kinds: every kind is listed, and none lacks a piece."""

import pkgutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import ModuleType
from typing import Any, ClassVar

import pytest

from chalicelib.scoring import rules, values
from chalicelib.scoring.rules.catalogue import RULE_KINDS
from chalicelib.scoring.rules.kinds.scale import SCALE
from chalicelib.scoring.rules.kinds.step_deduct import STEP_DEDUCT
from chalicelib.scoring.rules.kinds.wording import FLOOR_SCHEMA
from chalicelib.scoring.rules.pass_fail import PassFail
from chalicelib.scoring.rules.rule import Rule
from chalicelib.scoring.values.catalogue import VALUE_KINDS
from chalicelib.scoring.values.fractional_kinds import FRACTIONAL_KINDS
from chalicelib.scoring.values.kinds.rating import RATING
from chalicelib.scoring.values.ratio import Ratio
from chalicelib.scoring.values.value import Fractional, Value
from tests.loading import loaded
from tests.scoring.kind_pieces import differing_names, missing_pieces, newly_missing

NO_NAME = {"zh": "名", "en": ""}


def without(mapping: Mapping[Any, Any], key: object) -> dict[Any, Any]:
    return {name: piece for name, piece in mapping.items() if name != key}


def written_kinds(package: ModuleType, base: type) -> set[str]:
    """The kinds of all classes that the package's modules define."""
    modules = [
        loaded(f"{package.__name__}.{m.name}") for m in pkgutil.iter_modules(package.__path__)
    ]
    found = (thing for module in modules for thing in vars(module).values())
    return {
        thing.kind
        for thing in found
        if isinstance(thing, type) and issubclass(thing, base) and hasattr(thing, "kind")
    }


def test_no_kind_lacks_a_piece() -> None:
    assert missing_pieces(RULE_KINDS, VALUE_KINDS) == ()


def test_every_class_of_a_rule_is_in_the_catalogue() -> None:
    assert written_kinds(rules, Rule) == {kind.rule.kind for kind in RULE_KINDS}


def test_every_class_of_a_value_is_in_the_catalogue() -> None:
    assert written_kinds(values, Value) == {kind.value.kind for kind in VALUE_KINDS}


def test_a_growth_can_be_taken_of_every_fractional_kind() -> None:
    fractional = {kind.value for kind in VALUE_KINDS if issubclass(kind.value, Fractional)}
    assert {kind.value for kind in FRACTIONAL_KINDS} == fractional


def test_a_rule_uses_only_value_kinds_that_exist() -> None:
    known = {kind.value.kind for kind in VALUE_KINDS}
    assert {word for kind in RULE_KINDS for word in kind.rule.values} <= known


def test_two_kinds_call_a_field_that_both_have_by_the_same_name() -> None:
    assert differing_names([*RULE_KINDS, *VALUE_KINDS]) == set()
    other = replace(STEP_DEDUCT, field_names={"floor": {"zh": "底", "en": "bottom"}})
    assert differing_names([*RULE_KINDS, other]) == {"floor"}


@pytest.mark.parametrize(
    ("pieces", "missing"),
    [
        ({"words": None}, "words"),
        ({"calculation": None}, "calculation"),
        ({"example_values": None}, "example_values"),
        ({"name": NO_NAME}, "name"),
        ({"words": lambda *_: []}, "words in both languages"),
        ({"calculation": lambda *_: NO_NAME}, "calculation in both languages"),
        ({"schema_title": " "}, "schema_title"),
        ({"schema_fields": without(STEP_DEDUCT.schema_fields, "step")}, "schema_fields: step"),
        (
            {"schema_fields": {**STEP_DEDUCT.schema_fields, "stride": FLOOR_SCHEMA}},
            "a field that schema_fields describes: stride",
        ),
        ({"field_names": without(STEP_DEDUCT.field_names, "per_step")}, "field_names: per_step"),
        ({"field_names": without(STEP_DEDUCT.field_names, "at")}, "field_names: at"),
        (
            {"field_names": STEP_DEDUCT.field_names | {"stride": NO_NAME}},
            "a field that field_names calls stride",
        ),
        (
            {"choice_names": without(STEP_DEDUCT.choice_names, ("step_mode", "started"))},
            "choice_names: step_mode started",
        ),
        (
            {"problem_sentences": without(STEP_DEDUCT.problem_sentences, "cutoff_wrong_side")},
            "problem_sentences: cutoff_wrong_side",
        ),
        (
            {"problem_sentences": STEP_DEDUCT.problem_sentences | {"points_above_max": ("多",)}},
            "problem_sentences: points_above_max",
        ),
    ],
)
def test_a_rule_kind_without_a_piece_is_named_with_the_piece(
    pieces: dict[str, Any], missing: str
) -> None:
    incomplete = replace(STEP_DEDUCT, **pieces)
    assert newly_missing(STEP_DEDUCT, incomplete) == (f"step_deduct: {missing}",)


def test_a_piece_that_a_kind_lacks_already_does_not_hide_another() -> None:
    lacking = replace(STEP_DEDUCT, schema_title="")
    assert newly_missing(lacking, lacking) == ()
    assert newly_missing(lacking, replace(lacking, name=NO_NAME)) == ("step_deduct: name",)


def test_a_warning_without_sentences_is_named() -> None:
    incomplete = replace(SCALE, warning_sentences=without(SCALE.warning_sentences, "scale_gap"))
    assert newly_missing(SCALE, incomplete) == ("scale: warning_sentences: scale_gap",)


@pytest.mark.parametrize(
    ("pieces", "missing"),
    [
        ({"words": None}, "words"),
        ({"calculation": None}, "calculation"),
        ({"no_value_words": None}, "no_value_words"),
        ({"remarks": None}, "remarks"),
        ({"name": NO_NAME}, "name"),
        ({"words": lambda *_: NO_NAME}, "words in both languages"),
        ({"calculation": lambda *_: NO_NAME}, "calculation in both languages"),
        ({"no_value_words": lambda *_: NO_NAME}, "no_value_words in both languages"),
        ({"schema_title": " "}, "schema_title"),
        ({"schema_fields": without(RATING.schema_fields, "raters")}, "schema_fields: raters"),
        ({"field_names": without(RATING.field_names, "combine")}, "field_names: combine"),
        (
            {"choice_names": without(RATING.choice_names, ("combine", "median"))},
            "choice_names: combine median",
        ),
    ],
)
def test_a_value_kind_without_a_piece_is_named_with_the_piece(
    pieces: dict[str, Any], missing: str
) -> None:
    incomplete = replace(RATING, **pieces)
    assert newly_missing(RATING, incomplete) == (f"rating: {missing}",)


@dataclass(frozen=True, slots=True)
class Bonus(PassFail):
    """A rule kind of which only the class has been written."""

    kind: ClassVar[str] = "bonus"
    fields: ClassVar[tuple[str, ...]] = ("rate",)
    choices: ClassVar[dict[str, tuple[str, ...]]] = {"rate": ("fixed",)}
    problem_codes: ClassVar[tuple[str, ...]] = ("rate_above_max",)


def test_for_a_new_rule_kind_every_missing_piece_is_named() -> None:
    entry = next(kind for kind in RULE_KINDS if kind.rule is PassFail)
    assert newly_missing(entry, replace(entry, rule=Bonus)) == (
        "bonus: field_names: rate",
        "bonus: choice_names: rate fixed",
        "bonus: schema_fields: rate",
        "bonus: a line in docs/scheme-document.md",
        "bonus: problem_sentences: rate_above_max",
        "bonus: a document with all its fields (test_every_field.rules)",
    )


class Median(Ratio):
    """A value kind of which only the class has been written."""

    kind: ClassVar[str] = "median"


def test_a_new_value_kind_needs_a_rule_that_can_use_it() -> None:
    entry = next(kind for kind in VALUE_KINDS if kind.value is Ratio)
    assert newly_missing(entry, replace(entry, value=Median)) == (
        "median: a line in docs/scheme-document.md",
        "median: a document with all its fields (test_every_field.values)",
        "median: a rule kind that can use it (Rule.values)",
    )


def test_a_problem_that_the_class_does_not_declare_is_named() -> None:
    undeclared = type("Undeclared", (STEP_DEDUCT.rule,), {"problem_codes": ("points_above_max",)})
    undeclared.__module__ = STEP_DEDUCT.rule.__module__
    assert newly_missing(STEP_DEDUCT, replace(STEP_DEDUCT, rule=undeclared)) == (
        "step_deduct: problem_codes or warning_codes of the class: cutoff_wrong_side",
    )
