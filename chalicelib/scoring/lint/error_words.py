"""The sentences of the linter's errors: what stops a scheme from being published (rules.md §8).

The errors of a rule kind stand in its entry in the catalogue.
"""

from typing import Final

from chalicelib.scoring.findings import Sentences

ERROR_WORDS: Final[dict[str, Sentences]] = {
    "assumption_unconfirmed": (
        "参数“{parameter}”的建议值 {suggested} 只是假定，尚未确认。",
        "The suggested value {suggested} of “{parameter}” is an assumption, not yet confirmed.",
        "请确认该值，或填写自己的值。",
        "Confirm it, or set a value of your own.",
    ),
    "dimension_points": (
        "各指标满分之和为 {found}，维度写的是 {points}。",
        "The indicators add up to {found}, the dimension says {points}.",
        "请调整指标满分，或把维度分值改为 {found}。",
        "Change the indicators' points, or the dimension's to {found}.",
    ),
    "total_points": (
        "各维度分值之和为 {found}，方案总分为 {points}。",
        "The dimensions add up to {found}, the scheme's total is {points}.",
        "请调整维度分值；相差 {difference}。",
        "Change the dimensions' points; they differ by {difference}.",
    ),
    "anonymity_too_small": (
        "匿名角色从 {found} 份评分起计入，而少于 {least} 份不显示：由结果可以推算出来。",
        "Of an anonymous role {found} marks count; fewer than {least} are not shown, but computed.",
        "请填写 {least} 或以上。",
        "Ask for {least} or more.",
    ),
    "grades_missing": (
        "方案没有等级，总分不会带来任何系数。",
        "The scheme has no grades, so a total brings no coefficient.",
        "请至少写一个从 0 分起的等级。",
        "Write at least one band that begins at 0.",
    ),
    "band_no_bottom": (
        "最低等级从 {min} 分起，低于它的总分没有等级。",
        "The lowest band begins at {min}; totals below it have no grade.",
        "请加一个从 0 分起的等级。",
        "Add a band that begins at 0.",
    ),
    "band_overlap": (
        "等级“{grade}”与“{other}”在 {at} 分处重叠。",
        "The bands “{grade}” and “{other}” overlap at {at}.",
        "请让每个等级有不同的起点，上限不超过上一等级的起点。",
        "Give each its own min, and no max above the next band's min.",
    ),
    "band_gap": (
        "等级“{grade}”到 {max} 分为止，下一等级“{other}”从 {at} 分起，中间没有等级。",
        "The band “{grade}” ends at {max}, the next, “{other}”, begins at {at}.",
        "等级从起点到下一等级的起点为止（不含）；请去掉 max 或改为 {at}。",
        "A band reaches up to the next one's min, exclusive; drop max or make it {at}.",
    ),
    "unknown_source": (
        "列“{column}”的来源“{source}”不在 sources 中。",
        "The column “{column}” names the source “{source}”, which is not under sources.",
        "可能是：{known}；否则请声明它。",
        "Perhaps: {known}; otherwise declare it.",
    ),
    "fails_at_unreachable": (
        "清单有 {items} 项，却要 {found} 项不合格才算整件不合格。",
        "The checklist has {items} items, and a ticket fails only when {found} of them do.",
        "请把 fails_at 改为不大于清单的项数。",
        "Make fails_at no more than the number of items.",
    ),
    "not_judged": (
        "来源“{source}”由抽检判定，但这些列没有检查清单或检查人评分：{columns}。",
        "The source “{source}” is judged by inspection, but nobody judges: {columns}.",
        "请为抽检（sample）写明 checklist，为评分（rating）加上 inspector，或改由其他来源报送。",
        "Give the sample a checklist, the rating an inspector, or the columns another source.",
    ),
    "rule_cannot_use_value": (
        "规则 {rule} 不能用于 {value} 类指标值。",
        "The rule {rule} cannot use a value of kind {value}.",
        "该规则可用于：{usable}。",
        "It can use: {usable}.",
    ),
    "direction_contradicts": (
        "次数越少越好，方向却写成 higher。",
        "A count of failures is better when lower, yet the direction says higher.",
        "请写 lower，或去掉 direction。",
        "Write lower, or leave direction out.",
    ),
    "slices_without_target": (
        "规则 {rule} 不使用目标，分组目标不起作用。",
        "The rule {rule} uses no target, so targets by slice do nothing.",
        "请用 step_deduct、pass_fail 或 proportional。",
        "Use step_deduct, pass_fail or proportional.",
    ),
    "policy_cannot_apply": (
        "分组的指标没有单一的值，不能用 {policy}。",
        "An indicator with slices has no single value for {policy} to use.",
        "请用 reweight、full、zero 或 reject。",
        "Use reweight, full, zero or reject.",
    ),
    "unknown_column": (
        "公式中的“{column}”不是已知的列。",
        "“{column}” in the formula is not a known column.",
        "可能是：{known}；请在 columns 中声明。",
        "Perhaps: {known}; otherwise declare it under columns.",
    ),
    "column_conflict": (
        "列“{column}”既作数字又作文字使用。",
        "The column “{column}” is read both as a number and as text.",
        "请使用两个不同的列。",
        "Use two columns.",
    ),
    "bound_column_unknown": (
        "列“{column}”不能大于“{bound}”，但指标没有用到名为“{bound}”的另一数字列。",
        "The column “{column}” is at most “{bound}”, which is no other column of numbers in use.",
        "可能是：{known}。",
        "Perhaps: {known}.",
    ),
    "bound_of_words": (
        "列“{column}”不是数字列，不能有 at_most。",
        "The column “{column}” does not hold numbers and cannot have at_most.",
        "请去掉 at_most。",
        "Leave at_most out.",
    ),
    "min_periods_too_many": (
        "最少 {found} 期，但一个周期最多只有 {most} 期。",
        "At least {found} periods are asked for, but there are only {most}.",
        "请不超过 {most}。",
        "Use at most {most}.",
    ),
}
