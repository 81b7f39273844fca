"""What may have files of evidence: records that a package says (``Package.evidence``)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from chalicelib.store.converters import Item
from chalicelib.store.keys import Key
from chalicelib.tenancy.context import Context


class Holder(Protocol):
    """A frozen record with files of evidence (evidence/records.py)."""

    @property
    def id(self) -> str: ...

    @property
    def files(self) -> tuple[dict[str, Any], ...]: ...

    @property
    def revision(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Keeper:
    """How files of one kind of record are kept.

    ``prefix`` begins the ids of the records, ``target`` their names in the log. ``action`` is that
    of the event of a file that was looked at. ``read`` and ``write`` are the record's. ``closed``
    gives the code of why a record takes no file any more, None while it does. ``came`` gives what
    becomes of a record by a file that was looked at, of the record before, after, and the time:
    nothing more, unless it is said.
    """

    prefix: str
    target: str
    action: str
    read: Callable[[Context, str], Any | None]
    write: Callable[[Context, Any], tuple[Key, Item]]
    closed: Callable[[Any], str | None]
    came: Callable[[Any, Any, str], Any] = lambda _before, after, _time: after


def keeper_of(context: Context, holder_id: str) -> Keeper | None:
    """Return how the files of a record are kept, by its id; None for an id of no such record."""
    known: tuple[Keeper, ...] = context.platform.contents.evidence
    return next((one for one in known if holder_id.startswith(one.prefix)), None)


def read_holder(context: Context, holder_id: str) -> Any | None:
    """Return the record that a file is of; None without it."""
    keeper = keeper_of(context, holder_id)
    return None if keeper is None else keeper.read(context, holder_id)
