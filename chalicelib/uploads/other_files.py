"""What the files of a period said of people, without those that were withdrawn."""

from collections import defaultdict
from collections.abc import Collection
from typing import NamedTuple

from chalicelib.person_keys import PersonKey
from chalicelib.tenancy.context import Context
from chalicelib.uploads.arrival_order import Arrival
from chalicelib.uploads.figures import Said, read_figures
from chalicelib.uploads.records import WITHDRAWN, Upload, read_upload
from chalicelib.uploads.withdrawal_progress import taken_back


class Entry(NamedTuple):
    """What a file says of a person, and when the file came."""

    arrival: Arrival
    upload: Upload
    said: Said


class OtherFiles:
    """The files of an upload's period beside the upload's own. Each upload is read once.

    An upload that is being withdrawn still counts, because its own withdrawal takes it back. Of
    people whom that has passed it does not: broken off, it goes on behind them.
    """

    def __init__(self, context: Context, upload: Upload) -> None:
        self._context, self._upload = context, upload
        self._known: dict[str, Upload | None] = {upload.id: None}

    def entries(self, shard: int, people: Collection[PersonKey]) -> dict[PersonKey, list[Entry]]:
        """Return what the files say of these people of a shard, in the order in which they came."""
        upload = self._upload
        found: dict[PersonKey, list[Entry]] = defaultdict(list)
        for upload_id, said in read_figures(self._context, upload.scheme, upload.period, shard):
            if said.person not in people or (other := self._of(upload_id)) is None:
                continue
            if not taken_back(other, shard, said.person):
                arrival = (other.received_at or other.created_at, other.created_at)
                found[said.person].append(Entry(arrival, other, said))
        for some in found.values():
            some.sort(key=lambda entry: entry.arrival)
        return found

    def _of(self, upload_id: str) -> Upload | None:
        """Return an upload whose figures count; None of a withdrawn one."""
        if upload_id not in self._known:
            found = read_upload(self._context.table, self._context.scope, upload_id)
            gone = found is None or found.status == WITHDRAWN
            self._known[upload_id] = None if gone else found
        return self._known[upload_id]
