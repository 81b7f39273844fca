"""What may become of an inspection by a request.

::

    drawing → cancelled
    open → handing_on → open (tasks of an inspector go to others; inspections/handing_on.py)
    open → closing → closed → open (reopened)
    open, closed → cancelling → cancelled

An inspection that was never closed has no figures, and is cancelled at once.
"""

from typing import Final

from chalicelib.errors import not_reachable
from chalicelib.inspections.records import (
    CANCELLED,
    CANCELLING,
    CLOSED,
    CLOSING,
    DRAWING,
    FAILED,
    HANDING_ON,
    OPEN,
)

#: What a request may ask for, by the state before.
TRANSITIONS: Final[dict[str, tuple[str, ...]]] = {
    DRAWING: (CANCELLED,),
    OPEN: (CLOSED, CANCELLED),
    HANDING_ON: (),
    CLOSING: (CLOSED,),
    CLOSED: (OPEN, CANCELLED),
    CANCELLING: (CANCELLED,),
    CANCELLED: (),
    FAILED: (),
}


def check_transition(before: str, after: str) -> None:
    """Check a wanted state. Raises Conflict ``status_not_reachable`` (409), whose ``allowed`` lists
    what may become of the inspection."""
    if after not in TRANSITIONS[before]:
        raise not_reachable("an inspection", before, TRANSITIONS[before])
