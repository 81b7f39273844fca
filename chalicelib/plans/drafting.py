"""Drafting plans when a period's results were settled, for those whose grade is to get them.

A follower of results (:mod:`chalicelib.results.followers`), registered in ``plans/holdings.py``. It
works from what is stored, shard by shard, so that running it again, wholly or after dying at any
write, leaves the same plans. New plans are written in batches: the run holds the period's lease, so
nobody else drafts, and a person makes a plan only while nobody holds it. A draft that nobody has
changed follows its result; one that a person has changed is kept, and flagged.
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

#: New plans written at a time, and in how many requests at once.
SIZE = 500
AT_ONCE = 2
#: One in so many at most is asked for by key.
BY_KEY = 7


def draft_plans(context: Context, settled: Settled, deadline: datetime) -> bool:
    """Draft, update and withdraw the plans of a scheme's period whose results were settled.

    A pilot's results ask for none. False when the deadline came first: what was written stays, and
    another call goes on.
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
        """The plans of one shard; False when time ran out before they were all written."""
        if self._late(deadline):
            return False
        left = {one.id: one for one in plans_of(self.context, self.scheme, self.period, shard)}
        fresh: list[Plan] = []
        changes: list[Change] = []
        for card in self._graded(shard) if summary.grades else ():
            for version, shortfall in self._warranted(card):
                plan = self._drafted(card, version, shortfall)
                before = left.pop(plan.id, None)
                if before is None:
                    fresh.append(plan)
                else:
                    changes.append(Change(before, _following(plan)))
            if len(fresh) >= SIZE or len(changes) >= SIZE:
                if self._late(deadline):
                    return False
                self._write(fresh, changes)
        changes += [
            Change(before, lambda plan: not_needed(plan, self.time)) for before in left.values()
        ]
        self._write(fresh, changes)
        return True

    def _graded(self, shard: int) -> Iterator[Scorecard]:
        """The shard's cards whose grade may get plans.

        Asked for by key, when it is known whose they are and they are few: a read by key costs
        seven times its part of a query. Else the table leaves out the rest.
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

    def _warranted(self, card: Scorecard) -> list[tuple[ReadyScheme, Shortfall]]:
        if card.grade is None:
            return []
        version, grades = self._version(card.version)
        if card.grade not in grades:
            return []
        return [(version, shortfall) for shortfall in shortfalls(card, version)]

    def _version(self, number: int) -> tuple[ReadyScheme, frozenset[str]]:
        """A version and the grades that get plans by it."""
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
    """The plan that a result asks for at one indicator, as nobody has changed it yet."""
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
