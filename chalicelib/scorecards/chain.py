"""The chain over the revisions of a result: each commits to what it says and to the one before it.

A revision has a *link*: 12 secret bytes and the hash of 20 that stands for the revision and all
before it. Two salts follow from the secret. One is shown to whoever may read the revision, so that
others compute the hash too; the other hides the figures that were put in, among which may be single
marks. An erasure takes the secret, and with it every way to try out whom the commitment was of.
Revisions from before there were links have none. The algorithm is in docs/decisions/chain.md.
"""

import json
import secrets
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from hashlib import sha256
from typing import Any, Final

from chalicelib.person_keys import shown
from chalicelib.scorecards.records import Scorecard
from chalicelib.scoring.exact import plain

#: Bytes of the secret: too many to try.
SECRET: Final = 12
#: Hex digits of a hash: the first of a SHA-256. 32 bytes of a link fit in a card's write unit.
DIGITS: Final = 40
#: What the first link of a chain follows.
NOTHING: Final = "0" * DIGITS
#: The place of the figures that were put in, in a packed result (scoring/packing.py).
_INPUTS: Final = 10
#: The members of a card that are committed to as they are, where they are there.
_PLAIN: Final = (
    *("scheme", "period", "version", "revision", "employee_name", "team", "upload", "row"),
    *("computed_at", "grade", "paid_by", "imported", "final", "void", "vetoed", "correction"),
    "made",
)
_LISTS: Final = ("awaiting", "without", "cases", "cause")
_NUMBERS: Final = ("total", "coefficient", "share")
_read = json.JSONDecoder(parse_float=str, parse_int=str).decode
_canonical = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def linked(card: Scorecard, former: Scorecard | None) -> bytes:
    """Return a new link for a card that follows a former one; None: it follows none."""
    secret = secrets.token_bytes(SECRET)
    hashed = hash_of(None if former is None else hash_shown(former), commitment(card, secret))
    return secret + bytes.fromhex(hashed)


def ended(card: Scorecard, withdrawn: Mapping[str, Any]) -> bytes | None:
    """Return the link of a card that goes with a withdrawn file: its hash covers that too."""
    if card.link is None:
        return None
    hashed = hash_of_end(hash_shown(card) or "", withdrawn)
    return card.link[:SECRET] + bytes.fromhex(hashed)


def erased(card: Scorecard, moved: Scorecard, erasure: str, at: str) -> Scorecard:
    """Return a card that an erasure has changed, with a new secret: the old one goes.

    The hash stays, and so does the commitment that it covers. What is left has a commitment of its
    own (``kept``). ``erasure`` is the id of the erasure, ``at`` its time.
    """
    if card.link is None:
        return moved
    secret = secrets.token_bytes(SECRET)
    said = {
        "commitment": commitment_of(card),
        "kept": commitment(moved, secret),
        "erasure": erasure,
        "at": at,
    }
    return replace(moved, link=secret + card.link[SECRET:], erased=said)


def hash_shown(card: Scorecard) -> str | None:
    """Return the hash of a card's link in hex; None: it has no link."""
    return None if card.link is None else card.link[SECRET:].hex()


def salt_shown(card: Scorecard) -> str | None:
    """Return the salt that whoever may read the card is shown; None: it has no link."""
    return None if card.link is None else _salt(card.link[:SECRET], "content")


def commitment_of(card: Scorecard) -> str:
    """Return the commitment that the hash of a linked card covers."""
    if card.erased is not None:
        return str(card.erased["commitment"])
    return commitment(card, (card.link or b"")[:SECRET])


def holds(card: Scorecard, former: str | None) -> bool:
    """Return whether a linked card is what its hash says, after the ``former`` hash.

    Of an erased card what is left must be what the erasure has committed to.
    """
    hashed = hash_of(former, commitment_of(card))
    if card.withdrawn is not None:
        hashed = hash_of_end(hashed, card.withdrawn)
    secret = (card.link or b"")[:SECRET]
    kept = card.erased is None or card.erased.get("kept") == commitment(card, secret)
    return kept and hashed == hash_shown(card)


def commitment(card: Scorecard, secret: bytes) -> str:
    """Return the hash in hex over the salt and what the card says."""
    return _hash(_salt(secret, "content"), _canonical(content(card, secret)))


def content(card: Scorecard, secret: bytes) -> dict[str, Any]:
    """Return what is committed to of a card: texts, whole numbers and truth values, in objects and
    lists, without nulls as members.

    Of the figures that were put in it has a commitment of their own (``inputs``).
    """
    result = _read(card.packed)
    inputs = result.pop(_INPUTS)
    found: dict[str, Any] = {
        "person": shown(card.person),
        "result": result,
        "inputs": _hash(_salt(secret, "inputs"), _canonical(inputs)),
    }
    for name in _PLAIN:
        value = getattr(card, name)
        if value is not None:
            found[name] = value
    for name in _LISTS:
        value = getattr(card, name)
        if value:
            found[name] = list(value)
    for name in _NUMBERS:
        value = getattr(card, name)
        if value is not None:
            found[name] = plain(Decimal(value))
    if card.layers:
        found["layers"] = {code: [at[0], int(at[1])] for code, at in card.layers.items()}
    return found


def content_shown(card: Scorecard) -> dict[str, Any]:
    """Return what is committed to of a linked card, for whoever may read it."""
    return content(card, (card.link or b"")[:SECRET])


def canonical(found: Mapping[str, Any]) -> str:
    """Return what is committed to as the text that is hashed (RFC 8785)."""
    return _canonical(found)


def hash_of(former: str | None, committed: str) -> str:
    """Return the hash of a revision that follows a former hash; None: it follows none."""
    return _hash(former or NOTHING, committed)


def hash_of_end(hashed: str, withdrawn: Mapping[str, Any]) -> str:
    """Return the hash after a result went with a withdrawn file."""
    return _hash(hashed, "withdrawn", str(withdrawn["upload"]), str(withdrawn["at"]))


def _salt(secret: bytes, of: str) -> str:
    return sha256(of.encode() + secret).hexdigest()[:DIGITS]


def _hash(*parts: str) -> str:
    """The first 40 digits of the SHA-256 over the parts in UTF-8, with a line feed between them."""
    return sha256("\n".join(parts).encode()).hexdigest()[:DIGITS]
