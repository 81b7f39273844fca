"""Erase a person from appeals: the own ones, and those that the person had a hand in.

An appeal keeps its id, which names nobody, its course and its remedies, and loses its words. One
that is open ends as withdrawn: nobody is left to hear the decision.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any

from pynamodb.expressions.operand import Path

from chalicelib.appeal_records.counts import add_counts
from chalicelib.appeal_records.keys import (
    key_of_appealed_result,
    key_of_due_appeal,
    partition_of_appeals,
)
from chalicelib.appeal_records.records import (
    WITHDRAWN,
    Appeal,
    AppealedResult,
    appeal_of,
    appeal_write,
    appealed_write,
    read_appeal,
)
from chalicelib.evidence.removing import remove_files
from chalicelib.language import Text
from chalicelib.periods.records import places
from chalicelib.person_keys import PersonKey
from chalicelib.store.converters import Item
from chalicelib.store.keys import parts_of
from chalicelib.store.records import from_item
from chalicelib.store.transactions import Unit
from chalicelib.tenancy.context import timestamp
from chalicelib.tenancy.erased_records import erase_from_each, write_without
from chalicelib.tenancy.holdings import Erasing
from chalicelib.tenancy.moved_items import move_item
from chalicelib.tenancy.signatures import without_signer

#: Stands where an appeal must have a reason.
ERASED = Text("（已删除）", "(erased)")


def erase(erasing: Erasing, after: str | None) -> Iterator[str]:
    """Take the person out of every appeal of the company. Gives ids as checkpoints."""

    def of_one(item: Item) -> bool:
        found = appeal_of(item)
        named = erasing.person in _people(found)
        if named:
            _change(erasing, found)
        return named

    partition = partition_of_appeals(erasing.context.scope)
    yield from erase_from_each(erasing, partition, after, of_one)


def erase_appealed(erasing: Erasing, after: str | None) -> Iterator[str]:
    """Move what the person appeals of each result to the pseudonym. Gives sort keys of periods."""
    context, pseudonym = erasing.context, PersonKey(erasing.pseudonym)
    for place in places(context):
        if after is not None and place <= after:
            continue
        period, scheme = parts_of(place)
        key = key_of_appealed_result(context.scope, period, scheme, erasing.person)
        item = context.table.get(key)
        if item is not None:
            before = from_item(AppealedResult, item)
            moved = replace(before, person=pseudonym, open={})
            move_item(erasing, key, before.revision, appealed_write(context, moved))
        yield place


def _change(erasing: Erasing, appeal: Appeal) -> None:
    """Write the appeal without the person. Raises ErasureBusy while others keep changing it."""
    context = erasing.context

    def write(found: Appeal) -> None:
        after = _without(erasing, found)
        if after.files != found.files:
            remove_files(context, found)
        unit = Unit(context.table)
        unit.put(*appeal_write(context, after), Path("revision") == found.revision)
        if found.is_open and not after.is_open:
            unit.delete(key_of_due_appeal(context.scope, found.due_on, found.id))
        # The counts of a period are spread by person: they are where the person's were added.
        add_counts(context, unit, found, replace(after, person=found.person))
        unit.commit()

    again = partial(read_appeal, context, appeal.id)
    write_without(erasing, "appeals", appeal, again, write)


def _without(erasing: Erasing, found: Appeal) -> Appeal:
    time = timestamp(erasing.context.platform.clock())
    changed = replace(
        found,
        steps=tuple(without_signer(erasing, one) for one in found.steps),
        updated_at=time,
        revision=found.revision + 1,
    )
    if found.person != erasing.person:
        return changed
    steps = tuple(
        {name: value for name, value in one.items() if name != "reason"} for one in changed.steps
    )
    if found.is_open:
        steps = (*steps, {"status": WITHDRAWN, "instance": found.instance, "at": time})
    return replace(
        changed,
        person=PersonKey(erasing.pseudonym),
        status=WITHDRAWN if found.is_open else found.status,
        reason=ERASED.zh if erasing.context.language == "zh" else ERASED.en,
        evidence=None,
        files=(),
        steps=steps,
    )


def _people(appeal: Appeal) -> set[Any]:
    return {appeal.person, *(one.get("person") for one in appeal.steps)}
