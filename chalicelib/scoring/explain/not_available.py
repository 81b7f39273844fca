"""Why a line has no figure of its own, and what was done instead (rules.md §3, §4)."""

from typing import Final

from chalicelib.scoring.phrases import capitalized
from chalicelib.scoring.reasons import reason_words
from chalicelib.scoring.scheme import Policy
from chalicelib.scoring.text import Text, text

EXEMPTIONS: Final[dict[str | None, Text]] = {
    "leave_out": text("已批准豁免，不计入", "exempt by approval, left out"),
    "full": text("已批准豁免，按满分计", "exempt by approval, full points"),
    "adjusted_target": text(
        "已批准豁免，按调整后的目标计分", "exempt by approval, scored against an adjusted target"
    ),
}
AWAITED_WORDS: Final = text(
    "数据来源尚未报送，暂不计分。", "Its source has not arrived yet: no points so far."
)
POLICIES: Final[dict[Policy, Text]] = {
    "reweight": text("不计入，其余指标按比例放大", "left out, the other lines are re-weighted"),
    "full": text("按满分计", "full points are given"),
    "zero": text("按 0 分计", "no points are given"),
    "carry_previous": text("沿用上期的值", "the previous period's value is used"),
    "team_mean": text("采用团队平均值", "the team's mean is used"),
    "reject": text("不予计分", "the row is refused"),
}


def policy_words(policy: Policy) -> Text:
    """What a `not_available` policy does, for the rulebook."""
    return POLICIES[policy]


def not_available_words(reason: str | None, policy: Policy) -> Text:
    """A sentence: why there is no figure, and what the policy did."""
    why, then = reason_words(reason), POLICIES[policy]
    return text(f"{why['zh']}：{then['zh']}。", f"{capitalized(why['en'])}: {then['en']}.")


def exemption_words(treatment: str | None) -> Text:
    """A sentence: how the exemption treats the line. KeyError for an unknown treatment."""
    words = EXEMPTIONS[treatment]
    return text(f"{words['zh']}。", f"{capitalized(words['en'])}.")
