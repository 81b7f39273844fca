"""What an erasure does with stored export files that name the person."""

from collections.abc import Iterator

from pynamodb.expressions.operand import Path

from chalicelib.exports.keys import key_of_export, name_of_export_object, partition_of_exports
from chalicelib.exports.records import FINAL, Export
from chalicelib.scorecards.records import places_of
from chalicelib.store.records import from_item
from chalicelib.store.temporary_objects import remove_all
from chalicelib.tenancy.holdings import Erasing, ErasureBusy


def erase(erasing: Erasing, _after: str | None) -> Iterator[str]:
    """When files are to go: those of the periods in which the person has results. The checkpoint is
    not needed. Raises ErasureBusy while one is written."""
    if not erasing.deletes_files:
        return
    context, scope = erasing.context, erasing.context.scope
    mine = places_of(context, erasing.pseudonym)
    for item in context.table.query_all(partition_of_exports(scope)):
        export = from_item(Export, item)
        if (export.period, export.scheme) not in mine or export.filename is None:
            continue
        if export.status not in FINAL:
            raise ErasureBusy
        remove_all(context.objects, name_of_export_object(scope, export.id, ""))
        # A record without a file's name shows no link.
        context.table.update(key_of_export(scope, export.id), [Path("filename").remove()])
        erasing.count("files")
        yield export.id
