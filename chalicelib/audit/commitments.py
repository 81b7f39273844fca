"""What a seal covers of an event, so that an erasure is no tampering and tampering no erasure.

A seal covers an event's *leaf*: who did what when (:data:`CORE`), and a salted commitment to the
rest (:data:`CONTENT`), in which a person may be named. An erasure changes the content and leaves
the leaf. It takes away the salt with the person, so that nobody can find out by trying which person
the commitment was of. What is left gets a commitment of its own (``kept``), which an event of the
log records (``erased_in``). See docs/decisions/audit-chain.md.
"""

import json
import secrets
from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from chalicelib.audit.records import AuditEvent

#: The members that nothing changes.
CORE: Final = ("id", "at", "actor", "role", "action", "revision", "actor_kind")
#: The members that an erasure may change.
CONTENT: Final = ("target", "before", "after", "actor_name", "actor_employee")
#: Bytes of a salt: too many to try.
SALT_BYTES: Final = 16


def committed(event: "AuditEvent") -> "AuditEvent":
    """Return a new event with the commitment to its content."""
    salt = secrets.token_hex(SALT_BYTES)
    return replace(event, salt=salt, commitment=_commitment(event, salt))


def erased(changed: "AuditEvent", erased_in: str) -> "AuditEvent":
    """Return an event from which an erasure has taken a person, with a commitment to what is left.

    ``erased_in`` is the place of the event that records it: ``{month}/{event id}``.
    """
    salt = secrets.token_hex(SALT_BYTES)
    return replace(changed, salt=salt, kept=_commitment(changed, salt), erased_in=erased_in)


def leaf(event: "AuditEvent") -> str:
    """Return the SHA-256 that a seal holds of the event, in hex.

    Several roles come after all else, so the leaf of an event with one role is as it always was.
    """
    several = [] if event.roles is None else list(event.roles)
    return _digest([*(getattr(event, name) for name in CORE), event.commitment, *several])


def is_covered(event: "AuditEvent") -> bool:
    """Return whether the content has a commitment: events of older versions have none."""
    return (event.commitment if event.erased_in is None else event.kept) is not None


def content_holds(event: "AuditEvent") -> bool:
    """Return whether the content is the one that was committed to; True where it is not covered."""
    expected = event.commitment if event.erased_in is None else event.kept
    return expected is None or expected == _commitment(event, event.salt or "")


def _commitment(event: "AuditEvent", salt: str) -> str:
    return _digest([salt, *(getattr(event, name) for name in CONTENT)])


def _digest(parts: list[object]) -> str:
    """SHA-256 of the canonical bytes: a JSON array of texts, whole numbers and nulls."""
    return sha256(json.dumps(parts, ensure_ascii=True, separators=(",", ":")).encode()).hexdigest()
