"""The sentences of the row faults, in Chinese and English; `{names}` are filled."""

from typing import Final

FAULTS: Final[dict[str, tuple[str, str]]] = {
    "not_a_number": (
        "列“{column}”应为数字，实为“{found}”。",
        "Column “{column}” must hold a number, found “{found}”.",
    ),
    "not_text": (
        "列“{column}”应为文字，实为“{found}”。",
        "Column “{column}” must hold text, found “{found}”.",
    ),
    "number_too_large": (
        "列“{column}”的数字过大：{found}。",
        "The number in column “{column}” is too large: {found}.",
    ),
    "number_too_fine": (
        "列“{column}”的小数超过 {most} 位。",
        "The number in column “{column}” has more than {most} decimals.",
    ),
    "negative_denominator": (
        "列“{column}”不能为负数：{found}。",
        "Column “{column}” must not be negative: {found}.",
    ),
    "negative_count": (
        "列“{column}”是计数，不能为负数：{found}。",
        "Column “{column}” is a count and must not be negative: {found}.",
    ),
    "more_failures_than_drawn": (
        "列“{column}”的不合格数 {found} 大于抽检数 {size}。",
        "Column “{column}” has {found} failures among {size} drawn.",
    ),
    "above_column": (
        "列“{column}”的 {found} 大于列“{bound}”的 {most}。",
        "Column “{column}” has {found}, more than the {most} of column “{bound}”.",
    ),
    "above_limit": (
        "列“{column}”的 {found} 大于上限 {most}。",
        "Column “{column}” has {found}, more than the most that can be, {most}.",
    ),
    "bad_mark": (
        "列“{column}”的评分“{found}”无法读取；多个评分用分号隔开，如 92;88;85。",
        "The mark “{found}” in column “{column}” cannot be read; several are written 92;88;85.",
    ),
    "mark_out_of_scale": (
        "列“{column}”的评分 {found} 不在 {low} 到 {high} 之间。",
        "The mark {found} in column “{column}” is not between {low} and {high}.",
    ),
    "combined_out_of_scale": (
        "列“{column}”合并后的评分不在 {low} 到 {high} 之间：评分表用的是另一量表。",
        "The forms had another scale: the marks of “{column}” are not between {low} and {high}.",
    ),
    "combined_otherwise": (
        "列“{column}”的评分已按“{found}”合并，方案取“{wanted}”：请重新打开并关闭评分轮次。",
        "“{column}” holds the {found} of its marks, not the {wanted}: reopen and close the round.",
    ),
    "too_many_marks": (
        "列“{column}”的评分超过 {most} 个。",
        "Column “{column}” holds more than {most} marks.",
    ),
    "unknown_level": (
        "列“{column}”的“{found}”不是等级，也不在等级的分值范围内；可用：{levels}。",
        "“{found}” in column “{column}” is neither a level nor a mark inside one; use: {levels}.",
    ),
    "value_out_of_range": (
        "指标“{column}”的计算结果过大。",
        "The result of indicator “{column}” is too large.",
    ),
    "value_missing": (
        "指标“{column}”没有值（{reason}），方案规定此行不予计分。",
        "Indicator “{column}” has no value ({reason}); the scheme refuses such a row.",
    ),
    "unknown_slice": (
        "列“{column}”的“{found}”不在方案的分组中：{slices}。",
        "“{found}” in column “{column}” is not a slice of the scheme: {slices}.",
    ),
    "duplicate_slice": (
        "列“{column}”的“{found}”出现多次。",
        "“{found}” in column “{column}” appears more than once.",
    ),
    "rows_disagree": (
        "同一人的几行在列“{column}”上不一致：{found}；请只填一行，或各行填同一内容。",
        "The rows of one person disagree in column “{column}”: {found}; fill in one, or all alike.",
    ),
    "several_rows": (
        "方案没有分组，一人只能有一行；请检查列“{column}”。",
        "The scheme has no slices, so a person has one row; look at column “{column}”.",
    ),
    "no_row": ("没有数据行（“{column}”）。", "There is no row (“{column}”)."),
    "extra_out_of_range": (
        "加减分“{column}”的 {found} 不在 {low} 到 {high} 之间。",
        "The extra “{column}” of {found} is not between {low} and {high}.",
    ),
    "unknown_extra": (
        "方案没有加减分“{column}”。",
        "The scheme has no extra “{column}”.",
    ),
    "unknown_veto": ("方案没有否决项“{column}”。", "The scheme has no veto “{column}”."),
    "unknown_exemption": (
        "豁免的指标“{column}”不在方案中。",
        "The exempted indicator “{column}” is not in the scheme.",
    ),
    "exemption_without_target": (
        "指标“{column}”的豁免缺少调整后的目标，或其规则不使用目标。",
        "The exemption of “{column}” lacks a target, or its rule uses none.",
    ),
    "below_zero": (
        "列“{column}”不能小于 0：{found}。",
        "Column “{column}” must not be below 0: {found}.",
    ),
    "unknown_grade": (
        "列“{column}”的“{found}”不是方案的等级；可用：{grades}。",
        "“{found}” in column “{column}” is no grade of the scheme; use: {grades}.",
    ),
    "nothing_imported": (
        "“{column}”、等级和各列数据都是空的，没有可导入的结果。",
        "“{column}”, the grade and every figure are blank: there is no result to import.",
    ),
}
# The faults whose `column` is the code of an indicator.
OF_INDICATORS: Final = frozenset(
    {"value_out_of_range", "value_missing", "exemption_without_target"}
)
