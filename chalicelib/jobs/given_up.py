"""Work that was given up: its last try failed, or its process was killed during that try.

The record stores the time as ``gave_up_at``. Its stored progress stays unchanged. When the message
is sent again from the dead-letter queue, the work continues from there. The API shows such work as
failed.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, TypeVar

from pynamodb.expressions.operand import Path

from chalicelib.language import Language, Text
from chalicelib.store.keys import Key
from chalicelib.store.table import ConditionFailed, Table
from chalicelib.tenancy.context import Context, timestamp

#: A stored record, a dataclass.
R = TypeVar("R", bound=Any)

CODE = "gave_up"
FAILED = "failed"
#: The member of a record whose event of having been given up is written.
TOLD = "gave_up_told"


def note(
    table: Table, key: Key, at: str | None, states: Sequence[str], member: str = "gave_up_at"
) -> bool:
    """Store the time ``at`` in the item's ``member``, if its ``status`` is one of ``states``.

    ``at`` None removes the member. A time in the future is the end of a try that may be killed.
    Return False, and store nothing, when the item is in another state or does not exist.
    """
    path = Path(member)
    # Either way the work goes on: when it is given up again, that is told again.
    actions = [path.remove() if at is None else path.set(at), Path(TOLD).remove()]
    try:
        table.update(key, actions, Path("status").is_in(*states))
    except ConditionFailed:
        return False
    return True


def is_over(context: Context, at: str | None) -> bool:
    """Return whether the time ``at`` has passed by the clock."""
    return since(at, timestamp(context.platform.clock())) is not None


def since(at: str | None, now: str) -> str | None:
    """Return since when work with the stored time ``at`` counts as given up.

    Both times are RFC 3339 in UTC. None: it does not count as given up, or not yet at ``now``,
    because the last try may still succeed.
    """
    return at if at is not None and at <= now else None


def ended_at(
    gave_up_at: str | None, moved_at: str, longest: timedelta, now: datetime
) -> str | None:
    """Return since when open work counts as failed at ``now``; None: it does not.

    It was given up (:func:`since`). Or nothing has come of it for the time ``longest`` after
    ``moved_at``, because its message is lost.
    """
    over, shown_at = timestamp(datetime.fromisoformat(moved_at) + longest), timestamp(now)
    return since(gave_up_at, shown_at) or since(over, shown_at)


def failed_if_over(found: R, moved_at: str, longest: timedelta, now: datetime, message: Text) -> R:
    """Return the record of open work as it is shown: failed, with ``message`` as its reason, when
    it counts so at ``now`` (:func:`ended_at`). The record has ``gave_up_at``, ``status``,
    ``reason`` and ``finished_at``."""
    ended = ended_at(found.gave_up_at, moved_at, longest, now)
    if ended is None:
        return found
    return replace(found, status=FAILED, reason=reason(message), finished_at=ended)


def may_be_at_work(busy_until: str | None, gave_up_at: str | None, now: str) -> bool:
    """Return whether a process whose life ends at ``busy_until`` may still be at the work.

    Work that was given up has no process.
    """
    ended = since(gave_up_at, now) is not None
    return busy_until is not None and busy_until > now and not ended


def reason(message: Text) -> dict[str, Any]:
    """Return the reason ``gave_up`` as a record stores it: code, and message by language."""
    return {"code": CODE, "message": message.as_names()}


def shown_reason(found: dict[str, Any] | None, language: Language) -> dict[str, str] | None:
    """Return a stored reason as the API shows it: code, and message in the reader's language."""
    if found is None:
        return None
    return {"code": found["code"], "message": found["message"][language]}
