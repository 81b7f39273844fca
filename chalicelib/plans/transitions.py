"""Statuses that a person may give a plan (docs/improvement-plans.md).

::

    draft → agreed → in_progress → done                         the usual way
    draft → in_progress, agreed → done                          a step left out
    draft, agreed, in_progress → cancelled → draft              cancelled, and drafted again
    agreed → draft, in_progress → agreed, done → in_progress    a step back
    withdrawn → draft                                           wanted after all
"""

from typing import Final

from chalicelib.errors import not_reachable
from chalicelib.plans.records import AGREED, CANCELLED, DONE, DRAFT, IN_PROGRESS, WITHDRAWN

TRANSITIONS: Final[dict[str, tuple[str, ...]]] = {
    DRAFT: (AGREED, IN_PROGRESS, CANCELLED),
    AGREED: (DRAFT, IN_PROGRESS, DONE, CANCELLED),
    IN_PROGRESS: (AGREED, DONE, CANCELLED),
    DONE: (IN_PROGRESS,),
    CANCELLED: (DRAFT,),
    WITHDRAWN: (DRAFT,),
}


def check_transition(before: str, after: str) -> None:
    """Check a change of status. The same status is allowed.

    Raises Conflict ``status_not_reachable`` (409), whose ``allowed`` lists the reachable statuses.
    """
    if after != before and after not in TRANSITIONS[before]:
        raise not_reachable("a plan", before, TRANSITIONS[before])
