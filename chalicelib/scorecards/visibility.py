"""Which scorecards a caller may see, and a person's cards among them."""

from collections.abc import Iterator, Sequence

from chalicelib.people.identity import placed
from chalicelib.people.paths import person_at
from chalicelib.people.records import Employee, key_of
from chalicelib.periods.keys import key_of_period
from chalicelib.periods.pilot_codes import pilot_of
from chalicelib.periods.records import PROVISIONAL, PeriodRecord, period_of
from chalicelib.person_keys import PersonKey, first_key
from chalicelib.scorecards.keys import CURRENT, index_of_employee_scorecards, key_of_scorecard
from chalicelib.scorecards.records import Scorecard, card_of
from chalicelib.store.converters import Item
from chalicelib.store.keys import Key, key_of_item, parts_of
from chalicelib.store.records import from_item
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.principal import Principal

#: Cards read in one request, each with the record of its period.
AT_ONCE = 50


def visible(principal: Principal, card: Scorecard, period: PeriodRecord) -> bool:
    """Return whether the caller may see a card: of the own teams always, the own when published.

    An imported result was told to its person in its own time, so that person sees it at once. The
    own interim figures, while a source is awaited, are seen before. A pilot's are not. What was
    settled ahead of its month is seen from then on.
    """
    if principal.oversees(card.team):
        return True
    interim = card.incomplete and pilot_of(card.scheme) is None
    settled = period.state != PROVISIONAL or card.closed is not None
    told = interim or card.imported or settled
    return principal.is_own(card.person) and bool(told)


def visible_cards(
    context: Context, person: PersonKey, places: Sequence[tuple[str, str]]
) -> Iterator[tuple[Scorecard, PeriodRecord]]:
    """Give the person's current cards at the places (period, scheme) that the caller may see.

    Fifty places, with the records of their periods, are one request of the table.
    """
    shards = context.principal.shards
    for start in range(0, len(places), AT_ONCE):
        keys = [
            (
                key_of_scorecard(context.scope, code, period, person, shards),
                key_of_period(context.scope, period, code),
            )
            for period, code in places[start : start + AT_ONCE]
        ]
        found = context.table.get_many([key for pair in keys for key in pair])
        for (period, code), (card_key, period_key) in zip(places[start:], keys, strict=False):
            yield from _seen(context, (period, code), found.get(card_key), found.get(period_key))


def card_called(
    context: Context, employee_id: str, place: tuple[str, str]
) -> tuple[PersonKey, Employee | None, list[tuple[Scorecard, PeriodRecord]]]:
    """Return whom an employee id means, and the person's card at a place (period, scheme).

    The second value is the person on the register, None without one.

    The list is empty without a card that the caller may see. It is one request of the table when
    the person came with the id, as nearly everybody did.
    """
    period, code = place
    guess = first_key(employee_id)
    card_key = key_of_scorecard(context.scope, code, period, guess, context.principal.shards)
    period_key, own_key = key_of_period(context.scope, period, code), key_of(context, guess)
    found = context.table.get_many([own_key, card_key, period_key])
    at_id = {guess: from_item(Employee, found[own_key])} if own_key in found else {}
    there = placed(context, (employee_id,), at_id)[employee_id]
    person = person_at(there)
    if person != guess:
        return person, there.person, list(visible_cards(context, person, [place]))
    return (
        person,
        there.person,
        list(_seen(context, place, found.get(card_key), found.get(period_key))),
    )


def _seen(
    context: Context, place: tuple[str, str], card_item: Item | None, period_item: Item | None
) -> Iterator[tuple[Scorecard, PeriodRecord]]:
    """Give the card and its period, if there is one that the caller may see."""
    if card_item is None:
        return
    card = card_of(key_of_item(card_item), card_item)
    record = period_of(period_item, *place)
    if visible(context.principal, card, record):
        yield card, record


def places(context: Context, person: PersonKey, prefix: str = "") -> list[tuple[str, str]]:
    """Return (period, scheme) of the person's current cards, sorted, those not visible too.

    Who sees the own person alone gets none of a colleague's, without a request that would take
    longer if there were any.
    """
    principal = context.principal
    if not principal.sees_others and not principal.is_own(person):
        return []
    partition = index_of_employee_scorecards(context.scope, person)
    keys = context.table.keys_of_employee(partition, prefix=prefix)
    return sorted(_place(key) for key in keys if key.sk.startswith(CURRENT))


def _place(key: Key) -> tuple[str, str]:
    """Return (period, scheme) of a card's key."""
    _, _, scheme, period, _ = parts_of(key.pk)
    return period, scheme
