"""Look at the columns of a file before anything is written: what is remarkable, what must be asked.

The figures of each column are counted in one pass. They are compared with the means of the first
cards of the period before, read in one request, and with the scheme's own targets.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from typing import Any, Final

from chalicelib.periods.calendar import months, previous
from chalicelib.reading.contacts import NAMED, Repeats
from chalicelib.reading.units import measure
from chalicelib.results.stored_inputs import StoredInputs
from chalicelib.schemes.compiled import ReadyScheme
from chalicelib.scorecards.period_cards import current_cards
from chalicelib.scoring.columns import Column
from chalicelib.scoring.needs import needs_slices
from chalicelib.scoring.values.metric import Metric
from chalicelib.tenancy.context import Context
from chalicelib.uploads import past_results
from chalicelib.uploads.column_figures import FEW, ONE, Figures, Surveyed, figures_of
from chalicelib.uploads.finding_kinds import (
    ABOVE_AT_MOST,
    ABOVE_CAP,
    ALL_ZERO,
    AS_FRACTIONS,
    BLANK_SLICE,
    OTHER_PERIOD,
    REPEATED_CONTACT,
    SOME_FRACTIONS,
    TENFOLD,
    ColumnFinding,
)
from chalicelib.uploads.people_in_file import all_people
from chalicelib.uploads.records import Upload
from chalicelib.uploads.sources_sent import contacts_sent
from chalicelib.uploads.stored_file import Opened

#: Cards of the period before that are looked at.
MOST_CARDS: Final = 200
#: A target of percent up to this may be met by figures that are all at most 1.
SMALL_TARGET: Final = Decimal(2)


@dataclass(frozen=True, slots=True)
class Question:
    """What the sender must say before the file is scored: how a column's figures are meant."""

    column: str
    heading: str
    greatest: str
    answers: tuple[str, ...] = ("fraction", "percent")

    def described(self) -> dict[str, Any]:
        """Return the question as it is stored and shown."""
        return {
            "column": self.column,
            "heading": self.heading,
            "greatest": self.greatest,
            "answers": list(self.answers),
        }


def survey(
    context: Context, upload: Upload, version: ReadyScheme, file: Opened
) -> tuple[list[ColumnFinding], list[Question]]:
    """Return the findings of a file's columns, and what must be asked. Reads the file once."""
    imports = past_results.is_import(upload)
    asked = past_results.columns(version) if imports else version.compiled.columns
    columns = {one.code: one for one in asked if one.kind == "number"}
    repeats = Repeats()
    people = all_people(upload, version, file, repeats)
    seen = figures_of(people, columns, needs_slices(version.scheme))
    before = _figures_before(context, upload, version, columns)
    labels = file.sheet.header
    findings = list(_of_columns(seen, before, labels, columns))
    if imports:
        findings += _of_totals(seen, version, labels)
    findings += _of_periods(upload, file)
    findings += _of_repeats(upload, version, file, repeats)
    questions: list[Question] = []
    for code, figures in seen.figures.items():
        if not _may_be_fractions(columns[code], version, before.get(code)):
            continue
        heading, greatest = labels.get(code, code), format(figures.greatest or 0, "f")
        if figures.some_within_one:
            row, rows = figures.first_small, figures.small
            findings.append(ColumnFinding(SOME_FRACTIONS, code, heading, row, rows))
        if not figures.within_one:
            continue
        findings.append(
            ColumnFinding(AS_FRACTIONS, code, heading, None, figures.count, None, None, greatest)
        )
        if code not in (upload.readings or {}) and upload.grain != "contact":
            questions.append(Question(code, heading, greatest))
    return findings, questions


def _of_columns(
    seen: Surveyed,
    before: Mapping[str, Figures],
    labels: Mapping[str, str],
    columns: Mapping[str, Column],
) -> Iterator[ColumnFinding]:
    for code, figures in seen.figures.items():
        heading = labels.get(code, code)
        if figures.all_zero and figures.count >= FEW:
            yield ColumnFinding(ALL_ZERO, code, heading, None, figures.count)
        then = before.get(code)
        if then is not None and figures.is_tenfold(then):
            yield ColumnFinding(
                TENFOLD, code, heading, None, figures.count, None, then.mean, figures.mean
            )
    for code, rows in seen.above.items():
        note, greatest = columns[code].note, seen.figures[code].greatest
        most = format(note.at_most, "f") if note and isinstance(note.at_most, Decimal) else None
        after = None if greatest is None else format(greatest, "f")
        heading = labels.get(code, code)
        yield ColumnFinding(ABOVE_AT_MOST, code, heading, rows[0], len(rows), None, most, after)
    for code, rows in seen.blank_slices.items():
        yield ColumnFinding(BLANK_SLICE, code, labels.get(code, code), rows[0], len(rows))


def _of_totals(
    seen: Surveyed, version: ReadyScheme, labels: Mapping[str, str]
) -> Iterator[ColumnFinding]:
    """Yield past totals that are above the most that the scheme gives: out of other points."""
    code = past_results.columns(version)[0].code
    cap, greatest = version.scheme.total_cap, seen.figures[code].greatest
    if greatest is not None and greatest > cap:
        most, after = format(cap, "f"), format(greatest, "f")
        heading = labels.get(code, code)
        yield ColumnFinding(ABOVE_CAP, code, heading, None, None, None, most, after)


def _of_periods(upload: Upload, file: Opened) -> Iterator[ColumnFinding]:
    """Yield the columns that are named as the period's and say another one."""
    own = set(months(upload.period))
    own |= {month[5:] for month in own}
    for heading, counted in file.sheet.months:
        others = {month: rows for month, rows in counted.items() if month not in own}
        if others:
            said = ", ".join(sorted(others)[:12])
            yield ColumnFinding(OTHER_PERIOD, None, heading, None, sum(others.values()), said)


def _of_repeats(
    upload: Upload, version: ReadyScheme, file: Opened, repeats: Repeats
) -> Iterator[ColumnFinding]:
    """Yield the contacts that stand in the file more than once and count once."""
    if repeats.count:
        key = contacts_sent(upload, version).key or ""
        said = ", ".join(map(str, repeats.rows)) + (", …" if repeats.count > NAMED else "")
        heading = file.sheet.header.get(key, key)
        yield ColumnFinding(REPEATED_CONTACT, key, heading, repeats.rows[0], repeats.count, said)


def _may_be_fractions(column: Column, version: ReadyScheme, before: Figures | None) -> bool:
    """Return whether figures up to 1 of a column are most likely fractions: 0.962 for 96.2.

    Not where the scheme's target or the period before has such small figures too.
    """
    if column.unit is None or measure(column.unit) != "percent":
        return False
    if before is not None and before.greatest is not None and before.greatest <= ONE:
        return False
    for indicator in version.scheme.indicators:
        value, target = indicator.value, indicator.target
        of_column = isinstance(value, Metric) and value.column == column.code
        if of_column and isinstance(target, Decimal) and abs(target) <= SMALL_TARGET:
            return False
    return True


def _figures_before(
    context: Context, upload: Upload, version: ReadyScheme, columns: Mapping[str, Column]
) -> dict[str, Figures]:
    """Return the figures of the first cards of the period before, by column.

    Of past results the total is a column too.
    """
    total = past_results.columns(version)[0].code if past_results.is_import(upload) else None
    found: dict[str, Figures] = {}
    inputs = StoredInputs(context, upload.scheme, version)
    for card in islice(current_cards(context, upload.scheme, previous(upload.period)), MOST_CARDS):
        if total is not None and card.total is not None:
            found.setdefault(total, Figures()).add(card.total)
        rows = inputs.read(card)[1]
        for cells in (rows,) if isinstance(rows, Mapping) else rows:
            for code in columns:
                cell = cells.get(code)
                if isinstance(cell, Decimal):
                    found.setdefault(code, Figures()).add(cell)
    return found
