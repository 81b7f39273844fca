"""Steps 6 and 7: stored files that name the person."""

from collections.abc import Iterator

from pynamodb.expressions.operand import Path

from chalicelib.exports.records import FINAL as EXPORTED
from chalicelib.exports.records import Export
from chalicelib.privacy.copying.records import remove_copies
from chalicelib.privacy.erasing.job import Busy, Job
from chalicelib.privacy.erasing.records import DELETE
from chalicelib.privacy.erasing.results import places
from chalicelib.store.keys import parts_of
from chalicelib.store.records import from_item
from chalicelib.store.temporary_objects import remove_all
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
    for item in context.table.query_all(scope.uploads()):
        upload = from_item(Upload, item)
        named = (upload.period, upload.scheme) in mine or upload.id in job.erasure.uploads
        if not named or upload.status == AWAITING or upload.file_removed_at is not None:
            continue
        if upload.status not in FINAL:
            raise Busy
        # A pilot reads the file of the upload that it came with.
        remove_all(context.objects, scope.upload_object(upload.file_id, ""))
        removed = [Path("file_removed_at").set(context.time)]
        context.table.update(scope.upload(upload.id), removed, Path("pk").exists())
        job.count("files")
        yield f"uploads/{upload.id}"
    for item in context.table.query_all(scope.exports()):
        export = from_item(Export, item)
        if (export.period, export.scheme) not in mine or export.filename is None:
            continue
        if export.status not in EXPORTED:
            raise Busy
        remove_all(context.objects, scope.export_object(export.id, ""))
        # A record without a file's name shows no link.
        context.table.update(scope.export(export.id), [Path("filename").remove()])
        job.count("files")
        yield f"exports/{export.id}"


def _places_of(job: Job) -> Iterator[tuple[str, str]]:
    """(period, scheme) of the results that the pseudonym now has."""
    context = job.context
    shards = context.principal.shards
    keys = {
        context.scope.scorecard(scheme, period, job.pseudonym, shards): (period, scheme)
        for period, scheme in map(parts_of, places(job))
    }
    for key in context.table.get_many(list(keys)):
        yield keys[key]
