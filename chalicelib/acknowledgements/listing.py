"""A period's results with what their people said: who is silent, team by team."""

from collections.abc import Mapping
from typing import Any

from chalicelib.acknowledgements.presenting import form_of
from chalicelib.acknowledgements.records import Acknowledgement, read_acknowledgements
from chalicelib.acknowledgements.service import acknowledgeable
from chalicelib.person_keys import PersonKey
from chalicelib.scorecards import listing
from chalicelib.scorecards.records import Scorecard
from chalicelib.tenancy.context import Context


def page(
    context: Context,
    period: str,
    query: Mapping[str, Any],
    team: frozenset[str] | None,
    after: str | None,
) -> tuple[list[Scorecard], dict[PersonKey, Acknowledgement], str | None]:
    """Return a page of published results, those with the asked form alone, and what was said.

    It reads as many results as the page may have, so one that asks for a form may be short and
    have a next one. ``after`` and the last value are positions, as those of the scorecards' list.
    """
    records = listing.records_of(context, period, query["scheme"])
    asked = listing.asked_of(context, {}, team)
    shown, further = listing.of_period(context, records, asked, query["limit"], after)
    cards = [card for card, _, record in shown if acknowledgeable(card, record)]
    said = read_acknowledgements(context, period, query["scheme"], (card.person for card in cards))
    form = query.get("form")
    kept = [card for card in cards if form in (None, form_of(said[card.person], card.revision))]
    return kept, said, further
