"""What the register says of a scheme's period: who is missing, whose results it contradicts.

The register and the results are walked side by side in the order of their keys, so memory does not
grow with people. A register of at most MOST_AT_ONCE people is walked in the request. A larger one
is walked when the period is settled, and the counts are kept with the time
(publication/kept_check.py): no request reads a register of any size.
"""

from collections import Counter
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field
from heapq import merge
from typing import Any, Final

from chalicelib.announcements.concerned import InTime
from chalicelib.announcements.not_told import told_in_order
from chalicelib.people.records import Employee, everybody
from chalicelib.periods.calendar import kind_of
from chalicelib.periods.records import LOCKED, PeriodRecord, states_of
from chalicelib.scorecards.belonging import Belongings, Footing
from chalicelib.scorecards.keys import CURRENT, partition_of_scorecards
from chalicelib.store.converters import Item
from chalicelib.store.records import from_item
from chalicelib.tenancy.context import Context

#: People of a register that a request walks, and of whom it finds those to name.
MOST_AT_ONCE: Final = 2_000
#: People that an answer names at most. The count includes all.
MOST_NAMED: Final = 200
#: People whom a walk names of each finding about results.
MOST_FOUND: Final = 20


@dataclass(frozen=True, slots=True)
class Absent:
    """Somebody who is expected and has no result. ``team`` is that of the last day worked."""

    employee: Employee
    team: str | None


@dataclass(slots=True)
class Check:
    """The counts of a walk.

    ``missing`` are people by the team of the last day worked, empty for none. ``several``: results
    beside which another scheme's result of the person pays the month too, by that scheme's code:
    nobody has said which one pays, or it was said after the other was locked. ``outdated``:
    results that the register would have in another team, or paid by another scheme or share.
    ``not_told``: results of people who were not told of the period's plan in time; None: that was
    not asked.
    """

    missing: Counter[str] = field(default_factory=Counter)
    several: Counter[str] = field(default_factory=Counter)
    outdated: int = 0
    not_told: int | None = None


@dataclass(frozen=True, slots=True)
class Met:
    """A person of the register with the own card, if any, and other schemes that have one.

    ``first_at``: when the person was first told of the period's plan, as far as that is asked.
    """

    employee: Employee
    card: Footing | None
    others: Mapping[str, Footing]
    first_at: str | None = None

    def paid_twice(self) -> Iterator[str]:
        """Give the schemes whose result pays the month, as this one's does, beyond its share."""
        own = self.card
        if own is None or not _pays(own):
            return
        for code, other in self.others.items():
            if _pays(other) and (own.share is None or other.share is None):
                yield code

    def is_paid(self, locked: Container[str]) -> bool:
        """Return whether a locked result of another scheme, or one that was settled ahead, has paid
        the whole month."""
        return any(
            (code in locked or other.closed is not None) and _pays(other) and other.share is None
            for code, other in self.others.items()
        )


def _pays(card: Footing) -> bool:
    """Return whether a result pays the month, or a share of it.

    An imported or a void one never does.
    """
    return card.paid_by is None and not card.imported and card.void is None


class Walk:
    """Walks the register beside a scheme's results, and counts in ``check``.

    ``states`` are those of the period by scheme; None: they are read. ``announced``: people are
    counted who were not told of the plan in time. ``untold``, ``twice`` and ``moved`` are the first
    whom the caller sees of the three findings about results.
    """

    def __init__(
        self,
        context: Context,
        record: PeriodRecord,
        states: Mapping[str, str] | None = None,
        *,
        announced: bool = False,
    ) -> None:
        self._context, self._record = context, record
        self._belongings = Belongings(context, record.scheme, record.period)
        self._months = kind_of(record.period) == "month"
        self.check = Check(not_told=0 if announced else None)
        self._in_time = InTime(context, record.period) if announced else None
        self.untold: list[Employee] = []
        self.twice: list[Met] = []
        self.moved: list[Met] = []
        if states is None:
            states = states_of(context, record.period)
        self._others = sorted(states.keys() - {record.scheme})
        self._locked = {code for code in self._others if states[code] == LOCKED and self._months}

    def absent(self) -> Iterator[Absent | None]:
        """Give whoever is missing, and None for each other person; count on the way."""
        for met in self._met():
            yield self.meet(met)

    def meet(self, met: Met) -> Absent | None:
        """Count one person; return who is missing."""
        month = self._belongings.month(met.employee)
        belonging = self._belongings.of(met.employee, month)
        named = month.scheme if self._months else None
        if met.card is not None:
            if self._record.state != LOCKED and self._belongings.differs(met.card, belonging):
                self.check.outdated += 1
                self._name(met, self.moved)
            if self._months:
                others = [one for one in met.paid_twice() if named is None or self._paid(met, one)]
                self.check.several.update(others)
                if others:
                    self._name(met, self.twice)
            self._look_at_telling(met, month.team)
        pays = belonging is not None and belonging.paid_by is None
        expected = pays if named is not None else not met.others
        expected = expected and not met.is_paid(self._locked)
        if met.card is None and month.expected and expected:
            self.check.missing[month.team or ""] += 1
            return Absent(met.employee, month.team)
        return None

    def _paid(self, met: Met, code: str) -> bool:
        """Return whether a result of both has paid already: the other scheme is locked, or one of
        them was settled ahead."""
        both = (met.card, met.others[code])
        ahead = any(one is not None and one.closed is not None for one in both)
        return ahead or code in self._locked

    def _name(self, met: Met, found: list[Met]) -> None:
        team = None if met.card is None else met.card.team
        if len(found) < MOST_FOUND and self._context.principal.oversees(team):
            found.append(met)

    def _look_at_telling(self, met: Met, team: str | None) -> None:
        """Count somebody with a result of this scheme who was not told of the plan in time."""
        card = met.card
        if self._in_time is None or card is None or card.imported or card.void is not None:
            return
        if self._in_time.told(met.employee, met.first_at):
            return
        self.check.not_told = (self.check.not_told or 0) + 1
        if len(self.untold) < MOST_FOUND and self._context.principal.oversees(team):
            self.untold.append(met.employee)

    def _met(self) -> Iterator[Met]:
        context, record = self._context, self._record
        own = _Beside(_cards(context, record.scheme, record.period))
        others = {code: _Beside(_cards(context, code, record.period)) for code in self._others}
        announced = self._in_time is not None
        told = _Beside(
            told_in_order(context, record.period, record.scheme) if announced else iter(())
        )
        for item in everybody(context):
            place = item["sk"]
            card = own.at(place)
            found = {code: beside.at(place) for code, beside in others.items()}
            telling = told.at(place)
            yield Met(
                from_item(Employee, item),
                None if card is None else footing_of(card),
                {code: footing_of(other) for code, other in found.items() if other is not None},
                None if telling is None else telling.get("first_at"),
            )


def footing_of(card: Item) -> Footing:
    """Return what is compared of a stored card."""
    return Footing(**{name: card.get(name) for name in Footing._fields})


#: The members of a card that the walk compares.
_OWN: Final = ("pk", "sk", *Footing._fields)


class _Beside:
    """Cards of a period, asked for in the order of people."""

    def __init__(self, items: Iterator[Item]) -> None:
        self._items = items
        self._next = next(items, None)

    def at(self, place: str) -> Item | None:
        """Return the card at a person's place, after those asked for before; or None."""
        while self._next is not None and _place(self._next) < place:
            self._next = next(self._items, None)
        found = self._next
        return found if found is not None and _place(found) == place else None


def _place(item: Mapping[str, Any]) -> str:
    return str(item["sk"]).removeprefix(CURRENT)


def _cards(context: Context, scheme: str, period: str) -> Iterator[Item]:
    """Give what is compared of a scheme's current cards, in the order of people."""

    def of_shard(shard: int) -> Iterator[Item]:
        partition = partition_of_scorecards(context.scope, scheme, period, shard)
        yield from context.table.query_all(partition, prefix=CURRENT, only=_OWN)

    return merge(*map(of_shard, range(context.principal.shards)), key=_place)
