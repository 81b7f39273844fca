"""Which scorecards a caller may see, and a person's cards among them."""

from collections.abc import Iterator, Sequence

from chalicelib.periods.keys import key_of_period
from chalicelib.periods.records import PROVISIONAL, PeriodRecord, period_of
from chalicelib.person_keys import PersonKey
from chalicelib.scorecards.keys import CURRENT, index_of_employee_scorecards, key_of_scorecard
from chalicelib.scorecards.records import Scorecard, card_of
from chalicelib.store.keys import Key, parts_of
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.principal import Principal
from chalicelib.tenancy.roles import Role

#: Cards read in one request, each with the record of its period.
AT_ONCE = 50


def visible(principal: Principal, card: Scorecard, period: PeriodRecord) -> bool:
    """Return whether the caller may see a card. An agent sees their own after publication."""
    if not principal.may_see(card.person, card.team):
        return False
    return principal.role is not Role.AGENT or period.state != PROVISIONAL


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
            if card_key not in found:
                continue
            card = card_of(card_key, found[card_key])
            record = period_of(found.get(period_key), period, code)
            if visible(context.principal, card, record):
                yield card, record


def places(context: Context, person: PersonKey, prefix: str = "") -> list[tuple[str, str]]:
    """Return (period, scheme) of the person's current cards, sorted, those not visible too.

    An agent gets none of a colleague's, without a request that would take longer if there were any.
    """
    principal = context.principal
    if principal.role is Role.AGENT and principal.person != person:
        return []
    partition = index_of_employee_scorecards(context.scope, person)
    keys = context.table.keys_of_employee(partition, prefix=prefix)
    return sorted(_place(key) for key in keys if key.sk.startswith(CURRENT))


def _place(key: Key) -> tuple[str, str]:
    """Return (period, scheme) of a card's key."""
    _, _, scheme, period, _ = parts_of(key.pk)
    return period, scheme
