"""Idempotency-Key: the same key and body answer the same for 24 hours, and do the work once.

Before the work a claim is put, so that a second request at the same moment is told to wait
(409). The answer is kept in the transaction that makes the request's own writes: either
both exist or neither. The record's key is a hash of method, path, key and the caller's reach, in
the tenant's partition: an answer is given again to those who see the same. What is kept is sealed
with a key made from the Idempotency-Key itself, so that an answer that holds a secret (a new API
key) can be opened only by somebody who sends that header again.
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

KEPT = timedelta(hours=24)
#: A claim whose worker died can be taken over after this; longer than any request may run.
CLAIM = timedelta(seconds=60)
#: Visible characters of ASCII, as headers carry them unchanged.
_KEY = re.compile(r"[\x21-\x7e]{1,255}")
#: DynamoDB items hold 400 KB; a larger answer is not kept (such routes are pure).
LARGEST = 300_000


@dataclass(frozen=True, slots=True)
class Attempt:
    """One request with an Idempotency-Key, claimed by us."""

    key: Key
    header: str
    body_digest: str
    claim: str


def digest_of(method: str, path: str, header: str, reach: Sequence[str | None]) -> str:
    """The record's sort key. ``reach`` is what the caller may see (role, team, employee): not the
    credential, so that a request is the same when it is repeated with a key that replaced the old.
    """
    return hashlib.sha256(exact_json.write([method, path, header, *reach]).encode()).hexdigest()


def check_header(header: str) -> None:
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
    """Claim the key, or give the answer that it got before.

    Raises Problem 422 when it was used with another body, 409 while it is at work.
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
        return _earlier(table, attempt)
    return attempt


def _earlier(table: Table, attempt: Attempt) -> Attempt | Answer:
    item = table.get(attempt.key) or {}
    if item.get("claim") == attempt.claim and "answer" not in item:
        # Our own claim: its write was answered too late, and sent a second time by the client.
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
    kept = exact_json.read(_opened(item["answer"], attempt.header))
    headers = {**kept["headers"], "Idempotency-Replayed": "true"}
    return Answer(kept["body"], kept["status"], headers, kept["etag"])


def finish(unit: Unit, attempt: Attempt, answer: Answer, language: Language) -> None:
    """Add the answer to the unit that makes the request's writes."""
    text = exact_json.write(
        {
            "status": answer.status,
            "body": answer.body,
            "headers": {"Content-Language": language, **answer.headers},
            "etag": answer.etag,
        }
    )
    sealed = _sealed(text, attempt.header)
    if len(sealed) > LARGEST:
        return
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
    """Give the claim up after a refusal, so that the mended request may use the key."""
    try:
        table.delete(
            attempt.key, (Path("claim") == attempt.claim) & Path("answer").does_not_exist()
        )
    except ConditionFailed:
        return


def _cipher(header: str) -> "object":
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM(hashlib.sha256(b"servicescore idempotency\n" + header.encode()).digest())


def _sealed(text: str, header: str) -> bytes:
    import os

    nonce = os.urandom(12)
    sealed: bytes = _cipher(header).encrypt(nonce, text.encode(), None)  # type: ignore[attr-defined]
    return nonce + sealed


def _opened(sealed: bytes, header: str) -> bytes:
    opened: bytes = _cipher(header).decrypt(sealed[:12], sealed[12:], None)  # type: ignore[attr-defined]
    return opened
