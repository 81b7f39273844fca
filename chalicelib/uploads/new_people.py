"""Put people of a file on the register if they are not on it, and overwrite nobody's change.

Between the read of the register and this write, the HR system may have created the person, or the
person may have been deleted or erased. A person who is on the register at the write stays
unchanged. Batch writes cannot be conditional, so these are transactions. They cost twice the units,
once for each new person. Each transaction also counts its people (people/headcount.py), so that the
company's limit holds whatever is registered at the same time.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from pynamodb.expressions.operand import Path

from chalicelib.people import headcount
from chalicelib.people.changes import enter_people
from chalicelib.people.counting import Numbers, numbers_of
from chalicelib.people.headcount import Room
from chalicelib.people.id_changes import Change
from chalicelib.people.of_teams import item_of
from chalicelib.people.records import ACTIVE, Employee, key_of, read_people, read_person
from chalicelib.person_keys import PersonKey, first_id
from chalicelib.scorecards.records import Scorecard
from chalicelib.store.transactions import MOST_WRITES, Unit
from chalicelib.tenancy.context import Context, timestamp

#: The write that enters the people of a transaction in the log of changes.
ENTRY = 1


class AlreadyThere(Exception):
    """The person is on the register at the time of the write."""

    def __init__(self, person: PersonKey) -> None:
        super().__init__(person)
        self.person = person


class Full(Exception):
    """The register has no places for all of these people."""


@dataclass(frozen=True, slots=True)
class Registered:
    """What became of new people: whom the upload has made, those without a place, and those whose
    id was given to somebody renamed since the file's rows were read."""

    made: frozenset[PersonKey] = frozenset()
    refused: frozenset[PersonKey] = frozenset()
    given_away: frozenset[PersonKey] = frozenset()


def register(context: Context, upload_id: str, cards: Iterable[Scorecard]) -> Registered:
    """Put the people of the cards on the register, with the name and team of their file.

    People who are on the register stay unchanged.
    """
    new = list(cards)
    if not new:
        return Registered()
    since = timestamp(context.platform.clock())
    made, refused, given_away = set[PersonKey](), set[PersonKey](), set[PersonKey]()
    room = headcount.check(context, 0)
    for people in _together(
        Employee(
            first_id(card.person),
            ACTIVE,
            since,
            card.employee_name,
            card.team,
            made_by_upload=upload_id,
        )
        for card in new
    ):
        one = _register(context, upload_id, people, room)
        refused |= one.refused
        made |= one.made
        given_away |= one.given_away
    return Registered(frozenset(made), frozenset(refused), frozenset(given_away))


def _together(people: Iterable[Employee]) -> Iterator[list[Employee]]:
    """Give as many people at a time as fit in a transaction, with the numbers that they change."""
    some: list[Employee] = []
    numbers = Numbers()
    for person in people:
        more = numbers + numbers_of(person)
        if some and len(some) + 1 + ENTRY + headcount.writes(more) > MOST_WRITES:
            yield some
            some, more = [], numbers_of(person)
        some.append(person)
        numbers = more
    if some:
        yield some


def _register(
    context: Context, upload_id: str, people: Sequence[Employee], room: Room
) -> Registered:
    """Write one transaction; repeat it without those who are on the register or have no place.

    ``room``: what the register has room for, as it was read. The last ones have no place.
    """
    refused: list[PersonKey] = []
    there: list[PersonKey] = []
    #: Tombstones of people whom a withdrawn file had made, and who come again.
    unmade: dict[PersonKey, Employee] = {}
    while people:
        unit = Unit(context.table)
        for person in people:
            was = unmade.get(person.key)
            unit.put(
                key_of(context, person.key),
                item_of(context, person if was is None else _again(was, person)),
                Path("pk").does_not_exist() if was is None else Path("revision") == was.revision,
                partial(AlreadyThere, person.key),
            )
        numbers = sum(map(numbers_of, people), Numbers())
        enter_people(context, unit, [Change(unmade.get(one.key), one) for one in people])
        headcount.add(context, unit, numbers, room, Full)
        try:
            unit.commit()
        except AlreadyThere as met:
            found = read_person(context, met.person)
            if found is not None and found.unmade and unmade.get(met.person) != found:
                unmade[met.person] = found
                continue
            there.append(met.person)
            people = [person for person in people if person.key != met.person]
        except headcount.Recounted:
            room = headcount.check(context, 0)
        except Full:
            room = headcount.check(context, 0)
            places = min(len(people) - 1, room.places)
            refused += [person.key for person in people[places:]]
            people = people[:places]
        else:
            break
    # A transaction whose answer was lost is tried again, and meets its own people.
    known = read_people(context, there) if there else {}
    own = (key for key, person in known.items() if person.made_by_upload == upload_id)
    return Registered(
        frozenset((*(one.key for one in people), *own)),
        frozenset(refused),
        frozenset(there) - known.keys(),
    )


def _again(was: Employee, person: Employee) -> Employee:
    """Return somebody who comes again by a file, after the file that had made them was withdrawn:
    the same person, with the ids and credentials of before ended."""
    revision = was.revision + 1
    return replace(
        was.back_at(person.updated_at),
        status=person.status,
        updated_at=person.updated_at,
        name=person.name,
        team=person.team,
        made_by_upload=person.made_by_upload,
        made_revision=revision,
        revision=revision,
        unmade_by=None,
    )
