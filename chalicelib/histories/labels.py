"""The words of a history's page."""

from collections.abc import Mapping
from typing import Final

from chalicelib.language import Text

LABELS: Final[Mapping[str, Text]] = {
    "title": Text("考核结果的形成过程", "How the result came to be"),
    "person": Text("员工 {}", "Employee {}"),
    "team": Text("团队 {}", "Team {}"),
    "period": Text("考核期间 {}", "Period {}"),
    "scheme": Text("方案 {}", "Scheme {}"),
    "revision": Text("第 {} 次结果", "Revision {}"),
    "computed": Text("计算时间", "Computed"),
    "version": Text("方案版本", "Scheme version"),
    "causes": Text("原因", "Causes"),
    "total": Text("总分", "Total"),
    "grade": Text("等级", "Grade"),
    "coefficient": Text("系数", "Coefficient"),
    "before": Text("之前", "Before"),
    "after": Text("之后", "After"),
    "line": Text("指标", "Indicator"),
    "value": Text("数值", "Value"),
    "points": Text("得分", "Points"),
    "none": Text("无", "none"),
    "withheld": Text(
        "该次结果不向您展示；其承诺值和哈希仍在链中。",
        "This revision is not shown to you; its commitment and hash stand in the chain.",
    ),
    "missing": Text(
        "该次结果已不在库中：链在此处断开。",
        "This revision is not stored any more: the chain is broken here.",
    ),
    "went": Text(
        "此后，数据文件 {} 于 {} 撤回，结果随之取消。",
        "After it the file {} was withdrawn at {}, and the result went with it.",
    ),
    "erased": Text(
        "该次结果已由个人信息删除（{}，{}）改动：盐已销毁，承诺值保留。",
        "An erasure ({}, {}) has changed this revision: its salt is gone, its commitment stays.",
    ),
    "verified": Text(
        "本页各次结果与其哈希一致，前后相连。",
        "The revisions on this page are what their hashes say, and follow one another.",
    ),
    "broken": Text(
        "本页第 {} 次结果缺失、被改动或未接上一次。",
        "Revisions {} on this page are missing, changed, or follow another one.",
    ),
    "unproved": Text(
        "本页各次结果产生于承诺值启用之前：无法证明其未被改动。",
        "The revisions on this page are from before there were commitments: nothing proves that "
        "they were not changed.",
    ),
    "partly": Text(
        "其中 {} 次产生于承诺值启用之前，不在链的保护之内；承诺自第 {} 次起。",
        "{} of them are from before there were commitments and are not covered, which begins with "
        "revision {}.",
    ),
    "how": Text(
        "任何人都可验算：承诺值 = SHA-256（盐 + 换行 + 内容），哈希 = SHA-256（上一次的哈希 + "
        "换行 + 承诺值），均为 UTF-8 文本，取结果的前 40 位十六进制数字。链以 40 个 0 开始。",
        "Anybody can check it: the commitment is SHA-256 over salt, line feed and content; the "
        "hash is SHA-256 over the hash before, line feed and commitment; all as UTF-8 text, and of "
        "each the first 40 hex digits. A chain begins with 40 zeros.",
    ),
    "content": Text("内容", "Content"),
    "salt": Text("盐", "Salt"),
    "commitment": Text("承诺值", "Commitment"),
    "follows": Text("上一次的哈希", "Hash before"),
    "hash": Text("哈希", "Hash"),
    "no_hash": Text("产生于承诺值启用之前，没有哈希。", "From before there were commitments."),
    "next": Text("下一页", "Next page"),
    "last": Text("全部 {} 次结果的最后哈希：{}", "The last of {} revisions has the hash {}"),
}

#: What a cause is called. Its places take ``ref``, ``row`` and the sources.
CAUSES: Final[Mapping[str, Text]] = {
    "file": Text("数据文件 {ref}，第 {row} 行{of}", "File {ref}, row {row}{of}"),
    "import": Text("导入的历史结果 {ref}，第 {row} 行", "Past result imported: {ref}, row {row}"),
    "rating_round": Text("评分轮次 {ref} 的合并结果{of}", "Combined values of round {ref}{of}"),
    "inspection": Text("质检 {ref}{of}", "Inspection {ref}{of}"),
    "appeal": Text("申诉 {ref} 的处理决定", "Decision on appeal {ref}"),
    "case": Text("个案 {ref} 生效", "Case {ref} took effect"),
    "case_ended": Text("个案 {ref} 撤销", "Case {ref} was revoked"),
    "correction": Text("锁定后的更正 {ref}", "Correction {ref} after the lock"),
    "withdrawal": Text("数据文件 {ref} 撤回", "File {ref} was withdrawn"),
    "void": Text("结果作废", "The result was declared void"),
    "void_lifted": Text("作废解除", "It is a result again"),
    "declared_final": Text("宣布不再等待{of}", "Declared final without its figures{of}"),
    "rescored": Text("按方案第 {ref} 版重新评分", "Scored anew by version {ref} of the scheme"),
    "register": Text(
        "名册中的团队或计发方案变更", "The register says another team or paying scheme"
    ),
    "team_mean": Text("数据文件 {ref} 改变了团队均值", "File {ref} changed the mean of the team"),
    "previous_period": Text("上一期间的结果变更", "The previous period's result changed"),
    "recomputed": Text("重新计算", "Computed anew"),
}
SOURCES: Final = Text("（来源：{}）", " (sources: {})")
ROW_UNKNOWN: Final = Text("未知", "unknown")
BY: Final = Text("经办：{}", "by {}")
REASON: Final = Text("理由：{}", "reason: {}")
