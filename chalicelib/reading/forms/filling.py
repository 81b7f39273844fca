"""What a template takes from its scheme: examples that the scheme accepts, and allowed values."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from chalicelib.reading.cells import cell_reader
from chalicelib.reading.columns import column_specs
from chalicelib.reading.faults import CellFault
from chalicelib.reading.rows import CellValue
from chalicelib.scoring import CompiledScheme, RowFault, Scheme, needs_slices
from chalicelib.scoring.exact import plain
from chalicelib.scoring.rules.scale import Scale
from chalicelib.scoring.values.metric import Metric
from chalicelib.scoring.values.rating import Rating

#: Tried where the scheme refuses an example; the last one is blank.
_SMALLER: Final = ("10", "1", "0", "")
_LONGEST: Final = 200


@dataclass(frozen=True, slots=True)
class Filling:
    """Examples and allowed values, by column code, and the people to fill in.

    roster: id, name and team of each. slices: the column of a person's slice; each of its values
    has a row. of_contacts: a row is a contact, not a person.
    """

    examples: Mapping[str, str] = field(default_factory=dict)
    allowed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    roster: Sequence[tuple[str, str, str]] = ()
    slices: str | None = None
    of_contacts: bool = False

    def rows(self, codes: Sequence[str]) -> Iterator[list[str]]:
        """Yield the rows of the roster, under columns with these codes."""
        by = self.slices
        for person in self.roster:
            known = dict(zip(("employee_id", "employee_name", "team"), person, strict=True))
            for one in self.allowed.get(by, ("",)) if by else ("",):
                yield [known.get(code) or (one if code == by else "") for code in codes]


def filling_of(scheme: Scheme, compiled: CompiledScheme, first: Mapping[str, str]) -> Filling:
    """Return what the scheme's template is filled with. ``first``: the examples to begin with.

    The examples make one row that the scheme can score: one that it refuses is made smaller, and is
    left blank at last.
    """
    allowed = allowed_values(scheme)
    examples = {**first, **{code: values[0] for code, values in allowed.items()}}
    examples |= _marks(scheme)
    for column in compiled.columns:
        if column.note and column.note.example:
            examples[column.code] = column.note.example
    readers = {
        spec.code: cell_reader(spec, decimal_comma=False, longest=_LONGEST)
        for spec in column_specs(compiled.columns)
    }
    tried = dict.fromkeys(examples, 0)
    for _ in range(len(_SMALLER) * len(examples) + 1):
        code = _refused(compiled, readers, examples)
        if code is None or tried.get(code, 0) >= len(_SMALLER):
            break
        examples[code] = _SMALLER[tried[code]] if code not in allowed else ""
        tried[code] += 1
    slices = needs_slices(scheme)
    return Filling(examples, allowed, slices=slices[0] if len(slices) == 1 else None)


def allowed_values(scheme: Scheme) -> dict[str, tuple[str, ...]]:
    """Return the values that a column of texts may have: levels by name, and slices."""
    found: dict[str, tuple[str, ...]] = {}
    for indicator in scheme.indicators:
        if isinstance(indicator.rule, Scale) and isinstance(indicator.value, Metric):
            names = tuple(level.name["zh"] or level.code for level in indicator.rule.levels)
            found[indicator.value.column] = names
        if indicator.slices is not None:
            found.setdefault(indicator.slices.by, tuple(indicator.slices.targets))
    return found


def _marks(scheme: Scheme) -> dict[str, str]:
    """Return for each column of marks two marks of its scale: the middle, rounded, and the best."""
    found: dict[str, str] = {}
    for indicator in scheme.indicators:
        value = indicator.value
        if isinstance(value, Rating):
            middle = ((value.low + value.high) / Decimal(2)).to_integral_value()
            marks = f"{plain(max(middle, value.low))};{plain(value.high)}"
            found |= dict.fromkeys(value.columns.values(), marks)
    return found


def _refused(
    compiled: CompiledScheme,
    readers: Mapping[str, Callable[[str], CellValue]],
    examples: Mapping[str, str],
) -> str | None:
    """Return the column whose example the scheme refuses; None when it takes them all."""
    cells: dict[str, CellValue] = {}
    for code, read in readers.items():
        try:
            cells[code] = read(examples.get(code, ""))
        except CellFault:
            return code
    try:
        compiled.score(cells)
    except RowFault as fault:
        return fault.column
    return None
