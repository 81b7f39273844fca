"""Reading a whole scheme document."""

from decimal import localcontext
from typing import Final

from chalicelib.scoring import limits
from chalicelib.scoring.exact import HALF, HUNDRED, WORKING
from chalicelib.scoring.findings import Finding, InvalidScheme
from chalicelib.scoring.parameters import fill
from chalicelib.scoring.scheme import Dimension, GradeBasis, Moves, PeriodKind, Scheme, Subject

from .contacts_section import read_contacts
from .duplicate_codes import duplicate_codes
from .indicators import read_dimension
from .parameter_section import read_parameters
from .place import Place
from .scheme_sections import read_aggregation, read_column, read_extra, read_grades, read_veto
from .sources import read_sources

SUBJECTS: Final[tuple[Subject, ...]] = ("agent", "team", "department")
PERIODS: Final[tuple[PeriodKind, ...]] = ("month", "quarter", "year")
BASES: Final[tuple[GradeBasis, ...]] = ("exact", "nearest_integer", "whole_part")
MOVES: Final[tuple[Moves, ...]] = ("last_day", "by_days")
MOST_PLACES: Final = 6
# Nobody mends more faults than this one by one.
MOST_FINDINGS: Final = 1_000
FIELDS: Final = (
    "code",
    "name",
    "description",
    "notes",
    "industry",
    "tags",
    "subject",
    "period",
    "total_points",
    "total_cap",
    "rounding",
    "grade_basis",
    "max_unavailable",
    "sources",
    "columns",
    "contacts",
    "dimensions",
    "extras",
    "grades",
    "vetoes",
    "aggregation",
    "ranking",
    "moves",
    "parameters",
)


def read_scheme(document: object) -> Scheme:
    """Read a scheme document, with its settled parameters filled in.

    `document` is any JSON value with exact numbers (strings, ints, Decimals). Raises InvalidScheme
    with every structural fault, and nothing else. The linter says whether the scheme makes sense.
    """
    scheme, faults = read_with_faults(document)
    if scheme is None:
        raise InvalidScheme(faults)
    return scheme


def read_with_faults(document: object) -> tuple[Scheme | None, tuple[Finding, ...]]:
    """(the scheme, no faults), or (None, every structural fault)."""
    try:
        filled = fill(document)
    except InvalidScheme as outside:
        return None, outside.findings
    faults: list[Finding] = []
    place = Place(filled, "", faults)
    with localcontext(WORKING):
        scheme = _read(place)
    faults += duplicate_codes(place.value)
    return (None, tuple(faults[:MOST_FINDINGS])) if faults else (scheme, ())


def _read(place: Place) -> Scheme:
    place.is_object(FIELDS)
    _read_words(place)
    read_parameters(place.at("parameters"))
    total_points = place.at("total_points").number(HUNDRED, above=0)
    rounding, aggregation = place.at("rounding"), place.at("aggregation")
    if rounding.present:
        rounding.is_object(("line", "total"))
    if aggregation.present:
        aggregation.is_object(("quarter", "year"))
    columns = tuple(read_column(p) for p in place.at("columns").items(limits.COLUMNS))
    sources, columns = read_sources(place, columns)
    return Scheme(
        code=place.at("code").code(),
        name=place.at("name").text(limits.NAME_CHARACTERS),
        description=place.at("description").optional_text(limits.DESCRIPTION_CHARACTERS),
        subject=place.at("subject").choice(SUBJECTS, "agent"),
        period=place.at("period").choice(PERIODS, "month"),
        total_points=total_points,
        total_cap=place.at("total_cap").number(total_points, least=total_points),
        line_places=rounding.at("line").integer(2, least=0, most=MOST_PLACES),
        total_places=rounding.at("total").integer(2, least=0, most=MOST_PLACES),
        grade_basis=place.at("grade_basis").choice(BASES, "exact"),
        max_unavailable=place.at("max_unavailable").number(HALF, least=0, most=1),
        dimensions=_read_dimensions(place.at("dimensions")),
        grades=read_grades(place.at("grades")),
        vetoes=tuple(read_veto(p) for p in place.at("vetoes").items(limits.VETOES)),
        extras=tuple(read_extra(p) for p in place.at("extras").items(limits.EXTRAS)),
        columns=columns,
        quarter=read_aggregation(aggregation.at("quarter")),
        year=read_aggregation(aggregation.at("year")),
        rank_by_team=_read_ranking(place.at("ranking")),
        moves=place.at("moves").choice(MOVES, "last_day"),
        sources=sources,
        contacts=read_contacts(place.at("contacts")),
    )


def _read_dimensions(place: Place) -> tuple[Dimension, ...]:
    dimensions = tuple(read_dimension(p) for p in place.items(limits.DIMENSIONS, least=1))
    indicators = sum(len(dimension.indicators) for dimension in dimensions)
    if indicators > limits.INDICATORS:
        place.fault("too_many", most=limits.INDICATORS, found=indicators)
    return dimensions


def _read_words(place: Place) -> None:
    """Check the fields that only the template library uses."""
    place.at("notes").optional_text(limits.DESCRIPTION_CHARACTERS)
    place.at("industry").optional_code()
    for tag in place.at("tags").items(limits.CHOICES):
        tag.code()


def _read_ranking(place: Place) -> bool:
    if not place.present or not place.is_object(("group_by",)):
        return False
    group = place.at("group_by")
    return group.present and group.choice(("team",)) == "team"
