"""The entry of `growth`."""

from dataclasses import replace
from decimal import Decimal
from typing import Final

from chalicelib.scoring.phrases import equals, shown_figure
from chalicelib.scoring.schema.kinds import any_kind
from chalicelib.scoring.schema.shapes import must
from chalicelib.scoring.text import Text, text
from chalicelib.scoring.values.fractional_kinds import FRACTIONAL_KINDS, fractional_kind_of
from chalicelib.scoring.values.growth import Growth
from chalicelib.scoring.values.metric import Metric
from chalicelib.scoring.values.value import Fractional
from chalicelib.scoring.values.value_kind import CalculationInputs, Names, ValueKind, no_remarks

from .wording import cell_words, name_of


def _words(value: Growth, names: Names) -> Text:
    of = fractional_kind_of(value.of).words(value.of, names)
    return text(
        f"（本期 − 上期）÷ 上期 × 100，其中：{of['zh']}",
        f"(this period − previous) ÷ previous × 100 of {of['en']}",
    )


def _calculation(value: Growth, inputs: CalculationInputs) -> Text:
    now = _one_period(value.of, inputs)
    if inputs.before is None:  # results without the previous period's cells
        return text(
            f"本期{now['zh']}，比上期增长", f"This period {now['en']}; growth since the previous"
        )
    earlier = replace(inputs, now=inputs.before, before=None)
    before = _one_period(value.of, earlier)
    new, old = _operand(value.of, inputs), _operand(value.of, earlier)
    change = f"({new} − {old}) ÷ {old} × 100"
    return text(
        f"上期{before['zh']}，本期{now['zh']}，增长 {change}",
        f"Previous period {before['en']}; this period {now['en']}; growth {change}",
    )


def _one_period(of: Fractional, inputs: CalculationInputs) -> Text:
    """The calculation of one period's figure with its result: "sales 1200 ÷ days 10 = 120"."""
    calculation = fractional_kind_of(of).calculation(of, inputs)
    if isinstance(of, Metric):
        name, cell = name_of(of.column, inputs.names), cell_words(inputs.now.get(of.column))
        return text(f"{name['zh']} {cell}", f"{name['en']} {cell}")
    figure = of.figure("")(inputs.now, None)
    if not isinstance(figure, Decimal):
        return calculation
    result = equals(figure)
    return text(f"{calculation['zh']} {result['zh']}", f"{calculation['en']} {result['en']}")


def _operand(of: Fractional, inputs: CalculationInputs) -> str:
    """One period's figure in the formula of the growth; in brackets when it is negative."""
    figure = of.figure("")(inputs.now, None)
    words = shown_figure(figure)["en"] if isinstance(figure, Decimal) else "–"
    return f"({words})" if words.startswith("−") else words


def _no_value_words(_value: Growth) -> Text:
    return text(
        "没有本期或上期数据，或上期为 0 或负数",
        "either period has no figure, or the previous is 0 or less",
    )


GROWTH: Final = ValueKind(
    value=Growth,
    name=text("增长率", "growth"),
    words=_words,
    calculation=_calculation,
    no_value_words=_no_value_words,
    remarks=no_remarks,
    field_names={"of": text("增长的对象", "what grows")},
    choice_names={},
    schema_title="Growth since the previous period, in percent",
    schema_fields={
        "of": must(
            any_kind("value", (kind.value.kind for kind in FRACTIONAL_KINDS)),
            "A metric, ratio or formula value.",
            "增长的对象：metric、ratio 或 formula。",
        )
    },
)
