"""The entry of `sample`."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from chalicelib.scoring.exact import plain
from chalicelib.scoring.rows import Cell
from chalicelib.scoring.schema.shapes import choice, may, must, ref
from chalicelib.scoring.text import Text, text
from chalicelib.scoring.values.sample import COUNTS, MORE_DRAWN, Sample
from chalicelib.scoring.values.value_kind import CalculationInputs, Names, ValueKind

from .wording import cell_words, name_of


def _words(value: Sample, names: Names) -> Text:
    size = plain(value.required_size)
    failed = name_of(value.failures, names)
    if value.more_drawn == "normalise":
        return text(
            f"“{failed['zh']}”，按抽检 {size} 件折算（多抽的按比例）",
            f"“{failed['en']}” per {size} drawn, in proportion when more are drawn",
        )
    return text(
        f"抽检 {size} 件中的“{failed['zh']}”", f"“{failed['en']}” among at least {size} drawn"
    )


def _calculation(value: Sample, inputs: CalculationInputs) -> Text:
    failed, size = inputs.now.get(value.failures), inputs.now.get(value.size)
    drawn = cell_words(size)
    if _normalised(value, size):
        share = f"{cell_words(failed)} × {plain(value.required_size)} ÷ {drawn}"
        return text(f"抽检 {drawn} 件，不合格 {share}", f"Failing among {drawn} drawn: {share}")
    return text(f"抽检 {drawn} 件，不合格", f"Failing among {drawn} drawn")


def _normalised(value: Sample, drawn: Cell) -> bool:
    more = isinstance(drawn, Decimal) and drawn > value.required_size
    return more and value.more_drawn == "normalise"


def _remarks(value: Sample) -> Iterable[Text]:
    if value.count_of == "items":
        yield text(
            "按项计数：一件中可以有多项不合格。",
            "Items are counted: one of those drawn may have several that fail.",
        )


def _no_value_words(value: Sample) -> Text:
    size = plain(value.required_size)
    return text(f"抽检不足 {size} 件", f"fewer than {size} are drawn")


SAMPLE: Final = ValueKind(
    value=Sample,
    name=text("抽检", "sample"),
    words=_words,
    calculation=_calculation,
    no_value_words=_no_value_words,
    remarks=_remarks,
    field_names={
        "failures": text("不合格数列", "column of failures"),
        "size": text("抽检数列", "column of the size"),
        "required_size": text("应抽数量", "size required"),
        "counts": text("计数对象", "what is counted"),
        "more_drawn": text("多抽时", "when more are drawn"),
    },
    choice_names={
        ("counts", "tickets"): text("不合格的件", "failing tickets"),
        ("counts", "items"): text("不合格的项", "failing items"),
        ("more_drawn", "normalise"): text("按应抽数量折算", "brought to the size required"),
        ("more_drawn", "as_drawn"): text("不折算", "left as drawn"),
    },
    schema_title="Failures of a sample",
    schema_fields={
        "failures": must(ref("column_code"), "The column of failures.", "不合格数列。"),
        "size": must(ref("column_code"), "The column of items drawn.", "抽检数列。"),
        "required_size": must(
            ref("number_positive"), "With fewer drawn there is no value.", "应抽数量。"
        ),
        "counts": may(
            choice(COUNTS), "Of items, one ticket may have several.", "计件或计项，默认计件。"
        ),
        "more_drawn": may(
            choice(MORE_DRAWN),
            "normalise (default): 4 of 20 counts as 2 of 10.",
            "多抽时是否折算，默认折算。",
        ),
    },
)
