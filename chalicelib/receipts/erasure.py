"""Take an erased person out of payroll's answers: they move to the pseudonym, without reasons."""

from collections.abc import Iterator
from dataclasses import replace

from chalicelib.person_keys import PersonKey
from chalicelib.receipts.keys import key_of_answers
from chalicelib.receipts.records import Answer, answers_of, answers_write
from chalicelib.scorecards.records import places_of
from chalicelib.tenancy.holdings import Erasing
from chalicelib.tenancy.moved_items import move_item


def erase(erasing: Erasing, after: str | None) -> Iterator[str]:
    """Move the person's answers of every period. Gives ``{period}/{scheme}`` as checkpoints.

    It comes when no row of any file names the person any more, so no further answer does.
    """
    context = erasing.context
    for period, scheme in sorted(places_of(context, PersonKey(erasing.pseudonym))):
        place = f"{period}/{scheme}"
        if after is not None and place <= after:
            continue
        _move(erasing, period, scheme)
        yield place


def _move(erasing: Erasing, period: str, scheme: str) -> None:
    context, pseudonym = erasing.context, PersonKey(erasing.pseudonym)
    key = key_of_answers(context.scope, period, scheme, erasing.person)
    item = context.table.get(key)
    if item is None:
        return
    before = answers_of(item)
    moved = replace(
        before,
        person=pseudonym,
        answers=tuple(_without(one, pseudonym) for one in before.answers),
    )
    move_item(erasing, key, before.revision, answers_write(context, moved))
    erasing.count("receipts")


def _without(answer: Answer, pseudonym: PersonKey) -> Answer:
    """Return an answer without whom it names: payroll's own words may name the person too."""
    return {**{k: v for k, v in answer.items() if k != "reason"}, "employee_id": str(pseudonym)}
