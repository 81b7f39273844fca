"""Recorded cases whose effect has not come yet: a period with some is not published or locked."""

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.operand import Path

from chalicelib.errors import Busy
from chalicelib.language import Text
from chalicelib.periods.records import PeriodRecord


def none_due() -> Condition:
    """Return the condition, on the period's item, that every result follows the cases in force."""
    due = Path("cases_due")
    found: Condition = due.does_not_exist() | (due == 0)
    return found


def refuse_due(record: PeriodRecord) -> None:
    """Raise Busy (409) ``cases_due`` while results are to be scored again for cases."""
    if record.cases_due:
        people = record.cases_due
        raise Busy(
            "cases_due",
            Text(
                f"有 {people} 人的个案刚作出决定，其结果正在重新评分；请稍后重试。"
                "若个案显示 failed，请再次确认或撤销它。",
                f"Cases of {people} people were decided, and their results are being scored again. "
                "Try again shortly. Of a case that shows failed, confirm or revoke it once more.",
            ),
        )
