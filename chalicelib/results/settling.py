"""Settle a period: make its summary from its scorecards (counts, grades, versions, ranks) and the
directory by which its lists find them.

The summary is made from all current cards, not counted along the way. So it is right even when an
earlier run died, and making it again changes nothing. The cards are read for it, unless the run
has known all of them since it took the period's lease (:mod:`chalicelib.results.stored_state`).
A run that has changed few results adjusts the summary (:mod:`chalicelib.results.adjusting`).

The summary becomes current by one write, on condition that the run still holds the lease and that
the directory is the one that it was compared with (:mod:`chalicelib.periods.summaries`).
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from pynamodb.expressions.operand import Path

from chalicelib.periods import changed_months, directory, source_counts, summaries
from chalicelib.periods.errors import SummaryReplaced
from chalicelib.periods.keys import key_of_period
from chalicelib.periods.lease import Lease
from chalicelib.periods.listed import PERSON, Listed
from chalicelib.periods.ranks import Place, counted
from chalicelib.periods.records import PeriodRecord, period_of
from chalicelib.periods.source_counts import Origins
from chalicelib.periods.team_counts import Tally
from chalicelib.person_keys import PersonKey
from chalicelib.results.layers import WHOLE
from chalicelib.results.leased_run import TakenOver
from chalicelib.results.removing import all_told
from chalicelib.results.standing_teams import names_now
from chalicelib.scorecards.period_cards import A_SHARE, ALL, NOTHING, VOID, WAITS, Head, read_heads
from chalicelib.store.keys import Key
from chalicelib.store.table import ConditionFailed
from chalicelib.teams.records import read_counts
from chalicelib.tenancy.context import Context, timestamp

#: Times that a settling is compared with another directory, because somebody has changed it.
ATTEMPTS = 5


@dataclass(frozen=True, slots=True)
class Summary:
    """The number of results, of those with too few data for a total, and of those in each grade."""

    scorecards: int
    insufficient: int
    grades: dict[str, int]


class Counting:
    """Counts results by team as it is written in their cards, by what they pay, and by where their
    figures came from.

    Imported results are counted apart, and void ones in ``paying`` alone.
    """

    def __init__(self, heads: Iterable[Head]) -> None:
        self.tallies: dict[str, Tally] = {}
        self.paying: Counter[str] = Counter()
        self.origins: Counter[Origins] = Counter()
        for head in heads:
            tally = self.tallies.setdefault(head.team, Tally())
            if head.imported:
                tally.imported += 1
                tally.imported_grades.update([head.grade] if head.grade else ())
                continue
            self.paying[head.pays] += 1
            if head.void:
                continue
            self.origins[head.origins] += 1
            tally.versions[head.version] += 1
            if head.awaiting:
                tally.incomplete += 1
            elif head.total is None:
                tally.insufficient += 1
            else:
                tally.grades[head.grade] += 1

    def by_name(self, names: Mapping[str, str]) -> dict[str, Tally]:
        """Return the tallies by team as it is written now: ``names`` has that of each text."""
        teams: dict[str, Tally] = {}
        for team, tally in self.tallies.items():
            teams.setdefault(names[team], Tally()).add(tally)
        return teams

    @property
    def whole(self) -> Tally:
        """The counts of all teams."""
        whole = Tally()
        for tally in self.tallies.values():
            whole.add(tally)
        return whole


@dataclass(slots=True)
class _Counted:
    """What a period's cards give together: counts by team, places of ranks, who pays."""

    teams: dict[str, Tally]
    whole: Tally
    ranked: list[Place]
    paying: Counter[str]
    origins: Counter[Origins]
    entries: list[Listed]


def settle(
    context: Context,
    lease: Lease,
    *,
    by_team: bool = False,
    known: Mapping[PersonKey, Head] | None = None,
    only_followers_left: bool = False,
    sources: Sequence[str] = (WHOLE,),
) -> Summary:
    """Count, rank and list the period's current cards, and store the summary of the period.

    Imported results are counted apart, and not ranked. Neither are vetoed ones.

    ``by_team``: rank people within their team (``rank_by_team`` of the scheme). Teams are counted,
    ranked and listed as they are written now, whatever spelling the cards have. ``known``: the
    values of all current cards by person, if the caller has them. With None they are read.
    ``only_followers_left``: the work has written all its cards, so its next run need not settle
    again. Otherwise no follower is called, and the period counts as unsettled. ``sources``: the
    codes of the scheme's sources, for the board. Raises TakenOver when another
    run holds the period. Then the former summary stays.
    """
    scheme, period = lease.scheme, lease.period
    # Before the teams are read: a merge meanwhile is one that came later.
    merges = read_counts(context).merges
    heads = known.items() if known is not None else read_heads(context, scheme, period)
    counts = _counted(context, heads, by_team=by_team)
    members = {
        "period": period,
        "scheme": scheme,
        **counted_members(counts.whole, counts.paying),
        "merges": merges,
        "by_team": by_team,
        "board": {"sources": source_counts.counted(counts.origins, sources)},
    }
    for attempt in range(ATTEMPTS):
        if _stored(context, lease, counts, members, attempt, only_followers_left):
            return summary_of(counts.whole)
    raise TakenOver


def summary_of(whole: Tally) -> Summary:
    """Return a summary of the counts of all teams."""
    return Summary(whole.scorecards, whole.insufficient, dict(sorted(whole.grades.items())))


def counted_members(whole: Tally, paying: Mapping[str, int]) -> dict[str, object]:
    """Return the members of the period's item that have its counts."""
    summary = summary_of(whole)
    return {
        "scorecards": summary.scorecards,
        "insufficient": summary.insufficient,
        "incomplete": whole.incomplete,
        "grades": summary.grades,
        "versions": {str(number): whole.versions[number] for number in sorted(whole.versions)},
        "not_paying": paying[NOTHING],
        "split": paying[A_SHARE],
        "void": paying[VOID],
        "imported": whole.imported,
        "imported_grades": dict(sorted(whole.imported_grades.items())),
    }


def _counted(
    context: Context, heads: Iterable[tuple[PersonKey, Head]], *, by_team: bool
) -> _Counted:
    found = list(heads)
    counting = Counting(head for _, head in found)
    names = names_now(context, counting.tallies)
    ranked = [
        (names[head.team] if by_team else ALL, total)
        for _, head in found
        if (total := head.ranked_by) is not None
    ]
    entries = [listed(person, head, names[head.team]) for person, head in found]
    entries.sort(key=PERSON.place)
    return _Counted(
        counting.by_name(names), counting.whole, ranked, counting.paying, counting.origins, entries
    )


def listed(person: PersonKey, head: Head, team: str) -> Listed:
    """Return the entry of a card in the directory, without the time of its change."""
    return Listed(
        person=person,
        team=team,
        grade=head.grade,
        insufficient=head.total is None and not (head.imported or head.void or head.awaiting),
        upload=head.upload,
        version=head.version,
        revision=head.revision,
        # Nobody is paid what is not complete: lists of who is paid leave it out.
        pays=WAITS if head.awaiting and not head.void else head.pays,
        changed_at="",
    )


def _stored(
    context: Context,
    lease: Lease,
    counts: _Counted,
    members: Mapping[str, object],
    attempt: int,
    only_followers_left: bool,
) -> bool:
    """Store the summary; False when the directory has changed meanwhile.

    A former directory that cannot be read is left aside at the last attempt.
    """
    key = key_of_period(context.scope, lease.period, lease.scheme)
    record = period_of(context.table.get(key), lease.period, lease.scheme)
    if record.writer != lease.claim:
        raise TakenOver
    at = directory.next_time(context, record)
    entries = [entry._replace(changed_at=at) for entry in counts.entries]
    before = record if attempt + 1 < ATTEMPTS else _alone(record)
    # Those of former runs, also of runs that died: none but these is current after this run's.
    former = summaries.stored_pieces(context, lease.period, lease.scheme)
    try:
        part = summaries.made(
            context,
            before,
            counted(counts.ranked),
            counts.teams,
            entries,
            at,
            lambda gone: all_told(context, lease, gone),
        )
    except SummaryReplaced:
        return False
    noted = changed_months.entries(context, lease.period, lease.scheme)
    context.table.write_batch([*part.writes, *noted])
    if only_followers_left:
        after = [Path("following").set({"work": lease.work}), Path("unsettled").remove()]
    else:
        # Nobody follows this summary, so the next run must count everything anew.
        lease.settled = False
        after = [Path("following").remove(), Path("unsettled").set(lease.claim)]
    try:
        context.table.update(
            key,
            [
                *(Path(name).set(value) for name, value in members.items()),
                *part.actions(before),
                # Its pieces go with the former summary's (periods/missing_counts.py).
                Path("check").remove(),
                Path("settled_at").set(timestamp(context.platform.clock())),
                *after,
            ],
            lease.held & directory.unchanged(record),
        )
    except ConditionFailed:
        # The pieces stay for the next settling to remove. If this write was sent twice, they may be
        # current.
        return False
    context.table.write_batch((), _unused(former, part.stays))
    return True


def _alone(record: PeriodRecord) -> PeriodRecord:
    return replace(record, ordered=None, listing=None)


def _unused(former: list[Key], stays: set[Key]) -> list[Key]:
    return [key for key in former if key not in stays]
