"""What a caller gives besides the period's own rows: the previous period, means, exemptions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from chalicelib.scoring.cells import clean, number
from chalicelib.scoring.faults import RowFault
from chalicelib.scoring.result import Exemption
from chalicelib.scoring.rows import Row, Use
from chalicelib.scoring.sheet import Sheet

from .lines import CompiledLine

Previous = Mapping[str, object]
Means = Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What besides the period's own rows decides a result."""

    previous_rows: Sequence[Row] | None = None
    previous_values: Mapping[str, Decimal] = field(default_factory=dict)
    team_means: Means = field(default_factory=dict)
    exemptions: Mapping[str, Exemption] = field(default_factory=dict)


def looked_back_at(lines: Iterable[CompiledLine]) -> tuple[Use, ...] | None:
    """The columns whose cells of the previous period are read, each once; None: no line looks back.

    No other is: an older version of the scheme may have read it otherwise. A line may look back
    without reading any, by `previous(0)`: whether there was a period at all.
    """
    looking = [line for line in lines if line.looks_back]
    if not looking:
        return None
    return tuple({use.column: use for line in looking for use in line.uses}.values())


def previous_rows(previous: Previous | None, uses: Sequence[Use] | None) -> tuple[Row, ...] | None:
    """The previous period's rows with the columns that are looked back at; None without any."""
    inputs = (previous or {}).get("inputs")
    rows = [inputs] if isinstance(inputs, Mapping) else inputs
    if uses is None or not isinstance(rows, list | tuple):
        return None
    return tuple(clean(row, uses) for row in rows if isinstance(row, Mapping)) or None


def previous_values(previous: Previous | None) -> dict[str, Decimal]:
    """The previous period's values by indicator."""
    values = (previous or {}).get("values")
    if not isinstance(values, Mapping):
        return {}
    return {code: number(value, str(code)) for code, value in values.items() if value is not None}


def exempted(exemptions: Iterable[Exemption], sheet: Sheet) -> dict[str, Exemption]:
    """The exemptions by indicator; RowFault for one that the scheme does not have."""
    by_indicator = {exemption.indicator: exemption for exemption in exemptions}
    for code in by_indicator:
        if all(entry.indicator != code for entry in sheet.entries):
            raise RowFault(str(code), "unknown_exemption")
    return by_indicator
