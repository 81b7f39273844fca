"""Stored results in the teams that they belong to now.

A stored card keeps the text that its team had when it was scored. Another spelling, or the text of
a team that was merged, leads to a team that is written otherwise. Means, ranks and counts go by the
team.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import islice

from chalicelib.results.team_means import StandingValues, TeamSums
from chalicelib.scorecards.period_cards import valued_cards
from chalicelib.scorecards.records import Scorecard
from chalicelib.teams.canonical import TeamTexts, canonical
from chalicelib.tenancy.context import Context

#: Cards whose teams are looked up together.
SIZE = 500


def in_teams(texts: TeamTexts, cards: Iterable[Scorecard]) -> Iterator[Scorecard]:
    """Give the cards with the text of their team now.

    ``texts`` are those of the run: each distinct name is read once, a hundred in a request.
    """
    left = iter(cards)
    while some := list(islice(left, SIZE)):
        texts.learn(card.team for card in some)
        for card in some:
            text = texts.text(card.team)
            yield card if text == card.team else replace(card, team=text)


def standing_sums(
    context: Context, texts: TeamTexts, values: StandingValues, scheme: str, period: str
) -> TeamSums:
    """Return the sums of the values of all results of a period, in the teams that they belong to
    now."""
    sums = TeamSums()
    for card in in_teams(texts, valued_cards(context, scheme, period)):
        sums.add(card.team, values.of(card))
    return sums


def names_now(context: Context, teams: Iterable[str]) -> Mapping[str, str]:
    """Return how each team of stored cards is written now. The empty name is nobody's team.

    Teams that are not there yet are made, so that later readings of the same texts agree.
    """
    refs = canonical(context, teams)
    return {team: refs[team].text if team in refs else "" for team in teams}
