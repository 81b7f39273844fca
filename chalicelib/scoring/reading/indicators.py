"""Reading dimensions and their indicators."""

from decimal import Decimal
from typing import Final

from chalicelib.scoring import limits
from chalicelib.scoring.rules.catalogue import read_rule
from chalicelib.scoring.rules.rule import Direction
from chalicelib.scoring.scheme import Dimension, Improvement, Indicator, MinSample, Policy, Slices
from chalicelib.scoring.text import Text
from chalicelib.scoring.units import unit_text
from chalicelib.scoring.values.catalogue import read_value

from .place import Place
from .scheme_sections import RESERVED, read_column_code

DIRECTIONS: Final[tuple[Direction, ...]] = ("higher", "lower")
POLICIES: Final[tuple[Policy, ...]] = (
    "reweight",
    "full",
    "zero",
    "carry_previous",
    "team_mean",
    "reject",
)
FIELDS: Final = (
    "code",
    "name",
    "description",
    "unit",
    "direction",
    "max_points",
    "target",
    "value",
    "rule",
    "not_available",
    "min_sample",
    "slices",
    "source",
    "self_reported",
    "improvement",
    "notes",
)


def read_dimension(place: Place) -> Dimension:
    """Read one dimension with its indicators; faults are noted at their places."""
    place.is_object(("code", "name", "description", "notes", "points", "indicators"))
    return Dimension(
        code=place.at("code").code(),
        name=place.at("name").text(limits.NAME_CHARACTERS),
        description=place.at("description").optional_text(limits.DESCRIPTION_CHARACTERS),
        points=place.at("points").number(above=0),
        indicators=tuple(
            read_indicator(item)
            for item in place.at("indicators").items(limits.INDICATORS, least=1)
        ),
    )


def read_indicator(place: Place) -> Indicator:
    """Read one indicator with its value and rule; faults are noted at their places."""
    place.is_object(FIELDS)
    place.at("notes").optional_text(limits.DESCRIPTION_CHARACTERS)
    code = place.at("code").code()
    rule = read_rule(place.at("rule"))
    value = read_value(place.at("value"), code)
    for use in value.uses():
        if use.column in RESERVED:
            place.at("value").fault("reserved_column", found=use.column)
    default: Direction = "lower" if rule.counts else "higher"
    return Indicator(
        code=code,
        name=place.at("name").text(limits.NAME_CHARACTERS),
        description=place.at("description").optional_text(limits.DESCRIPTION_CHARACTERS),
        unit=unit_text(place.at("unit")),
        direction=place.at("direction").choice(DIRECTIONS, default),
        max_points=place.at("max_points").number(above=0),
        target=_read_target(place, needed=rule.uses_target),
        value=value,
        rule=rule,
        not_available=place.at("not_available").choice(POLICIES, "reweight"),
        min_sample=_read_min_sample(place.at("min_sample")),
        slices=_read_slices(place.at("slices")),
        source=place.at("source").optional_text(limits.NAME_CHARACTERS),
        self_reported=place.at("self_reported").flag(),
        improvement=_read_improvement(place.at("improvement")),
    )


def _read_target(place: Place, *, needed: bool) -> Decimal | None:
    target = place.at("target")
    if not target.present and not needed:
        return None
    if not target.present and place.at("slices").present:
        return None
    return target.number()


def _read_min_sample(place: Place) -> MinSample | None:
    if not place.present or not place.is_object(("column", "at_least")):
        return None
    column = read_column_code(place.at("column"))
    return MinSample(column, place.at("at_least").number(above=0))


def _read_slices(place: Place) -> Slices | None:
    if not place.present or not place.is_object(("by", "weight_by", "targets")):
        return None
    targets = {}
    for name, target in place.at("targets").entries():
        Place(name, target.pointer, place.findings).string(limits.NAME_CHARACTERS)
        targets[name.strip()] = target.number()
    if not targets or len(targets) > limits.SLICES:
        code = "too_many" if targets else "too_few"
        place.at("targets").fault(code, most=limits.SLICES, least=1, found=len(targets))
    return Slices(
        by=place.at("by").code(),
        weight_by=read_column_code(place.at("weight_by")),
        targets=targets,
    )


def _read_improvement(place: Place) -> Improvement:
    if not place.present or not place.is_object(("causes", "measures")):
        return Improvement((), ())
    return Improvement(_read_advice(place.at("causes")), _read_advice(place.at("measures")))


def _read_advice(place: Place) -> tuple[Text, ...]:
    return tuple(item.text(limits.DESCRIPTION_CHARACTERS) for item in place.items(limits.ADVICE))
