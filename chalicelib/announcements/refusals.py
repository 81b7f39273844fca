"""Why an announcement, or what is said of one, is refused."""

from chalicelib.announcements.records import MOST
from chalicelib.errors import Conflict, Invalid, invalid_value
from chalicelib.language import Text


def out_of_order(name: str) -> Invalid:
    """Return the refusal (422) of a day that comes before one that it follows."""
    return invalid_value(f"/dates/{name}", "out_of_order", ORDER)


def not_of_period(name: str) -> Invalid:
    """Return the refusal (422) of a day that lies before the period, or long after it."""
    return invalid_value(f"/dates/{name}", "not_of_period", FAR)


def replaced(number: int) -> Conflict:
    """Return the refusal (409) of what is said of an announcement that does not stand."""
    return Conflict("announcement_replaced", REPLACED, number=number)


def meanwhile() -> Conflict:
    """Return the refusal (409) of what another request was first with."""
    return Conflict("announced_meanwhile", MEANWHILE)


ORDER = Text(
    "日期顺序不对：公布不能早于数据和评分的截止日，锁定不能早于公布。",
    "The days do not follow each other: results are published after figures and ratings are due, "
    "and locked after that.",
)
FAR = Text(
    "日期应在该期间之内，或在其结束后的 92 天之内。",
    "The day is to lie in the period, or within 92 days after its end.",
)
REPLACED = Text(
    "已有新的公告；请先阅读现行公告，再确认。",
    "Another announcement stands by now: read it, and acknowledge that.",
)
MEANWHILE = Text(
    "刚刚有人作了改动；请重新读取后再试。",
    "Somebody was first with a change; read it again and repeat.",
)
SETTLED = Text(
    "该期间的结果已公布，不能再公告计划。",
    "The period's results are published already; a plan is announced before.",
)
NOTHING_CHANGED = Text(
    "与现行公告相同；如要通知后来的人员，请用 POST …/announcement/tell。",
    "It is the announcement that stands. To tell those who have come since: POST "
    "…/announcement/tell.",
)
TOO_MANY = Text(
    f"一个期间最多公告 {MOST} 次。", f"A scheme's period is announced {MOST} times at most."
)
NEEDS_REASON = Text(
    "该期间已经开始，更改计划须说明理由。",
    "The period has begun: say why its plan changes.",
)
NO_TEAM = Text("没有该团队。", "There is no such team.")
NOT_YET = Text("还没有公告，无从通知。", "Nothing is announced yet, so nobody can be told.")
