"""The entry of `sample`."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from chalicelib.scoring.exact import plain
from chalicelib.scoring.limits import CHECKLIST_ITEMS
from chalicelib.scoring.phrases import enumeration
from chalicelib.scoring.rows import Cell
from chalicelib.scoring.schema.numbers import whole
from chalicelib.scoring.schema.shapes import choice, flag, list_of, may, must, object_of, place, ref
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
    if value.checklist:
        yield _checklist_words(value)


def _checklist_words(value: Sample) -> Text:
    """What is judged, and when a ticket fails."""
    items = enumeration([item.name for item in value.checklist])
    zh, en = f"按清单判定：{items['zh']}。", f"Judged by a checklist: {items['en']}."
    if value.count_of == "tickets":
        zh += f"一件中有 {value.fails_at} 项不合格即为不合格。"
        en += f" A ticket fails when {value.fails_at} of these do."
    critical = enumeration([item.name for item in value.checklist if item.critical])
    if critical["zh"]:
        zh += f"关键项：{critical['zh']}，不合格则整件不合格。"
        en += f" Critical: {critical['en']}; where it fails, all of the ticket does."
    return text(zh, en)


def _no_value_words(value: Sample) -> Text:
    size = plain(value.required_size)
    return text(f"抽检不足 {size} 件", f"fewer than {size} are drawn")


ITEM: Final = object_of(
    "An item of a checklist",
    {
        "code": must(ref("code"), "The item's code.", "代码。"),
        "name": must(ref("name"), "What is judged.", "判定内容。"),
        "critical": may(flag(), "Where it fails, the ticket does.", "不合格则整件不合格。"),
    },
)

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
        "checklist": text("检查清单", "checklist"),
        "fails_at": text("不合格所需项数", "failing items that fail a ticket"),
        "critical": text("关键项", "critical"),
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
        "checklist": may(
            list_of(place(ITEM), CHECKLIST_ITEMS),
            "The items by which inspectors judge a ticket.",
            "检查人判定每件所用的清单。",
        ),
        "fails_at": may(
            whole(1, CHECKLIST_ITEMS),
            "So many failing items fail a ticket, 1 by default.",
            "一件中有几项不合格即为不合格，默认 1。",
        ),
    },
)
