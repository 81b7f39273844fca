"""Files of one period are scored in the order in which they came, whatever order their events take.

An event may be late: its worker died or was throttled, and the queue tries again minutes later,
while the file that corrects it goes straight through. So an upload waits for those of its period
whose file came before, for a while; and a file that is scored late all the same (a dead letter,
sent again days later) leaves alone whoever a later file has scored.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from chalicelib.store.identifiers import base32
from chalicelib.store.records import from_item
from chalicelib.tenancy.context import Context, timestamp
from chalicelib.uploads.failed_uploads import as_it_stands
from chalicelib.uploads.keys import name_of_upload_object, partition_of_uploads
from chalicelib.uploads.records import AWAITING, FINAL, Upload, read_upload

#: How far back an upload may have been announced to be waited for: forms live half an hour, S3's
#: events come within minutes, and what has failed for a day waits among the dead letters.
WINDOW = timedelta(days=1)

#: When a file came (S3 tells the second), then when it was announced (to the millisecond).
Arrival = tuple[str, str]


def arrival(context: Context, upload: Upload) -> Arrival | None:
    """When the upload's file came; None while it has not."""
    if upload.received_at is not None:
        return upload.received_at, upload.created_at
    if upload.status != AWAITING:
        return None
    stored = context.objects.first_version(
        name_of_upload_object(context.scope, upload.file_id, upload.filename)
    )
    return None if stored is None else (timestamp(stored.stored_at), upload.created_at)


def waits_for(context: Context, upload: Upload) -> str | None:
    """The id of an unfinished upload of the same period whose file came before; None if none."""
    own = arrival(context, upload)
    if own is None:
        return None
    for other in _unfinished_since(context, upload):
        came = arrival(context, other)
        if came is not None and came < own:
            return other.id
    return None


class LaterFiles:
    """Tells of other uploads whether their file came after this upload's; each is read once."""

    def __init__(self, context: Context, upload: Upload) -> None:
        self._context, self._upload = context, upload
        self._known = {upload.id: False}

    def came_later(self, upload_id: str) -> bool:
        """Whether that upload's file came later, so that its results stand against this one's."""
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
    """The period's other uploads that are neither finished nor given up, announced within the
    window."""
    announced = datetime.fromisoformat(upload.created_at).astimezone(UTC)
    first = base32(int((announced - WINDOW).timestamp() * 1000), 10)
    low = f"upl_{first}"
    partition = partition_of_uploads(context.scope)
    while True:
        page = context.table.query_from(partition, low, "upl_~")
        for item in page.items:
            same = item["scheme"] == upload.scheme and item["period"] == upload.period
            if same and item["id"] != upload.id:
                other = as_it_stands(from_item(Upload, item), context.time)
                if other.status not in FINAL:
                    yield other
        if page.after is None:
            return
        low = f"{page.after}!"
