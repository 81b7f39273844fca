"""Read a provider's key set (RFC 7517): which of its keys may verify a token."""

import json
from collections.abc import Mapping
from typing import Any

from chalicelib.outbound.exchange import Answer

#: Keys of a set at most. No provider publishes so many.
MOST_KEYS = 100
#: Algorithms by the type of key, and its curve where the type has several. Only signatures with a
#: public key: with HS256 (a shared secret) a caller could sign with the public key, and "none" is
#: no signature.
ALGORITHMS: Mapping[tuple[str, str | None], tuple[str, ...]] = {
    ("RSA", None): ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512"),
    ("EC", "P-256"): ("ES256",),
    ("EC", "P-384"): ("ES384",),
    ("OKP", "Ed25519"): ("EdDSA",),
}


class UnreadableKeySet(Exception):
    """The answer is no key set."""


def read_key_set(answer: Answer) -> dict[str, Mapping[str, Any]]:
    """Return the keys by id that are for signatures. Raises UnreadableKeySet.

    Keys of other kinds are left out, as RFC 7517 asks.
    """
    if answer.status != 200:
        raise UnreadableKeySet(f"status {answer.status}")
    try:
        found = json.loads(answer.body)
    except (ValueError, RecursionError) as error:
        raise UnreadableKeySet(type(error).__name__) from None
    keys = found.get("keys") if isinstance(found, dict) else None
    if not isinstance(keys, list) or len(keys) > MOST_KEYS:
        raise UnreadableKeySet("no list of keys")
    usable = [key for key in keys if isinstance(key, dict) and _for_signatures(key)]
    return {key["kid"]: key for key in usable}


def algorithms_of(key: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the algorithms by which the key may verify; none for a key of another type.

    A key that names its algorithm verifies by that one alone.
    """
    kind = str(key.get("kty"))
    curve = None if kind == "RSA" else str(key.get("crv"))
    allowed = ALGORITHMS.get((kind, curve), ())
    named = key.get("alg")
    return allowed if named is None else tuple(one for one in allowed if one == named)


def _for_signatures(key: Mapping[str, Any]) -> bool:
    return (
        isinstance(key.get("kid"), str)
        and key.get("use", "sig") == "sig"
        and "d" not in key  # a private key: whoever reads the set could sign
        and bool(algorithms_of(key))
    )
