"""The entry of `ratio`."""

from typing import Final

from chalicelib.scoring.schema.shapes import may, must, ref
from chalicelib.scoring.text import Text, text
from chalicelib.scoring.values.ratio import Ratio
from chalicelib.scoring.values.value_kind import CalculationInputs, Names, ValueKind, no_remarks

from .wording import SCALE, cell_words, heading, name_of, times


def _words(value: Ratio, names: Names) -> Text:
    over, under = name_of(value.numerator, names), name_of(value.denominator, names)
    tail = times(value.scale)
    return text(f"{over['zh']} ÷ {under['zh']}{tail}", f"{over['en']} ÷ {under['en']}{tail}")


def _calculation(value: Ratio, inputs: CalculationInputs) -> Text:
    over, under = heading(value.numerator, inputs.names), name_of(value.denominator, inputs.names)
    a, b = (cell_words(inputs.now.get(c)) for c in (value.numerator, value.denominator))
    tail = times(value.scale)
    zh, en = (f"{over[lang]} {a} ÷ {under[lang]} {b}{tail}" for lang in ("zh", "en"))
    return text(zh, en)


def _no_value_words(_value: Ratio) -> Text:
    return text("没有数据或分母为 0", "there are no figures, or the denominator is 0")


RATIO: Final = ValueKind(
    value=Ratio,
    name=text("比率", "ratio"),
    words=_words,
    calculation=_calculation,
    no_value_words=_no_value_words,
    remarks=no_remarks,
    field_names={
        "numerator": text("分子", "numerator"),
        "denominator": text("分母", "denominator"),
        "scale": SCALE,
    },
    choice_names={},
    schema_title="A quotient of two columns",
    schema_fields={
        "numerator": must(ref("column_code"), "The column above the line.", "分子列。"),
        "denominator": must(ref("column_code"), "The column below the line.", "分母列。"),
        "scale": may(
            ref("number_positive"), "100 for a percentage; 1 by default.", "倍数，默认 1。"
        ),
    },
)
