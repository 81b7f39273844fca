"""What closed inspections have found of people, by person: the truth behind a source's figures.

An item holds what one inspection found of one person, so the figures of a period are the sum of all
its closed inspections, week by week, and a person's explanation reads a few items.
"""

import json
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from chalicelib.inspections.keys import key_of_figures, partition_of_figures
from chalicelib.inspections.totals import Outcome
from chalicelib.person_keys import PersonKey
from chalicelib.store.converters import Item
from chalicelib.store.keys import Key
from chalicelib.store.records import from_item, stored_as, to_item
from chalicelib.tenancy.context import Context

#: Inspections whose tickets an explanation of one result tells at most.
MOST_TOLD: Final = 12


@dataclass(frozen=True, slots=True)
class Found:
    """What an inspection found of a person, for a source. ``packed`` are the outcomes."""

    inspection: str
    source: str
    person: PersonKey = field(metadata=stored_as("employee_id"))
    packed: bytes

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """What each ticket came to; none of an inspection that was cancelled."""
        return tuple(map(Outcome.of, json.loads(zlib.decompress(self.packed))))


def counted(found: Iterable[Found]) -> list[tuple[Found, list[Outcome]]]:
    """Return what counts of what was found of one person, of the inspections in their order.

    A contact that several inspections of a source judged counts once, as the last one judged it.
    """
    given = [(one, one.outcomes) for one in found]
    last = {(one.source, each.contact): one.inspection for one, some in given for each in some}
    return [
        (one, [each for each in some if last[one.source, each.contact] == one.inspection])
        for one, some in given
    ]


def found_of(inspection: str, source: str, person: PersonKey, outcomes: Sequence[Outcome]) -> Found:
    """Return what an inspection found of a person, packed."""
    text = json.dumps([one.stored() for one in outcomes], ensure_ascii=False)
    return Found(inspection, source, person, zlib.compress(text.encode()))


def found_in(item: Item) -> Found:
    """Return what an item holds."""
    return from_item(Found, item)


def found_write(context: Context, period: str, scheme: str, found: Found) -> tuple[Key, Item]:
    """Return the write of what an inspection found of a person."""
    key = key_of_figures(context.scope, period, scheme, found.person, found.inspection)
    return key, to_item(found)


def of_period(context: Context, period: str, scheme: str) -> Iterator[Found]:
    """Yield all that is found in a scheme's period, person by person."""
    return map(
        found_in, context.table.query_all(partition_of_figures(context.scope, period, scheme))
    )


def of_person(context: Context, period: str, scheme: str, person: PersonKey) -> list[Found]:
    """Return what the period's inspections found of a person, the latest MOST_TOLD. One query."""
    prefix = context.scope.key(partition_of_figures(context.scope, period, scheme), person, "").sk
    page = context.table.query(
        partition_of_figures(context.scope, period, scheme),
        prefix=prefix,
        limit=MOST_TOLD,
        descending=True,
    )
    return [found_in(item) for item in reversed(page.items)]
