"""Erase a person from corrections: those of the person's results, and those that they made.

A correction of the person keeps its id, which names nobody, and what it was before and after; it
loses its words and figures.
"""

from collections.abc import Iterator
from dataclasses import replace

from pynamodb.expressions.operand import Path

from chalicelib.corrections.keys import partition_of_corrections
from chalicelib.corrections.records import Correction, correction_of, correction_write
from chalicelib.person_keys import PersonKey
from chalicelib.scorecards.case_ids import moved_id
from chalicelib.store.converters import Item
from chalicelib.store.table import ConditionFailed
from chalicelib.tenancy.erased_records import erase_from_each
from chalicelib.tenancy.holdings import Erasing, ErasureBusy
from chalicelib.tenancy.signatures import without_signer


def erase(erasing: Erasing, after: str | None) -> Iterator[str]:
    """Take the person out of every correction of the company. Gives ids as checkpoints."""

    def of_one(item: Item) -> bool:
        found = correction_of(item)
        named = erasing.person in (found.person, found.made.get("person"))
        if named:
            _change(erasing, found)
        return named

    partition = partition_of_corrections(erasing.context.scope)
    yield from erase_from_each(erasing, partition, after, of_one)


def _change(erasing: Erasing, found: Correction) -> None:
    """Write the correction without the person. Raises ErasureBusy beside another erasure."""
    key, item = correction_write(erasing.context, _without(erasing, found))
    try:
        erasing.context.table.put(key, item, Path("revision") == found.revision)
    except ConditionFailed:
        raise ErasureBusy from None
    erasing.count("corrections")


def _without(erasing: Erasing, found: Correction) -> Correction:
    pseudonym = PersonKey(erasing.pseudonym)
    made = without_signer(erasing, found.made)
    changed = replace(found, made=made, revision=found.revision + 1)
    if found.person != erasing.person:
        return changed
    cause = dict(found.cause or {})
    if "case" in cause:
        cause["case"] = moved_id(cause["case"], pseudonym)
    return replace(changed, person=pseudonym, reason="", figures=None, cause=cause or None)
