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
