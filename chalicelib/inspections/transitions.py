"""What may become of an inspection by a request.

::

    drawing → cancelled
    open → closing → closed → open (reopened)
    open, closed → cancelling → cancelled

An inspection that was never closed has no figures, and is cancelled at once.
"""

from typing import Final

from chalicelib.errors import Conflict
from chalicelib.inspections.records import (
    CANCELLED,
    CANCELLING,
    CLOSED,
    CLOSING,
    DRAWING,
    FAILED,
    OPEN,
)
from chalicelib.language import Text

#: What a request may ask for, by the state before.
TRANSITIONS: Final[dict[str, tuple[str, ...]]] = {
    DRAWING: (CANCELLED,),
    OPEN: (CLOSED, CANCELLED),
    CLOSING: (CLOSED,),
    CLOSED: (OPEN, CANCELLED),
    CANCELLING: (CANCELLED,),
    CANCELLED: (),
    FAILED: (),
}


def check_transition(before: str, after: str) -> None:
    """Check a wanted state. Raises Conflict ``status_not_reachable`` (409), whose ``allowed`` lists
    what may become of the inspection."""
    if after in TRANSITIONS[before]:
        return
    allowed = ", ".join(TRANSITIONS[before])
    raise Conflict(
        "status_not_reachable",
        Text(
            f"状态 {before} 之后只能是：{allowed}。" if allowed else f"状态 {before} 已是终态。",
            f"After {before} an inspection can only become: {allowed}."
            if allowed
            else f"Nothing more becomes of an inspection that is {before}.",
        ),
        allowed=list(TRANSITIONS[before]),
    )
