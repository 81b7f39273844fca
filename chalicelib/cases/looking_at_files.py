"""The worker's look at a file of evidence that came: is it what it was announced as?

The first file that came by the form counts. Looking twice changes nothing: a file is looked at
while it is awaited. A file of no case, or of one that is decided, is not kept.
"""

import hashlib
from dataclasses import dataclass, replace
from typing import IO, Final

from pynamodb.expressions.operand import Path

from chalicelib.audit.records import event_write
from chalicelib.cases.file_queue import Asked, ask_to_remove
from chalicelib.cases.file_records import (
    AWAITING,
    REJECTED,
    STORED,
    EvidenceFile,
    file_in,
    with_file,
)
from chalicelib.cases.file_types import LOOKED_AT, MOST_BYTES, is_of_type
from chalicelib.cases.keys import name_of_evidence
from chalicelib.cases.records import PROPOSED, Case, case_write, read_case
from chalicelib.store.table import ConditionFailed
from chalicelib.store.transactions import Unit
from chalicelib.tenancy.context import Context, timestamp

#: Codes of rejections.
TOO_LARGE: Final = "too_large"
OTHER_TYPE: Final = "not_of_its_type"
CASE_DECIDED: Final = "case_decided"
PIECE: Final = 1024 * 1024
#: Tries while others change the case.
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
    for last in (*[False] * (ATTEMPTS - 1), True):
        case = read_case(context, asked.id)
        file = None if case is None else file_in(case, asked.file)
        if case is None or file is None:
            ask_to_remove(context.platform, context.scope, asked)
            return
        if file.state != AWAITING:
            return
        found = found or _read(context, case, file)
        if found is None:
            return
        try:
            _store(context, case, _judged(context, case, file, found))
        except ConditionFailed:
            if last:
                raise
        else:
            return


def _read(context: Context, case: Case, file: EvidenceFile) -> _Found | None:
    name = name_of_evidence(context.scope, case.id, file.id, file.filename)
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


def _judged(context: Context, case: Case, file: EvidenceFile, found: _Found) -> EvidenceFile:
    reason = None
    if case.status != PROPOSED:
        reason = CASE_DECIDED
    elif found.size > MOST_BYTES:
        reason = TOO_LARGE
    elif not is_of_type(file.content_type, found.start):
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


def _store(context: Context, case: Case, file: EvidenceFile) -> None:
    after = replace(
        with_file(case, file),
        updated_at=file.ended_at or case.updated_at,
        revision=case.revision + 1,
    )
    told = {"status": file.state, "code": file.reason}
    target, revision = f"cases/{case.id}", after.revision
    unit = Unit(context.table)
    unit.put(*case_write(context, after), Path("revision") == case.revision)
    unit.put(*event_write(context, "cases.end_file", target, None, told, revision=revision))
    unit.commit()
    if file.state == REJECTED:
        ask_to_remove(context.platform, context.scope, Asked(case.id, file.id))
