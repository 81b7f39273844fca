"""Work that was given up: its last try failed, or ended with its process killed.

A record keeps the moment as ``gave_up_at``; what it says of its progress stays as it was, so that
the message, sent again from the dead letters, goes on from there. To those who ask, such work has
failed.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Protocol

from pynamodb.expressions.operand import Path

from chalicelib.language import Language, Text
from chalicelib.store.keys import Key
from chalicelib.store.table import ConditionFailed, Table
from chalicelib.tenancy.context import Context, timestamp

CODE = "gave_up"


class GivenUp(Protocol):
    """A record that keeps the moment."""

    @property
    def gave_up_at(self) -> str | None: ...


def note(
    table: Table, key: Key, at: str | None, states: Sequence[str], member: str = "gave_up_at"
) -> bool:
    """Set the moment (None: remove it) in the item while its ``status`` is one of ``states``.

    False when it has come to its end, or is not there.
    """
    path = Path(member)
    try:
        table.update(
            key, [path.remove() if at is None else path.set(at)], Path("status").is_in(*states)
        )
    except ConditionFailed:
        return False
    return True


def is_over(context: Context, at: str | None) -> bool:
    """Whether the moment that was noted is there: the try has failed, and is not about to begin."""
    return at is not None and at <= timestamp(context.platform.clock())


def since(record: GivenUp, now: datetime) -> str | None:
    """Since when the record counts as given up; None: it does not, or not yet."""
    at = record.gave_up_at
    return at if at is not None and at <= timestamp(now) else None


def reason(message: Text) -> dict[str, Any]:
    """The reason as a record keeps one."""
    return {"code": CODE, "message": message.as_names()}


def shown_reason(found: dict[str, Any] | None, language: Language) -> dict[str, str] | None:
    """A reason as the API shows it: its code, and its message in the reader's language."""
    if found is None:
        return None
    return {"code": found["code"], "message": found["message"][language]}
