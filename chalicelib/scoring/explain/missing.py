"""Why a line has no figure of its own, and what is made of it."""

from typing import Final

from chalicelib.scoring.reasons import Reason
from chalicelib.scoring.scheme import Policy
from chalicelib.scoring.text import Text, text

REASONS: Final[dict[str, Text]] = {
    Reason.BLANK: text("没有数据", "no figures were given"),
    Reason.ZERO_DENOMINATOR: text("分母为 0", "the denominator is 0"),
    Reason.NO_PREVIOUS: text("没有上期数据", "there is no previous period"),
    Reason.PREVIOUS_ZERO: text("上期为 0", "the previous figure is 0"),
    Reason.TOO_FEW_DRAWN: text("抽检数不足", "too few were drawn"),
    Reason.TOO_FEW_RATERS: text("评分人数不足", "too few people rated"),
    Reason.MISSING_OPERAND: text("公式缺少数据", "a figure of the formula is missing"),
    Reason.DIVISION_BY_ZERO: text("公式中除数为 0", "the formula divides by 0"),
    Reason.BELOW_MIN_SAMPLE: text("样本量不足", "there are too few cases"),
    Reason.NO_SLICE: text("没有任何分组的数据", "no slice has figures"),
}
EXEMPTIONS: Final[dict[str, Text]] = {
    "leave_out": text("已批准豁免，不计入", "exempt by approval, left out"),
    "full": text("已批准豁免，按满分计", "exempt by approval, full points"),
    "adjusted_target": text(
        "已批准豁免，按调整后的目标计分", "exempt by approval, scored against an adjusted target"
    ),
}
POLICIES: Final[dict[Policy, Text]] = {
    "reweight": text("不计入，其余指标按比例放大", "left out, the other lines are re-weighted"),
    "full": text("按满分计", "full points are given"),
    "zero": text("按 0 分计", "no points are given"),
    "carry_previous": text("沿用上期的值", "the previous period's value is used"),
    "team_mean": text("采用团队平均值", "the team's mean is used"),
    "reject": text("不予计分", "the row is refused"),
}


def reason_words(reason: str | None) -> Text:
    return REASONS.get(reason or "", text("不可用", "not available"))


def policy_words(policy: Policy) -> Text:
    """What happens without a figure, for the rulebook."""
    return POLICIES[policy]


def missing_words(reason: str | None, policy: Policy, *, left_out: bool) -> Text:
    """Why there is no figure and what was done; a policy that found nothing leaves the line out."""
    why = reason_words(reason)
    then = POLICIES["reweight" if left_out else policy]
    return text(f"{why['zh']}：{then['zh']}。", f"{_begun(why['en'])}: {then['en']}.")


def exemption_words(treatment: str | None) -> Text:
    words = EXEMPTIONS.get(treatment or "", EXEMPTIONS["leave_out"])
    return text(f"{words['zh']}。", f"{_begun(words['en'])}.")


def _begun(words: str) -> str:
    return words[:1].upper() + words[1:]
