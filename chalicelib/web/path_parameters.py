"""Checks of path parameters: what a path names wrongly does not exist, or is refused when put."""

from chalicelib.errors import Invalid, NotFound
from chalicelib.web.faults import fault
from chalicelib.web.fields import CODE, EMPLOYEE_ID, MONTH, PERIOD


def checked_employee_id(text: str) -> str:
    """An id that may be given to a new employee. Raises 422."""
    if not EMPLOYEE_ID.fullmatch(text):
        raise Invalid([fault("/employee_id", "not_an_employee_id")])
    return text


def existing_code(text: str) -> str:
    """A code; what is none names nothing: 404."""
    if not CODE.fullmatch(text):
        raise NotFound
    return text


def existing_period(text: str) -> str:
    """A period, ``2026-10``, ``2026-Q4`` or ``2026``; anything else names nothing: 404."""
    if not PERIOD.fullmatch(text):
        raise NotFound
    return text


def existing_month(text: str) -> str:
    """A month, ``2026-10``; anything else names nothing: 404."""
    if not MONTH.fullmatch(text):
        raise NotFound
    return text
