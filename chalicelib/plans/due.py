"""The day by which a plan is to be done: not one that has passed already."""

from typing import Any
from zoneinfo import ZoneInfo

from chalicelib.errors import invalid_value
from chalicelib.language import Text
from chalicelib.tenancy.context import Context


def check_due(context: Context, wanted: Any, before: str | None = None) -> None:
    """Raise 422 ``day_has_passed`` for a day before today in the company's time zone, unless the
    plan has it already. None: nothing is asked for."""
    today = context.now.astimezone(ZoneInfo(context.principal.time_zone)).date().isoformat()
    if wanted is not None and wanted != before and wanted < today:
        raise invalid_value(
            "/due_date",
            "day_has_passed",
            Text(
                f"期限不能早于今天（{today}）。", f"The day has passed already: today is {today}."
            ),
        )
