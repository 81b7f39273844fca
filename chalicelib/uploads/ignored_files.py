"""Files that were sent by a form after its first one: they are not scored, and the upload says so.

A form takes one file, but the bucket cannot hold a form to it: each further file is another version
of the same object. The first version counts, in whatever order the events come
(``first_version`` of store/objects.py), because it may be scored already.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.operand import Path

from chalicelib.audit.records import event_write
from chalicelib.store.table import ConditionFailed
from chalicelib.store.transactions import Unit
from chalicelib.tenancy.context import Context
from chalicelib.uploads.keys import key_of_upload
from chalicelib.uploads.records import Upload, read_upload

#: Files that an upload names at most. Further ones change nothing.
MOST = 20
#: Tries while another message notes another file of the same upload.
TRIES = 5


@dataclass(frozen=True, slots=True)
class ArrivedFile:
    """A file as S3's event tells it: version, entity tag, bytes, and when it came (RFC 3339)."""

    version: str
    etag: str | None = None
    size: int | None = None
    received_at: str | None = None

    def as_member(self) -> dict[str, Any]:
        """Return the file as a message carries it, and as an upload stores it."""
        return {
            "version": self.version,
            "etag": self.etag,
            "size": self.size,
            "received_at": self.received_at,
        }


def file_in_record(record: Mapping[str, Any]) -> ArrivedFile | None:
    """Return the file of a record of S3's; None when the record has no version."""
    told = record["s3"]["object"]
    version, etag, size = told.get("versionId"), told.get("eTag"), told.get("size")
    if not isinstance(version, str):
        return None
    came = record.get("eventTime")
    return ArrivedFile(
        version,
        etag if isinstance(etag, str) else None,
        size if isinstance(size, int) else None,
        came if isinstance(came, str) else None,
    )


def file_of_member(member: Any) -> ArrivedFile | None:
    """Return the file that a message carries; None for one without a file."""
    return ArrivedFile(**member) if isinstance(member, Mapping) else None


def note(context: Context, upload_id: str, file: ArrivedFile) -> None:
    """Store with the upload that the file is ignored, with its event, unless it is the one scored.

    Nothing is stored while no file of the upload has begun, and nothing twice for the same version:
    an event may come again. Raises ConditionFailed when others are always faster.
    """
    for last in (*[False] * (TRIES - 1), True):
        upload = read_upload(context.table, context.scope, upload_id)
        if upload is None or not _is_another(upload, file):
            return
        try:
            _store(context, upload, file)
        except ConditionFailed:
            if last:
                raise
        else:
            return


def _is_another(upload: Upload, file: ArrivedFile) -> bool:
    if upload.object_version in (None, file.version):
        return False
    known = [one["version"] for one in upload.ignored_files]
    return file.version not in known and len(known) < MOST


def _store(context: Context, upload: Upload, file: ArrivedFile) -> None:
    known = [_plain(one) for one in upload.ignored_files]
    count = Path("ignored_count")
    unchanged: Condition = count == len(known)
    if not known:
        unchanged |= count.does_not_exist()
    unit = Unit(context.table)
    unit.update(
        key_of_upload(context.scope, upload.id),
        [
            Path("ignored_files").set([*known, file.as_member()]),
            count.set(len(known) + 1),
        ],
        Path("pk").exists() & unchanged,
    )
    told = {name: value for name, value in file.as_member().items() if name != "version"}
    target = f"uploads/{upload.id}"
    unit.put(
        *event_write(context, "uploads.ignore_file", target, None, told, revision=upload.revision)
    )
    unit.commit()


def _plain(one: Mapping[str, Any]) -> dict[str, Any]:
    """Return the file with its size as int. Read numbers are Decimals, which pynamodb refuses."""
    size = one.get("size")
    return {**one, "size": None if size is None else int(size)}
