"""Erase stored upload files that name a person."""

from collections.abc import Iterator

from pynamodb.expressions.operand import Path

from chalicelib.person_keys import PersonKey
from chalicelib.scorecards.records import places_of
from chalicelib.store.records import from_item
from chalicelib.store.temporary_objects import remove_all
from chalicelib.tenancy.holdings import Erasing, ErasureBusy
from chalicelib.uploads.erasure import UPLOADS
from chalicelib.uploads.failed_uploads import as_shown
from chalicelib.uploads.keys import key_of_upload, name_of_upload_object, partition_of_uploads
from chalicelib.uploads.records import AWAITING, FINAL, Upload
from chalicelib.uploads.unfinished import came_before


def erase(erasing: Erasing, _after: str | None) -> Iterator[str]:
    """Remove the person's upload files, if the erasure removes files; yield each upload's id.

    These are the files of periods in which the person has results, and files with bad rows of the
    person. No checkpoint is needed, because removed files are skipped. Raises ErasureBusy while an
    upload reads one of the files.
    """
    if not erasing.deletes_files:
        return
    context, scope = erasing.context, erasing.context.scope
    mine = places_of(context, PersonKey(erasing.pseudonym))
    for item in context.table.query_all(partition_of_uploads(scope)):
        upload = as_shown(from_item(Upload, item), context.time)
        named = (upload.period, upload.scheme) in mine or upload.id in erasing.noted(UPLOADS)
        if not named or upload.file_removed_at is not None:
            continue
        if upload.status == AWAITING:
            # Without a file, with one that came later, or with one whose event is lost.
            if not came_before(context, upload, erasing.requested_at):
                continue
        elif upload.status not in FINAL:
            raise ErasureBusy
        # A pilot's upload has the file of another upload.
        remove_all(context.objects, name_of_upload_object(scope, upload.file_id, ""))
        removed = [Path("file_removed_at").set(context.time)]
        context.table.update(key_of_upload(scope, upload.id), removed, Path("pk").exists())
        erasing.count("files")
        yield upload.id
