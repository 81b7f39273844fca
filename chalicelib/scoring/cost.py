"""What it costs to score by a scheme, in steps, before anything is scored.

A step is about what one part of a formula takes: a microsecond of a processor, two where numbers
are long. The cost of a person is the steps of a row times the person's rows (slices). The count is
from above: it takes each line for each row.
"""

from typing import Final

from .engine.compiled_scheme import CompiledScheme
from .scheme import Indicator, Scheme
from .values.formula import Formula

#: Steps of a line beside its formula: reading its cells, the rule, the points, the sums.
LINE: Final = 8
#: Steps of a column: reading or unpacking a cell.
COLUMN: Final = 2
#: Steps of explaining a line beside its formula, which is computed again: the words in two
#: languages, the sums, and the cells as an answer has them.
EXPLAINED_LINE: Final = 300


def steps_of_row(scheme: Scheme, compiled: CompiledScheme) -> int:
    """Return the steps of scoring one row of one person."""
    return COLUMN * len(compiled.columns) + sum(map(_steps_of, scheme.indicators))


def _steps_of(indicator: Indicator) -> int:
    return LINE + _parts(indicator)


def _parts(indicator: Indicator) -> int:
    value = indicator.value
    return value.expression.nodes if isinstance(value, Formula) else 0


def rows_of_person(scheme: Scheme) -> int:
    """Return how many rows a person of the scheme may have: the most slices of a line, or one."""
    return max((len(one.slices.targets) for one in scheme.indicators if one.slices), default=1)


def steps_of_explaining(scheme: Scheme, rows: int) -> int:
    """Return the steps of explaining a person's result of so many rows, all lines for each row."""
    return rows * sum(EXPLAINED_LINE + 2 * _parts(one) for one in scheme.indicators)
