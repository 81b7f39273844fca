"""The whole scheme document, as `reading.scheme_reader` reads it."""

from copy import deepcopy
from typing import Any, Final

from chalicelib.scoring import limits
from chalicelib.scoring.reading.scheme_reader import (
    BASES,
    MOST_PLACES,
    MOVES,
    PERIODS,
    SUBJECTS,
)
from chalicelib.scoring.schema import kinds, numbers, shapes, words
from chalicelib.scoring.schema.numbers import from_0_to, whole
from chalicelib.scoring.schema.shapes import (
    Schema,
    choice,
    list_of,
    may,
    must,
    object_of,
    place,
    ref,
)

from . import columns, indicators, parameters, results, rules, values

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
ADDRESS: Final = "urn:servicescore:scheme-document"
DESCRIPTION: Final = (
    "How people are scored: indicators, rules, bands. Null is the same as leaving a field out; "
    "fields that begin with x_ are yours. What concerns several fields at once (points that add "
    "up, codes used twice, order of tiers) is the linter's to say. 考核方案文件：指标、规则与等级。"
)

PLACES: Final = whole(0, MOST_PLACES)
ROUNDING: Final = object_of(
    "Decimals that are printed",
    {
        "line": may(PLACES, "Of a line's points, 2 by default.", "每项，默认 2 位。"),
        "total": may(PLACES, "Of the total, 2 by default.", "总分，默认 2 位。"),
    },
)
AGGREGATED: Final = object_of(
    "Several periods",
    {
        "quarter": may(ref("aggregation"), "Three months.", "季度。"),
        "year": may(ref("aggregation"), "Twelve months.", "年度。"),
    },
)
RANKED: Final = object_of(
    "Ranks", {"group_by": may(choice(("team",)), "Among whom.", "按团队排名。")}
)
SCHEME: Final = object_of(
    "A scheme document",
    {
        "code": must(ref("code"), "The scheme's code.", "代码。"),
        "name": must(ref("name"), "The scheme's name.", "名称。"),
        "description": may(ref("description"), "For readers.", "说明。"),
        "notes": may(ref("description"), "For those who maintain the scheme.", "备注。"),
        "industry": may(ref("code"), "For finding a template.", "行业。"),
        "tags": may(list_of(ref("code"), limits.CHOICES), "For finding a template.", "标签。"),
        "subject": may(choice(SUBJECTS), "Who is appraised.", "考核对象。"),
        "period": may(choice(PERIODS), "How often.", "考核周期。"),
        "total_points": may(ref("number_positive"), "100 by default.", "总分，默认 100。"),
        "total_cap": may(ref("number_positive"), "Most with extras.", "总分上限。"),
        "rounding": may(place(ROUNDING), "Half up.", "小数位数，四舍五入。"),
        "grade_basis": may(choice(BASES), "What is compared with a band.", "等级比较方式。"),
        "max_unavailable": may(
            from_0_to(1), "Share, 0.5 by default.", "允许缺数据的比例，默认 0.5。"
        ),
        "sources": may(list_of(ref("source"), limits.SOURCES), "Who sends the data.", "数据来源。"),
        "columns": may(list_of(ref("column"), limits.COLUMNS), "Uploaded columns.", "数据列。"),
        "contacts": may(ref("contacts"), "Files with a row per contact.", "每次联络一行的文件。"),
        "dimensions": must(
            list_of(ref("dimension"), limits.DIMENSIONS, 1),
            f"With at most {limits.INDICATORS} indicators in all.",
            "维度。",
        ),
        "extras": may(list_of(ref("extra"), limits.EXTRAS), "Bonus and malus.", "加减分项。"),
        "grades": may(list_of(ref("grade"), limits.GRADES), "Bands, in any order.", "等级。"),
        "vetoes": may(list_of(ref("veto"), limits.VETOES), "Recorded cases.", "否决项。"),
        "aggregation": may(place(AGGREGATED), "Quarters and years.", "多期汇总。"),
        "ranking": may(place(RANKED), "How people are ranked.", "排名。"),
        "moves": may(
            choice(MOVES),
            "Who pays a month in which somebody changed the scheme: that of the last day worked, "
            "or each by its days.",
            "当月更换考核方案时由谁计发：最后工作日所属方案，或按天数分摊。",
        ),
        "parameters": may(
            list_of(ref("parameter"), limits.PARAMETERS), "What a template leaves open.", "参数。"
        ),
    },
    description=DESCRIPTION,
)
PARTS: Final = (
    shapes,
    words,
    numbers,
    kinds,
    rules,
    values,
    indicators,
    results,
    columns,
    parameters,
)


def scheme_grammar() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a scheme document. The caller may change the copy.

    A document that `read_scheme` accepts is valid. So is a draft with open parameters. A document
    that `read_scheme` refuses is invalid where JSON Schema can express the reason.
    """
    defs: dict[str, Schema] = {}
    for part in PARTS:
        defs.update(part.DEFS)
    return deepcopy({"$schema": DIALECT, "$id": ADDRESS, **SCHEME, "$defs": defs})
