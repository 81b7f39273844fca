"""What an erasure does with stored upload files that name the person."""

from collections.abc import Iterator

from pynamodb.expressions.operand import Path

from chalicelib.scorecards.records import places_of
from chalicelib.store.records import from_item
from chalicelib.store.temporary_objects import remove_all
from chalicelib.tenancy.holdings import Erasing, ErasureBusy
from chalicelib.uploads.erasure import UPLOADS
from chalicelib.uploads.failed_uploads import as_it_stands
from chalicelib.uploads.keys import key_of_upload, name_of_upload_object, partition_of_uploads
from chalicelib.uploads.records import AWAITING, FINAL, Upload


def erase(erasing: Erasing, _after: str | None) -> Iterator[str]:
    """Remove upload files, when the erasure deletes files.

    Those are the files of periods in which the person has results, and the files with bad rows of
    the person. An upload that was given up counts as ended. The checkpoint is not needed. Gives the
    id of each upload whose file was removed. Raises ErasureBusy while an upload is processed.
    """
    if not erasing.deletes_files:
        return
    context, scope = erasing.context, erasing.context.scope
    mine = places_of(context, erasing.pseudonym)
    for item in context.table.query_all(partition_of_uploads(scope)):
        upload = as_it_stands(from_item(Upload, item), context.time)
        named = (upload.period, upload.scheme) in mine or upload.id in erasing.noted(UPLOADS)
        if not named or upload.status == AWAITING or upload.file_removed_at is not None:
            continue
        if upload.status not in FINAL:
            raise ErasureBusy
        # A pilot's upload has no file of its own: ``file_id`` names the upload that has it.
        remove_all(context.objects, name_of_upload_object(scope, upload.file_id, ""))
        removed = [Path("file_removed_at").set(context.time)]
        context.table.update(key_of_upload(scope, upload.id), removed, Path("pk").exists())
        erasing.count("files")
        yield upload.id
