"""Scorecards in a copy of the company: every revision with all lines and its link, unexplained."""

from collections.abc import Iterator

from chalicelib.periods.keys import key_of_period
from chalicelib.periods.records import period_of
from chalicelib.scorecards import chain
from chalicelib.scorecards.corrected import corrected_of
from chalicelib.scorecards.keys import CURRENT, REMOVED
from chalicelib.scorecards.outdated import Why, reasons
from chalicelib.scorecards.presenting import described
from chalicelib.scorecards.ranking import ranked
from chalicelib.scorecards.records import Scorecard, card_of
from chalicelib.scorecards.versions import version_of
from chalicelib.store.converters import Item
from chalicelib.store.keys import key_of_item
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.holdings import Row


def corrected(context: Context, item: Item) -> Iterator[Row]:
    """Give what stands of a locked result, as the API shows it."""
    card = corrected_of(item)
    found = context.table.get(key_of_period(context.scope, card.period, card.scheme))
    record = period_of(found, card.period, card.scheme)
    version = version_of(context, card)
    why = reasons(context, [(card, version, record)])[0]
    yield {**described(card, version, record, None, because=why), "link": _link(card)}


def rows(context: Context, item: Item) -> Iterator[Row]:
    """Give a stored revision as the API shows it. A removed result is among the former ones."""
    if item["sk"].startswith(REMOVED):
        return
    card = card_of(key_of_item(item), item)
    found = context.table.get(key_of_period(context.scope, card.period, card.scheme))
    record = period_of(found, card.period, card.scheme)
    version = version_of(context, card)
    current = item["sk"].startswith(CURRENT)
    (rank,) = ranked(context, [(card, version, record)]) if current else (None,)
    why = reasons(context, [(card, version, record)])[0] if current else Why()
    shown = described(card, version, record, rank, current=current, because=why)
    yield {**shown, "link": _link(card)}


def _link(card: Scorecard) -> Row | None:
    """Return what proves the revision in the chain of its result; None: it has no link."""
    if card.link is None:
        return None
    return {
        "content": chain.content_shown(card),
        "salt": chain.salt_shown(card),
        "commitment": chain.commitment_of(card),
        "hash": chain.hash_shown(card),
    }
