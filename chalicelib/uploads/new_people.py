"""Put people of a file on the register if they are not on it, and overwrite nobody's change.

Between the read of the register and this write, the HR system may have created the person, or the
person may have been deleted or erased. A person who is on the register at the write stays
unchanged. Batch writes cannot be conditional, so these are transactions. They cost twice the units,
once for each new person.
"""

from collections.abc import Iterable, Sequence
from functools import partial
from itertools import islice

from pynamodb.expressions.operand import Path

from chalicelib.people.keys import key_of_employee
from chalicelib.people.records import ACTIVE, Employee
from chalicelib.scorecards.records import Scorecard
from chalicelib.store.records import to_item
from chalicelib.store.transactions import MOST_WRITES, Unit
from chalicelib.tenancy.context import Context, timestamp


class AlreadyThere(Exception):
    """The person is on the register at the time of the write."""

    def __init__(self, employee_id: str) -> None:
        super().__init__(employee_id)
        self.employee_id = employee_id


def register(context: Context, cards: Iterable[Scorecard]) -> None:
    """Put the people of the cards on the register, with the name and team of their file.

    People who are on the register stay unchanged.
    """
    since = timestamp(context.platform.clock())
    left = iter(cards)
    while people := [
        Employee(card.employee_id, ACTIVE, since, card.employee_name, card.team)
        for card in islice(left, MOST_WRITES)
    ]:
        _register(context, people)


def _register(context: Context, people: Sequence[Employee]) -> None:
    """Write one transaction; repeat it without each person who is found on the register."""
    while people:
        unit = Unit(context.table)
        for person in people:
            unit.put(
                key_of_employee(context.scope, person.id),
                to_item(person),
                Path("pk").does_not_exist(),
                partial(AlreadyThere, person.id),
            )
        try:
            unit.commit()
        except AlreadyThere as met:
            people = [person for person in people if person.id != met.employee_id]
        else:
            return
