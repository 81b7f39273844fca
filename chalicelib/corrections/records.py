"""Stored corrections. A correction is made once and never changes, but by an erasure."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from hashlib import blake2b
from typing import Any, Final

from chalicelib.corrections.keys import index_of_employee_corrections, key_of_correction
from chalicelib.person_keys import PersonKey
from chalicelib.store.converters import Item
from chalicelib.store.identifiers import base32, first_id
from chalicelib.store.keys import Key
from chalicelib.store.records import from_item, stored_as, to_item
from chalicelib.tenancy.context import Context

#: Figures of the result were wrong, a recorded case about it was decided, or a result that it was
#: made with was corrected. VOID: it should not be, or should after all.
FIGURES: Final = "figures"
CASE: Final = "case"
FOLLOWS: Final = "follows"
VOID: Final = "void"
KINDS: Final = (FIGURES, CASE, FOLLOWS, VOID)
#: What a correction tells of the result before and after it.
TOLD: Final = ("revision", "total", "grade", "coefficient")


@dataclass(frozen=True, slots=True)
class Correction:
    """A correction of one person's result of a locked period.

    ``figures`` are the columns that it sets, row by row: one row, or one for each slice that it is
    about (None: it sets none); of marks what they come to, since people read it. ``cause`` names
    what led to it, by kind: ``correction``, ``case``, or what the caller of corrections/entry.py
    says. ``reason`` is empty when the kind says it. ``made`` has ``at``, ``by`` (the credential)
    and ``person``. ``before`` is what stood (None: the person had no result, and this made the
    first) and ``after`` what stands since: TOLD, each as text. ``difference`` is that of the
    coefficients, where none counts as 0; None: the result pays nobody. ``share`` is what the scheme
    pays of the month (None: all of it).
    """

    id: str
    scheme: str
    period: str
    person: PersonKey = field(metadata=stored_as("employee_id"))
    kind: str
    reason: str
    made: dict[str, Any]
    after: dict[str, Any]
    updated_at: str
    before: dict[str, Any] | None = None
    difference: Decimal | None = None
    share: Decimal | None = None
    team: str | None = None
    figures: tuple[dict[str, Any], ...] | None = None
    cause: dict[str, str] | None = None
    revision: int = 1


def correction_of(item: Item) -> Correction:
    """Return the correction that an item holds."""
    return from_item(Correction, item)


def correction_write(context: Context, correction: Correction) -> tuple[Key, Item]:
    """Return the write of a correction, with its entry in the employee index."""
    scope = context.scope
    index = index_of_employee_corrections(scope, correction.person)
    key = key_of_correction(scope, correction.id)
    return key, {**to_item(correction), **scope.index_entry(index, correction.id)}


def read_correction(context: Context, correction_id: str) -> Correction | None:
    """Read a correction. None when there is none of this id."""
    item = context.table.get(key_of_correction(context.scope, correction_id))
    return None if item is None else correction_of(item)


def corrections_of(
    context: Context, scheme: str, period: str, person: PersonKey
) -> list[Correction]:
    """Return the corrections of one result. One query of the index and a batch read."""
    keys = context.table.keys_of_employee(index_of_employee_corrections(context.scope, person))
    items = context.table.get_many(list(keys)) if keys else {}
    found = map(correction_of, items.values())
    return [one for one in found if (one.scheme, one.period) == (scheme, period)]


def read_corrections(context: Context, ids: Iterable[str]) -> list[Correction]:
    """Return corrections by id, in one batch. Those that are not there are left out."""
    keys = [key_of_correction(context.scope, one) for one in dict.fromkeys(ids)]
    items = context.table.get_many(keys) if keys else {}
    return [correction_of(item) for item in items.values()]


def id_of_following(correction: Correction, period: str) -> str:
    """Return the id of the correction of a later period that follows from this one.

    The same input gives the same id, so that one follows, however often it is asked for.
    """
    moment = datetime.fromisoformat(correction.updated_at)
    digest = blake2b(f"{correction.id}\n{period}".encode(), digest_size=8).digest()
    number = int.from_bytes(digest, "big") & (1 << 60) - 1
    return f"{first_id('cor', moment)}{base32(number, 12)}"
