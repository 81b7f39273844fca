"""The two verdicts on a document that are held against each other: the reader's and the schema's.

Every code of a finding stands in one of two lists: SAID, what the schema refuses too, and UNSAID,
what it cannot say, each with the reason. Some codes are said in most places only; `EXCUSED` names
the others.
"""

from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import cache
from typing import Any, Final

import jsonschema_rs

from chalicelib.scoring import Finding, InvalidScheme, read_scheme
from chalicelib.scoring.grammar import scheme_grammar
from chalicelib.scoring.limits import DIMENSIONS
from chalicelib.scoring.reading.scalars import exact_number

# As the API reads JSON: numbers of at most so many digits, and text that is Unicode.
MOST_DIGITS = 60

SAID: Final = frozenset(
    {
        "not_an_object",
        "missing",
        "wrong_type",
        "unknown_field",
        "too_many",
        "too_few",
        "not_a_number",
        "number_too_large",
        "number_too_fine",
        "number_not_above",
        "number_too_low",
        "number_too_high",
        "not_whole",
        "text_too_long",
        "text_blank",
        "text_unreadable",
        "name_missing",
        "bad_code",
        "bad_choice",
        "bad_period",
        "reserved_column",
        "bad_parameter_value",
        "one_of",
    }
)

UNSAID: Final[dict[str, str]] = {
    # Of the reader.
    "too_deep": "a schema cannot count levels",
    "too_large": "a schema cannot count values",
    "number_not_exact": "a binary float is a value of Python; JSON has none",
    "parameter_unset": "whether a parameter is settled stands elsewhere in the document",
    "unknown_parameter": "it is about values that are given to a document, not part of it",
    "bad_range": "the range and its step are three numbers",
    "anchor_off_scale": "a number between two others",
    "bad_formula": "the language of formulas is not regular",
    "duplicate_code": "uniqueItems compares whole items, not their codes",
    # Of the linter, which looks at a scheme that could be read.
    "assumption_unconfirmed": "whether a parameter is settled takes two fields and its places",
    "dimension_points": "a sum",
    "total_points": "a sum",
    "grades_missing": "a draft may have none yet",
    "band_no_bottom": "the lowest of several numbers",
    "band_overlap": "an order of numbers",
    "band_gap": "an order of numbers",
    "points_above_max": "two numbers compared",
    "level_above_max": "two numbers compared",
    "cutoff_wrong_side": "two numbers compared",
    "tiers_out_of_order": "an order of numbers",
    "target_not_positive": "a draft may be wrong so; the rule and the target are two fields",
    "floor_above_cap": "two numbers compared",
    "line_without_length": "two numbers compared",
    "rule_cannot_use_value": "a draft may be wrong so; the rule and the value are two fields",
    "direction_contradicts": "a draft may be wrong so; several fields",
    "slices_without_target": "a draft may be wrong so; two fields",
    "policy_cannot_apply": "a draft may be wrong so; two fields",
    "unknown_column": "a formula's names against the columns of the document",
    "bound_column_unknown": "the columns that indicators use",
    "not_judged": "what the columns of the source are made of",
    "anonymity_too_small": "a draft may be wrong so; the roles and the minimum are two fields",
    "fails_at_unreachable": "how many items the list has",
    "unknown_source": "the codes that the document itself lists",
    "bound_of_words": "how indicators use the column",
    "column_conflict": "one column read in two ways",
    "min_periods_too_many": "a draft may be wrong so; it depends on the kind of period",
}


def _compared(fault: Finding, document: Any) -> bool:
    """A bound that is another field's number; a cap of 0 or less is below every total."""
    if fault.pointer == "/total_cap":
        return (exact_number(standing(document, fault.pointer)) or 0) > 0
    return fault.pointer.endswith("/max")


def _summed(fault: Finding, document: Any) -> bool:
    """Indicators are counted over all dimensions."""
    dimensions = document["dimensions"]
    return fault.pointer == "/dimensions" and len(dimensions) <= DIMENSIONS


def _unquoted(fault: Finding, document: Any) -> bool:
    """Decimals of a JSON number: multipleOf is computed in binary by most validators."""
    return isinstance(standing(document, fault.pointer), Decimal)


def _composed(fault: Finding, document: Any) -> bool:
    """Names of columns that a rating composes, and those inside a formula."""
    value = standing(document, fault.pointer)
    while isinstance(value, dict) and value.get("kind") == "growth":
        value = value.get("of")
    return isinstance(value, dict) and value.get("kind") in ("rating", "formula")


def _chosen(fault: Finding, document: Any) -> bool:
    """A word that is none of the choices beside it."""
    parameter = standing(document, fault.pointer.rpartition("/")[0])
    value = standing(document, fault.pointer)
    return parameter.get("type") == "choice" and isinstance(value, str)


EXCUSED: Final[dict[str, Callable[[Finding, Any], bool]]] = {
    "number_too_low": _compared,
    "number_not_above": _compared,
    "too_many": _summed,
    "number_too_fine": _unquoted,
    "reserved_column": _composed,
    "bad_parameter_value": _chosen,
}


@cache
def validator() -> Any:
    """The schema, compiled by a validator that reads patterns as ECMAScript does."""
    return jsonschema_rs.Draft202012Validator(scheme_grammar())


def structural(document: Any) -> tuple[Finding, ...]:
    """Every fault for which the reader refuses the document."""
    try:
        read_scheme(document)
    except InvalidScheme as invalid:
        return invalid.findings
    return ()


def sayable(document: Any) -> list[Finding]:
    """The faults among them that the schema has to refuse too."""
    found = structural(document)
    untold = {
        fault.pointer.removesuffix("/kind")
        for fault in found
        if fault.code == "parameter_unset"
        and fault.pointer.endswith(("/rule/kind", "/value/kind", "/value/of/kind"))
    }
    return [
        fault
        for fault in found
        if fault.code in SAID
        and not _excused(fault, document)
        and not any(_of_unknown_kind(fault.pointer, place) for place in untold)
    ]


def json_value(value: Any) -> bool:
    """Whether the API could have read this value from JSON."""
    match value:
        case bool() | None:
            return True
        case int():
            return abs(value) < 10**MOST_DIGITS
        case Decimal():
            return value.is_finite() and len(format(value, "f")) <= MOST_DIGITS
        case str():
            return not any("\ud800" <= c <= "\udfff" for c in value)
        case dict():
            return all(isinstance(key, str) and json_value(key) for key in value) and all(
                map(json_value, value.values())
            )
        case list():
            return all(map(json_value, value))
    return False


def standing(document: Any, pointer: str) -> Any:
    """What stands at a JSON pointer; None when there is nothing."""
    return next(reversed(list(_along(document, pointer))), None)


def _excused(fault: Finding, document: Any) -> bool:
    excuse = EXCUSED.get(fault.code)
    return _filled(fault, document) or (excuse is not None and excuse(fault, document))


def _filled(fault: Finding, document: Any) -> bool:
    """Whether it is about what a parameter puts into an open place."""
    if fault.pointer.startswith("/parameters"):
        return False
    along = list(_along(document, fault.pointer))
    of_a_name = fault.code == "bad_code" and fault.pointer.split("/")[-2] == "raters"
    if of_a_name or fault.code in ("unknown_field", "bad_period", "too_few"):
        del along[-1]  # what stands there is not at fault: its name is, or that nothing is in it
    return any(isinstance(one, dict) and "$parameter" in one for one in along)


def _of_unknown_kind(pointer: str, place: str) -> bool:
    """The reader takes the first kind for one that is an open place, and goes on."""
    target = f"{place.removesuffix('/rule')}/target"
    return pointer.startswith(f"{place}/") or pointer in (place, target)


def _along(document: Any, pointer: str) -> Iterator[Any]:
    yield document
    for part in pointer.split("/")[1:]:
        key = part.replace("~1", "/").replace("~0", "~")
        if isinstance(document, dict):
            document = document.get(key)
        elif isinstance(document, list) and key.isdecimal() and int(key) < len(document):
            document = document[int(key)]
        else:
            document = None
        yield document
