"""The worker's look at a file of evidence that came: is it what it was announced as?

The first file that came by the form counts. Looking twice changes nothing: a file is looked at
while it is awaited. A file of no record, or of one that takes none any more, is not kept.
"""

import hashlib
from dataclasses import dataclass, replace
from typing import IO, Any, Final

from pynamodb.expressions.operand import Path

from chalicelib.audit.records import event_write
from chalicelib.evidence.file_types import LOOKED_AT, MOST_BYTES, is_of_type
from chalicelib.evidence.keeping import Holder, Keeper, keeper_of
from chalicelib.evidence.keys import name_of_evidence
from chalicelib.evidence.queue import Asked, ask_to_remove
from chalicelib.evidence.records import (
    AWAITING,
    REJECTED,
    STORED,
    EvidenceFile,
    file_in,
    with_file,
)
from chalicelib.store.table import ConditionFailed
from chalicelib.store.transactions import Unit
from chalicelib.tenancy.context import Context, timestamp

#: Codes of rejections.
TOO_LARGE: Final = "too_large"
OTHER_TYPE: Final = "not_of_its_type"
PIECE: Final = 1024 * 1024
#: Tries while others change the record.
ATTEMPTS: Final = 5


@dataclass(frozen=True, slots=True)
class _Found:
    version: str
    size: int
    sha256: str
    start: bytes


def look(context: Context, asked: Asked) -> None:
    """Look at a file, and store what became of it. Raises ConditionFailed when others are faster
    each time."""
    found: _Found | None = None
    keeper = keeper_of(context, asked.id)
    for last in (*[False] * (ATTEMPTS - 1), True):
        holder: Any = None if keeper is None else keeper.read(context, asked.id)
        file = None if holder is None else file_in(holder, asked.file)
        if keeper is None or file is None:
            ask_to_remove(context.platform, context.scope, asked)
            return
        if file.state != AWAITING:
            return
        found = found or _read(context, holder, file)
        if found is None:
            return
        try:
            _store(context, keeper, holder, _judged(context, keeper.closed(holder), file, found))
        except ConditionFailed:
            if last:
                raise
        else:
            return


def _read(context: Context, holder: Holder, file: EvidenceFile) -> _Found | None:
    name = name_of_evidence(context.scope, holder.id, file.id, file.filename)
    first = context.objects.first_version(name)
    stored = None if first is None else context.objects.open(name, first.id)
    if first is None or stored is None:
        return None
    start, digest = _digest(stored.body)
    return _Found(first.id, stored.size, digest, start)


def _digest(body: IO[bytes]) -> tuple[bytes, str]:
    """Return the beginning and the SHA-256, of MOST_BYTES and a piece at most."""
    digest, start, read = hashlib.sha256(), b"", 0
    while read <= MOST_BYTES and (piece := body.read(PIECE)):
        start = start or piece[:LOOKED_AT]
        read += len(piece)
        digest.update(piece)
    return start, digest.hexdigest()


def _judged(
    context: Context, closed: str | None, file: EvidenceFile, found: _Found
) -> EvidenceFile:
    reason = closed
    if reason is None and found.size > MOST_BYTES:
        reason = TOO_LARGE
    elif reason is None and not is_of_type(file.content_type, found.start):
        reason = OTHER_TYPE
    return replace(
        file,
        state=STORED if reason is None else REJECTED,
        reason=reason,
        version=found.version,
        size=found.size,
        sha256=found.sha256,
        ended_at=timestamp(context.platform.clock()),
    )


def _store(context: Context, keeper: Keeper, holder: Any, file: EvidenceFile) -> None:
    before: int = holder.revision
    after: Any = keeper.came(holder, with_file(holder, file), file.ended_at or "")
    after = replace(after, updated_at=file.ended_at, revision=before + 1)
    told = {"status": file.state, "code": file.reason}
    target = f"{keeper.target}{after.id}"
    unit = Unit(context.table)
    unit.put(*keeper.write(context, after), Path("revision") == before)
    unit.put(*event_write(context, keeper.action, target, None, told, revision=before + 1))
    unit.commit()
    if file.state == REJECTED:
        ask_to_remove(context.platform, context.scope, Asked(after.id, file.id))
