"""Ids of ours: a prefix that tells the kind, then time and chance (``upl_01JD2…``)."""

import secrets
from datetime import datetime

#: Crockford's base 32 in lower case: no i, l, o, u, so that an id can be read out loud.
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


def new_id(prefix: str, now: datetime) -> str:
    """Prefix, 10 characters of milliseconds since 1970 and 12 of chance (60 bits)."""
    return f"{prefix}_{base32(int(now.timestamp() * 1000), 10)}{base32(secrets.randbits(60), 12)}"


def base32(number: int, length: int) -> str:
    """A number as that many characters, most significant first."""
    return "".join(ALPHABET[number >> 5 * place & 31] for place in reversed(range(length)))
