"""What may become of a case.

::

    proposed → confirmed → revoked
    proposed → declined
"""

from typing import Final

from chalicelib.cases.records import CONFIRMED, DECLINED, PROPOSED, REVOKED
from chalicelib.errors import Conflict, not_reachable
from chalicelib.language import Text

TRANSITIONS: Final[dict[str, tuple[str, ...]]] = {
    PROPOSED: (CONFIRMED, DECLINED),
    CONFIRMED: (REVOKED,),
    DECLINED: (),
    REVOKED: (),
}


def check_transition(before: str, after: str) -> None:
    """Check a decision. Raises Conflict ``status_not_reachable`` (409), whose ``allowed`` lists
    what may become of the case."""
    if after not in TRANSITIONS[before]:
        raise not_reachable("a case", before, TRANSITIONS[before])


def check_proposed(status: str) -> None:
    """Check that a case may still be changed. Raises Conflict ``case_decided`` (409)."""
    if status != PROPOSED:
        raise Conflict(
            "case_decided",
            Text(
                f"个案已有决定（{status}），内容不再修改。",
                f"The case is decided ({status}): what it says changes no more.",
            ),
        )
