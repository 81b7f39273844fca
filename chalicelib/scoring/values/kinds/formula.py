"""The entry of `formula`."""

import re
from collections.abc import Iterator
from typing import Final

from chalicelib.scoring.limits import FORMULA_CHARACTERS
from chalicelib.scoring.schema.shapes import must
from chalicelib.scoring.schema.words import words
from chalicelib.scoring.text import Text, text
from chalicelib.scoring.values.formula import Formula
from chalicelib.scoring.values.value_kind import CalculationInputs, Names, ValueKind

from .wording import cell_words

# A comparison or a function other than previous().
_FUNCTIONS: Final = re.compile(r"[<>=]|\b(?:if|min|max|abs|round)\b")
_FUNCTIONS_REMARK: Final = text(
    "公式中：比较成立为 1，否则为 0；if(条件,甲,乙) 在条件成立时取甲，否则取乙；"
    "min、max 取最小、最大，abs 取绝对值，round 四舍五入。",
    "In the formula a comparison counts 1 when it holds, else 0; if(condition, a, b) is a when the "
    "condition holds, else b; min and max are the least and greatest, abs drops the sign, round "
    "rounds half up.",
)
_PREVIOUS_REMARK: Final = text(
    "previous(…) 是上期同一算式的结果。",
    "previous(…) is the same expression in the previous period.",
)


def _words(value: Formula, _names: Names) -> Text:
    return text(value.expression.source, value.expression.source)


def _calculation(value: Formula, inputs: CalculationInputs) -> Text:
    """The formula as written, then the cells of its columns, with those of the previous period."""
    source, columns = value.expression.source, value.expression.columns
    given = ", ".join(f"{c} = {cell_words(inputs.now.get(c))}" for c in columns)
    before = ""
    if inputs.before is not None:
        before = ", ".join(f"{c} = {cell_words(inputs.before.get(c))}" for c in columns)
    if not given:
        return text(source, source)
    if not before:
        return text(f"{source} ({given})", f"{source} ({given})")
    zh, en = f"本期 {given}；上期 {before}", f"this period {given}; previous {before}"
    return text(f"{source} ({zh})", f"{source} ({en})")


def _no_value_words(_value: Formula) -> Text:
    return text("公式缺少数据或除数为 0", "a figure of the formula is missing, or it divides by 0")


def _remarks(value: Formula) -> Iterator[Text]:
    if _FUNCTIONS.search(value.expression.source):
        yield _FUNCTIONS_REMARK
    if "previous" in value.expression.source:
        yield _PREVIOUS_REMARK


FORMULA: Final = ValueKind(
    value=Formula,
    name=text("公式", "formula"),
    words=_words,
    calculation=_calculation,
    no_value_words=_no_value_words,
    remarks=_remarks,
    field_names={"expression": text("公式", "formula")},
    choice_names={},
    schema_title="Arithmetic over columns",
    schema_fields={
        "expression": must(
            words(FORMULA_CHARACTERS),
            "Arithmetic over columns: + - * / ( ), comparisons, min max abs round if previous.",
            "公式。",
        )
    },
)
