"""Settle a period: make its summary from its scorecards (counts, grades, versions, ranks).

The summary is made from all current cards, not counted along the way. So it is right even when an
earlier run died, and making it again changes nothing. The cards are read for it, unless the run
has known all of them since it took the period's lease (:mod:`chalicelib.results.stored_state`).

The summary becomes current by one write, on condition that the run still holds the lease
(:mod:`chalicelib.periods.summaries`).
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from pynamodb.expressions.operand import Path

from chalicelib.periods import summaries
from chalicelib.periods.keys import key_of_period
from chalicelib.periods.lease import Lease
from chalicelib.periods.ranks import Place, counted
from chalicelib.periods.team_counts import Tally
from chalicelib.results.leased_run import TakenOver
from chalicelib.results.standing_teams import names_now
from chalicelib.scorecards.period_cards import A_SHARE, ALL, NOTHING, Head, read_heads
from chalicelib.store.table import ConditionFailed
from chalicelib.teams.records import read_counts
from chalicelib.tenancy.context import Context, timestamp


@dataclass(frozen=True, slots=True)
class Summary:
    """The number of results, of those with too few data for a total, and of those in each grade."""

    scorecards: int
    insufficient: int
    grades: dict[str, int]


def settle(
    context: Context,
    lease: Lease,
    *,
    by_team: bool = False,
    known: Iterable[Head] | None = None,
    only_followers_left: bool = False,
) -> Summary:
    """Count and rank the period's current cards, and store the summary of the period.

    ``by_team``: rank people within their team (``rank_by_team`` of the scheme). Teams are counted
    and ranked as they are written now, whatever spelling the cards have. ``known``: the
    values of all current cards, if the caller has them. With None they are read.
    ``only_followers_left``: the work has written all its cards, so its next run need not settle
    again. Raises TakenOver when another run holds the period. Then the former summary stays.
    """
    scheme, period = lease.scheme, lease.period
    # Before the teams are read: a merge meanwhile is one that came later.
    merges = read_counts(context).merges
    tallies: dict[str, Tally] = {}
    ranked: list[Place] = []
    paying: Counter[str] = Counter()
    if known is None:
        known = (head for _, head in read_heads(context, scheme, period))
    for team, total, grade, version, pays in known:
        paying[pays] += 1
        tally = tallies.setdefault(team, Tally())
        tally.versions[version] += 1
        if total is None:
            tally.insufficient += 1
            continue
        tally.grades[grade] += 1
        ranked.append((team if by_team else ALL, total))
    names = names_now(context, tallies)
    if by_team:
        ranked = [(names[team], total) for team, total in ranked]
    teams: dict[str, Tally] = {}
    whole = Tally()
    for team, tally in tallies.items():
        teams.setdefault(names[team], Tally()).add(tally)
        whole.add(tally)
    summary = Summary(whole.scorecards, whole.insufficient, dict(sorted(whole.grades.items())))
    # Those of former runs, also of runs that died: none is current after this run's.
    former = summaries.stored_pieces(context, period, scheme)
    tables = summaries.made(context, period, scheme, counted(ranked), teams)
    context.table.write_batch(tables.writes)
    versions = {str(number): whole.versions[number] for number in sorted(whole.versions)}
    try:
        context.table.update(
            key_of_period(context.scope, period, scheme),
            [
                Path("period").set(period),
                Path("scheme").set(scheme),
                Path("scorecards").set(summary.scorecards),
                Path("insufficient").set(summary.insufficient),
                Path("grades").set(summary.grades),
                Path("versions").set(versions),
                Path("merges").set(merges),
                Path("not_paying").set(paying[NOTHING]),
                Path("split").set(paying[A_SHARE]),
                *tables.actions,
                # Its pieces go with the former summary's (periods/missing_counts.py).
                Path("check").remove(),
                Path("settled_at").set(timestamp(context.platform.clock())),
                Path("following").set({"work": lease.work})
                if only_followers_left
                else Path("following").remove(),
            ],
            lease.held,
        )
    except ConditionFailed:
        # The pieces stay for the next settling to remove. If this write was sent twice, they may be
        # current.
        raise TakenOver from None
    context.table.write_batch((), former)
    return summary
