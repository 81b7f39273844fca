"""Bands, vetoes, extras and the aggregation of several periods.

The reader is `reading.scheme_sections`.
"""

from typing import Final

from chalicelib.scoring.limits import GRADES, PERIOD_WEIGHTS
from chalicelib.scoring.reading.scheme_sections import EXTRA_KINDS, MONTH
from chalicelib.scoring.schema.numbers import whole
from chalicelib.scoring.schema.shapes import (
    NULL,
    Schema,
    choice,
    either,
    flag,
    list_of,
    may,
    must,
    object_of,
    place,
    ref,
)

# The largest `min_periods`: the months of five years. Weights may cover as many months.
MOST_PERIODS: Final = 60
GRADE: Final = object_of(
    "A band",
    {
        "code": must(ref("code"), "The grade's code.", "代码。"),
        "name": must(ref("name"), "The grade's name.", "名称。"),
        "description": may(ref("description"), "What it means.", "说明。"),
        "min": must(ref("number"), "The band begins here, included.", "起点，含。"),
        "max": may(ref("number"), "Checked against the next band's min.", "终点，不含。"),
        "coefficient": must(ref("number_not_negative"), "Bonus coefficient.", "奖金系数。"),
        "plan": may(flag(), "Drafts improvement plans for its members.", "起草改进计划。"),
    },
)
VETO: Final = object_of(
    "A veto",
    {
        "code": must(ref("code"), "The veto's code.", "代码。"),
        "name": must(ref("name"), "The veto's name.", "名称。"),
        "description": may(ref("description"), "What case it is.", "说明。"),
        "grade": may(ref("code"), "The grade it sets; the lowest by default.", "等级。"),
        "grade_name": may(ref("name"), "The name of that grade.", "等级名称。"),
        "coefficient": may(ref("number_not_negative"), "The coefficient it sets.", "奖金系数。"),
    },
)
EXTRA_OF_CASES: Final = object_of(
    "Points for recorded cases",
    {
        "code": must(ref("code"), "The extra's code.", "代码。"),
        "name": must(ref("name"), "The extra's name.", "名称。"),
        "description": may(ref("description"), "What it is given for.", "说明。"),
        "kind": must(choice(EXTRA_KINDS), "Added, or taken off.", "加分或减分。"),
        "per_case": must(ref("number_positive"), "Points of one case.", "每例分值。"),
        "at_most": must(ref("number_positive"), "Points of all cases at most.", "累计上限。"),
    },
)
EXTRA: Final = object_of(
    "Points beside the total",
    {
        "code": must(ref("code"), "The extra's code.", "代码。"),
        "name": must(ref("name"), "The extra's name.", "名称。"),
        "description": may(ref("description"), "What it is given for.", "说明。"),
        "column": must(ref("column_code"), "The column with signed points.", "加减分列。"),
        "min": may(ref("number"), "Less is an error of the row.", "最小值。"),
        "max": may(ref("number"), "More is an error of the row.", "最大值。"),
    },
)
BY_COLUMN: Final = object_of(
    "Months weigh by a column",
    {"column": must(ref("column_code"), "Such as worked days.", "权重列，如出勤天数。")},
)
BY_MONTH: Final[Schema] = {
    "title": "Months weigh by name",
    "type": "object",
    "propertyNames": {"pattern": f"^{MONTH.pattern}$"},
    "additionalProperties": either(ref("number_not_negative"), NULL),
    "maxProperties": PERIOD_WEIGHTS,
}
AGGREGATION: Final = object_of(
    "How months make a quarter or a year",
    {
        "weights": may(
            place({"const": "equal"}, BY_COLUMN, BY_MONTH),
            'How months weigh: "equal", by a column, or each by name.',
            "各月权重。",
        ),
        "min_periods": may(
            whole(1, MOST_PERIODS), "Fewest months, 1 by default.", "最少期数，默认 1。"
        ),
        "grades": may(list_of(ref("grade"), GRADES), "Bands of its own.", "等级。"),
    },
)

DEFS: Final[dict[str, Schema]] = {
    "grade": place(GRADE),
    "veto": place(VETO),
    "extra": place(EXTRA, EXTRA_OF_CASES),
    "aggregation": place(AGGREGATION),
}
