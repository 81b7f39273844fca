"""Draft plans when a period's results are settled, for the grades that get plans.

A follower of results (:mod:`chalicelib.results.followers`), registered in ``plans/holdings.py``. It
works from stored data, shard by shard. Running it again, from the start or after a failed write,
leaves the same plans.

New plans are written in batches without conditions. This is safe: the run holds the period's lease,
so no other run drafts, and a person can make a plan only while nobody holds the lease. A draft that
no person has changed follows its result. A plan that a person has changed is kept and flagged.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.operand import Path

from chalicelib.periods.calendar import following, last_day
from chalicelib.periods.pilot_codes import pilot_of
from chalicelib.plans.changing import Change, change_all
from chalicelib.plans.following import followed, not_needed
from chalicelib.plans.ids import drafted_id
from chalicelib.plans.records import DRAFT, SYSTEM, Plan, plan_write, plans_of
from chalicelib.plans.shortfalls import Shortfall, shortfalls
from chalicelib.plans.supervisors import supervisors
from chalicelib.results.followers import Settled
from chalicelib.results.settling import Summary
from chalicelib.schemes.compiled import ReadyScheme, ready
from chalicelib.scorecards.keys import CURRENT, partition_of_scorecards
from chalicelib.scorecards.records import Scorecard, card_of, read_cards
from chalicelib.store.keys import key_of_item
from chalicelib.tenancy.context import Context, timestamp
from chalicelib.tenancy.scope import shard_of

#: New plans written at a time.
SIZE = 500
#: Write requests at the same time.
AT_ONCE = 2
#: Cards are read by key when at most one in so many is wanted.
BY_KEY = 7


def draft_plans(context: Context, settled: Settled, deadline: datetime) -> bool:
    """Draft, update and withdraw the plans of a scheme's period whose results were settled.

    Results of a pilot get no plans. ``deadline`` is a time of the platform's clock. False when the
    deadline came first: written plans stay, and another call does the rest.
    """
    if pilot_of(settled.scheme) is not None:
        return True
    work = _Drafting(context, settled, supervisors(context))
    shards = range(context.principal.shards)
    return all(work.shard(shard, settled.summary, deadline) for shard in shards)


class _Drafting:
    """One pass over a scheme's period."""

    def __init__(self, context: Context, settled: Settled, owners: Mapping[str, str]) -> None:
        self.context, self.scheme, self.period = context, settled.scheme, settled.period
        self.owners, self.known = owners, settled.heads
        version = settled.version
        self.versions = {version.version: (version, version.scheme.plan_grades())}
        self.due = last_day(following(settled.period)).isoformat()
        self.time = timestamp(context.platform.clock())

    def shard(self, shard: int, summary: Summary, deadline: datetime) -> bool:
        """Draft the plans of one shard. False when the deadline came before all were written."""
        if self._late(deadline):
            return False
        unmatched = {one.id: one for one in plans_of(self.context, self.scheme, self.period, shard)}
        fresh: list[Plan] = []
        changes: list[Change] = []
        for card in self._graded(shard) if summary.grades else ():
            for version, shortfall in self._shortfalls_of(card):
                plan = self._drafted(card, version, shortfall)
                before = unmatched.pop(plan.id, None)
                if before is None:
                    fresh.append(plan)
                else:
                    changes.append(Change(before, _following(plan)))
            if len(fresh) >= SIZE or len(changes) >= SIZE:
                if self._late(deadline):
                    return False
                self._write(fresh, changes)
        changes += [
            Change(before, lambda plan: not_needed(plan, self.time))
            for before in unmatched.values()
        ]
        self._write(fresh, changes)
        return True

    def _graded(self, shard: int) -> Iterator[Scorecard]:
        """Give the shard's current cards whose grade may get plans.

        Few cards of known people are read by key: such a read costs seven times its share of a
        query. Else the shard is queried, and the table filters by version and grade.
        """
        (number, (_, grades)) = next(iter(self.versions.items()))
        if self.known is not None:
            shards = self.context.principal.shards
            wanted = [
                employee_id
                for employee_id, head in self.known.items()
                if (head.version != number or head.grade in grades)
                and shard_of(employee_id, shards) == shard
            ]
            if len(wanted) * BY_KEY * shards <= len(self.known):
                yield from self._by_key(wanted)
                return
        partition = partition_of_scorecards(self.context.scope, self.scheme, self.period, shard)
        other: Condition = Path("version") != number
        where = other | Path("grade").is_in(*sorted(grades)) if grades else other
        for item in self.context.table.query_all(partition, prefix=CURRENT, where=where):
            yield card_of(key_of_item(item), item)

    def _by_key(self, employee_ids: list[str]) -> Iterator[Scorecard]:
        context, shards = self.context, self.context.principal.shards
        for start in range(0, len(employee_ids), SIZE):
            some = employee_ids[start : start + SIZE]
            found = read_cards(context.table, context.scope, self.scheme, self.period, some, shards)
            yield from found.values()

    def _shortfalls_of(self, card: Scorecard) -> list[tuple[ReadyScheme, Shortfall]]:
        if card.grade is None:
            return []
        version, grades = self._version(card.version)
        if card.grade not in grades:
            return []
        return [(version, shortfall) for shortfall in shortfalls(card, version)]

    def _version(self, number: int) -> tuple[ReadyScheme, frozenset[str]]:
        """Return a version and the grades that get plans by it. Raises LookupError without it."""
        if number not in self.versions:
            found = ready(self.context.table, self.context.scope, self.scheme, number)
            if found is None:
                raise LookupError(f"version {number} of a scheme is gone")
            self.versions[number] = found, found.scheme.plan_grades()
        return self.versions[number]

    def _drafted(self, card: Scorecard, version: ReadyScheme, shortfall: Shortfall) -> Plan:
        supervisor = self.owners.get(card.team or "")
        return replace(
            plan_from(card, version, shortfall, self.time, self.due),
            owner={"employee_id": supervisor} if supervisor else None,
        )

    def _write(self, fresh: list[Plan], changes: list[Change]) -> None:
        puts = [plan_write(self.context, plan) for plan in fresh]
        self.context.table.write_batch(puts, at_once=AT_ONCE)
        change_all(self.context, changes)
        fresh.clear()
        changes.clear()

    def _late(self, deadline: datetime) -> bool:
        return self.context.platform.clock() > deadline


def plan_from(
    card: Scorecard, version: ReadyScheme, shortfall: Shortfall, time: str, due: str
) -> Plan:
    """Return the draft of a plan for one indicator of a result, unchanged by any person.

    ``time`` is RFC 3339 in UTC, ``due`` a date (``2026-11-30``).
    """
    return Plan(
        id=drafted_id(card.scheme, card.period, card.employee_id, shortfall.indicator),
        scheme=card.scheme,
        period=card.period,
        employee_id=card.employee_id,
        status=DRAFT,
        origin=SYSTEM,
        created_at=time,
        updated_at=time,
        due_date=due,
        version=version.version,
        card_revision=card.revision,
        basis=shortfall.basis(version.version),
        indicator=shortfall.indicator,
        employee_name=card.employee_name,
        team=card.team,
        grade=card.grade,
        figures=shortfall.figures,
        slices=shortfall.slices,
    )


def _following(result: Plan) -> Callable[[Plan], Plan]:
    return lambda plan: followed(plan, result)
