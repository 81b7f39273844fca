"""Differences: the coefficient that payroll has of a locked result, and the one that stands of it.

One item is all that is due of a person's result of a period, so several corrections before the next
file are one line of it. No coefficient counts as 0. States:

``pending``   money that is due to the person, or money back that has its basis: in the next file
``waiting``   money back without a consent or legal basis: in no file
``exported``  in a file that payroll has not answered
``rejected``  payroll rejected the line: in the next file again
``paid``      payroll has what stands
``settled``   nothing is due, because corrections led back to what payroll has
``waived``    money back that the company does not take
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from chalicelib.differences.keys import index_of_employee_differences, key_of_difference
from chalicelib.person_keys import PersonKey
from chalicelib.store.converters import Item
from chalicelib.store.keys import Key
from chalicelib.store.records import from_item, stored_as, to_item
from chalicelib.tenancy.context import Context

PENDING, WAITING, EXPORTED = "pending", "waiting", "exported"
REJECTED, PAID, SETTLED, WAIVED = "rejected", "paid", "settled", "waived"
STATUSES: Final = (PENDING, WAITING, EXPORTED, REJECTED, PAID, SETTLED, WAIVED)
#: Payroll's answers to a line; the other is REJECTED.
ACCEPTED: Final = "accepted"
#: The basis of money back: the person agreed, the law or a contract says so, or it is not taken.
CONSENT, LAW, WAIVER = "consent", "law", "waiver"
BASES: Final = (CONSENT, LAW, WAIVER)
NOTHING: Final = Decimal(0)
#: Where a difference is: scheme, period, person.
Place = tuple[str, str, PersonKey]


@dataclass(frozen=True, slots=True)
class Difference:
    """What is due of one person's result of a locked period.

    ``paid`` is the coefficient that payroll has, by the lock and by the lines that it accepted;
    ``stands`` is that of what stands. ``correction`` is the last one. ``line`` is the last line in
    a file: ``export``, ``difference`` (a text), and ``basis_at`` of money back. ``answer`` is what
    payroll said of it last (None: nothing yet). ``basis`` is that of money back: ``kind``,
    ``text``, ``given_on``, ``at``, ``by``, ``person``, and ``instalments`` (texts above 0), of
    which ``taken`` were accepted. It is asked for anew when another amount is due.
    """

    scheme: str
    period: str
    person: PersonKey = field(metadata=stored_as("employee_id"))
    paid: Decimal
    stands: Decimal
    correction: str
    updated_at: str
    share: Decimal | None = None
    team: str | None = None
    line: dict[str, Any] | None = None
    answer: str | None = None
    basis: dict[str, Any] | None = None
    revision: int = 1

    @property
    def place(self) -> Place:
        return self.scheme, self.period, self.person

    @property
    def open(self) -> Decimal:
        """What payroll has not yet: below 0 it is money back."""
        return self.stands - self.paid

    @property
    def sent(self) -> dict[str, Any] | None:
        """The line that is in a file and not answered."""
        return self.line if self.answer is None else None

    @property
    def due(self) -> Decimal:
        """What the next file has of it; 0: it has no line."""
        if self.sent is not None:
            return NOTHING
        if self.open >= 0:
            return self.open
        if self.basis is None or self.basis["kind"] == WAIVER:
            return NOTHING
        instalments = self.basis.get("instalments") or ()
        taken = int(self.basis.get("taken", 0))
        return -Decimal(instalments[taken]) if taken < len(instalments) else self.open

    @property
    def status(self) -> str:
        """Its state, as above."""
        if self.sent is not None:
            return EXPORTED
        if self.open == 0:
            return PAID if self.answer == ACCEPTED else SETTLED
        if self.open < 0:
            if self.basis is None:
                return WAITING
            if self.basis["kind"] == WAIVER:
                return WAIVED
        return REJECTED if self.answer == REJECTED else PENDING


def difference_of(item: Item) -> Difference:
    """Return the difference that an item holds."""
    return from_item(Difference, item)


def difference_write(context: Context, one: Difference) -> tuple[Key, Item]:
    """Return the write of a difference, with its entry in the employee index."""
    scope = context.scope
    index = index_of_employee_differences(scope, one.person)
    entry = scope.index_entry(index, one.scheme, one.period)
    return key_of_difference(scope, *one.place), {**to_item(one), **entry}


def read_differences(context: Context, places: Iterable[Place]) -> dict[Place, Difference]:
    """Return the differences at places, of those that have one. A hundred are one read."""
    keys = {key_of_difference(context.scope, *one): one for one in dict.fromkeys(places)}
    items = context.table.get_many(list(keys)) if keys else {}
    return {keys[key]: difference_of(item) for key, item in items.items()}
