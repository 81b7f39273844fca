"""People whom a file names and the register did not know: confirmed on it, over nobody's change.

Between the reading of the register and this write the HR system may have made the person itself,
or somebody may have been deleted or erased: whoever is there by now stays as they are. A batch
write cannot be held to that, so these are transactions: twice the units, once in a person's life.
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
    """Somebody is on the register by now."""

    def __init__(self, employee_id: str) -> None:
        super().__init__(employee_id)
        self.employee_id = employee_id


def register(context: Context, cards: Iterable[Scorecard]) -> None:
    """Put those of the cards on the register, with the name and team of their file."""
    since = timestamp(context.platform.clock())
    left = iter(cards)
    while people := [
        Employee(card.employee_id, ACTIVE, since, card.employee_name, card.team)
        for card in islice(left, MOST_WRITES)
    ]:
        _register(context, people)


def _register(context: Context, people: Sequence[Employee]) -> None:
    """One transaction; again without whoever turns out to be there."""
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
