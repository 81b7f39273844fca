"""Ranks of scorecards that are shown: each piece of a period's table is read once."""

from collections.abc import Sequence

from chalicelib.periods.pilot_codes import pilot_of
from chalicelib.periods.ranks import Place, Rank
from chalicelib.periods.records import PeriodRecord
from chalicelib.periods.summaries import ranks_of
from chalicelib.schemes.compiled import ReadyScheme
from chalicelib.scorecards.period_cards import group_of
from chalicelib.scorecards.presenting import fixed
from chalicelib.scorecards.records import Scorecard
from chalicelib.teams.canonical import known
from chalicelib.tenancy.context import Context


def place_of(card: Scorecard, version: ReadyScheme) -> Place | None:
    """Return the group and total by which a card is ranked.

    None for a card without a total, for a vetoed, a pilot's, an imported and a corrected one: these
    are not ranked. Ranks stand as they were locked.
    """
    unranked = card.vetoed or card.imported or card.correction is not None
    if card.total is None or unranked or pilot_of(card.scheme) is not None:
        return None
    scheme = version.scheme
    return group_of(card, by_team=scheme.rank_by_team), fixed(card.total, scheme.total_places)


def ranked(
    context: Context, shown: Sequence[tuple[Scorecard, ReadyScheme, PeriodRecord]]
) -> list[Rank | None]:
    """Return the rank of each card, in order; None for a card that has no rank.

    A table of ranks within teams has the teams as they were written when it was made. So a card is
    looked up with its own text first, and then as its team is written now.
    """
    places = [place_of(card, version) for card, version, _ in shown]
    found = _found(context, shown, places)
    missing = [place if rank is None else None for place, rank in zip(places, found, strict=True)]
    refs = known(context, [place[0] for place in missing if place is not None])
    now = [
        (refs[place[0]].text, place[1]) if place is not None and place[0] in refs else None
        for place in missing
    ]
    again = [new if new != place else None for new, place in zip(now, missing, strict=True)]
    if any(again):
        later = _found(context, shown, again)
        found = [one if one is not None else two for one, two in zip(found, later, strict=True)]
    return found


def _found(
    context: Context,
    shown: Sequence[tuple[Scorecard, ReadyScheme, PeriodRecord]],
    places: Sequence[Place | None],
) -> list[Rank | None]:
    """Return the rank at each place; None without one. Each piece is read once."""
    periods = {(record.period, record.scheme): record for _, _, record in shown}
    wanted: dict[tuple[str, str], list[Place]] = {of: [] for of in periods}
    for place, (_, _, record) in zip(places, shown, strict=True):
        if place is not None:
            wanted[record.period, record.scheme].append(place)
    found = {of: ranks_of(context, record, wanted[of]) for of, record in periods.items()}
    return [
        None if place is None else found[record.period, record.scheme].get(place)
        for place, (_, _, record) in zip(places, shown, strict=True)
    ]
