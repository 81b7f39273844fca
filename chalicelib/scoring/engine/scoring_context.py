"""What a caller gives besides the row: the previous period, the team's means, exemptions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from chalicelib.scoring.cells import clean_row, number
from chalicelib.scoring.faults import RowFault
from chalicelib.scoring.result import Exemption
from chalicelib.scoring.rows import ColumnUse, Row
from chalicelib.scoring.scorecard_layout import ScorecardLayout

from .compiled_line import CompiledLine

Previous = Mapping[str, object]
Means = Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class ScoringContext:
    """What a result depends on besides the period's own rows.

    `previous_rows` are the previous period's rows, cleaned; None when no line needs them or there
    are none. The mappings are by indicator code. `awaiting` and `final` are codes of sources.
    """

    previous_rows: Sequence[Row] | None = None
    previous_values: Mapping[str, Decimal] = field(default_factory=dict)
    team_means: Means = field(default_factory=dict)
    exemptions: Mapping[str, Exemption] = field(default_factory=dict)
    awaiting: frozenset[str] = frozenset()
    final: frozenset[str] = frozenset()


NOTHING_GIVEN = ScoringContext()


def previous_uses(lines: Iterable[CompiledLine]) -> tuple[ColumnUse, ...] | None:
    """The columns whose cells of the previous period are read, each once.

    None when no line needs the previous period. Other columns are not read, because an older
    version of the scheme may have used them otherwise. The tuple may be empty: `previous(0)` needs
    the previous period and reads no column.
    """
    looking = [line for line in lines if line.looks_back]
    if not looking:
        return None
    return tuple({use.column: use for line in looking for use in line.uses}.values())


def previous_rows(
    previous: Previous | None, uses: Sequence[ColumnUse] | None
) -> tuple[Row, ...] | None:
    """The previous period's rows, cleaned, with the columns of `uses`; None when there are none.

    Raises RowFault for a cell that cannot be read.
    """
    inputs = (previous or {}).get("inputs")
    rows = [inputs] if isinstance(inputs, Mapping) else inputs
    if uses is None or not isinstance(rows, list | tuple):
        return None
    return tuple(clean_row(row, uses) for row in rows if isinstance(row, Mapping)) or None


def previous_values(previous: Previous | None) -> dict[str, Decimal]:
    """The previous period's values by indicator code. Raises RowFault for one that is no number."""
    values = (previous or {}).get("values")
    if not isinstance(values, Mapping):
        return {}
    return {code: number(value, str(code)) for code, value in values.items() if value is not None}


def exemptions_by_indicator(
    exemptions: Iterable[Exemption], layout: ScorecardLayout
) -> dict[str, Exemption]:
    """The exemptions by indicator code. Raises RowFault for an indicator not in the scheme."""
    by_indicator = {exemption.indicator: exemption for exemption in exemptions}
    for code in by_indicator:
        if all(entry.indicator != code for entry in layout.entries):
            raise RowFault(str(code), "unknown_exemption")
    return by_indicator
