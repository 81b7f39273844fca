"""What payroll has said of a person's result of a scheme's period, file by file.

Answers are added and never changed: the last one about a file counts, and those before are its
trace. A rejected row stands until payroll accepts the person's row of a later file, or takes the
rejection back.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from chalicelib.person_keys import PersonKey
from chalicelib.receipts.keys import (
    index_entry_of_rejected,
    key_of_answers,
    key_of_counts,
)
from chalicelib.store.converters import Item
from chalicelib.store.keys import Key
from chalicelib.store.records import from_item, to_item
from chalicelib.tenancy.context import Context

ACCEPTED: Final = "accepted"
REJECTED: Final = "rejected"
ANSWERS: Final = (ACCEPTED, REJECTED)
#: Answers about one person's result of a period at most: an item has them all.
MOST: Final = 50

#: ``export`` and when it was requested (``of``), ``employee_id`` as in the file, ``answer``,
#: ``code``, ``reason``, ``at``, ``by``.
Answer = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Answers:
    """All answers about a person's result, the oldest first. ``revision`` 0: none is stored.

    ``standing`` is the export whose rejection of the row stands; None: none does.
    """

    period: str
    scheme: str
    person: PersonKey
    answers: tuple[Answer, ...] = ()
    standing: str | None = None
    revision: int = 0

    def about(self, export_id: str) -> list[Answer]:
        """Return the answers about the person's row of a file, the one that counts last."""
        return [one for one in self.answers if one["export"] == export_id]

    def last(self, export_id: str) -> Answer | None:
        """Return the answer that counts about the person's row of a file."""
        said = self.about(export_id)
        return said[-1] if said else None

    def with_answer(self, answer: Answer) -> "Answers":
        """Return the answers with another one, and what stands then."""
        added = replace(self, answers=(*self.answers, dict(answer)), revision=self.revision + 1)
        newest = max((one["of"], one["export"]) for one in added.answers)[1]
        last = added.last(newest)
        rejected = last is not None and last["answer"] == REJECTED
        return replace(added, standing=newest if rejected else None)


@dataclass(frozen=True, slots=True)
class Counts:
    """``standing``: how many rejected rows of the period stand, by the export that has them."""

    standing: dict[str, int]
    revision: int = 0

    def beside(self, export_id: str) -> int:
        """Return how many rejected rows of other files stand."""
        return sum(number for one, number in self.standing.items() if one != export_id)

    def moved(self, before: str | None, after: str | None) -> "Counts":
        """Return the counts when a row of one export stands no more, and one of another does."""
        found = dict(self.standing)
        for export_id, number in ((before, -1), (after, 1)):
            if export_id is not None:
                found[export_id] = found.get(export_id, 0) + number
        return replace(self, standing={one: number for one, number in found.items() if number})


def answers_write(context: Context, answers: Answers) -> tuple[Key, Item]:
    """Return the write of a person's answers, among the rejected rows while one stands."""
    scope = context.scope
    key = key_of_answers(scope, answers.period, answers.scheme, answers.person)
    index = {} if answers.standing is None else index_entry_of_rejected(scope, answers.person)
    return key, {**to_item(answers), **index}


def answers_of(item: Item) -> Answers:
    """Return the answers that an item holds."""
    return from_item(Answers, item)


def read_answers(
    context: Context, period: str, scheme: str, persons: Iterable[PersonKey]
) -> dict[PersonKey, Answers]:
    """Return the answers about each of the persons. One batch read for a hundred."""
    keys = {
        one: key_of_answers(context.scope, period, scheme, one) for one in dict.fromkeys(persons)
    }
    items = context.table.get_many(list(keys.values())) if keys else {}
    return {
        one: answers_of(items[key]) if key in items else Answers(period, scheme, one)
        for one, key in keys.items()
    }


def read_counts(context: Context, period: str, scheme: str) -> Counts:
    """Return what is counted of a period's answers."""
    item = context.table.get(key_of_counts(context.scope, period, scheme))
    return Counts({}) if item is None else from_item(Counts, item)
