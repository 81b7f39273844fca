"""Remove stored export files that name an erased person."""

from collections.abc import Iterator

from pynamodb.expressions.operand import Path

from chalicelib.exports.changes import announce
from chalicelib.exports.failed_exports import as_shown
from chalicelib.exports.keys import key_of_export, name_of_export_object, partition_of_exports
from chalicelib.exports.records import COMPLETED, FINAL, QUEUED, Export
from chalicelib.person_keys import PersonKey
from chalicelib.scorecards.records import places_of
from chalicelib.store.records import from_item
from chalicelib.store.temporary_objects import remove_all
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
        if (stored.period, stored.scheme) not in mine:
            continue
        if stored.busy(timestamp(context.platform.clock())):
            raise ErasureBusy
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


def _may_have_file(export: Export) -> bool:
    """Whether a file of the export may be stored.

    One that is queued has stored none, and will read the results as the erasure has left them.
    """
    if export.status == COMPLETED:
        return export.filename is not None
    return export.status != QUEUED
