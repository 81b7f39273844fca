"""Idempotency-Key: for 24 hours the same key and body get the same answer, and work is done once.

Before the work a claim is stored, so that a second request at the same time is refused (409). The
answer is stored in the transaction of the request's own writes, so that both exist or neither.
The record's key is a hash of method, path, header and the caller's reach, in the tenant's
partition. So the answer is repeated only to callers who see the same. The stored answer is
encrypted with a key derived from the Idempotency-Key. So only a caller who sends that header again
can read an answer with a secret (a new API key).
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from pynamodb.expressions.operand import Path

from chalicelib.language import Language, Text
from chalicelib.store.keys import EXPIRES_AT, Key
from chalicelib.store.table import ConditionFailed, Table
from chalicelib.store.transactions import Unit
from chalicelib.tenancy.context import timestamp
from chalicelib.web import exact_json
from chalicelib.web.answers import Answer
from chalicelib.web.problems import Problem

#: How long an answer is kept.
KEPT = timedelta(hours=24)
#: How long a claim holds. Afterwards another request can take over the claim of a process that
#: died. No request runs this long.
CLAIM = timedelta(seconds=60)
#: Visible ASCII characters, which headers carry unchanged.
_KEY = re.compile(r"[\x21-\x7e]{1,255}")
#: The largest stored answer, in bytes; a DynamoDB item holds 400 KB. Of a larger one it is stored
#: that the work is done.
LARGEST = 300_000
#: Stands in place of the body of an answer that is too large.
_NOT_KEPT = "not_kept"


@dataclass(frozen=True, slots=True)
class Attempt:
    """One request with an Idempotency-Key that this process has claimed."""

    key: Key
    header: str
    body_digest: str
    claim: str


def digest_of(method: str, path: str, header: str, reach: Sequence[str | None]) -> str:
    """Return the digest that identifies the record.

    ``reach`` is what the caller may see (roles, teams, person), not the credential. So a request
    that is repeated with a replacement of the API key finds the same record.
    """
    return hashlib.sha256(exact_json.write([method, path, header, *reach]).encode()).hexdigest()


def check_header(header: str) -> None:
    """Raise Problem 400 unless the header has 1 to 255 visible ASCII characters."""
    if not _KEY.fullmatch(header):
        raise Problem(
            400,
            "bad_idempotency_key",
            Text(
                "Idempotency-Key 应为 1 至 255 个可见 ASCII 字符。",
                "An Idempotency-Key has 1 to 255 visible ASCII characters.",
            ),
        )


def begin(
    table: Table, key: Key, header: str, body: bytes, now: datetime, claim: str
) -> Attempt | Answer:
    """Claim the key, or return the stored answer.

    Raises Problem 422 when the key was used with another body, 409 while that request still runs,
    and 409 ``answer_not_kept`` when it is done and its answer was too large to be stored.
    """
    attempt = Attempt(key, header, hashlib.sha256(body).hexdigest(), claim)
    free = (
        Path("pk").does_not_exist()
        | (Path("kept_until") < timestamp(now))
        | (Path("answer").does_not_exist() & (Path("claimed_until") < timestamp(now)))
    )
    try:
        table.put(
            key,
            {
                "body_digest": attempt.body_digest,
                "claim": claim,
                "claimed_until": timestamp(now + CLAIM),
                "kept_until": timestamp(now + KEPT),
                EXPIRES_AT: int((now + KEPT).timestamp()),
            },
            free,
        )
    except ConditionFailed:
        return _stored_answer(table, attempt)
    return attempt


def _stored_answer(table: Table, attempt: Attempt) -> Attempt | Answer:
    item = table.get(attempt.key) or {}
    if item.get("claim") == attempt.claim and "answer" not in item:
        # The stored claim is ours. The answer to its write came too late, so the AWS client sent
        # the write a second time.
        return attempt
    if item.get("body_digest") != attempt.body_digest:
        raise Problem(
            422,
            "idempotency_key_reused",
            Text(
                "该 Idempotency-Key 已用于另一请求内容。",
                "This Idempotency-Key was used with another body.",
            ),
        )
    if "answer" not in item:
        raise Problem(
            409,
            "request_in_progress",
            Text(
                "使用同一 Idempotency-Key 的请求仍在处理。",
                "A request with this Idempotency-Key is still at work.",
            ),
            headers={"Retry-After": "2"},
        )
    kept = exact_json.read(_decrypted(item["answer"], attempt.header))
    if kept.get(_NOT_KEPT):
        raise Problem(
            409,
            "answer_not_kept",
            Text(
                "该请求已完成，其结果过大，未予保留；请读取相应资源。",
                "This request was done. Its answer was too large to be kept: read what it made.",
            ),
        )
    headers = {**kept["headers"], "Idempotency-Replayed": "true"}
    return Answer(kept["body"], kept["status"], headers, kept["etag"], **kept.get("finished", {}))


def _finished(answer: Answer) -> dict[str, dict[str, str]]:
    """Return the text of an answer that is no JSON, such as a list as CSV."""
    if not isinstance(answer.content, str):
        return {}
    return {"finished": {"content": answer.content, "content_type": answer.content_type}}


def finish(unit: Unit, attempt: Attempt, answer: Answer, language: Language) -> None:
    """Add the answer to the unit of the request's writes.

    The commit raises Problem 409 when another attempt has taken over the claim.
    """
    text = exact_json.write(
        {
            "status": answer.status,
            "body": answer.body,
            "headers": {"Content-Language": language, **answer.headers},
            "etag": answer.etag,
            **_finished(answer),
        }
    )
    sealed = _encrypted(text, attempt.header)
    if len(sealed) > LARGEST:
        sealed = _encrypted(exact_json.write({_NOT_KEPT: True}), attempt.header)
    unit.update(
        attempt.key,
        [Path("answer").set(sealed)],
        Path("claim") == attempt.claim,
        lambda: Problem(
            409,
            "request_in_progress",
            Text("该请求已由另一次重试接手。", "Another attempt has taken this request over."),
            headers={"Retry-After": "2"},
        ),
    )


def release(table: Table, attempt: Attempt) -> None:
    """Remove the claim after a failed request, so that a corrected request may use the key."""
    try:
        table.delete(
            attempt.key, (Path("claim") == attempt.claim) & Path("answer").does_not_exist()
        )
    except ConditionFailed:
        return


def _cipher(header: str) -> "object":
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM(hashlib.sha256(b"servicescore idempotency\n" + header.encode()).digest())


def _encrypted(text: str, header: str) -> bytes:
    import os

    nonce = os.urandom(12)
    sealed: bytes = _cipher(header).encrypt(nonce, text.encode(), None)  # type: ignore[attr-defined]
    return nonce + sealed


def _decrypted(sealed: bytes, header: str) -> bytes:
    opened: bytes = _cipher(header).decrypt(sealed[:12], sealed[12:], None)  # type: ignore[attr-defined]
    return opened
