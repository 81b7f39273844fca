"""Ids of the service: a prefix for the kind, then the time and random bits (``upl_01JD2…``)."""

import secrets
from datetime import UTC, datetime, timedelta

#: Crockford's base 32 in lower case. It lacks i, l, o and u, so that an id can be read aloud.
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


def new_id(prefix: str, now: datetime) -> str:
    """Return a new id: prefix, 10 characters of milliseconds since 1970, 12 of 60 random bits."""
    return f"{first_id(prefix, now)}{base32(secrets.randbits(60), 12)}"


def first_id(prefix: str, moment: datetime) -> str:
    """Return the text with which all ids of this millisecond begin. It sorts before them."""
    return f"{prefix}_{base32(int(moment.timestamp() * 1000), 10)}"


def moment_of(found: str) -> datetime:
    """Return the moment, in UTC, of an id that :func:`new_id` made."""
    number = 0
    for character in found.partition("_")[2][:10]:
        number = number << 5 | ALPHABET.index(character)
    return datetime.fromtimestamp(number // 1000, UTC) + timedelta(milliseconds=number % 1000)


def base32(number: int, length: int) -> str:
    """Return the number as that many characters, most significant first."""
    return "".join(ALPHABET[number >> 5 * place & 31] for place in reversed(range(length)))
