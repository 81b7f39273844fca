"""The linter's findings about columns (rules.md §8)."""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from chalicelib.scoring.columns import input_columns, uses
from chalicelib.scoring.findings import Finding, joined
from chalicelib.scoring.scheme import Indicator, Scheme
from chalicelib.scoring.values.formula import Formula
from chalicelib.scoring.values.growth import Growth

from .sentences import finding

# Indicators with their places in the document.
Places = list[tuple[Indicator, str]]


def column_errors(scheme: Scheme, places: Places) -> Iterator[Finding]:
    """Errors: unknown columns in formulas, columns read as numbers and as text, false bounds."""
    known = known_columns(scheme)
    for indicator, pointer in places:
        formula, path = _formula(indicator)
        for column in formula.expression.columns if formula else ():
            if column not in known:
                figures = {"column": column, "known": near(column, known)}
                yield finding("unknown_column", joined(pointer, *path), **figures)
    numbers: dict[str, bool] = {}
    for indicator, pointer in places:
        for use in uses(indicator):
            number = use.kind == "number"
            if numbers.setdefault(use.column, number) != number:
                where = joined(pointer, "value")
                yield finding("column_conflict", where, column=use.column)
    for n, extra in enumerate(scheme.extras):
        if extra.column is not None and not numbers.get(extra.column, True):
            yield finding("column_conflict", joined("/extras", n, "column"), column=extra.column)
    yield from _bound_errors(scheme)


def _bound_errors(scheme: Scheme) -> Iterator[Finding]:
    """Errors: bounds of columns that do not hold numbers, or by a column that has none."""
    kinds = {column.code: column.kind for column in input_columns(scheme)}
    numbers = {code for code, kind in kinds.items() if kind == "number"}
    for n, note in enumerate(scheme.columns):
        where = joined("/columns", n, "at_most")
        if note.at_most is None:
            continue
        if note.type == "text" or kinds.get(note.code, "number") != "number":
            yield finding("bound_of_words", where, column=note.code)
        elif isinstance(note.at_most, str) and note.at_most not in numbers - {note.code}:
            others = near(note.at_most, numbers - {note.code})
            figures = {"column": note.code, "bound": note.at_most, "known": others}
            yield finding("bound_column_unknown", where, **figures)


def column_warnings(scheme: Scheme, places: Places) -> Iterator[Finding]:
    """Warnings: undeclared columns where others are declared, and self-reported figures."""
    declared = {note.code: note for note in scheme.columns}
    for indicator, pointer in places:
        used = list(uses(indicator))
        for use in used if declared else ():
            if use.column not in declared:
                figures = {"column": use.column, "known": near(use.column, declared)}
                yield finding("undeclared_column", joined(pointer, "value"), **figures)
        notes = [declared[use.column] for use in used if use.column in declared]
        if indicator.self_reported or any(note.self_reported for note in notes):
            yield finding("self_reported", pointer)


def known_columns(scheme: Scheme) -> set[str]:
    """The columns that a formula may name: declared, or read by something other than a formula."""
    known = {note.code for note in scheme.columns} | {
        extra.column for extra in scheme.extras if extra.column is not None
    }
    for indicator in scheme.indicators:
        formula, _ = _formula(indicator)
        mine = set(formula.expression.columns) if formula else set()
        known |= {use.column for use in uses(indicator)} - mine
        if indicator.min_sample:
            known.add(indicator.min_sample.column)
        if indicator.slices:
            known.add(indicator.slices.weight_by)
    return known


def _formula(indicator: Indicator) -> tuple[Formula | None, tuple[str, ...]]:
    """The indicator's formula, if it has one, and the place of its expression."""
    value = indicator.value
    if isinstance(value, Growth) and isinstance(value.of, Formula):
        return value.of, ("value", "of", "expression")
    return (value, ("value", "expression")) if isinstance(value, Formula) else (None, ())


def near(column: str, known: Iterable[str]) -> str:
    """The codes that a text may have meant, or the first of them."""
    names = sorted(known)
    return ", ".join(get_close_matches(column, names[:200]) or names[:10]) or "-"
