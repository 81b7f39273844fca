"""The due date of a plan: a person cannot set a day that has passed."""

from typing import Any

from chalicelib.errors import invalid_value
from chalicelib.language import Text
from chalicelib.people.today import is_too_far, today
from chalicelib.tenancy.context import Context


def check_due(context: Context, wanted: Any, before: str | None = None, pointer: str = "") -> None:
    """Check a due date (``2026-11-30``) that a person sets. None: the request has no due date.

    ``before`` is the plan's due date so far, which stays allowed, ``pointer`` where the plan's
    parts stand in the request. Raises Invalid (422) ``day_has_passed`` for a day before today in
    the company's time zone, and ``too_far`` for one that is more than two years ahead.
    """
    if wanted is None or wanted == before:
        return
    day = today(context)
    if wanted < day:
        raise invalid_value(
            f"{pointer}/due_date",
            "day_has_passed",
            Text(f"期限不能早于今天（{day}）。", f"The day has passed already: today is {day}."),
        )
    if is_too_far(context, wanted):
        raise invalid_value(f"{pointer}/due_date", "too_far", TOO_FAR)


TOO_FAR = Text("期限超过两年以后。", "The day is more than two years ahead.")
