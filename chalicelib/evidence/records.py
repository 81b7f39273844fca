"""Files of evidence as their record keeps them: a few members each in its own item.

::

    awaiting_file → stored → (after its term) removed
    awaiting_file → rejected

The object lies under ``evidence/{company}/{record}.{file}/``, and the bucket removes it after its
term. A record takes files until somebody decides on it: what comes later was not read by them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final, TypeVar

from chalicelib.evidence.keeping import Holder
from chalicelib.store.records import to_item
from chalicelib.tenancy.context import timestamp

H = TypeVar("H", bound=Holder)

AWAITING: Final = "awaiting_file"
STORED: Final = "stored"
REJECTED: Final = "rejected"
#: The shown state of a file whose term is over; never stored.
REMOVED: Final = "removed"
#: Why a record takes no file any more: a decided case, one whose hearing may not be taken back once
#: more, an appeal that somebody reviews.
CASE_DECIDED: Final = "case_decided"
TOO_MANY_HEARINGS: Final = "too_many_hearings"
UNDER_REVIEW: Final = "under_review"
STATES: Final = (AWAITING, STORED, REJECTED, REMOVED)
#: Files of a record at most.
MOST_FILES: Final = 10
#: How long a file is kept after it came. The bucket removes it a day later.
KEPT: Final = timedelta(days=730)


@dataclass(frozen=True, slots=True)
class EvidenceFile:
    """A file of evidence. ``version``, ``size`` and ``sha256`` are those of the first that came by
    the form; ``reason`` is the code of a rejection."""

    id: str
    filename: str
    content_type: str
    added_at: str
    added_by: str
    form_expires_at: str
    state: str = AWAITING
    version: str | None = None
    size: int | None = None
    sha256: str | None = None
    ended_at: str | None = None
    reason: str | None = None

    def shown_state(self, now: str) -> str:
        """Return the state at ``now`` (RFC 3339, UTC)."""
        kept_until = self.kept_until
        over = kept_until is not None and kept_until <= now
        return REMOVED if over else self.state

    @property
    def kept_until(self) -> str | None:
        """Until when the file can be read; None before it is stored."""
        if self.state != STORED or self.ended_at is None:
            return None
        return timestamp(datetime.fromisoformat(self.ended_at) + KEPT)


def files_of(holder: Holder) -> list[EvidenceFile]:
    """Return the files of a record, in the order in which they were announced."""
    return [_read(one) for one in holder.files]


def file_in(holder: Holder, file_id: str) -> EvidenceFile | None:
    """Return a file of a record; None when it has none of this id."""
    return next((one for one in files_of(holder) if one.id == file_id), None)


def with_file(holder: H, file: EvidenceFile) -> H:
    """Return the record with a file, in place of the one of its id or as the last."""
    files = [file if one.id == file.id else one for one in files_of(holder)]
    if file not in files:
        files.append(file)
    return _replaced(holder, tuple(map(_stored, files)))


def without_file(holder: H, file_id: str) -> H:
    """Return the record without a file."""
    return _replaced(holder, tuple(one for one in holder.files if one["id"] != file_id))


def _replaced(holder: H, files: tuple[dict[str, Any], ...]) -> H:
    record: Any = holder
    changed: H = replace(record, files=files)
    return changed


def _stored(file: EvidenceFile) -> dict[str, Any]:
    return dict(to_item(file))


def _read(one: Mapping[str, Any]) -> EvidenceFile:
    size = one.get("size")
    return EvidenceFile(**{**one, "size": None if size is None else int(size)})
