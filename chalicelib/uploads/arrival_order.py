"""Files of one period take effect in the order of their arrival, in any order of their events.

An event may be late. Its worker died or was throttled, and the queue tries again minutes later.
Meanwhile the event of a corrected file may arrive at once. So an upload waits, for a limited time,
for uploads of its period whose file arrived earlier. A file may still be scored late, for example
from a dead letter sent again days later. Then it changes no result of a later file.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from chalicelib.store.identifiers import first_id
from chalicelib.store.records import from_item
from chalicelib.tenancy.context import Context, timestamp
from chalicelib.uploads.failed_uploads import as_shown
from chalicelib.uploads.keys import name_of_upload_object, partition_of_uploads
from chalicelib.uploads.records import AWAITING, FINAL, Upload, read_upload

#: Only uploads announced within this time before an upload are waited for. Forms are valid for a
#: quarter of an hour, and S3's events come within minutes. An upload that failed for a day is a
#: dead letter.
WINDOW = timedelta(days=1)

#: When a file arrived (S3 gives the second), then when it was announced (to the millisecond).
Arrival = tuple[str, str]


def arrival(context: Context, upload: Upload) -> Arrival | None:
    """Return when the upload's file arrived; None while it has not."""
    if upload.received_at is not None:
        return upload.received_at, upload.created_at
    if upload.status != AWAITING:
        return None
    stored = context.objects.first_version(
        name_of_upload_object(context.scope, upload.file_id, upload.filename)
    )
    return None if stored is None else (timestamp(stored.stored_at), upload.created_at)


def waits_for(context: Context, upload: Upload) -> str | None:
    """Return the id of an unfinished upload of the same period whose file arrived earlier.

    None: there is no such upload, or this upload's own file has not arrived.
    """
    own = arrival(context, upload)
    if own is None:
        return None
    for other in _unfinished_since(context, upload):
        came = arrival(context, other)
        if came is not None and came < own:
            return other.id
    return None


class LaterFiles:
    """Answers which uploads' files arrived after this upload's file. Reads each upload once."""

    def __init__(self, context: Context, upload: Upload) -> None:
        self._context, self._upload = context, upload
        self._known = {upload.id: False}

    def came_later(self, upload_id: str) -> bool:
        """Return whether that upload's file arrived later, so that its results take precedence."""
        if upload_id not in self._known:
            self._known[upload_id] = self._read(upload_id)
        return self._known[upload_id]

    def _read(self, upload_id: str) -> bool:
        upload = self._upload
        other = read_upload(self._context.table, self._context.scope, upload_id)
        if upload.received_at is None or other is None or other.received_at is None:
            return False
        return (other.received_at, other.created_at) > (upload.received_at, upload.created_at)


def _unfinished_since(context: Context, upload: Upload) -> Iterator[Upload]:
    """Yield the period's other uploads that are neither finished nor given up, announced within
    WINDOW before this one or later."""
    announced = datetime.fromisoformat(upload.created_at).astimezone(UTC)
    for other in unfinished_in(context, upload.scheme, upload.period, announced):
        if other.id != upload.id:
            yield other


def unfinished_in(context: Context, scheme: str, period: str, until: datetime) -> Iterator[Upload]:
    """Yield the period's uploads that are neither finished nor given up, announced within WINDOW
    before ``until`` or later."""
    low = first_id("upl", until - WINDOW)
    partition = partition_of_uploads(context.scope)
    while True:
        page = context.table.query_from(partition, low, "upl_~")
        for item in page.items:
            if item["scheme"] == scheme and item["period"] == period:
                other = as_shown(from_item(Upload, item), context.time)
                if other.status not in FINAL:
                    yield other
        if page.after is None:
            return
        low = f"{page.after}!"
