"""A person acknowledges the announcement that stands, by an own credential."""

from pynamodb.expressions.operand import Path
from pynamodb.expressions.update import Action

from chalicelib.announcements import refusals
from chalicelib.announcements.keys import count_of, key_of_acknowledged, key_of_told
from chalicelib.announcements.records import Announcement, Telling
from chalicelib.announcements.sight import Seen
from chalicelib.announcements.telling import told_actions
from chalicelib.audit.records import record_change
from chalicelib.person_keys import first_id
from chalicelib.store.records import from_item, to_item
from chalicelib.tenancy.context import Context


def acknowledge(context: Context, seen: Seen, number: int) -> Seen:
    """Say of the announcement that stands that it was read. Returns both as they will be.

    Who was not told yet, because of having come since, is told by it. What was said already changes
    nothing. Raises Conflict (409) ``announcement_replaced`` and ``announced_meanwhile``.
    """
    found, before = seen.announcement, seen.told
    if found.number != number:
        raise refusals.replaced(found.number)
    if before is None:
        raise ValueError("who acknowledges is a person whom it concerns")
    if before.acknowledged_at(number) is not None:
        return seen
    after = _said(context, found, before)
    principal = context.principal
    record_change(
        context,
        "announcements.acknowledge",
        f"employees/{principal.employee_id or first_id(before.person)}",
        None,
        {"period": found.period, "scheme": found.scheme, "number": number},
        revision=after.revision,
    )
    return Seen(found, after)


def _said(context: Context, found: Announcement, before: Telling) -> Telling:
    """Add what is said, and its count, to the request's unit. Return the person's item then."""
    unit, scope, person = context.unit, context.scope, before.person
    entry = {"number": found.number, "at": context.time, "by": context.principal.credential}
    said = Path("acknowledged").set((Path("acknowledged") | []).append([entry]))
    told_first = before.number < found.number
    counted = Path("revision").set(before.revision + 1)
    actions: list[Action] = [counted, Path("employee_id").set(person)]
    if told_first:
        actions = told_actions(found, person, context.time)
    same = Path("revision") == before.revision
    unit.update(
        key_of_told(scope, found.period, found.scheme, person, context.principal.shards),
        [*actions, said],
        same if before.revision else Path("pk").does_not_exist(),
        refusals.meanwhile,
    )
    place = (scope, found.period, found.scheme, found.number)
    people = Path("people").set((Path("people") | 0) + 1)
    unit.update(key_of_acknowledged(*place, count_of(person)), [people])
    return _as_written(context, found, before, entry, told_first=told_first)


def _as_written(
    context: Context,
    found: Announcement,
    before: Telling,
    entry: dict[str, object],
    *,
    told_first: bool,
) -> Telling:
    item = {**to_item(before), "revision": before.revision + 1}
    item["acknowledged"] = [*before.acknowledged, entry]
    if told_first:
        told = {"number": found.number, "at": context.time}
        item |= {**told, "tellings": [*before.tellings, told]}
        item["first_at"] = before.first_at or context.time
    return from_item(Telling, item)
