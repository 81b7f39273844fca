"""Draft plans when a period's results are settled, for the grades that get plans.

A follower of results (:mod:`chalicelib.results.followers`), registered in ``plans/holdings.py``. It
works from stored data, shard by shard and page by page, with a checkpoint
(:mod:`chalicelib.plans.drafting_progress`). When few results have changed, it reads the plans of
these people alone. Running it again, from the start or after a failed
write, leaves the same plans.

In each shard the stored plans come first: a draft that no person has changed follows its result or
is withdrawn. A plan that a person has changed is kept and flagged. Then new plans are made from the
cards. They are written in batches without conditions. This is safe: the run holds the period's
lease, so no other run drafts, and a person can make a plan only while nobody holds the lease.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from chalicelib.periods.calendar import following, last_day
from chalicelib.periods.pilot_codes import pilot_of
from chalicelib.person_keys import PersonKey
from chalicelib.plans.changes import announce
from chalicelib.plans.changing import Change, change_all
from chalicelib.plans.drafting_progress import NAME, PLANS, STORED_EVERY, Place
from chalicelib.plans.following import followed, not_needed
from chalicelib.plans.graded_cards import GradedCards
from chalicelib.plans.ids import drafted_id, prefix_of
from chalicelib.plans.keys import partition_of_plans
from chalicelib.plans.records import DRAFT, SYSTEM, Plan, plan_of, plan_write
from chalicelib.plans.shortfalls import Shortfall, shortfalls
from chalicelib.plans.supervisors import supervisors
from chalicelib.results.changes import Changed
from chalicelib.results.followers import Settled
from chalicelib.schemes.compiled import ReadyScheme, existing
from chalicelib.scorecards.records import Scorecard
from chalicelib.team_folds import fold
from chalicelib.teams.canonical import TeamTexts
from chalicelib.tenancy.context import Context, timestamp
from chalicelib.tenancy.scope import shard_of

#: Cards or plans of one page.
SIZE = 500
#: Write requests at the same time.
AT_ONCE = 2


def draft_plans(context: Context, settled: Settled, deadline: datetime) -> bool:
    """Draft, update and withdraw the plans of a scheme's period whose results were settled.

    Results of a pilot get no plans, nor do imported ones: their time for measures has passed.
    ``deadline`` is a time of the platform's clock. At least one page is done. False when the
    deadline came before the end: the checkpoint is stored, and another call does the rest.
    """
    if pilot_of(settled.scheme) is not None:
        return True
    shards = context.principal.shards
    place = Place.of(settled.progress.of(NAME))
    work = _Drafting(context, settled, supervisors(context))
    if settled.changed is not None:
        work.of_few(settled.changed)
        return True
    done = 0
    while place.shard < shards:
        place = work.page(place)
        done += 1
        late = place.shard < shards and context.platform.clock() > deadline
        if late or done % STORED_EVERY == 0:
            settled.progress.store(NAME, place.stored())
        if late:
            return False
    return True


class _Drafting:
    """One pass over a scheme's period, or the rest of one."""

    def __init__(self, context: Context, settled: Settled, owners: Mapping[str, str]) -> None:
        self.context, self.scheme, self.period = context, settled.scheme, settled.period
        self.owners, self.texts = owners, TeamTexts(context)
        version, grades = settled.version, settled.version.scheme.plan_grades()
        self.versions = {version.version: (version, grades)}
        self.cards = GradedCards(
            context, self.scheme, self.period, version.version, grades, settled.heads
        )
        self.any_grade = bool(settled.summary.grades)
        self.due = last_day(following(settled.period)).isoformat()
        self.time = timestamp(context.platform.clock())

    def page(self, place: Place) -> Place:
        """Do one page of a shard's plans or cards; return the place of the next one."""
        return self._stored(place) if place.step == PLANS else self._new(place)

    def of_few(self, changed: Changed) -> None:
        """Let the plans of these people follow, with one query for each of them."""
        stored = [plan for person in sorted(changed) for plan in self._of_person(person)]
        wanted = {plan.id: plan for plan in self._wanted(one.after for one in changed.values())}
        change_all(
            self.context, [Change(plan, self._after(wanted.get(plan.id))) for plan in stored]
        )
        new = sorted(wanted.keys() - {plan.id for plan in stored})
        announce(self.context, new)
        self.context.table.write_batch(plan_write(self.context, wanted[one]) for one in new)

    def _of_person(self, person: PersonKey) -> list[Plan]:
        shard = shard_of(person, self.context.principal.shards)
        partition = partition_of_plans(self.context.scope, self.period, shard)
        found = self.context.table.query_all(partition, prefix=prefix_of(self.period, person))
        plans = [plan_of(item) for item in found if item["scheme"] == self.scheme]
        return [plan for plan in plans if plan.person == person]

    def _stored(self, place: Place) -> Place:
        """Let a page of the shard's stored plans follow their results."""
        partition = partition_of_plans(self.context.scope, self.period, place.shard)
        page = self.context.table.query(partition, after=place.after, limit=SIZE)
        plans = [plan_of(item) for item in page.items if item["scheme"] == self.scheme]
        found = (plan.person for plan in plans if plan.person is not None)
        people = {person for person in found if self.cards.may_be(person)}
        wanted = {plan.id: plan for plan in self._wanted(self.cards.of(sorted(people)))}
        change_all(self.context, [Change(plan, self._after(wanted.get(plan.id))) for plan in plans])
        return place.next_of_plans(page.after, found=bool(plans))

    def _new(self, place: Place) -> Place:
        """Write the plans that a page of the shard's cards needs and that are not stored."""
        cards, after = (
            self.cards.page(place.shard, place.after, SIZE) if self.any_grade else ([], None)
        )
        plans = {plan.id: plan_write(self.context, plan) for plan in self._wanted(cards)}
        puts = dict(plans.values())
        if place.has_plans and puts:
            there = self.context.table.get_many(list(puts), only=("pk",))
            puts = {key: item for key, item in puts.items() if key not in there}
        announce(self.context, [one for one, (key, _) in plans.items() if key in puts])
        self.context.table.write_batch(puts.items(), at_once=AT_ONCE)
        return place.next_of_cards(after)

    def _after(self, result: Plan | None) -> Callable[[Plan], Plan]:
        if result is None:
            return lambda plan: not_needed(plan, self.time)
        return lambda plan: followed(plan, result)

    def _wanted(self, cards: Iterable[Scorecard]) -> list[Plan]:
        """Return the plans that the cards need, as drafts."""
        graded = list(cards)
        self.texts.learn(card.team for card in graded)
        return [
            self._drafted(card, version, shortfall)
            for card in graded
            for version, shortfall in self._shortfalls_of(card)
        ]

    def _shortfalls_of(self, card: Scorecard) -> list[tuple[ReadyScheme, Shortfall]]:
        if card.grade is None or card.imported:
            return []
        version, grades = self._version(card.version)
        if card.grade not in grades:
            return []
        return [(version, shortfall) for shortfall in shortfalls(card, version)]

    def _version(self, number: int) -> tuple[ReadyScheme, frozenset[str]]:
        """Return a version and the grades that get plans by it. Raises LookupError without it."""
        if number not in self.versions:
            found = existing(self.context.table, self.context.scope, self.scheme, number)
            self.versions[number] = found, found.scheme.plan_grades()
        return self.versions[number]

    def _drafted(self, card: Scorecard, version: ReadyScheme, shortfall: Shortfall) -> Plan:
        supervisor = self.owners.get(fold(self.texts.text(card.team) or ""))
        return replace(
            plan_from(card, version, shortfall, self.time, self.due),
            owner={"employee_id": supervisor} if supervisor else None,
        )


def plan_from(
    card: Scorecard, version: ReadyScheme, shortfall: Shortfall, time: str, due: str
) -> Plan:
    """Return the draft of a plan for one indicator of a result, unchanged by any person.

    ``time`` is RFC 3339 in UTC, ``due`` a date (``2026-11-30``).
    """
    return Plan(
        id=drafted_id(card.scheme, card.period, card.person, shortfall.indicator),
        scheme=card.scheme,
        period=card.period,
        person=card.person,
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
