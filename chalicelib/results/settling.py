"""Settle a period: make its summary from its scorecards (counts, grades, versions, ranks).

The summary is made from all current cards, not counted along the way. So it is right even when an
earlier run died, and making it again changes nothing. The cards are read for it, unless the run
has known all of them since it took the period's lease (:mod:`chalicelib.results.stored_state`).
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from pynamodb.expressions.operand import Path

from chalicelib.periods.keys import key_of_period
from chalicelib.periods.ranks import packed_ranks
from chalicelib.periods.team_counts import Tally, packed_teams
from chalicelib.scorecards.period_cards import ALL, Head, read_heads
from chalicelib.tenancy.context import Context, timestamp


@dataclass(frozen=True, slots=True)
class Summary:
    """The number of results, of those with too few data for a total, and of those in each grade."""

    scorecards: int
    insufficient: int
    grades: dict[str, int]


def settle(
    context: Context,
    scheme: str,
    period: str,
    *,
    by_team: bool = False,
    known: Iterable[Head] | None = None,
) -> Summary:
    """Count and rank the period's current cards, and store the summary with the period.

    ``by_team``: rank people within their team (``rank_by_team`` of the scheme). ``known``: the
    values of all current cards, if the caller has them. With None they are read.
    """
    teams: dict[str, Tally] = {}
    ranked: list[tuple[str, Decimal]] = []
    if known is None:
        known = (head for _, head in read_heads(context, scheme, period))
    for team, total, grade, version in known:
        tally = teams.setdefault(team, Tally())
        tally.versions[version] += 1
        if total is None:
            tally.insufficient += 1
            continue
        tally.grades[grade] += 1
        ranked.append((team if by_team else ALL, total))
    grades = sum((tally.grades for tally in teams.values()), Counter[str]())
    insufficient = sum(tally.insufficient for tally in teams.values())
    summary = Summary(len(ranked) + insufficient, insufficient, dict(sorted(grades.items())))
    context.table.update(
        key_of_period(context.scope, period, scheme),
        [
            Path("period").set(period),
            Path("scheme").set(scheme),
            Path("scorecards").set(summary.scorecards),
            Path("insufficient").set(insufficient),
            Path("grades").set(summary.grades),
            Path("ranks").set(packed_ranks(ranked)),
            Path("teams").set(packed_teams(teams)),
            Path("settled_at").set(timestamp(context.platform.clock())),
        ],
    )
    return summary
