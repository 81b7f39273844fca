"""The entry of `metric`."""

from typing import Final

from chalicelib.scoring.schema.shapes import must, ref
from chalicelib.scoring.text import Text, text
from chalicelib.scoring.values.metric import Metric
from chalicelib.scoring.values.value_kind import CalculationInputs, Names, ValueKind, no_remarks

from .wording import heading, name_of


def _words(value: Metric, names: Names) -> Text:
    return name_of(value.column, names)


def _calculation(value: Metric, inputs: CalculationInputs) -> Text:
    return heading(value.column, inputs.names)


def _no_value_words(_value: Metric) -> Text:
    return text("没有数据", "there are no figures")


METRIC: Final = ValueKind(
    value=Metric,
    name=text("直接取数", "the column itself"),
    words=_words,
    calculation=_calculation,
    no_value_words=_no_value_words,
    remarks=no_remarks,
    field_names={"column": text("列", "column")},
    choice_names={},
    schema_title="A figure as it is uploaded",
    schema_fields={
        "column": must(ref("column_code"), "The column that holds the figure.", "数值所在列。")
    },
)
