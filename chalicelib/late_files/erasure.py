"""Take an erased person out of late files: their rows go, and their place in others' files."""

from collections.abc import Iterator
from dataclasses import replace

from pynamodb.expressions.operand import Path

from chalicelib.late_files.keys import partition_of_late_files, partition_of_late_rows
from chalicelib.late_files.records import (
    LateFile,
    late_file_of,
    late_file_write,
    late_row_of,
    read_late_file,
)
from chalicelib.store.converters import Item
from chalicelib.store.keys import key_of_item
from chalicelib.tenancy.erased_records import erase_from_each, write_without
from chalicelib.tenancy.holdings import Erasing
from chalicelib.tenancy.signatures import without_signer


def erase(erasing: Erasing, after: str | None) -> Iterator[str]:
    """Take the person out of who asked for late files. Gives ids as checkpoints."""
    context = erasing.context

    def write(found: LateFile) -> None:
        key, item = late_file_write(context, _without(erasing, found))
        context.table.put(key, item, Path("revision") == found.revision)

    def of_one(item: Item) -> bool:
        found = late_file_of(item)
        named = erasing.person in (found.asked.get("person"), (found.ordered or {}).get("person"))
        if named:
            again = lambda: read_late_file(context, found.id)  # noqa: E731
            write_without(erasing, "late_files", found, again, write)
        return named

    partition = partition_of_late_files(context.scope)
    yield from erase_from_each(erasing, partition, after, of_one)


def erase_rows(erasing: Erasing, after: str | None) -> Iterator[str]:
    """Remove what late files say of the person. Gives ids of late files as checkpoints.

    The corrections that were made of it are erased as others are.
    """
    context = erasing.context
    files = context.table.query_all(partition_of_late_files(context.scope), after=after)
    for file in files:
        late = late_file_of(file)
        for item in list(context.table.query_all(partition_of_late_rows(context.scope, late.id))):
            row = late_row_of(item)
            if row.person == erasing.person:
                context.table.delete(key_of_item(item))
                erasing.count("late_file_rows")
        yield late.id


def _without(erasing: Erasing, found: LateFile) -> LateFile:
    ordered = None if found.ordered is None else without_signer(erasing, found.ordered)
    return replace(
        found,
        asked=without_signer(erasing, found.asked),
        ordered=ordered,
        revision=found.revision + 1,
    )
