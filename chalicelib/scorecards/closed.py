"""Results that change by corrections alone: of a locked period, and a leaver's that was settled
ahead of an open one (docs/decisions/settled-ahead.md)."""

from itertools import islice
from typing import Any, Final

from chalicelib.people.identity import called
from chalicelib.people.records import read_people
from chalicelib.periods.records import LOCKED, PeriodRecord
from chalicelib.person_keys import PersonKey
from chalicelib.scorecards.keys import key_of_scorecard
from chalicelib.scorecards.period_cards import heads
from chalicelib.scorecards.records import Scorecard, read_card
from chalicelib.store.converters import Item
from chalicelib.tenancy.context import Context

#: Results that are looked at for people to name, and people named.
MOST_LOOKED_AT: Final = 2_000
MOST_NAMED: Final = 20


def changes_by_corrections(record: PeriodRecord, card: Scorecard | None) -> bool:
    """Return whether a person's result of a period changes by corrections alone."""
    return record.state == LOCKED or (card is not None and card.closed is not None)


def is_closed(context: Context, record: PeriodRecord | None, person: PersonKey) -> bool:
    """Return the same of somebody whose result was not read. It is read where any was closed."""
    if record is None:
        return False
    if record.state == LOCKED or not record.closed:
        return record.state == LOCKED
    card = read_card(context, record.scheme, record.period, person)
    return changes_by_corrections(record, card)


def item_of(context: Context, record: PeriodRecord, person: PersonKey) -> Item | None:
    """Read the item of a person's current result by itself: the worker of exports reads no
    batches."""
    shards = context.principal.shards
    key = key_of_scorecard(context.scope, record.scheme, record.period, person, shards)
    return context.table.get(key)


def first_closed(context: Context, record: PeriodRecord) -> list[PersonKey]:
    """Return the first people whose results were settled ahead, of the first results."""
    if not record.closed:
        return []
    looked_at = islice(
        heads(context, record.scheme, record.period, only=("employee_id", "closed")),
        MOST_LOOKED_AT,
    )
    found = (PersonKey(one["employee_id"]) for one in looked_at if one.get("closed"))
    return list(islice(found, MOST_NAMED))


def settled_ahead(context: Context, record: PeriodRecord) -> dict[str, Any]:
    """Return how many results were settled ahead of a period, and whose, as the API shows it."""
    people = read_people(context, first_closed(context, record))
    return {
        "count": record.closed or 0,
        "employees": [
            {"employee_id": called(person, there), "employee_name": there.name}
            for person, there in people.items()
        ],
    }
