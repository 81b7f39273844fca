"""Kinds of background work: what a package says once of each, and what a message carries.

A package registers its kinds in its ``holdings.py`` (``Package(jobs=(KIND,))``). A message names
its kind, the tenant, and the record that the work is about; :mod:`chalicelib.jobs.running` does the
rest in the same way for all.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Generic, TypeVar

from chalicelib.tenancy.context import Context
from chalicelib.tenancy.platform import Platform
from chalicelib.tenancy.records import Tenant, read_tenant
from chalicelib.tenancy.scope import TenantScope

Record = TypeVar("Record")

UPLOADS, EXPORTS, JOBS = "uploads", "exports", "jobs"
QUEUES = (UPLOADS, EXPORTS, JOBS)


class UnreadableMessage(ValueError):
    """A message that is none of ours. It fails each time and goes to the dead letters."""


@dataclass(frozen=True, slots=True)
class Message:
    """What a message asks for.

    ``members`` name the record and carry what the run before handed on. ``attempt`` counts
    deliveries before the record was committed.
    """

    kind: str
    scope: TenantScope
    members: Mapping[str, Any]
    attempt: int = 0

    def text(self, name: str) -> str:
        """A member that must be a text. Raises UnreadableMessage."""
        value = self.members.get(name)
        if not isinstance(value, str):
            raise UnreadableMessage(f"no {name}")
        return value

    def optional_text(self, name: str) -> str | None:
        """A member that may be null or left out. Raises UnreadableMessage for another type."""
        return None if self.members.get(name) is None else self.text(name)

    def number(self, name: str) -> int:
        """A whole number, 0 when it is left out. Raises UnreadableMessage for another type."""
        value = self.members.get(name, 0)
        if not isinstance(value, int):
            raise UnreadableMessage(f"no {name}")
        return value

    def once_more(self) -> "Message":
        """The same, after one more delivery before its record."""
        return replace(self, attempt=self.attempt + 1)

    def handed_on(self, inherits: Mapping[str, Any]) -> "Message":
        """For the next run of the same work, with what that one inherits."""
        return replace(self, members={**self.members, **inherits}, attempt=0)

    def body(self) -> str:
        """As it is sent: one flat JSON object."""
        tenant = self.scope.tenant
        return json.dumps(
            {"kind": self.kind, "tenant": tenant, **self.members, "attempt": self.attempt}
        )


@dataclass(frozen=True, slots=True)
class Next:
    """Another run is needed after ``delay`` seconds (at most 900 count). ``inherits`` are members
    of its message, for example the claim on a period or a count of waits."""

    delay: int
    inherits: Mapping[str, Any] = field(default_factory=dict)


def after(seconds: int | None) -> Next | None:
    """Another run after so many seconds; None: the work is done."""
    return None if seconds is None else Next(seconds)


def _own_tenant(platform: Platform, scope: TenantScope) -> Tenant | None:
    return read_tenant(platform.table, scope)


def _nothing(*_: Any) -> None:
    """Nothing is to be done."""


def _gave_up_at(record: Any) -> str | None:
    found: str | None = getattr(record, "gave_up_at", None)
    return found


@dataclass(frozen=True, slots=True)
class Kind(Generic[Record]):
    """A kind of background work.

    ``name``       of its messages (their ``kind``), and in metrics
    ``queue``      one of QUEUES
    ``actor``      stands in the audit log where a credential would
    ``read``       the record that a message is about; None: it is not committed yet. Raises
                   UnreadableMessage
    ``run``        one run, until the given moment at most; None: the work is done
    ``give_up``    notes in the record that it counts as given up from a moment on (RFC 3339, UTC;
                   None: no more), unless it has come to its end. What is stored of its progress
                   stays, so that the message, sent again, goes on from there
    ``gave_up_at`` that moment, as the record has it
    ``operator``   whether it works on the operator's registers too, with the tenant opened
    ``tenant``     the company, or None when it is gone
    ``gone``       what is left to do then
    ``announced``  the messages in what somebody else sends to the queue (S3's events); None: it is
                   nothing of this kind
    """

    name: str
    queue: str
    actor: str
    read: Callable[[Context, Message], Record | None]
    run: Callable[[Context, Record, Tenant, datetime], Next | None]
    give_up: Callable[[Context, Message, str | None], None] = _nothing
    gave_up_at: Callable[[Record], str | None] = _gave_up_at
    operator: bool = False
    tenant: Callable[[Platform, TenantScope], Tenant | None] = _own_tenant
    gone: Callable[[Platform, Message], None] = _nothing
    announced: Callable[[Mapping[str, Any]], Iterator[Message] | None] = _nothing
