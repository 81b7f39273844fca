"""The entry of `sample`."""

from typing import Final

from chalicelib.scoring.exact import plain
from chalicelib.scoring.schema.shapes import must, ref
from chalicelib.scoring.text import Text, text
from chalicelib.scoring.values.sample import Sample
from chalicelib.scoring.values.value_kind import CalculationInputs, Names, ValueKind, no_remarks

from .wording import cell_words, name_of


def _words(value: Sample, names: Names) -> Text:
    size = plain(value.required_size)
    failed = name_of(value.failures, names)
    return text(
        f"抽检 {size} 件中的“{failed['zh']}”", f"“{failed['en']}” among at least {size} drawn"
    )


def _calculation(value: Sample, inputs: CalculationInputs) -> Text:
    drawn = cell_words(inputs.now.get(value.size))
    return text(f"抽检 {drawn} 件，不合格", f"Failing among {drawn} drawn")


def _no_value_words(value: Sample) -> Text:
    size = plain(value.required_size)
    return text(f"抽检不足 {size} 件", f"fewer than {size} are drawn")


SAMPLE: Final = ValueKind(
    value=Sample,
    name=text("抽检", "sample"),
    words=_words,
    calculation=_calculation,
    no_value_words=_no_value_words,
    remarks=no_remarks,
    field_names={
        "failures": text("不合格数列", "column of failures"),
        "size": text("抽检数列", "column of the size"),
        "required_size": text("应抽数量", "size required"),
    },
    choice_names={},
    schema_title="Failures of a sample",
    schema_fields={
        "failures": must(ref("column_code"), "The column of failing items.", "不合格数列。"),
        "size": must(ref("column_code"), "The column of items drawn.", "抽检数列。"),
        "required_size": must(
            ref("number_positive"), "With fewer drawn there is no value.", "应抽数量。"
        ),
    },
)
