"""Checks of path parameters. A malformed one gets 404, or 422 where the request may create it."""

from chalicelib.errors import Invalid, NotFound
from chalicelib.web.faults import fault
from chalicelib.web.fields import EMPLOYEE_ID, MONTH, PERIOD


def checked_employee_id(text: str) -> str:
    """Return an id that a new employee may have. Raises Invalid (422) for another text."""
    if not EMPLOYEE_ID.fullmatch(text):
        raise Invalid([fault("/employee_id", "not_an_employee_id")])
    return text


def existing_period(text: str) -> str:
    """Return a period: ``2026-10``, ``2026-Q4`` or ``2026``. Raises NotFound for other texts."""
    if not PERIOD.fullmatch(text):
        raise NotFound
    return text


def existing_month(text: str) -> str:
    """Return a month: ``2026-10``. Raises NotFound for other texts."""
    if not MONTH.fullmatch(text):
        raise NotFound
    return text
