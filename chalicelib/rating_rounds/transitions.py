"""What may become of a rating round.

::

    drawing → draft → open → closed → open (reopened) → closed …
    draft → drawing (drawn again)
    drawing, draft, open → cancelled, while it has never been closed
"""

from collections.abc import Collection

from chalicelib.errors import Conflict
from chalicelib.language import Text
from chalicelib.rating_forms.records import Round
from chalicelib.tenancy.context import Context
from chalicelib.uploads import of_rounds


def check_status(found: Round, allowed: Collection[str]) -> None:
    """Raise Conflict ``status_not_reachable`` (409) unless the round is in one of these states."""
    if found.status in allowed:
        return
    words = ", ".join(allowed)
    raise Conflict(
        "status_not_reachable",
        Text(
            f"评分轮次的状态为 {found.status}；此操作只适用于：{words}。",
            f"The round is {found.status}; this is possible for one that is {words}.",
        ),
        allowed=list(allowed),
    )


def refuse_under_way(context: Context, found: Round) -> None:
    """Raise Conflict ``values_under_way`` (409) while values of the last closing are counted."""
    if found.upload is not None and of_rounds.is_under_way(context, found.upload):
        raise Conflict("values_under_way", UNDER_WAY)


UNDER_WAY = Text(
    "上次关闭后的评分值正在计入，完成后方可重新打开或处理。",
    "The values of the last closing are being counted. Do it when that has ended.",
)
