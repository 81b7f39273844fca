"""Void results as the API shows them: that they are, by whom and why."""

from collections.abc import Mapping
from typing import Any, Final

from chalicelib.scoring import Text
from chalicelib.scoring.text import text

NOT_PAID: Final = text("该结果已作废，不计发。", "This result is void and pays nobody.")
_WHY_NOT_KEPT: Final = text("理由已不再保存。", "The reason is not kept any more.")


def described(void: Mapping[str, Any]) -> dict[str, Any]:
    """Return since when a result is void, or closed, by whom and why, as a card has it."""
    return {name: void.get(name) for name in ("at", "by", "reason")}


def words(void: Mapping[str, Any]) -> Text:
    """Return the sentence that stands in place of how the total came about."""
    reason, by, at = void.get("reason"), void["by"], void["at"]
    why = _WHY_NOT_KEPT if reason is None else text(f"理由：{reason}", f"The reason: {reason}")
    return text(
        f"该结果已于 {at} 由 {by} 作废，没有总分、等级、排名和系数。{why['zh']}",
        f"This result was declared void by {by} at {at}: it has no total, grade, rank or "
        f"coefficient. {why['en']}",
    )
