"""Reading the sections beside the dimensions: grades, vetoes, extras, columns, aggregation."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Final, Literal

from chalicelib.scoring import limits
from chalicelib.scoring.exact import ONE, ZERO
from chalicelib.scoring.scheme import (
    Aggregation,
    ColumnNote,
    Extra,
    ExtraKind,
    Grade,
    PerCase,
    Veto,
    WeightColumn,
    Weights,
)
from chalicelib.scoring.units import unit_text

from .from_contacts import read_from_contacts
from .place import Place
from .scalars import brief

# Columns of an uploaded file that are not the scheme's.
RESERVED: Final = frozenset({"employee_id", "employee_name", "team", "period", "scheme"})
MONTH: Final = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")
EXTRA_KINDS: Final[tuple[ExtraKind, ...]] = ("award", "penalty")
COLUMN_TYPES: Final[tuple[Literal["number", "text"], ...]] = ("number", "text")
COLUMN_FIELDS: Final = (
    "code",
    "name",
    "unit",
    "source",
    "type",
    "self_reported",
    "description",
    "example",
    "from_contacts",
    "at_most",
)


def read_column_code(place: Place) -> str:
    """The code of an uploaded column; a reserved one is a fault."""
    code = place.code()
    if code in RESERVED:
        place.fault("reserved_column", found=code)
    return code


def read_grades(place: Place) -> tuple[Grade, ...]:
    """Read grade bands, sorted from the best to the lowest."""
    grades = [_read_grade(item) for item in place.items(limits.GRADES)]
    return tuple(sorted(grades, key=lambda grade: -grade.min))


def read_veto(place: Place) -> Veto:
    """Read one veto."""
    place.is_object(("code", "name", "description", "grade", "grade_name", "coefficient"))
    coefficient = place.at("coefficient")
    return Veto(
        code=place.at("code").code(),
        name=place.at("name").text(limits.NAME_CHARACTERS),
        grade=place.at("grade").optional_code(),
        grade_name=place.at("grade_name").optional_text(limits.NAME_CHARACTERS),
        coefficient=coefficient.number(least=0) if coefficient.present else None,
        description=place.at("description").optional_text(limits.DESCRIPTION_CHARACTERS),
    )


def read_extra(place: Place) -> Extra:
    """Read one extra: of recorded cases if it has a kind, else of a column."""
    if place.at("kind").present:
        return _read_extra_of_cases(place)
    place.is_object(("code", "name", "description", "column", "min", "max"))
    low, high = place.at("min").optional_number(), place.at("max")
    return Extra(
        code=place.at("code").code(),
        name=place.at("name").text(limits.NAME_CHARACTERS),
        column=read_column_code(place.at("column")),
        min=low,
        max=high.number(least=low) if high.present else None,
        description=place.at("description").optional_text(limits.DESCRIPTION_CHARACTERS),
    )


def _read_extra_of_cases(place: Place) -> Extra:
    place.is_object(("code", "name", "description", "kind", "per_case", "at_most"))
    per_case = place.at("per_case").number(above=0)
    return Extra(
        code=place.at("code").code(),
        name=place.at("name").text(limits.NAME_CHARACTERS),
        column=None,
        min=None,
        max=None,
        description=place.at("description").optional_text(limits.DESCRIPTION_CHARACTERS),
        per_case=PerCase(
            place.at("kind").choice(EXTRA_KINDS, "award"),
            per_case,
            place.at("at_most").number(least=per_case),
        ),
    )


def read_column(place: Place) -> ColumnNote:
    """Read the declaration of one column, without its source (reading/sources.py)."""
    place.is_object(COLUMN_FIELDS)
    example = place.at("example")
    return ColumnNote(
        code=read_column_code(place.at("code")),
        name=place.at("name").text(limits.NAME_CHARACTERS),
        unit=unit_text(place.at("unit")),
        source=None,
        type=place.at("type").choice(COLUMN_TYPES, "number"),
        self_reported=place.at("self_reported").flag(),
        description=place.at("description").optional_text(limits.DESCRIPTION_CHARACTERS),
        example=read_example(example) if example.present else None,
        from_contacts=read_from_contacts(place.at("from_contacts")),
        at_most=_read_at_most(place.at("at_most")),
    )


def read_aggregation(place: Place) -> Aggregation | None:
    """Read how months make a quarter or a year; None without the section."""
    if not place.present or not place.is_object(("weights", "min_periods", "grades")):
        return None
    return Aggregation(
        weights=_read_weights(place.at("weights")),
        min_periods=place.at("min_periods").integer(1, least=1, most=60),
        grades=read_grades(place.at("grades")),
    )


def _read_grade(place: Place) -> Grade:
    place.is_object(("code", "name", "description", "min", "max", "coefficient", "plan"))
    plan = place.at("plan")
    return Grade(
        code=place.at("code").code(),
        name=place.at("name").text(limits.NAME_CHARACTERS),
        min=place.at("min").number(),
        coefficient=place.at("coefficient").number(least=0),
        max=place.at("max").optional_number(),
        plan=plan.flag() if plan.present else None,
        description=place.at("description").optional_text(limits.DESCRIPTION_CHARACTERS),
    )


def _read_weights(place: Place) -> Weights:
    if not place.present:
        return "equal"
    if isinstance(place.value, str):
        place.choice(("equal",))
        return "equal"
    if place.at("column").present:
        place.is_object(("column",))
        return WeightColumn(read_column_code(place.at("column")))
    weights = {}
    for month, weight in place.entries():
        if not MONTH.fullmatch(month):
            weight.fault("bad_period", found=brief(month))
        weights[month] = weight.number(ONE, least=ZERO)
    if len(weights) > limits.PERIOD_WEIGHTS:
        place.fault("too_many", most=limits.PERIOD_WEIGHTS, found=len(weights))
    return weights


def _read_at_most(place: Place) -> Decimal | str | None:
    """A number, or the code of a column: {"column": code}."""
    if not place.present:
        return None
    if isinstance(place.value, Mapping) and "$parameter" not in place.value:
        place.is_object(("column",))
        return read_column_code(place.at("column"))
    return place.number()


def read_example(place: Place) -> str:
    """What may stand in a cell, as words."""
    if isinstance(place.value, str):
        return place.string(limits.NAME_CHARACTERS)
    return format(place.number(), "f")
