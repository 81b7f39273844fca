"""The sentences of the linter's warnings: the scheme can be published (rules.md §8).

The warnings of a rule kind stand in its entry in the catalogue.
"""

from typing import Final

from chalicelib.scoring.findings import Sentences

WARNING_WORDS: Final[dict[str, Sentences]] = {
    "cliff": (
        "{indicator}：在 {at} 处得分一次{moves} {jump} 分，超过其满分 {max} 分的 20%{why}。",
        "{indicator}: at {at} the points {moves} by {jump} at once, over 20% of its {max}{why}.",
        "如非本意，请加中间档或改用按比例扣分。",
        "Unless that is meant, add steps in between or deduct in proportion.",
    ),
    "points_rise": (
        "{indicator}：表现变差到 {at} 时，得分反而从 {before} 分升到 {after} 分。",
        "{indicator}: as performance falls to {at}, points rise from {before} to {after}.",
        "请检查方向、分值和归零线。",
        "Check the direction, the points and the cutoff.",
    ),
    "grade_unreachable": (
        "可得总分为 {low}–{high}，没有人能得到等级“{grade}”。",
        "Totals reach from {low} to {high}; nobody can get the grade “{grade}”.",
        "请调整等级起点或计分规则。",
        "Change the band, or the rules.",
    ),
    "reachable_range": (
        "可得总分为 {low}–{high}，而不是 0–{points}。",
        "The reachable total is {low} to {high}, not 0 to {points}.",
        "如非本意，请检查量表的最低分和扣分下限。",
        "Unless that is meant, check the lowest levels and the floors.",
    ),
    "coefficient_falls": (
        "等级“{grade}”的系数 {coefficient} 低于更差的等级“{other}”的 {lower}。",
        "The grade “{grade}” brings {coefficient}, the lower “{other}” brings {lower}.",
        "请检查系数。",
        "Check the coefficients.",
    ),
    "one_rater": (
        "主观评价的指标只由一个人评分。",
        "A judged indicator is rated by one person alone.",
        "请由几个人评分（rating，min_raters 至少为 2）。",
        "Let several people rate (rating, min_raters of 2 or more).",
    ),
    "self_reported": (
        "数据由被考核者自己填报。",
        "The figure is reported by the person who is scored.",
        "请另找来源核对，例如抽查或回访。",
        "Check it against another source, such as samples or call-backs.",
    ),
    "growth_base": (
        "{indicator}：上期的数（{base}）为 0 或负数时没有增长率：{then}。",
        "{indicator}: over a previous figure (of {base}) of 0 or less there is no growth: {then}.",
        "如果可能出现，请核对 not_available，或改为按与上期的差值计分。",
        "If that can happen, check not_available, or score a difference: x - previous(x).",
    ),
    "checklist_unused": (
        "没有人按此检查清单判定：这些数由文件报送。",
        "Nobody judges by this checklist: files give the figures.",
        "请为两列设一个 judged_by 为 inspection 的来源，或去掉 checklist。",
        "Give both columns a source with judged_by inspection, or leave out the checklist.",
    ),
    "fails_at_unused": (
        "fails_at 不起作用：没有检查清单，或按项计数。",
        "fails_at does nothing: there is no checklist, or items are counted.",
        "请写明 checklist 并按件计数（counts: tickets），或去掉 fails_at。",
        "Write a checklist and count tickets, or leave out fails_at.",
    ),
    "anonymity_unused": (
        "anonymity_min 不起作用：没有匿名的评分角色。",
        "anonymity_min does nothing: no role of raters is anonymous.",
        "请加上匿名角色（例如 peer），或去掉 anonymity_min。",
        "Add an anonymous role, such as peer, or leave out anonymity_min.",
    ),
    "round_without_source": (
        "写了评分表的问题，但评分轮次无法征询：评分列须有自己的来源，且该来源只有评分列。",
        "No rating round can ask these questions: the marks need a source of their own.",
        "请在 sources 中为评分列单列一个来源。",
        "Declare a source for the columns of marks alone, and name it at each of them.",
    ),
    "zero_without_data": (
        "{indicator}：没有数据时按 0 分计。缺数据是本人的原因（如缺考）吗？",
        "{indicator}: without data it counts 0. Is that the person's own doing (an exam missed)?",
        "如果是别人没有测量或评价，请用 reweight。",
        "Where others did not measure or judge, use reweight.",
    ),
    "veto_without_grade": (
        "否决项没有写明等级，将使用最低等级。",
        "The veto names no grade; the lowest band's is used.",
        "请写明 grade 和 coefficient。",
        "Name a grade and a coefficient.",
    ),
    "mostly_judged": (
        "主观评价的指标占 {judged} 分，超过总分 {points} 的一半。",
        "Judged indicators make up {judged} of {points} points, more than half.",
        "请增加可度量的指标。",
        "Give more weight to what is measured.",
    ),
    "moves_without_months": (
        "按天数分摊只适用于按月考核的方案。",
        "Only a scheme that is scored every month is split by days.",
        "请去掉 moves。",
        "Leave out moves.",
    ),
    "source_in_words": (
        "列“{column}”用文字写来源，发布时成为来源 {source}（“{name}”）。",
        "The source of the column “{column}” is in words; published it is {source}, “{name}”.",
        "请在 sources 中声明来源，列中写其代码。",
        "Declare it under sources, and write its code.",
    ),
    "column_without_source": (
        "列“{column}”没有写来源，归入“其他”（other）。",
        "The column “{column}” names no source; it belongs to “Other” (other).",
        "请写明由谁报送；可用：{known}。",
        "Say who sends it: {known}.",
    ),
    "source_unused": (
        "没有列来自来源“{name}”。",
        "No column comes from the source “{name}”.",
        "请去掉它，或在列中引用它。",
        "Leave it out, or name it at a column.",
    ),
    "sources_of_slices": (
        "{indicator} 用到几个来源的列（{sources}），而方案按组分行：各来源的文件不能逐行合并。",
        "{indicator} reads several sources ({sources}): with slices their rows cannot be joined.",
        "请让该指标的列出自同一来源；否则只能报送包含全部来源的文件。",
        "Take its columns from one source; otherwise only files for all sources are accepted.",
    ),
    "contacts_without_key": (
        "方案可由联络明细汇总，但没有写明用哪个字段识别一次联络：重复导出的记录会重复计数。",
        "No field identifies a contact: one that is exported twice counts twice.",
        "请在 contacts 中写明 key，例如工单号。",
        "Name it under contacts as key, for example the ticket's number.",
    ),
    "contact_field_unknown": (
        "联络字段“{field}”没有在 contacts 的 fields 中声明，文件中只能用这个名称。",
        "The contact field “{field}” is not declared under contacts; files must call it just so.",
        "可能是：{known}；否则请声明其中英文名称。",
        "Perhaps: {known}; otherwise declare its names.",
    ),
    "undeclared_column": (
        "列“{column}”没有在 columns 中声明。",
        "The column “{column}” is not declared under columns.",
        "可能是：{known}；否则请声明它。",
        "Perhaps: {known}; otherwise declare it.",
    ),
}
