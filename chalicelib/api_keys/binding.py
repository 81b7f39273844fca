"""The person to whom a credential is bound: whom a new one names, and whether it still holds.

A credential hangs on the lasting person, not on the employee id. So it goes on when the person is
renamed, ends when the person is deleted, and never passes to whoever gets the id later
(docs/decisions/several-roles.md). Who has left keeps it.
"""

from dataclasses import dataclass
from datetime import datetime

from chalicelib.api_keys.keys import partition_of_api_keys
from chalicelib.api_keys.records import ApiKey
from chalicelib.errors import ServiceError, invalid_value
from chalicelib.language import Text
from chalicelib.people.identity import Use, place
from chalicelib.people.records import DELETED, Employee, Register, read_items
from chalicelib.person_keys import PersonKey, first_key
from chalicelib.store.records import from_item
from chalicelib.tenancy.context import Context


@dataclass(frozen=True, slots=True)
class Bound:
    """A person to whom a credential is bound, and what the company calls the person now."""

    person: PersonKey
    employee_id: str


def named(context: Context, employee_id: str) -> PersonKey:
    """Return the person to whom a new key for this id is bound.

    An id that nobody has used yet belongs to whoever will come with it. Raises Invalid (422
    ``nobody_has_the_id``) for an id that somebody had and nobody has now.
    """
    there = place(context, employee_id)
    if there.holder is not None:
        return there.holder.key
    if there.use is not Use.FREE:
        raise _nobody_has(employee_id)
    return first_key(employee_id)


def still_bound(register: Register, person: PersonKey, made_at: str) -> Bound | None:
    """Return the person of a stored key as of now; None when the key has ended with the person.

    ``made_at``: when the key was made (RFC 3339, UTC). A key from before the person was deleted has
    ended, also when the person comes back. Nobody has come yet: the key waits, unless somebody who
    came with another id has this one.
    """
    found = read_items(register, (person,)).get(person)
    if found is None:
        return Bound(person, person)
    if not found.is_person or found.status == DELETED:
        return None
    if found.returned_at is not None and made_at < found.returned_at:
        return None
    return Bound(person, found.id)


def bound_people(context: Context) -> dict[PersonKey, str]:
    """Return the people to whom keys in force are bound, with when the last of these was made.

    Reads all keys of the company, page by page.
    """
    found: dict[PersonKey, str] = {}
    for item in context.table.query_all(partition_of_api_keys(context.scope)):
        key = from_item(ApiKey, item)
        over = key.expires_at_time is not None and key.expires_at_time <= context.time
        if key.bound_to is not None and key.revoked_at is None and not over:
            found[key.bound_to] = max(key.created_at, found.get(key.bound_to, ""))
    return found


def holder_now(register: Register, employee_id: str, issued_at: float | None) -> Bound | None:
    """Return the person who has an id now, to whom a token that names the id is bound.

    ``issued_at`` is when the token was made, in seconds; None: it does not say. None for an id that
    somebody had and nobody has now, and for a token of a time when the holder did not have the id:
    it may be the holder's before. An id that nobody has had yet is as for a key.
    """
    there = place(register, employee_id)
    if there.use is Use.FREE:
        return Bound(first_key(employee_id), employee_id)
    if there.holder is None:
        return None
    since = _had_since(there.holder)
    # A token says whole seconds, so one of the same second may be of just before: it is refused.
    if since is not None and (issued_at is None or issued_at < since):
        return None
    return Bound(there.holder.key, employee_id)


def _had_since(person: Employee) -> float | None:
    """Return since when the person has the id, in seconds; None: since before all tokens."""
    times = [time for time in (person.id_since, person.returned_at) if time is not None]
    return datetime.fromisoformat(max(times)).timestamp() if times else None


def _nobody_has(employee_id: str) -> ServiceError:
    return invalid_value(
        "/employee_id",
        "nobody_has_the_id",
        Text(
            f"编号 {employee_id} 曾有人使用，现在无人使用。",
            f"Somebody had the id {employee_id}; nobody has it now.",
        ),
    )
