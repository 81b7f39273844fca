"""Put people of a file on the register if they are not on it, and overwrite nobody's change.

Between the read of the register and this write, the HR system may have created the person, or the
person may have been deleted or erased. A person who is on the register at the write stays
unchanged. Batch writes cannot be conditional, so these are transactions. They cost twice the units,
once for each new person. Each transaction also counts its people (people/headcount.py), so that the
company's limit holds whatever is registered at the same time.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice

from pynamodb.expressions.operand import Path

from chalicelib.people import headcount
from chalicelib.people.records import ACTIVE, Employee, key_of, read_people
from chalicelib.person_keys import PersonKey, first_id
from chalicelib.scorecards.records import Scorecard
from chalicelib.store.records import to_item
from chalicelib.store.transactions import MOST_WRITES, Unit
from chalicelib.tenancy.context import Context, timestamp

#: People in one transaction. One write is left for the headcount.
AT_ONCE = MOST_WRITES - 1


class AlreadyThere(Exception):
    """The person is on the register at the time of the write."""

    def __init__(self, person: PersonKey) -> None:
        super().__init__(person)
        self.person = person


class Full(Exception):
    """The register has no places for all of these people."""


@dataclass(frozen=True, slots=True)
class Registered:
    """What became of new people: whom the upload has made, and those without a place."""

    made: frozenset[PersonKey] = frozenset()
    refused: frozenset[PersonKey] = frozenset()


def register(context: Context, upload_id: str, cards: Iterable[Scorecard]) -> Registered:
    """Put the people of the cards on the register, with the name and team of their file.

    People who are on the register stay unchanged.
    """
    new = list(cards)
    if not new:
        return Registered()
    since = timestamp(context.platform.clock())
    left = iter(new)
    made, refused = set[PersonKey](), set[PersonKey]()
    most = headcount.check(context, 0)
    while people := [
        Employee(
            first_id(card.person),
            ACTIVE,
            since,
            card.employee_name,
            card.team,
            made_by_upload=upload_id,
        )
        for card in islice(left, AT_ONCE)
    ]:
        one = _register(context, upload_id, people, most)
        refused |= one.refused
        made |= one.made
    return Registered(frozenset(made), frozenset(refused))


def _register(
    context: Context, upload_id: str, people: Sequence[Employee], most: int
) -> Registered:
    """Write one transaction; repeat it without those who are on the register or have no place.

    ``most``: the limit of people. The last ones have no place.
    """
    refused: list[PersonKey] = []
    there: list[PersonKey] = []
    while people:
        unit = Unit(context.table)
        for person in people:
            unit.put(
                key_of(context, person.key),
                to_item(person),
                Path("pk").does_not_exist(),
                partial(AlreadyThere, person.key),
            )
        headcount.add(context, unit, len(people), most, Full)
        try:
            unit.commit()
        except AlreadyThere as met:
            there.append(met.person)
            people = [person for person in people if person.key != met.person]
        except Full:
            room = min(len(people) - 1, max(0, most - headcount.number(context)))
            refused += [person.key for person in people[room:]]
            people = people[:room]
        else:
            break
    # A transaction whose answer was lost is tried again, and meets its own people.
    known = read_people(context, there) if there else {}
    own = (key for key, person in known.items() if person.made_by_upload == upload_id)
    return Registered(frozenset((*(one.key for one in people), *own)), frozenset(refused))
