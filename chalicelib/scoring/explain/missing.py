"""Why a line has no figure of its own, and what is made of it."""

from typing import Final

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
POLICIES: Final[dict[Policy, Text]] = {
    "reweight": text("不计入，其余指标按比例放大", "left out, the other lines are re-weighted"),
    "full": text("按满分计", "full points are given"),
    "zero": text("按 0 分计", "no points are given"),
    "carry_previous": text("沿用上期的值", "the previous period's value is used"),
    "team_mean": text("采用团队平均值", "the team's mean is used"),
    "reject": text("不予计分", "the row is refused"),
}


def policy_words(policy: Policy) -> Text:
    """What happens without a figure, for the rulebook."""
    return POLICIES[policy]


def missing_words(reason: str | None, policy: Policy) -> Text:
    """Why there is no figure and what was done."""
    why, then = reason_words(reason), POLICIES[policy]
    return text(f"{why['zh']}：{then['zh']}。", f"{_begun(why['en'])}: {then['en']}.")


def exemption_words(treatment: str | None) -> Text:
    words = EXEMPTIONS[treatment]
    return text(f"{words['zh']}。", f"{_begun(words['en'])}.")


def _begun(words: str) -> str:
    return words[:1].upper() + words[1:]
