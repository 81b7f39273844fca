"""Files of evidence as a case keeps them: a few members each in the case's own item.

::

    awaiting_file → stored → (after its term) removed
    awaiting_file → rejected

The object lies under ``evidence/{company}/{case}.{file}/``, and the bucket removes it after its
term. A file is one of a proposed case: what comes later was not read by whoever decided.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from chalicelib.cases.records import Case
from chalicelib.store.records import to_item
from chalicelib.tenancy.context import timestamp

AWAITING: Final = "awaiting_file"
STORED: Final = "stored"
REJECTED: Final = "rejected"
#: The shown state of a file whose term is over; never stored.
REMOVED: Final = "removed"
STATES: Final = (AWAITING, STORED, REJECTED, REMOVED)
#: Files of a case at most.
MOST_FILES: Final = 10
#: How long a file is kept after it came. The bucket removes it a day later.
KEPT: Final = timedelta(days=730)


@dataclass(frozen=True, slots=True)
class EvidenceFile:
    """A file of a case. ``version``, ``size`` and ``sha256`` are those of the first that came by
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


def files_of(case: Case) -> list[EvidenceFile]:
    """Return the files of a case, in the order in which they were announced."""
    return [_read(one) for one in case.files]


def file_in(case: Case, file_id: str) -> EvidenceFile | None:
    """Return a file of a case; None when it has none of this id."""
    return next((one for one in files_of(case) if one.id == file_id), None)


def with_file(case: Case, file: EvidenceFile) -> Case:
    """Return the case with a file, in place of the one of its id or as the last."""
    files = [file if one.id == file.id else one for one in files_of(case)]
    if file not in files:
        files.append(file)
    return replace(case, files=tuple(map(_stored, files)))


def without_file(case: Case, file_id: str) -> Case:
    """Return the case without a file."""
    return replace(case, files=tuple(one for one in case.files if one["id"] != file_id))


def _stored(file: EvidenceFile) -> dict[str, Any]:
    return dict(to_item(file))


def _read(one: Mapping[str, Any]) -> EvidenceFile:
    size = one.get("size")
    return EvidenceFile(**{**one, "size": None if size is None else int(size)})
