"""The lasting key of a person, under which everything of the person is stored.

An employee id is what the company calls a person now: it may change, or be given to somebody else
later. So results, plans, credentials and snapshots are stored under a key that never changes
(docs/decisions/lasting-person.md):

- whoever comes with an id that nobody had before has this id as the key;
- whoever comes with an id that was used before has ``{id};{number}``. No employee id has a ``;``.

The API shows the key as ``prs_`` and the key's bytes in base32, in small letters.
"""

import binascii
from base64 import b32decode, b32encode
from typing import Final, NewType

#: The storage key of a person. It is no employee id, though it mostly has the same text.
PersonKey = NewType("PersonKey", str)

PREFIX: Final = "prs_"
_NUMBER: Final = ";"


def first_key(employee_id: str) -> PersonKey:
    """Return the key of the first person who has this id."""
    return PersonKey(employee_id)


def next_key(employee_id: str, number: int) -> PersonKey:
    """Return the key of the person who is the ``number``-th to come with this id (2 or more)."""
    return PersonKey(f"{employee_id}{_NUMBER}{number}")


def first_id(person: str) -> str:
    """Return the employee id with which the person came."""
    return person.partition(_NUMBER)[0]


def shown(person: str) -> str:
    """Return the key as the API shows it: ``prs_gewdanq``."""
    return PREFIX + b32encode(person.encode()).decode("ascii").rstrip("=").lower()


def read_shown(text: str) -> PersonKey | None:
    """Return the key that :func:`shown` has written; None for another text."""
    word = text.removeprefix(PREFIX)
    if word == text or not word or word != word.lower():
        return None
    padded = word.upper() + "=" * (-len(word) % 8)
    try:
        person = b32decode(padded).decode()
    except (binascii.Error, ValueError):
        return None
    return PersonKey(person) if shown(person) == text else None
