"""Checks of path parameters. A malformed one gets 404, or 422 where the request may create it."""

from chalicelib.errors import Invalid, NotFound
from chalicelib.web.faults import fault, in_address
from chalicelib.web.fields import EMPLOYEE_ID, PERIOD


def checked_employee_id(text: str) -> str:
    """Return an id that a new employee may have. Raises Invalid (422) for another text."""
    if not EMPLOYEE_ID.fullmatch(text):
        raise in_address(Invalid([fault("/employee_id", "not_an_employee_id")]))
    return text


def existing_period(text: str) -> str:
    """Return a period: ``2026-10``, ``2026-Q4`` or ``2026``. Raises NotFound for other texts."""
    if not PERIOD.fullmatch(text):
        raise NotFound("period")
    return text
