"""Dimensions and their indicators, as `reading.indicators` reads them."""

from typing import Final

from chalicelib.scoring.limits import ADVICE, INDICATORS, NAME_CHARACTERS, SLICES
from chalicelib.scoring.reading.indicators import DIRECTIONS, POLICIES
from chalicelib.scoring.schema.shapes import (
    Schema,
    choice,
    flag,
    list_of,
    may,
    must,
    object_of,
    place,
    ref,
    with_field,
)
from chalicelib.scoring.schema.words import plain_words

from .rules import NEED_TARGET

DESCRIPTION = ref("description")

MIN_SAMPLE: Final = object_of(
    "The smallest sample",
    {
        "column": must(ref("column_code"), "The column that counts.", "计数列。"),
        "at_least": must(ref("number_positive"), "Below it there is no value.", "至少。"),
    },
)
TARGETS: Final[Schema] = {
    "type": "object",
    "propertyNames": plain_words(NAME_CHARACTERS),
    "additionalProperties": ref("number"),
    "minProperties": 1,
    "maxProperties": SLICES,
}
SLICED: Final = object_of(
    "Targets by slice",
    {
        "by": must(ref("code"), "The column that names the slice.", "分组列。"),
        "weight_by": must(ref("column_code"), "The column that weighs the slices.", "权重列。"),
        "targets": must(TARGETS, "Each slice's target.", "各组目标。"),
    },
)
ADVISED: Final = object_of(
    "What is proposed in improvement plans",
    {
        "causes": may(list_of(DESCRIPTION, ADVICE), "What usually lies behind it.", "常见原因。"),
        "measures": may(list_of(DESCRIPTION, ADVICE), "What helps.", "常用措施。"),
    },
)
NEEDS_TARGET: Final[dict[str, object]] = {
    "if": {
        "properties": {
            "rule": {"properties": {"kind": {"enum": list(NEED_TARGET)}}, "required": ["kind"]}
        },
        "required": ["rule"],
    },
    "then": {"anyOf": [with_field("target"), with_field("slices")]},
}

INDICATOR: Final = object_of(
    "An indicator",
    {
        "code": must(ref("code"), "Unique in the scheme.", "代码，方案内唯一。"),
        "name": must(ref("name"), "As a scorecard shows it.", "名称。"),
        "description": may(DESCRIPTION, "What it measures.", "说明。"),
        "notes": may(DESCRIPTION, "For those who maintain the scheme.", "备注。"),
        "unit": may(ref("unit"), "What the figure counts.", "单位。"),
        "direction": may(choice(DIRECTIONS), "Whether more is better.", "方向。"),
        "max_points": must(ref("number_positive"), "What it is worth.", "满分。"),
        "target": may(ref("number"), f"Needed by {', '.join(NEED_TARGET)}.", "目标；达到即算。"),
        "value": must(ref("value"), "From columns to a figure.", "取值方式。"),
        "rule": must(ref("rule"), "From the figure to points.", "计分规则。"),
        "not_available": may(choice(POLICIES), "What to do without a value.", "没有数据时。"),
        "min_sample": may(place(MIN_SAMPLE), "The smallest sample that counts.", "最小样本。"),
        "slices": may(place(SLICED), "Several targets, by channel or shift.", "分组目标。"),
        "source": may(ref("name"), "Where the figures come from.", "数据来源。"),
        "self_reported": may(flag(), "The person measured makes the figure.", "本人填报。"),
        "improvement": may(place(ADVISED), "For improvement plans.", "改进建议。"),
    },
    **NEEDS_TARGET,
)
DIMENSION: Final = object_of(
    "A dimension",
    {
        "code": must(ref("code"), "The dimension's code.", "代码。"),
        "name": must(ref("name"), "The dimension's name.", "名称。"),
        "description": may(DESCRIPTION, "What it is about.", "说明。"),
        "notes": may({}, "For those who maintain the scheme.", "备注。"),
        "points": must(ref("number_positive"), "The sum of its indicators' max_points.", "分值。"),
        "indicators": must(
            list_of(ref("indicator"), INDICATORS, 1), "Its lines of the scorecard.", "指标。"
        ),
    },
)

DEFS: Final[dict[str, Schema]] = {
    "dimension": place(DIMENSION),
    "indicator": place(INDICATOR),
}
