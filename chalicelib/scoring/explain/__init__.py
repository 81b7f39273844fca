"""Explanations in Chinese and English, made from what is stored, when somebody asks."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import localcontext

from chalicelib.scoring.cells import clean
from chalicelib.scoring.engine.compiled import CompiledScheme, compile_scheme
from chalicelib.scoring.exact import WORKING
from chalicelib.scoring.result import Result
from chalicelib.scoring.rows import Rows
from chalicelib.scoring.scheme import Scheme
from chalicelib.scoring.text import Text

from .lines import explain_line
from .measures import names_of
from .next_grade import NextGrade, next_grade
from .totals import explain_total


@dataclass(frozen=True, slots=True)
class Explanation:
    """A scorecard in words: lines by indicator, the total, and the way to the next grade."""

    lines: Mapping[str, Text]
    total: Text
    next_grade: NextGrade | None


def explain(
    scheme: Scheme | CompiledScheme,
    result: Result,
    inputs: Rows,
    lines: Collection[str] | None = None,
) -> Explanation:
    """The result in words. `lines` names the indicators wanted; all of them when it is None.

    `inputs` are those of the result: fresh, or as `unpack` gave them.
    """
    compiled = scheme if isinstance(scheme, CompiledScheme) else compile_scheme(scheme)
    names = names_of(compiled.columns)
    given = (inputs,) if isinstance(inputs, Mapping) else tuple(inputs)
    with localcontext(WORKING):
        rows = tuple(clean(row, compiled.uses) for row in given)
        words = {
            line.indicator: explain_line(compiled_line, line, rows, names)
            for compiled_line, line in zip(compiled.lines, result.lines, strict=True)
            if lines is None or line.indicator in lines
        }
        total = explain_total(compiled.scheme, result)
    return Explanation(words, total, next_grade(compiled, result))
