"""Explanations of a result in Chinese and English, made on request from what is stored."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import localcontext

from chalicelib.scoring.cells import clean_row
from chalicelib.scoring.engine.compiled_scheme import CompiledScheme, compile_scheme
from chalicelib.scoring.exact import WORKING
from chalicelib.scoring.result import Result
from chalicelib.scoring.rows import Rows
from chalicelib.scoring.scheme import Scheme
from chalicelib.scoring.text import Text

from .line_explanation import explain_line
from .next_grade import NextGrade, next_grade
from .total_explanation import explain_total
from .value_words import names_of


@dataclass(frozen=True, slots=True)
class Explanation:
    """A scorecard in words: lines by indicator code, the total, the way to the next grade."""

    lines: Mapping[str, Text]
    total: Text
    next_grade: NextGrade | None


def explain(
    scheme: Scheme | CompiledScheme,
    result: Result,
    inputs: Rows,
    lines: Collection[str] | None = None,
) -> Explanation:
    """Explain a result (rules.md §7).

    `inputs` are the row or rows that the result was scored from, fresh or as `unpack` gives them.
    `lines` are the codes of the indicators wanted; None for all. Raises RowFault for inputs that
    cannot be read.
    """
    compiled = scheme if isinstance(scheme, CompiledScheme) else compile_scheme(scheme)
    names = names_of(compiled.columns)
    given = (inputs,) if isinstance(inputs, Mapping) else tuple(inputs)
    with localcontext(WORKING):
        rows = tuple(clean_row(row, compiled.uses) for row in given)
        words = {
            line.indicator: explain_line(compiled_line, line, rows, names)
            for compiled_line, line in zip(compiled.lines, result.lines, strict=True)
            if lines is None or line.indicator in lines
        }
        total = explain_total(compiled.scheme, result)
    return Explanation(words, total, next_grade(compiled, result, rows))
