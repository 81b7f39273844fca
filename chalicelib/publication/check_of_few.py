"""Adjust the kept check of a large register by the few results that a run has changed.

A person's part in the counts follows from the register and from the person's results by each
scheme. Where nothing but the run's own results is another one since the register was walked, the
difference is exact, and the counts keep the time of that walk. Where it may be, the caller walks
anew: the person was changed on the register, has a result by another scheme that has moved on
since, or belongs to several schemes of which one may have begun to share the month.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pynamodb.expressions.operand import Path

from chalicelib.announcements.concerned import InTime
from chalicelib.announcements.not_told import is_asked
from chalicelib.announcements.records import read_told
from chalicelib.people.dated import SCHEME
from chalicelib.people.facts import shares
from chalicelib.people.records import Employee, read_people
from chalicelib.periods import missing_counts
from chalicelib.periods.calendar import days_of
from chalicelib.periods.keys import partition_of_periods
from chalicelib.periods.lease import MARGIN
from chalicelib.periods.records import PeriodRecord
from chalicelib.periods.summaries import SummaryReplaced
from chalicelib.person_keys import PersonKey
from chalicelib.publication.month_check import Check, Met, Walk, footing_of
from chalicelib.results.changes import Changed
from chalicelib.results.followers import Settled
from chalicelib.scorecards.belonging import Belongings, Footing
from chalicelib.scorecards.keys import key_of_scorecard
from chalicelib.scorecards.records import Scorecard
from chalicelib.store.records import from_item
from chalicelib.tenancy.context import Context, timestamp


def adjust_check(context: Context, settled: Settled, changed: Changed) -> bool:
    """Adjust the check that the period had when the run took it. False: walk anew.

    Costs a read of a hundred people of the register and one for each other scheme of the period,
    and the pieces of the missing when their number differs.
    """
    base = settled.progress.begun.check
    if base is None or "until" not in base:
        return False
    records = _records(context, settled.period)
    others = [one for one in records if one.scheme != settled.scheme]
    theirs = {one.scheme: _footings(context, one, changed) for one in others}
    if not all(_stood_still(one, base) for one in others if theirs[one.scheme]):
        return False
    people = read_people(context, changed)
    there = _known_then(people, base)
    if there is None or any(_shares(one, settled.period) for one in people.values()):
        return False
    announced = is_asked(context, settled.period, settled.scheme)
    if announced and not _telling_counted(context, settled.period, base):
        return False
    told = read_told(context, settled.period, settled.scheme, people if announced else ())
    states = {one.scheme: one.state for one in records}
    record = PeriodRecord(settled.period, settled.scheme)
    before, after = (Walk(context, record, states, announced=announced) for _ in range(2))
    belongings = Belongings(context, settled.scheme, settled.period)
    for person, employee in people.items():
        found = {code: cards[person] for code, cards in theirs.items() if person in cards}
        change = changed[person]
        first_at = told[person].first_at if announced else None
        former = _footing(change.before)
        if former is not None and _by_name(belongings, former, employee):
            return False
        if person in there:
            before.meet(Met(employee, former, found, first_at))
        after.meet(Met(employee, _footing(change.after), found, first_at))
    return _stored(context, settled, base, before.check, after.check)


def _telling_counted(context: Context, period: str, base: Mapping[str, Any]) -> bool:
    """Return whether the walk counted who was not told in time, when nobody could be any more."""
    return "not_told" in base and base["as_of"] >= InTime(context, period).begins_at


def _records(context: Context, period: str) -> list[PeriodRecord]:
    partition = partition_of_periods(context.scope)
    items = context.table.query_all(partition, prefix=f"{period}#")
    return [from_item(PeriodRecord, item) for item in items]


def _footings(context: Context, record: PeriodRecord, persons: Changed) -> dict[PersonKey, Footing]:
    shards = context.principal.shards
    keys = {
        key_of_scorecard(context.scope, record.scheme, record.period, one, shards): one
        for one in persons
    }
    found = context.table.get_many(list(keys), only=("pk", *Footing._fields))
    return {keys[key]: footing_of(item) for key, item in found.items()}


def _footing(card: Scorecard | None) -> Footing | None:
    if card is None:
        return None
    return Footing(*(getattr(card, name) for name in Footing._fields))


def _stood_still(other: PeriodRecord, base: Mapping[str, Any]) -> bool:
    """Return whether the results of another scheme are those of the walk.

    Its own check, if any, must be older: the later one tells who has results by both. A result may
    have been settled ahead since, which no settling tells.
    """
    if other.writer is not None or other.unsettled is not None or other.closed:
        return False
    checked_at = (other.check or {}).get("as_of")
    times = (other.settled_at, other.locked_at, other.reopened_at, checked_at)
    return all(one is None or one < _earlier(base["as_of"]) for one in times)


def _known_then(
    people: Mapping[PersonKey, Employee], base: Mapping[str, Any]
) -> frozenset[PersonKey] | None:
    """Return who was on the register at the walk, as today; None: of somebody it is not known."""
    began, ended = _earlier(base["as_of"]), _later(base["until"])
    there = frozenset(one for one, found in people.items() if found.updated_at < began)
    new = (found for one, found in people.items() if one not in there)
    if all(found.revision == 1 and found.updated_at > ended for found in new):
        return there
    return None


def _shares(employee: Employee, period: str) -> bool:
    return len(shares(employee, SCHEME, days_of(period))) > 1


def _by_name(belongings: Belongings, card: Footing, employee: Employee) -> bool:
    """Return whether it takes the names of teams, which may change, to compare a former card."""
    belonging = belongings.of(employee)
    team = None if belonging is None else belonging.team
    return bool(card.register_team) and team is not None and team != card.team


def _stored(
    context: Context, settled: Settled, base: Mapping[str, Any], before: Check, after: Check
) -> bool:
    """Store the difference. False when the counts cannot be those of the results before."""
    several: Counter[str] = Counter({code: int(one) for code, one in base["several"].items()})
    several.update(after.several)
    several.subtract(before.several)
    outdated = int(base["outdated"]) + after.outdated - before.outdated
    kept = {**_plain(base), "several": dict(+several), "outdated": outdated}
    if before.not_told is not None:
        kept["not_told"] = int(base["not_told"]) + (after.not_told or 0) - before.not_told
    if kept.get("not_told", 0) < 0 or outdated < 0 or min(several.values(), default=0) < 0:
        return False
    if after.missing != before.missing:
        try:
            missing = missing_counts.read(context, settled.progress.begun)
        except SummaryReplaced:
            return False
        missing.update(after.missing)
        missing.subtract(before.missing)
        if min(missing.values(), default=0) < 0:
            return False
        writes, pieces = missing_counts.made(context, settled.period, settled.scheme, +missing)
        context.table.write_batch(writes)
        kept |= pieces
    if kept != _plain(base):
        settled.progress.change([Path("check").set(kept)])
    if kept["generation"] != base["generation"]:
        former = missing_counts.pieces_of(context, settled.progress.begun)
        context.table.write_batch((), former)
    return True


def _plain(check: Mapping[str, Any]) -> dict[str, Any]:
    """Return a check with its counts as integers: the table returns decimals."""
    several = {code: int(one) for code, one in check["several"].items()}
    numbers = {
        name: int(check[name]) for name in ("outdated", "pieces", "not_told") if name in check
    }
    return {**check, **numbers, "several": several}


def _earlier(moment: str) -> str:
    """Return a moment by as much earlier as clocks may differ."""
    return timestamp(datetime.fromisoformat(moment) - MARGIN)


def _later(moment: str) -> str:
    return timestamp(datetime.fromisoformat(moment) + MARGIN)
