"""Transactions of a batch: as many people in each as fit."""

from collections.abc import Iterable, Iterator

from chalicelib.people import headcount
from chalicelib.store.transactions import MOST_WRITES, Unit
from chalicelib.tenancy.context import Context

#: Writes of people in one transaction. One is left for the headcount, and one for the answer that
#: an Idempotency-Key stores, so that a small batch and its answer are one transaction.
AT_ONCE = MOST_WRITES - 2


def joined(context: Context, people: Iterable[tuple[Unit, bool]], most: int) -> Iterator[Unit]:
    """Join the writes of people into transactions; each person's stay together.

    ``people``: the writes of each person, and whether the person is new. Each transaction also
    changes the headcount by its new people, within the limit ``most``. Yields at least one unit.
    """
    joint, new = Unit(context.table), 0
    for unit, is_new in people:
        if len(joint) + len(unit) > AT_ONCE:
            headcount.add(context, joint, new, most)
            yield joint
            joint, new = Unit(context.table), 0
        joint.join(unit)
        new += is_new
    headcount.add(context, joint, new, most)
    yield joint
