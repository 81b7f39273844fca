"""Kinds of background work, and the messages that ask for it.

A package registers its kinds in its ``holdings.py`` (``Package(jobs=(KIND,))``). A message names
its kind, its tenant, and the record to work on. :mod:`chalicelib.jobs.running` handles messages of
all kinds in the same way.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final, Generic, Literal, TypeVar

from chalicelib.tenancy.context import Context
from chalicelib.tenancy.platform import Platform
from chalicelib.tenancy.records import Tenant, read_tenant
from chalicelib.tenancy.scope import TenantScope

Record = TypeVar("Record")

Queue = Literal["uploads", "exports", "jobs"]
UPLOADS: Final = "uploads"
EXPORTS: Final = "exports"
JOBS: Final = "jobs"
QUEUES: tuple[Queue, ...] = (UPLOADS, EXPORTS, JOBS)


#: Members of messages that name the record to work on.
WORK = (
    *("upload", "export", "copy", "erasure", "simulation", "correction", "late_file", "id"),
    *("scheme", "period", "due"),
)


class UnreadableMessage(ValueError):
    """A message that this service did not write. It fails each time, then is a dead letter."""


@dataclass(frozen=True, slots=True)
class Message:
    """A request for a run of background work.

    ``members`` identify the record and carry values from the previous run. ``attempt`` counts the
    deliveries that came before the record was committed. ``held`` counts how often the message was
    held back since the last run, because the company had its share of workers (worker_share.py).
    """

    kind: str
    scope: TenantScope
    members: Mapping[str, Any]
    attempt: int = 0
    held: int = 0

    def text(self, name: str) -> str:
        """Return a required text member. Raises UnreadableMessage."""
        value = self.members.get(name)
        if not isinstance(value, str):
            raise UnreadableMessage(f"no {name}")
        return value

    def optional_text(self, name: str) -> str | None:
        """Return a text member, or None when it is null or left out. Raises UnreadableMessage."""
        return None if self.members.get(name) is None else self.text(name)

    def number(self, name: str) -> int:
        """Return a whole number, 0 when it is left out. Raises UnreadableMessage."""
        value = self.members.get(name, 0)
        if not isinstance(value, int):
            raise UnreadableMessage(f"no {name}")
        return value

    def work(self) -> tuple[str, ...]:
        """Return the ids of the records that the message is about, as far as it names some."""
        found = (self.members.get(name) for name in WORK)
        return tuple(one for one in found if isinstance(one, str))

    def next_attempt(self) -> "Message":
        """Return the message with one more delivery counted, for a record not yet committed."""
        return replace(self, attempt=self.attempt + 1)

    def for_next_run(self, inherits: Mapping[str, Any]) -> "Message":
        """Return the message for the next run of the same work, with the members it inherits."""
        return replace(self, members={**self.members, **inherits}, attempt=0, held=0)

    def held_back(self) -> "Message":
        """Return the message held back once more."""
        return replace(self, held=self.held + 1)

    def body(self) -> str:
        """Return the message as sent: one flat JSON object."""
        tenant = self.scope.tenant
        held = {"held": self.held} if self.held else {}
        return json.dumps(
            {"kind": self.kind, "tenant": tenant, **self.members, "attempt": self.attempt, **held}
        )


#: A message in a body that another service sent, or the error of a part that is none.
Announced = Message | UnreadableMessage


@dataclass(frozen=True, slots=True)
class Next:
    """A request for another run after ``delay`` seconds (above 900 counts as 900).

    ``inherits`` are members of its message, for example the claim on a period or a count of waits.
    """

    delay: int
    inherits: Mapping[str, Any] = field(default_factory=dict)


def after(seconds: int | None) -> Next | None:
    """Return a request for another run after this time; None when the work is done."""
    return None if seconds is None else Next(seconds)


def _own_tenant(platform: Platform, scope: TenantScope) -> Tenant | None:
    return read_tenant(platform.table, scope)


def _nothing(*_: Any) -> None:
    """Do nothing: the default of a kind's optional functions."""


def _gave_up_at(record: Any) -> str | None:
    found: str | None = getattr(record, "gave_up_at", None)
    return found


@dataclass(frozen=True, slots=True)
class Kind(Generic[Record]):
    """A kind of background work.

    ``name``       the ``kind`` of its messages, and its name in metrics
    ``queue``      one of QUEUES
    ``actor``      the name in the audit log, in place of a credential
    ``read``       returns the record of a message; None when it is not committed yet. Raises
                   UnreadableMessage
    ``run``        does one run, until the given time at most. Returns None when the work is done
    ``give_up``    stores from when on the record counts as given up (RFC 3339, UTC; None: no
                   more), unless the work is finished. The stored progress stays, so the message
                   can be sent again and the work continues from there
    ``gave_up_at`` returns that time from the record
    ``operator``   whether the work may also write the operator's registers, beside the tenant's
                   data
    ``tenant``     returns the company, or None when it no longer exists
    ``gone``       does what is left to do when the company no longer exists, or is being deleted
    ``again``      whether a dead letter is sent again by itself, a quarter of an hour later: no
                   record of its work could tell of an end, and nothing else asks for it
    ``deletes``    whether the work is the deletion itself, which alone goes on during a deletion
    ``announced``  returns the messages in a body that another service sent to the queue (S3's
                   events), an UnreadableMessage for a part that is none; None when the body is
                   not of this kind
    """

    name: str
    queue: Queue
    actor: str
    read: Callable[[Context, Message], Record | None]
    run: Callable[[Context, Record, Tenant, datetime], Next | None]
    give_up: Callable[[Context, Message, str | None], None] = _nothing
    gave_up_at: Callable[[Record], str | None] = _gave_up_at
    operator: bool = False
    tenant: Callable[[Platform, TenantScope], Tenant | None] = _own_tenant
    gone: Callable[[Platform, Message], None] = _nothing
    again: bool = False
    deletes: bool = False
    announced: Callable[[Mapping[str, Any]], Iterator[Announced] | None] = _nothing
