"""A rulebook that was kept as JSON values: read as it was worded then."""

from collections.abc import Mapping
from typing import Any

from chalicelib.schemes.rulebook.content import (
    Band,
    DimensionRules,
    Example,
    IndicatorRules,
    Input,
    Level,
    NamedRule,
    Rulebook,
)


def read_rulebook(kept: Mapping[str, Any]) -> Rulebook:
    """Return the rulebook of the values that ``dataclasses.asdict`` made of it."""
    parts = dict(kept)
    for name, kind in (("extras", NamedRule), ("vetoes", NamedRule), ("grades", Band)):
        parts[name] = tuple(kind(**one) for one in kept[name])
    for name in ("summary", "total", "grading", "several_periods"):
        parts[name] = tuple(kept[name])
    parts["dimensions"] = tuple(_dimension(one) for one in kept["dimensions"])
    return Rulebook(**parts)


def _dimension(kept: Mapping[str, Any]) -> DimensionRules:
    return DimensionRules(
        **{**kept, "indicators": tuple(_indicator(one) for one in kept["indicators"])}
    )


def _indicator(kept: Mapping[str, Any]) -> IndicatorRules:
    return IndicatorRules(
        **{
            **kept,
            "inputs": tuple(Input(**one) for one in kept["inputs"]),
            "levels": tuple(Level(**one) for one in kept["levels"]),
            "examples": tuple(Example(**one) for one in kept["examples"]),
            "notes": tuple(kept["notes"]),
        }
    )
