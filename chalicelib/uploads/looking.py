"""Look at a whole file: read, matched and scored, with nothing written of people and results.

What is found is stored with the upload: bad rows, and findings chunk by chunk. A digest is made of
every person's result and what stood before. The run that applies the file looks again, under the
period's lease, and goes on only when the digest is the same: then it writes just what was looked
at. Otherwise the register, the scheme or the results have changed, and the upload says so.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from hashlib import sha256
from itertools import islice
from typing import Any, Final

from chalicelib.jobs.fair_share import Share
from chalicelib.language import Text
from chalicelib.person_keys import PersonKey
from chalicelib.results.leased_run import end_of
from chalicelib.results.stored_state import KnownCard, fingerprint
from chalicelib.uploads import changed_totals, chunk, findings, others_changed, progress
from chalicelib.uploads.finding_kinds import Finding, NewPerson
from chalicelib.uploads.findings import counted_writes
from chalicelib.uploads.people_in_file import people_to_check
from chalicelib.uploads.records import LOOKED_AT, NEEDS_ANSWER, Upload, error_writes
from chalicelib.uploads.refused_rows import Batch
from chalicelib.uploads.rejection import Refused
from chalicelib.uploads.stored_file import Opened
from chalicelib.uploads.survey import Question

CHANGED: Final = "changed_since"
CHANGED_WORDS: Final = Text(
    "查看之后，名册、方案或结果有了变化，文件未写入；请再看一遍，再确认写入。",
    "The register, the scheme or the results have changed since the file was looked at, and "
    "nothing was written: look at it again, and apply it again.",
)
ASKED: Final = "needs_answer"
ASKED_WORDS: Final = Text(
    "有的列是按小数还是按百分数填写，看不出来；请说明（apply 的 readings），文件尚未写入。",
    "Whether a column has fractions or percentages cannot be told: say so (`readings` of apply). "
    "Nothing was written.",
)


class Stopped(Exception):
    """The run ends before anything is written, and the upload waits for somebody."""

    def __init__(self, status: str, reason: dict[str, Any] | None, **facts: Any) -> None:
        super().__init__(status)
        self.status, self.reason, self.facts = status, reason, facts


def ask(questions: list[Question]) -> Stopped:
    """Return the end of a run whose file needs an answer first."""
    details = {"questions": [one.described() for one in questions]}
    return Stopped(NEEDS_ANSWER, _reason(ASKED, ASKED_WORDS, details))


def looks(upload: Upload) -> bool:
    """Return whether the file is looked at before it is scored, or instead."""
    return upload.next_row == 0 and (upload.dry_run or upload.seen_digest is not None)


def look_through(job: chunk.Job, file: Opened, share: Share, over: Callable[[], bool]) -> Upload:
    """Look at the file from the checkpoint on; return the upload with what was found.

    Raises Refused for a bad row where the upload asked for none, and Stopped at the end of a look,
    unless it found what the one before it had. Raises OutOfTime, with the checkpoint stored.
    """
    upload, ended = job.upload, False
    people = people_to_check(upload, job.scorer.version, file)
    while not (ended or over()):
        batch = list(islice(people, chunk.SIZE))
        ended = len(batch) < chunk.SIZE
        if batch:
            upload = _looked_at(job, upload, batch)
            share.step_done()
    upload = progress.looked(job.context, upload)
    if not ended:
        raise end_of(share)
    if upload.looked_failed and upload.on_error == "reject":
        findings.keep_of_rejected(job.context, upload.id)
        raise Refused.of_rows(upload.looked_failed)
    upload = replace(upload, looked_digest=_and_others(upload.looked_digest, job))
    if upload.seen_digest == upload.looked_digest:
        job.people.begin_scoring()
        return upload
    changed = None if upload.dry_run else _reason(CHANGED, CHANGED_WORDS, {})
    counts = upload.looked_changes or {}
    scored = sum(int(counts.get(kind, 0)) for kind in changed_totals.KINDS)
    raise Stopped(
        LOOKED_AT,
        changed,
        rows=(upload.rows_known or 0) - upload.looked_passed_over,
        scored=scored,
        failed=upload.looked_failed,
        insufficient=int(counts.get("insufficient", 0)),
        new_people=upload.looked_new,
        seen_digest=upload.looked_digest,
        looked_digest=upload.looked_digest,
        dry_run=True,
    )


def _looked_at(job: chunk.Job, upload: Upload, batch: Batch) -> Upload:
    """Score a chunk and store what it would do. Return the upload after it."""
    scored = chunk.score(job, batch)
    known = job.cards.known(card.person for card in scored.cards)
    keep = chunk.keep_theirs(job, scored.cards, known)
    counts, totals = changed_totals.changed(scored.cards, known, keep)
    new = [NewPerson(card.row, card.person) for card in scored.unknown]
    teams = chunk.new_teams(job, scored.cards)
    found: list[Finding] = [*new, *scored.totals, *totals, *teams, *scored.several]
    found += scored.settled
    scope = job.context.scope
    writes = counted_writes(scope, upload.id, upload.looked, found, counts)
    job.context.table.write_batch([*writes, *error_writes(scope, upload.id, scored.errors)])
    insufficient = sum(card.insufficient for card in scored.cards)
    before = upload.looked_changes or {}
    return replace(
        upload,
        looked=upload.looked + len(batch),
        looked_row=batch[-1].number,
        looked_failed=upload.looked_failed + len(scored.errors),
        looked_new=upload.looked_new + len(scored.unknown),
        looked_passed_over=upload.looked_passed_over + scored.passed_over,
        looked_changes={
            **changed_totals.added(before, counts),
            "insufficient": int(before.get("insufficient", 0)) + insufficient,
        },
        looked_digest=_digest(upload.looked_digest, scored, known),
    )


def _and_others(before: str, job: chunk.Job) -> str:
    """Store whose results change without a row of theirs; return the digest with them, if any."""
    found = others_changed.look(job)
    if not found:
        return before
    seen = sha256(before.encode())
    for one in found:
        seen.update(repr((one.person, one.before, one.after)).encode())
    return seen.hexdigest()


def _digest(before: str, scored: "chunk.Scored", known: Mapping[PersonKey, KnownCard]) -> str:
    """Return a digest (SHA-256, hexadecimal) of a chunk and all that was seen before it."""
    new = {card.person for card in scored.unknown}
    seen = sha256(before.encode())
    for card in scored.cards:
        there = known.get(card.person)
        stood = "" if there is None else there.fingerprint.hex()
        marks = (card.row, card.person, card.person in new, fingerprint(card).hex(), stood)
        seen.update(repr(marks).encode())
    for error in scored.errors:
        seen.update(repr((error.row, [one["code"] for one in error.errors])).encode())
    for row in scored.totals:
        seen.update(repr((row.row, row.rows)).encode())
    return seen.hexdigest()


def _reason(code: str, message: Text, details: dict[str, Any]) -> dict[str, Any]:
    return {"code": code, "message": message.as_names(), "details": details}
