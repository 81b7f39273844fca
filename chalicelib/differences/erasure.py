"""Take an erased person out of differences and of the lines of files.

Amounts and what payroll answered stay, under the pseudonym; words go.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from pynamodb.expressions.operand import Path

from chalicelib.differences.keys import partition_of_differences, partition_of_lines
from chalicelib.differences.lines import Line, line_of, line_write
from chalicelib.differences.records import difference_of, difference_write
from chalicelib.person_keys import PersonKey
from chalicelib.store.converters import Item
from chalicelib.store.keys import Key, key_of_item
from chalicelib.store.table import ConditionFailed
from chalicelib.tenancy.erased_records import erase_from_each
from chalicelib.tenancy.holdings import Erasing, ErasureBusy
from chalicelib.tenancy.moved_items import move_item
from chalicelib.tenancy.signatures import without_signer

Basis = Mapping[str, Any] | None


def erase(erasing: Erasing, after: str | None) -> Iterator[str]:
    """Take the person out of every difference of the company. Gives sort keys as checkpoints."""

    def of_one(item: Item) -> bool:
        found = difference_of(item)
        if not _names(erasing, found.person, found.basis):
            return False
        mine = found.person == erasing.person
        changed = replace(
            found,
            person=PersonKey(erasing.pseudonym) if mine else found.person,
            basis=_without(erasing, found.basis, mine=mine),
            revision=found.revision + 1,
        )
        _write(erasing, item, found.revision, difference_write(erasing.context, changed))
        erasing.count("differences")
        return True

    partition = partition_of_differences(erasing.context.scope)
    yield from erase_from_each(erasing, partition, after, of_one)


def erase_lines(erasing: Erasing, after: str | None) -> Iterator[str]:
    """Take the person out of every line of a file. Gives sort keys as checkpoints."""

    def of_one(item: Item) -> bool:
        found = line_of(item)
        if not _names(erasing, found.person, found.basis):
            return False
        changed = _line_without(erasing, found)
        _write(erasing, item, found.revision, line_write(erasing.context, changed))
        erasing.count("difference_lines")
        return True

    partition = partition_of_lines(erasing.context.scope)
    yield from erase_from_each(erasing, partition, after, of_one)


def _line_without(erasing: Erasing, found: Line) -> Line:
    mine = found.person == erasing.person
    basis = _without(erasing, found.basis, mine=mine)
    changed = replace(found, basis=basis, revision=found.revision + 1)
    if not mine:
        return changed
    return replace(
        changed,
        person=PersonKey(erasing.pseudonym),
        called=erasing.pseudonym,
        external_ids={},
        employee_name=None,
        # Payroll's own words may name the person.
        answers=tuple({k: v for k, v in one.items() if k != "reason"} for one in found.answers),
    )


def _names(erasing: Erasing, person: PersonKey, basis: Basis) -> bool:
    return erasing.person in (person, (basis or {}).get("person"))


def _without(erasing: Erasing, basis: Basis, *, mine: bool) -> dict[str, Any] | None:
    """Return a basis without the person. ``mine``: of the person's own money, so without words."""
    if basis is None:
        return None
    found = {name: value for name, value in basis.items() if not (mine and name == "text")}
    return without_signer(erasing, found)


def _write(erasing: Erasing, before: Item, revision: int, after: tuple[Key, Item]) -> None:
    """Write a record, in another place under the pseudonym. Raises ErasureBusy when it changed."""
    former, (key, item) = key_of_item(before), after
    if key != former:
        move_item(erasing, former, revision, (key, item))
        return
    try:
        erasing.context.table.put(key, item, Path("revision") == revision)
    except ConditionFailed:
        raise ErasureBusy from None
