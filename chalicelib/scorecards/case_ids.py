"""Ids of recorded cases (:mod:`chalicelib.cases`), which scorecards name.

An id names the period, so that a company's cases lie in the order of periods. Form:
``cas_2026-10_`` and 20 characters. 7 are a hash of the person, by which an erasure finds the
person's cases and their events in the audit log; 13 are random.
"""

import re
import secrets

from chalicelib.store.identifiers import ALPHABET, base32
from chalicelib.tenancy.scope import number_of
from chalicelib.web.fields import PERIOD

PREFIX = "cas_"
_FORM = re.compile(rf"{PREFIX}(?P<period>{PERIOD.pattern})_[{ALPHABET}]{{20}}")
_BITS = 65


def new_case_id(period: str, person: str) -> str:
    """Return a new id for a case of a person and period."""
    return f"{prefix_of(period, person)}{base32(secrets.randbits(_BITS), 13)}"


def is_of(case_id: str, person: str) -> bool:
    """Return whether a case id is of the person, for a case of any period.

    It has 35 bits of a hash, so another person's ids rarely are too.
    """
    period = case_id.removeprefix(PREFIX).partition("_")[0]
    return case_id.startswith(prefix_of(period, person))


def moved_id(case_id: str, pseudonym: str) -> str:
    """Return the id of a case whose person was erased: the same random part, another hash."""
    found = _FORM.fullmatch(case_id)
    if found is None:
        raise ValueError("not a case's id")
    return f"{prefix_of(found['period'], pseudonym)}{case_id[-13:]}"


def is_case_id(text: str) -> bool:
    """Return whether a text has the form of a case's id."""
    return _FORM.fullmatch(text) is not None


def prefix_of_period(period: str) -> str:
    """Return the prefix of the ids of a period's cases."""
    return f"{PREFIX}{period}_"


def prefix_of(period: str, person: str) -> str:
    """Return the prefix of the ids of a person's cases of a period."""
    return f"{prefix_of_period(period)}{base32(number_of(person), 7)}"
