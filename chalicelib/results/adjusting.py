"""Adjust a period's summary by few people's change, without reading the results of the others.

It gives what settling anew would give (:mod:`chalicelib.results.settling`), when the summary was of
all results before the run and teams, groups of ranks and counts are those of then. If not, the
period is settled anew (docs/decisions/one-persons-change.md).
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pynamodb.expressions.operand import Path

from chalicelib.periods import changed_months, directory, source_counts, summaries
from chalicelib.periods.adjusted_tables import Move, NotInTables, adjusted
from chalicelib.periods.errors import SummaryReplaced
from chalicelib.periods.keys import key_of_period
from chalicelib.periods.lease import Lease
from chalicelib.periods.listed import Listed
from chalicelib.periods.ranks import Place
from chalicelib.periods.records import read_period
from chalicelib.periods.team_counts import Tally
from chalicelib.person_keys import PersonKey
from chalicelib.results.changes import Changed
from chalicelib.results.layers import WHOLE
from chalicelib.results.leased_run import TakenOver
from chalicelib.results.settling import (
    Counting,
    Summary,
    counted_members,
    listed,
    summary_of,
)
from chalicelib.results.standing_teams import names_now
from chalicelib.scorecards.period_cards import A_SHARE, ALL, NOTHING, VOID, Head, head_of
from chalicelib.store.table import ConditionFailed
from chalicelib.teams.records import read_counts
from chalicelib.tenancy.context import Context, timestamp


def adjust(
    context: Context,
    lease: Lease,
    changed: Changed,
    *,
    by_team: bool,
    sources: Sequence[str] = (WHOLE,),
) -> Summary | None:
    """Adjust the summary by what the run has changed, and store it; None: settle anew.

    ``changed`` must be everything that the run has written. ``by_team`` and ``sources`` as of
    settling. Only the followers are left then. Raises TakenOver when another run holds the period.
    """
    begun = lease.record
    if not lease.settled or begun.listing is None or begun.by_team != by_team:
        return None
    if read_counts(context).merges != begun.merges:
        return None
    heads = {
        person: (None if one.before is None else head_of(one.before), head_of(one.after))
        for person, one in changed.items()
    }
    lost = Counting(before for before, _ in heads.values() if before is not None)
    won = Counting(after for _, after in heads.values())
    board = source_counts.adjusted(
        (begun.board or {}).get("sources", ()), won.origins, lost.origins, sources
    )
    if board is None:
        return None
    names = names_now(context, {*lost.tallies, *won.tallies})
    whole = _difference(won.whole, lost.whole)
    whole.add(summaries.whole_tally(begun))
    paying = Counter({NOTHING: begun.not_paying or 0, A_SHARE: begun.split or 0})
    paying[VOID] = begun.void or 0
    paying.update(won.paying)
    paying.subtract(lost.paying)
    if not whole.counts or min(paying[NOTHING], paying[A_SHARE], paying[VOID]) < 0:
        return None
    differences = _Differences(
        whole.without_nothing(),
        paying,
        [
            (_place(before, names, by_team=by_team), _place(after, names, by_team=by_team))
            for before, after in heads.values()
        ],
        _of_teams(won.by_name(names), lost.by_name(names)),
        {person: listed(person, one, names[one.team]) for person, (_, one) in heads.items()},
        board,
    )
    try:
        stored = _stored(context, lease, differences)
    except (NotInTables, SummaryReplaced):
        return None
    return summary_of(differences.whole) if stored else None


@dataclass(frozen=True, slots=True)
class _Differences:
    """The counts that the period has now, and what differs in its tables."""

    whole: Tally
    paying: Counter[str]
    moves: list[Move]
    teams: dict[str, Tally]
    entries: dict[PersonKey, Listed]
    board: list[dict[str, Any]]


def _stored(context: Context, lease: Lease, found: _Differences) -> bool:
    """Store the summary: new pieces, then one write of the period's item, then former pieces go.

    False when the summary is another one than the run began with, perhaps by this very write, whose
    answer was lost. A settling removes the pieces then. Raises TakenOver.
    """
    record = lease.record
    at = directory.next_time(context, record)
    part = adjusted(context, record, found.moves, found.teams, found.entries, at)
    noted = changed_months.entries(context, lease.period, lease.scheme)
    context.table.write_batch([*part.writes, *noted])
    members = {**counted_members(found.whole, found.paying), "board": {"sources": found.board}}
    same = directory.unchanged(record) & (Path("unsettled") == record.unsettled)
    try:
        context.table.update(
            key_of_period(context.scope, lease.period, lease.scheme),
            [
                *(Path(name).set(value) for name, value in members.items()),
                *part.actions(record),
                Path("settled_at").set(timestamp(context.platform.clock())),
                Path("following").set({"work": lease.work}),
                Path("unsettled").remove(),
            ],
            lease.held & same,
        )
    except ConditionFailed:
        now = read_period(context.table, context.scope, lease.period, lease.scheme)
        if now is None or now.writer != lease.claim:
            raise TakenOver from None
        return False
    context.table.write_batch((), part.drops)
    return True


def _place(head: Head | None, names: Mapping[str, str], *, by_team: bool) -> Place | None:
    total = None if head is None else head.ranked_by
    if head is None or total is None:
        return None
    return (names[head.team] if by_team else ALL), total


def _of_teams(won: Mapping[str, Tally], lost: Mapping[str, Tally]) -> dict[str, Tally]:
    return {
        team: _difference(won.get(team, Tally()), lost.get(team, Tally()))
        for team in won.keys() | lost.keys()
    }


def _difference(won: Tally, lost: Tally) -> Tally:
    difference = Tally()
    difference.add(won)
    difference.take(lost)
    return difference
