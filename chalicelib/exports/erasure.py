"""Remove stored export files that name an erased person, and take the person from their rows."""

from collections.abc import Collection, Iterator

from pynamodb.expressions.operand import Path

from chalicelib.differences.lines import lines_of
from chalicelib.exports.changes import announce
from chalicelib.exports.failed_exports import as_shown
from chalicelib.exports.kept_rows import opened, packed, part_of, piece_of
from chalicelib.exports.keys import (
    key_of_export,
    key_of_export_rows,
    name_of_export_object,
    partition_of_export_rows,
    partition_of_exports,
)
from chalicelib.exports.records import COMPLETED, DIFFERENCES, FINAL, QUEUED, Export
from chalicelib.person_keys import PersonKey
from chalicelib.scorecards.records import places_of
from chalicelib.store.converters import Item
from chalicelib.store.keys import key_of_item
from chalicelib.store.records import from_item
from chalicelib.store.table import ConditionFailed
from chalicelib.store.temporary_objects import remove_all
from chalicelib.store.transactions import Unit
from chalicelib.tenancy.context import timestamp
from chalicelib.tenancy.holdings import Erasing, ErasureBusy


def erase(erasing: Erasing, _after: str | None) -> Iterator[str]:
    """Remove export files of periods in which the person has results, when files are deleted.

    An export that was given up counts as ended, and may have stored a file. The checkpoint is not
    needed. Gives the id of each export whose file was removed. Raises ErasureBusy while an export
    is running. When files are kept, it is only waited for a run that has begun, because that run
    may have read the results before they were moved.
    """
    context, scope = erasing.context, erasing.context.scope
    mine = places_of(context, PersonKey(erasing.pseudonym))
    for item in context.table.query_all(partition_of_exports(scope)):
        stored = from_item(Export, item)
        if not _may_name(stored, mine):
            continue
        if stored.busy(timestamp(context.platform.clock())):
            raise ErasureBusy
        if not _has_line(erasing, stored, mine):
            continue
        export = as_shown(stored, context.now)
        if not (erasing.deletes_files and _may_have_file(export)):
            continue
        if export.status not in FINAL:
            raise ErasureBusy
        versions = remove_all(context.objects, name_of_export_object(scope, export.id, ""))
        if export.filename is not None:
            # A record without a file's name shows no link.
            announce(context, export.id)
            now = timestamp(context.platform.clock())
            without = [Path("filename").remove(), Path("updated_at").set(now)]
            context.table.update(key_of_export(scope, export.id), without)
        if versions or export.filename is not None:
            erasing.count("files")
            yield export.id


def _may_name(export: Export, mine: Collection[tuple[str, str]]) -> bool:
    """Whether a file may have the person: differences are of any month of the scheme."""
    if export.has_differences:
        return any(scheme == export.scheme for _, scheme in mine)
    return (export.period, export.scheme) in mine


def _has_line(erasing: Erasing, export: Export, mine: Collection[tuple[str, str]]) -> bool:
    """Whether a file may have a row of the person. Lines have the pseudonym by now."""
    if export.content != DIFFERENCES and (export.period, export.scheme) in mine:
        return True
    lines = lines_of(erasing.context, export.id)
    return any(line.person == erasing.pseudonym for line in lines)


def _may_have_file(export: Export) -> bool:
    """Whether a file of the export may be stored.

    One that is queued has stored none, and will read the results as the erasure has left them.
    """
    if export.status == COMPLETED:
        return export.filename is not None
    return export.status != QUEUED


def erase_rows(erasing: Erasing, after: str | None) -> Iterator[str]:
    """Put the pseudonym into the rows of files that have the person. Gives ids of exports.

    It comes after :func:`erase`, so no run that read the results of before is at work.
    """
    context = erasing.context
    mine = places_of(context, PersonKey(erasing.pseudonym))
    for item in context.table.query_all(partition_of_exports(context.scope), after=after):
        export = from_item(Export, item)
        if export.person == erasing.person:
            whose = Path("person").set(erasing.pseudonym)
            context.table.update(key_of_export(context.scope, export.id), [whose])
        if _may_name(export, mine):
            partition = partition_of_export_rows(context.scope, export.id)
            for piece in list(context.table.query_all(partition)):
                _erase_from(erasing, export, piece)
            yield export.id


def _erase_from(erasing: Erasing, export: Export, item: Item) -> None:
    """Move the person's row to the pseudonym, in whose piece it lies then.

    Raises ErasureBusy when another erasure changes the pieces.
    """
    context, rows = erasing.context, opened(item)
    mine = [one for one, persons in rows.items() if erasing.person in persons]
    if not mine:
        return
    left = {one: [who for who in rows[one] if who != erasing.person] for one in rows}
    pseudonym = {erasing.pseudonym: [PersonKey(erasing.pseudonym)]}
    number = int(key_of_item(item).sk)
    of_lines = export.line_pieces is not None and number >= (export.row_pieces or 0)
    first, pieces = part_of(export, lines=of_lines)
    other = key_of_export_rows(
        context.scope, export.id, first + piece_of(erasing.pseudonym, pieces)
    )
    unit = Unit(context.table)
    here = {one: persons for one, persons in left.items() if persons}
    there = None if other == key_of_item(item) else context.table.get(other)
    if there is None:
        unit.put(key_of_item(item), packed({**here, **pseudonym}), Path("rows") == item["rows"])
    else:
        unit.put(key_of_item(item), packed(here), Path("rows") == item["rows"])
        unit.put(other, packed({**opened(there), **pseudonym}), Path("rows") == there["rows"])
    try:
        unit.commit()
    except ConditionFailed:
        raise ErasureBusy from None
