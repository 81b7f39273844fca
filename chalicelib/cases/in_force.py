"""The cases in force: what whoever scores a person and a period reads of cases.

An item for each person of a scheme's period who has some holds what they do. The period's record
says whether there is any such item, so a month without cases costs no read. A run about few people
reads theirs by key; another one reads all of the period once (docs/decisions/cases.md).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from chalicelib.cases.keys import key_of_cases_in_force, partition_of_cases_in_force
from chalicelib.cases.records import Case
from chalicelib.periods.pilot_codes import scheme_of
from chalicelib.person_keys import PersonKey
from chalicelib.scoring import RecordedCase
from chalicelib.store.converters import Item
from chalicelib.store.keys import Key
from chalicelib.store.records import from_item, stored_as, to_item
from chalicelib.tenancy.context import Context

#: Cases of one person in force for one scheme's period at most. A result names all of them.
MOST: Final = 30
#: People of one read by key at most. More are found by reading all of the period.
FEW: Final = 100


@dataclass(frozen=True, slots=True)
class InForce:
    """What is in force for a person of a scheme's period: an entry for each confirmed case.

    An entry has ``id``, ``kind``, ``at`` (when it was confirmed), and what is set of ``code``,
    ``indicator``, ``treatment`` and ``target``. ``due_since`` is since when a change of them waits
    to be applied to the person's result; ``because`` are the cases that changed. ``gave_up_at`` is
    from when on that counts as given up (jobs/given_up.py). ``revision`` grows with each change.
    """

    person: PersonKey = field(metadata=stored_as("employee_id"))
    revision: int = 0
    entries: tuple[dict[str, Any], ...] = ()
    due_since: str | None = None
    because: tuple[str, ...] = ()
    gave_up_at: str | None = None

    @property
    def cases(self) -> tuple[RecordedCase, ...]:
        """The cases as scoring takes them."""
        return tuple(map(_recorded, self.entries))


def entry_of(case: Case, at: str) -> dict[str, Any]:
    """Return the entry of a case that is confirmed ``at`` a time."""
    told = {
        "id": case.id,
        "kind": case.kind,
        "at": at,
        "code": case.code,
        "indicator": case.indicator,
        "treatment": case.treatment,
        "target": case.target,
    }
    return {name: value for name, value in told.items() if value is not None}


def in_force_write(context: Context, period: str, scheme: str, one: InForce) -> tuple[Key, Item]:
    """Return the write of what is in force for a person."""
    key = key_of_cases_in_force(context.scope, period, scheme, one.person)
    return key, {name: value for name, value in to_item(one).items() if value != ()}


def read_in_force(context: Context, period: str, scheme: str, person: PersonKey) -> InForce:
    """Return what is in force for a person; of somebody without cases it is empty."""
    item = context.table.get(key_of_cases_in_force(context.scope, period, scheme, person))
    return InForce(person) if item is None else from_item(InForce, item)


def standing_of(context: Context, case: Case) -> InForce:
    """Return what is in force for the person of a case, in its period."""
    return read_in_force(context, case.period, case.scheme, case.person)


def read_all_in_force(
    context: Context, places: Iterable[tuple[str, str, PersonKey]]
) -> dict[tuple[str, str, PersonKey], InForce]:
    """Return what is in force at places (period, scheme, person), in one batch. Others are left
    out."""
    keys = {key_of_cases_in_force(context.scope, *place): place for place in places}
    found = context.table.get_many(list(keys)) if keys else {}
    return {keys[key]: from_item(InForce, item) for key, item in found.items()}


class CasesOfPeriod:
    """Reads the cases in force of a scheme's period for one run. A pilot goes by its scheme's.

    ``there``: whether the period has any; None: that is asked with the first read. Changes that
    come during the run are not seen. They ask for a run of their own.
    """

    def __init__(self, context: Context, scheme: str, period: str, *, there: bool) -> None:
        self._context, self._place, self._there = context, (period, scheme_of(scheme)), there
        self._all: dict[PersonKey, tuple[RecordedCase, ...]] | None = None if there else {}
        self._known: dict[PersonKey, tuple[RecordedCase, ...]] = {}

    def learn(self, persons: Iterable[PersonKey]) -> None:
        """Read the cases of these people: by key if they are few, and else all of the period.

        A run calls it with each chunk of people. From the second chunk on all are read at once.
        """
        if self._all is not None:
            return
        wanted = [one for one in dict.fromkeys(persons) if one not in self._known]
        if not wanted:
            return
        if self._known or len(wanted) > FEW:
            self._all = self._read_all()
            return
        places = [(*self._place, person) for person in wanted]
        found = read_all_in_force(self._context, places)
        self._known = {place[2]: found[place].cases if place in found else () for place in places}

    def of(self, person: PersonKey) -> tuple[RecordedCase, ...]:
        """Return the cases in force of a person."""
        if self._all is None and person not in self._known:
            self._all = self._read_all()
        known: Mapping[PersonKey, tuple[RecordedCase, ...]] = (
            self._known if self._all is None else self._all
        )
        return known.get(person, ())

    def _read_all(self) -> dict[PersonKey, tuple[RecordedCase, ...]]:
        partition = partition_of_cases_in_force(self._context.scope, *self._place)
        items = self._context.table.query_all(partition)
        everybody = (from_item(InForce, item) for item in items)
        return {one.person: one.cases for one in everybody if one.entries}


@dataclass(frozen=True, slots=True)
class GivenCases:
    """The cases of one person as they will be, in the place of those that are stored."""

    in_force: InForce

    def learn(self, persons: Iterable[PersonKey]) -> None:
        """Read nothing."""

    def of(self, person: PersonKey) -> tuple[RecordedCase, ...]:
        """Return the cases in force of the person."""
        return self.in_force.cases if person == self.in_force.person else ()


def _recorded(entry: Mapping[str, Any]) -> RecordedCase:
    target = entry.get("target")
    return RecordedCase(
        entry["id"],
        entry["kind"],
        entry["at"],
        entry.get("code"),
        entry.get("indicator"),
        entry.get("treatment"),
        None if target is None else Decimal(target),
    )
