"""Values that turn columns into an indicator's figure.

Every value kind of `values.catalogue.VALUE_KINDS` has an entry in `PARTS` and in `TITLES`.
"""

from collections.abc import Mapping
from typing import Final

from chalicelib.scoring.limits import FORMULA_CHARACTERS, MARKS_PER_CELL, RATERS
from chalicelib.scoring.values.catalogue import VALUE_KINDS
from chalicelib.scoring.values.formula import Formula
from chalicelib.scoring.values.fractional_kinds import FRACTIONAL_KINDS
from chalicelib.scoring.values.growth import Growth
from chalicelib.scoring.values.metric import Metric
from chalicelib.scoring.values.rating import COMBINES, Rating
from chalicelib.scoring.values.ratio import Ratio
from chalicelib.scoring.values.sample import Sample
from chalicelib.scoring.values.value import Value

from .kinds import any_kind, kinds
from .numbers import whole, zero
from .shapes import Field, Schema, choice, may, must, object_of, place, ref
from .words import code_pattern, words

COLUMN = ref("column_code")

RATER_WEIGHTS: Final[Schema] = {
    "type": "object",
    "propertyNames": {"pattern": code_pattern()},
    "additionalProperties": ref("number_not_negative"),
    "minProperties": 1,
    "maxProperties": RATERS,
    # At least one role has a weight other than 0.
    "not": {"additionalProperties": zero()},
}
MARKS: Final = object_of(
    "A scale of marks",
    {
        "min": must(ref("number"), "The lowest mark.", "最低分。"),
        "max": must(ref("number"), "The highest mark, above the lowest.", "最高分，大于最低分。"),
    },
)

PARTS: Final[Mapping[type[Value], Mapping[str, Field]]] = {
    Metric: {"column": must(COLUMN, "The column that holds the figure.", "数值所在列。")},
    Ratio: {
        "numerator": must(COLUMN, "The column above the line.", "分子列。"),
        "denominator": must(COLUMN, "The column below the line.", "分母列。"),
        "scale": may(
            ref("number_positive"), "100 for a percentage; 1 by default.", "倍数，默认 1。"
        ),
    },
    Growth: {
        "of": must(
            any_kind("value", (kind.value.kind for kind in FRACTIONAL_KINDS)),
            "A metric, ratio or formula value.",
            "增长的对象：metric、ratio 或 formula。",
        )
    },
    Sample: {
        "failures": must(COLUMN, "The column of failing items.", "不合格数列。"),
        "size": must(COLUMN, "The column of items drawn.", "抽检数列。"),
        "required_size": must(
            ref("number_positive"), "With fewer drawn there is no value.", "应抽数量。"
        ),
    },
    Rating: {
        "raters": must(RATER_WEIGHTS, "Each role's weight; 0 is not counted.", "各角色的权重。"),
        "scale": must(place(MARKS), "The lowest and the highest mark.", "量表。"),
        "combine": may(choice(COMBINES), "How a role's marks are combined.", "合并方式。"),
        "min_raters": may(
            whole(1, MARKS_PER_CELL), "Fewest marks, 1 by default.", "最少评分数，默认 1。"
        ),
    },
    Formula: {
        "expression": must(
            words(FORMULA_CHARACTERS),
            "Arithmetic over columns: + - * / ( ), comparisons, min max abs round if previous.",
            "公式。",
        )
    },
}

TITLES: Final[Mapping[type[Value], str]] = {
    Metric: "A figure as it is uploaded",
    Ratio: "A quotient of two columns",
    Growth: "Growth since the previous period, in percent",
    Sample: "Failures of a sample",
    Rating: "Marks given by people",
    Formula: "Arithmetic over columns",
}

DEFS: Final[dict[str, Schema]] = kinds(
    "value",
    "From columns to a figure. 取值方式。",
    {kind.value.kind: object_of(TITLES[kind.value], PARTS[kind.value]) for kind in VALUE_KINDS},
)
