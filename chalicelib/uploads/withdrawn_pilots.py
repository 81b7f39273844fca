"""A file that is taken back was scored by versions on trial too: their uploads are taken back with
it, each as an upload of its own (uploads/pilots.py)."""

from contextlib import suppress

from pynamodb.expressions.operand import Path

from chalicelib.store.records import from_item
from chalicelib.store.table import ConditionFailed
from chalicelib.tenancy.context import Context
from chalicelib.uploads.continuation import hand_on
from chalicelib.uploads.keys import key_of_upload, partition_of_uploads
from chalicelib.uploads.records import COMPLETED, WITH_ERRORS, WITHDRAWING, Upload
from chalicelib.uploads.withdrawal_progress import begun


def begin(context: Context, upload: Upload) -> None:
    """Ask for the withdrawal of the pilots' uploads of a file. Repeating it changes nothing."""
    if upload.file_of is not None:
        return
    said = upload.withdrawal or {}
    partition = partition_of_uploads(context.scope)
    for item in list(context.table.query_all(partition, prefix=f"{upload.id}-")):
        own = from_item(Upload, item)
        if own.status not in (COMPLETED, WITH_ERRORS, WITHDRAWING) or own.version is None:
            continue
        state = begun(said["at"], said["by"], said["reason"], own.status, own.version, None)
        changes = [Path("status").set(WITHDRAWING), Path("withdrawal").set(state)]
        key, scored = key_of_upload(context.scope, own.id), (COMPLETED, WITH_ERRORS)
        with suppress(ConditionFailed):
            context.table.update(key, changes, Path("status").is_in(*scored))
        hand_on(context.platform, context.scope.tenant, own.id)
