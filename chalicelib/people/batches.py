"""Many people in one request: as many in each transaction as fit."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from chalicelib.people import external_ids, headcount
from chalicelib.people.drafts import put_draft
from chalicelib.people.identity import Place, places
from chalicelib.people.in_teams import in_teams
from chalicelib.people.writing import Draft, Writer
from chalicelib.store.transactions import MOST_WRITES, Unit
from chalicelib.tenancy.context import Context

#: Writes of people in one transaction. One is left for the headcount, and one for the answer that
#: an Idempotency-Key stores, so that a small batch and its answer are one transaction.
AT_ONCE = MOST_WRITES - 2


def put_many(context: Context, wanted: Sequence[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """Create or replace many: (id, ``created`` | ``updated`` | ``unchanged``) for each, in order.

    A transaction writes about fifty people. Each person is written together with the audit event
    and the external ids, and only if the register has not changed since it was read. After an error
    the same batch can be sent again and completes, because people that are already as wanted are
    skipped.

    With nothing written, raises 422 ``too_many_employees`` when the new people exceed the tenant's
    limit, 422 ``external_id_taken`` with a fault for each id that another employee holds, in the
    batch or on the register, and 409 for an id that was used before, as :func:`put_draft` does. To
    move an id, a request before must give it up. Raises 409 when another request takes an id
    meanwhile, 412 when it changes a person, and 422 ``too_many_employees`` when it takes the last
    places. Some transactions may be written then.
    """
    known = places(context, (one["id"] for one in wanted))
    drafts = _drafts(context, known, wanted)
    most = headcount.check(context, sum(draft.is_new for draft in drafts))
    drafts = _drafts(context, known, in_teams(context, wanted))
    writer = Writer(context, drafts)
    external_ids.check_batch(context, writer.ids, [draft.after for draft in writer.drafts])
    outcomes: list[tuple[str, str]] = []
    units: list[tuple[Unit, bool]] = []
    for draft in writer.drafts:
        if not draft.changes_something:
            outcomes.append((draft.after.id, "unchanged"))
            continue
        unit = Unit(context.table)
        writer.add(unit, draft)
        units.append((unit, draft.is_new))
        outcomes.append((draft.after.id, "created" if draft.is_new else "updated"))
    *first, last = joined(context, units, most)
    for unit in first:
        unit.commit()
    context.unit.join(last)
    return outcomes


def _drafts(
    context: Context, known: Mapping[str, Place], wanted: Iterable[Mapping[str, Any]]
) -> list[Draft]:
    return [put_draft(known[one["id"]], one, context.time) for one in wanted]


def joined(context: Context, people: Iterable[tuple[Unit, bool]], most: int) -> Iterator[Unit]:
    """Join the writes of people into transactions; each person's stay together.

    ``people``: the writes of each person, and whether the person is new. Each transaction also
    changes the headcount by its new people, within the limit ``most``. Yields at least one unit.
    """
    joint, new = Unit(context.table), 0
    for unit, is_new in people:
        if len(joint) + len(unit) > AT_ONCE:
            headcount.add(context, joint, new, most)
            yield joint
            joint, new = Unit(context.table), 0
        joint.join(unit)
        new += is_new
    headcount.add(context, joint, new, most)
    yield joint
