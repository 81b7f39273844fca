"""The linter's findings about the scheme as a whole (rules.md §8)."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from chalicelib.scoring.exact import WORKING, ZERO, rounded
from chalicelib.scoring.findings import Finding, joined
from chalicelib.scoring.scheme import Aggregation, Grade, Scheme

from .indicator_findings import is_judged, points_curves
from .sentences import finding


def points_errors(scheme: Scheme) -> Iterator[Finding]:
    """Errors: points that do not add up, per dimension and in total."""
    for n, dimension in enumerate(scheme.dimensions):
        found = sum((i.max_points for i in dimension.indicators), ZERO)
        if found != dimension.points:
            where = joined("/dimensions", n, "points")
            figures = {"found": found, "points": dimension.points}
            yield finding("dimension_points", where, **figures)
    found = sum((dimension.points for dimension in scheme.dimensions), ZERO)
    if found != scheme.total_points:
        difference = abs(found - scheme.total_points)
        figures = {"found": found, "points": scheme.total_points}
        yield finding("total_points", "/total_points", difference=difference, **figures)


def band_errors(grades: tuple[Grade, ...], pointer: str) -> Iterator[Finding]:
    """Errors: no bands, gaps, overlaps, no bottom. All point to the list; its order is free."""
    if not grades:
        yield finding("grades_missing", pointer)
        return
    if grades[-1].min > 0:
        yield finding("band_no_bottom", pointer, min=grades[-1].min)
    for upper, lower in pairwise(grades):
        pair = {"grade": lower.name, "other": upper.name, "at": upper.min}
        if lower.min == upper.min or (lower.max is not None and lower.max > upper.min):
            yield finding("band_overlap", pointer, **pair)
        elif lower.max is not None and lower.max < upper.min:
            yield finding("band_gap", pointer, max=lower.max, **pair)


def aggregation_errors(scheme: Scheme) -> Iterator[Finding]:
    """Errors: more periods required than there are, and faults in the aggregation's own bands."""
    months: dict[str, tuple[Aggregation | None, int]] = {
        "quarter": (scheme.quarter, 3),
        "year": (scheme.year, 4 if scheme.period == "quarter" else 12),
    }
    for kind, (aggregation, most) in months.items():
        if aggregation is None:
            continue
        pointer = joined("/aggregation", kind)
        if aggregation.min_periods > most:
            figures = {"found": aggregation.min_periods, "most": most}
            yield finding("min_periods_too_many", joined(pointer, "min_periods"), **figures)
        if aggregation.grades:
            yield from band_errors(aggregation.grades, joined(pointer, "grades"))


def narrowest_band(scheme: Scheme) -> Decimal | None:
    """The width of the narrowest band in points; None with fewer than two bands."""
    ends = [scheme.total_points, *(grade.min for grade in scheme.grades)]
    widths = [upper - lower for upper, lower in pairwise(ends) if upper > lower]
    return min(widths) if len(scheme.grades) > 1 and widths else None


def reach(scheme: Scheme) -> tuple[Decimal, Decimal]:
    """The lowest and highest total that the rules allow, extras included, not rounded."""
    low = high = ZERO
    for indicator in scheme.indicators:
        curves = points_curves(indicator)
        low += min(curve.low for curve in curves)
        high += max(curve.high for curve in curves)
    points = sum((indicator.max_points for indicator in scheme.indicators), ZERO)
    low, high = (WORKING.divide(end * scheme.total_points, points) for end in (low, high))
    for extra in scheme.extras:
        if extra.per_case is not None:
            most = extra.per_case.at_most
            low, high = (low, high + most) if extra.per_case.kind == "award" else (low - most, high)
            continue
        low = ZERO if extra.min is None else low + min(ZERO, extra.min)
        high = scheme.total_cap if extra.max is None else high + max(ZERO, extra.max)
    return max(ZERO, low), min(scheme.total_cap, high)


def reach_warnings(scheme: Scheme) -> Iterator[Finding]:
    """Warnings: a reachable range other than 0 to total, and grades that nobody can reach."""
    low, high = (rounded(end, scheme.total_places) for end in reach(scheme))
    ends = {"low": low, "high": high}
    if low > 0 or high < scheme.total_points:
        points = scheme.total_points
        yield finding("reachable_range", "/total_points", points=points, **ends)
    if scheme.grade_basis == "nearest_integer":
        high = rounded(high, 0)
    upper_min: Decimal | None = None
    for grade in scheme.grades:
        if grade.min > high or (upper_min is not None and upper_min <= low):
            yield finding("grade_unreachable", "/grades", grade=grade.name, **ends)
        upper_min = grade.min


def whole_warnings(scheme: Scheme) -> Iterator[Finding]:
    """Warnings: coefficients that fall as grades rise, vetoes without a grade, too much judged,
    moves that are split in a scheme without months."""
    for upper, lower in pairwise(scheme.grades):
        if upper.coefficient < lower.coefficient:
            figures = {
                "coefficient": upper.coefficient,
                "lower": lower.coefficient,
            }
            pair = {"grade": upper.name, "other": lower.name}
            yield finding("coefficient_falls", "/grades", **pair, **figures)
    for n, veto in enumerate(scheme.vetoes):
        if veto.grade is None:
            yield finding("veto_without_grade", joined("/vetoes", n))
    judged = sum((i.max_points for i in scheme.indicators if is_judged(i)), ZERO)
    if judged * 2 > scheme.total_points:
        figures = {"judged": judged, "points": scheme.total_points}
        yield finding("mostly_judged", "/dimensions", **figures)
    if scheme.moves == "by_days" and scheme.period != "month":
        yield finding("moves_without_months", "/moves")
