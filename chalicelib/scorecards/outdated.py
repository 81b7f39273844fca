"""Whether a result is outdated: something that it was made with is another one now.

``previous_period``  the result of the previous period that it was made with is replaced, or there
                     is one now where none stood
``team_mean``        it takes a mean of its team, and a run that changed values of the period was
                     given up before it looked through the means

It is a comparison at the time of reading (docs/decisions/outdated-results.md).
"""

from collections.abc import Iterable, Sequence

from chalicelib.periods import lease
from chalicelib.periods.records import PeriodRecord
from chalicelib.person_keys import PersonKey
from chalicelib.schemes.compiled import ReadyScheme
from chalicelib.scorecards.previous_period import NONE_STOOD, standing_revisions
from chalicelib.scorecards.records import PREVIOUS, TEAM_MEAN, Scorecard
from chalicelib.scoring import unpack
from chalicelib.scoring.needs import needs_team_means
from chalicelib.tenancy.context import Context

#: A current card, the version that made it, and the record of its period.
Shown = tuple[Scorecard, ReadyScheme, PeriodRecord]


def reasons(context: Context, shown: Sequence[Shown]) -> list[list[str]]:
    """Return why each current card is outdated, in their order; empty lists for those that are not.

    Costs one read of a hundred people for each period and scheme whose cards look back.
    """
    standing: dict[tuple[str, str], dict[PersonKey, str]] = {}
    for place, people in _looking_back(card for card, _, _ in shown).items():
        standing[place] = standing_revisions(context, *place, people)
    found: list[list[str]] = []
    for card, version, record in shown:
        why: list[str] = []
        if card.previous_revision is not None:
            now = standing[card.scheme, card.period].get(card.person, NONE_STOOD)
            if now != card.previous_revision:
                why.append(PREVIOUS)
        if means_unfinished(context, record) and _takes_means(card, version):
            why.append(TEAM_MEAN)
        found.append(why)
    return found


def means_unfinished(context: Context, record: PeriodRecord) -> bool:
    """Return whether the period's team means were left unfinished, and no run is at work."""
    return record.means_due is not None and not lease.held_at(record, context.time)


def _looking_back(cards: Iterable[Scorecard]) -> dict[tuple[str, str], list[PersonKey]]:
    """Return the people by (scheme, period), of cards that were made with a previous period."""
    found: dict[tuple[str, str], list[PersonKey]] = {}
    for card in cards:
        if card.previous_revision is not None:
            found.setdefault((card.scheme, card.period), []).append(card.person)
    return found


def _takes_means(card: Scorecard, version: ReadyScheme) -> bool:
    """Return whether a line of the card takes the team's mean, or would if there were one."""
    if not needs_team_means(version.scheme):
        return False
    result, _ = unpack(version.compiled, card.packed)
    return any(
        indicator.not_available == "team_mean" and line.status == "not_available"
        for indicator, line in zip(version.scheme.indicators, result.lines, strict=True)
    )
