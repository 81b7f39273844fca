"""The first people whom a refused publication is about, as the period's list finds them.

The list reads a bounded number of entries, so of a large company it may find fewer than there are,
or none. The refusal has the count in any case, and says which list has all.
"""

from collections.abc import Iterable
from typing import Any, Final

from chalicelib.people.identity import current_ids
from chalicelib.periods.records import PeriodRecord
from chalicelib.scorecards.asked_entries import Asked
from chalicelib.scorecards.listing import of_period
from chalicelib.teams.canonical import known
from chalicelib.tenancy.context import Context

#: People whom a refusal names.
MOST_NAMED: Final = 20


def first_people(context: Context, record: PeriodRecord, asked: Asked) -> list[dict[str, Any]]:
    """Return the first people whose results the period's list has by these filters."""
    listed, _ = of_period(context, [record], asked, MOST_NAMED, None)
    cards = [card for card, _, _ in listed]
    ids = current_ids(context, (card.person for card in cards)) if cards else {}
    return as_named(context, ((ids[card.person], card.employee_name, card.team) for card in cards))


def as_named(
    context: Context, people: Iterable[tuple[str, str | None, str | None]]
) -> list[dict[str, Any]]:
    """Return the first people as refusals name them. ``people``: id, name and team of each."""
    first = list(people)[:MOST_NAMED]
    texts = known(context, [team for _, _, team in first])
    return [
        {
            "employee_id": employee_id,
            "employee_name": name,
            "team": texts[team].text if team in texts else team,
        }
        for employee_id, name, team in first
    ]


def all_of(record: PeriodRecord) -> str:
    """Return the list of the period's results, which says of each why it is outdated."""
    return f"GET /v1/periods/{record.period}/scorecards?scheme={record.scheme}"
