"""Steps 6 and 7: stored files that name the person."""

from collections.abc import Iterator

from pynamodb.expressions.operand import Path

from chalicelib.exports.keys import key_of_export, name_of_export_object, partition_of_exports
from chalicelib.exports.records import FINAL as EXPORTED
from chalicelib.exports.records import Export
from chalicelib.privacy.copying.records import remove_copies
from chalicelib.privacy.erasing.job import Busy, Job
from chalicelib.privacy.erasing.records import DELETE
from chalicelib.privacy.erasing.results import places
from chalicelib.scorecards.keys import key_of_scorecard
from chalicelib.store.keys import parts_of
from chalicelib.store.records import from_item
from chalicelib.store.temporary_objects import remove_all
from chalicelib.uploads.keys import key_of_upload, name_of_upload_object, partition_of_uploads
from chalicelib.uploads.records import AWAITING, FINAL, Upload


def erase_copies(job: Job, after: str | None) -> Iterator[str]:
    """Copies of all the tenant's data go, whatever was asked for: another is made in minutes."""
    if after is not None:
        return
    remove_copies(job.context)
    yield "done"


def erase_files(job: Job, _after: str | None) -> Iterator[str]:
    """With ``delete``: upload files and export files of the periods in which the person has
    results, and upload files with bad rows of the person's. Raises Busy while one is read."""
    if job.erasure.files != DELETE:
        return
    context, scope = job.context, job.context.scope
    mine = set(_places_of(job))
    for item in context.table.query_all(partition_of_uploads(scope)):
        upload = from_item(Upload, item)
        named = (upload.period, upload.scheme) in mine or upload.id in job.erasure.uploads
        if not named or upload.status == AWAITING or upload.file_removed_at is not None:
            continue
        if upload.status not in FINAL:
            raise Busy
        # A pilot reads the file of the upload that it came with.
        remove_all(context.objects, name_of_upload_object(scope, upload.file_id, ""))
        removed = [Path("file_removed_at").set(context.time)]
        context.table.update(key_of_upload(scope, upload.id), removed, Path("pk").exists())
        job.count("files")
        yield f"uploads/{upload.id}"
    for item in context.table.query_all(partition_of_exports(scope)):
        export = from_item(Export, item)
        if (export.period, export.scheme) not in mine or export.filename is None:
            continue
        if export.status not in EXPORTED:
            raise Busy
        remove_all(context.objects, name_of_export_object(scope, export.id, ""))
        # A record without a file's name shows no link.
        context.table.update(key_of_export(scope, export.id), [Path("filename").remove()])
        job.count("files")
        yield f"exports/{export.id}"


def _places_of(job: Job) -> Iterator[tuple[str, str]]:
    """(period, scheme) of the results that the pseudonym now has."""
    context = job.context
    shards = context.principal.shards
    keys = {
        key_of_scorecard(context.scope, scheme, period, job.pseudonym, shards): (period, scheme)
        for period, scheme in map(parts_of, places(job))
    }
    for key in context.table.get_many(list(keys)):
        yield keys[key]
