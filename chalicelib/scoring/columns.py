"""The columns that a file must have for a scheme, with names and descriptions."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from .exact import plain
from .rater_roles import ROLES
from .rows import ColumnKind, ColumnUse
from .rules.scale import Scale
from .scheme import ColumnNote, Indicator, Scheme, Source, WeightColumn
from .sources import source_of
from .text import Text, text
from .values.metric import Metric
from .values.rating import Rating


@dataclass(frozen=True, slots=True)
class Column:
    """One column of an uploaded file.

    `kind` is `number`, `text` (a level or a slice) or `marks` (one or more marks separated by `;`).
    A file without a `required` column cannot be scored; every column may have blank cells.
    `used_by` are codes of indicators. `note` is the document's declaration of the column, `at_most`
    says its bound in words. `source` is who sends it; None in a scheme without sources.
    """

    code: str
    name: Text
    unit: Text | None
    kind: ColumnKind
    required: bool
    description: Text | None
    used_by: tuple[str, ...]
    note: ColumnNote | None = None
    at_most: Text | None = None
    source: Source | None = None

    @property
    def explanation(self) -> Text | None:
        """What the column holds, and what a cell may be at most."""
        said, most = self.description, self.at_most
        if said is None or most is None:
            return said or most
        return text(f"{said['zh']}{most['zh']}", f"{said['en']} {most['en']}")


def input_columns(scheme: Scheme) -> tuple[Column, ...]:
    """All input columns of the scheme, each once, in the order of first use."""
    notes = {note.code: note for note in scheme.columns}
    found: dict[str, Column] = {}
    for indicator in scheme.indicators:
        for use in uses(indicator):
            column = found.get(use.column) or _described(use, indicator, notes.get(use.column))
            found[use.column] = replace(column, used_by=(*column.used_by, indicator.code))
    for extra in scheme.extras:
        if extra.column is None:
            continue
        note = notes.get(extra.column)
        own = _column(extra.column, note, note.name if note else extra.name)
        found.setdefault(extra.column, own)
    for aggregation in (scheme.quarter, scheme.year):
        if aggregation and isinstance(aggregation.weights, WeightColumn):
            code = aggregation.weights.column
            note = notes.get(code)
            found.setdefault(code, _column(code, note, note.name if note else text(code, code)))
    return tuple(
        replace(
            column,
            at_most=_most(column, found),
            source=source_of(scheme, column.note.source if column.note else None),
        )
        for column in found.values()
    )


def uses(indicator: Indicator) -> Iterator[ColumnUse]:
    """The columns that an indicator reads, each once; those of its value come first."""
    seen: set[str] = set()
    for use in _uses(indicator):
        if use.column not in seen:
            seen.add(use.column)
            yield use


def _uses(indicator: Indicator) -> Iterator[ColumnUse]:
    if isinstance(indicator.rule, Scale) and isinstance(indicator.value, Metric):
        for use in indicator.value.uses():
            yield replace(use, kind="text")
    else:
        yield from indicator.value.uses()
    if indicator.min_sample:
        yield ColumnUse(indicator.min_sample.column, "number", summed=True)
    if indicator.slices:
        yield ColumnUse(indicator.slices.by, "text")
        yield ColumnUse(indicator.slices.weight_by, "number")


def _most(column: Column, columns: Mapping[str, Column]) -> Text | None:
    at_most = column.note.at_most if column.note is not None else None
    if isinstance(at_most, Decimal):
        return text(f"不能大于 {plain(at_most)}。", f"At most {plain(at_most)}.")
    if at_most is None or at_most not in columns:
        return None
    name = columns[at_most].name
    return text(f"不能大于“{name['zh']}”。", f"At most “{name['en']}”.")


def _column(code: str, note: ColumnNote | None, name: Text) -> Column:
    unit = note.unit if note else None
    description = note.description if note else None
    return Column(code, name, unit, "number", False, description, (), note)


def _described(use: ColumnUse, indicator: Indicator, note: ColumnNote | None) -> Column:
    code = use.column
    if note is not None:
        return Column(code, note.name, note.unit, use.kind, True, note.description, (), note)
    name, unit = text(code, code), None
    if isinstance(indicator.value, Metric) and code == indicator.value.column:
        name, unit = indicator.name, indicator.unit
    elif isinstance(indicator.value, Rating) and use.kind == "marks":
        role = next(r for r, column in indicator.value.columns.items() if column == code)
        words = ROLES.get(role, text(role, role))
        zh, en = indicator.name["zh"], indicator.name["en"]
        name = text(f"{zh}（{words['zh']}）", f"{en} ({words['en']})")
    description = indicator.description if unit is not None else None
    return Column(code, name, unit, use.kind, True, description, (), None)
