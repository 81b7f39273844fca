"""Ids of appeals (:mod:`chalicelib.appeals`), which revisions name as their cause.

An id names the period, so that a company's appeals lie in the order of periods, and no person.
Form: ``apl_2026-10_`` and 22 characters of time and chance.
"""

import re
from datetime import datetime

from chalicelib.store.identifiers import ALPHABET, new_id
from chalicelib.web.fields import PERIOD

PREFIX = "apl_"
_FORM = rf"{PREFIX}{PERIOD.pattern}_[{ALPHABET}]{{22}}"
_ID = re.compile(_FORM)
_IN_UPLOAD = re.compile(rf"-(?P<appeal>{_FORM})")


def new_appeal_id(period: str, now: datetime) -> str:
    """Return a new id for an appeal against a result of a period."""
    return f"{prefix_of_period(period)}{new_id(PREFIX, now).removeprefix(f'{PREFIX}_')}"


def prefix_of_period(period: str) -> str:
    """Return the prefix of the ids of a period's appeals."""
    return f"{PREFIX}{period}_"


def is_appeal_id(text: str) -> bool:
    """Return whether a text has the form of an appeal's id."""
    return _ID.fullmatch(text) is not None


def upload_id_of(upload: str, appeal: str) -> str:
    """Return the id of an upload that has the figures of a decided appeal."""
    return f"{upload}-{appeal}"


def appeal_of(upload: str) -> str | None:
    """Return the appeal whose corrected figures an upload has, by the upload's id; None: it is of
    no appeal."""
    found = _IN_UPLOAD.search(upload)
    return None if found is None else found["appeal"]
