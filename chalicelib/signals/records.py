"""Stored signals."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from chalicelib.person_keys import PersonKey
from chalicelib.signals.ids import place_of_signal
from chalicelib.signals.keys import key_of_signal
from chalicelib.store.converters import Item
from chalicelib.store.keys import Key
from chalicelib.store.records import from_item, stored_as, to_item
from chalicelib.tenancy.context import Context

#: Nobody has decided anything about it.
OPEN: Final = "open"
#: Somebody has said, with a reason, that nothing follows from it.
DISMISSED: Final = "dismissed"
#: A case was proposed by it.
CASE: Final = "case"
STATES: Final = (OPEN, DISMISSED, CASE)


@dataclass(frozen=True, slots=True)
class Signal:
    """A figure that may propose a case, with all that it was made of.

    ``kind`` to ``evidence`` are as a run found them (signals/found.py), ``number`` is that of the
    last run that did. ``changed_at``: since when the figures are other ones than those found first;
    ``former`` has the ones before. ``gone_at``: since when a run finds them no more; an open signal
    goes then, one about which something was decided stays.

    ``dismissed`` has ``at``, ``by`` (the credential) and ``reason``. It stays when other figures
    open the signal again. ``case`` is the id of the proposed one.
    """

    id: str
    kind: str
    about: str
    scheme: str
    period: str
    person: PersonKey = field(metadata=stored_as("employee_id"))
    state: str
    figures: dict[str, Any]
    threshold: dict[str, Any]
    text: dict[str, str]
    number: int
    found_at: str
    updated_at: str
    team: str | None = None
    evidence: tuple[Mapping[str, Any], ...] = ()
    card_revision: int | None = None
    changed_at: str | None = None
    former: dict[str, Any] | None = None
    gone_at: str | None = None
    dismissed: dict[str, str] | None = None
    case: str | None = None
    revision: int = 1

    @property
    def exact(self) -> Mapping[str, Decimal]:
        """The figures, as decimals."""
        return {name: Decimal(figure) for name, figure in self.figures.items()}


def signal_of(item: Item) -> Signal:
    """Return the signal that an item holds."""
    return from_item(Signal, item)


def signal_write(context: Context, signal: Signal) -> tuple[Key, Item]:
    """Return the write of a signal."""
    key = key_of_signal(context.scope, signal.period, signal.scheme, signal.id)
    return key, to_item(signal)


def read_signal(context: Context, signal_id: str) -> Signal | None:
    """Read a signal. None when there is none of this id."""
    place = place_of_signal(signal_id)
    if place is None:
        return None
    item = context.table.get(key_of_signal(context.scope, *place, signal_id))
    return None if item is None else signal_of(item)
