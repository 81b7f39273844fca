"""People with dated facts, for tests of what a month makes of them."""

from collections.abc import Callable
from typing import Any

from tests.api.company import Company

#: Changes members of a person on the register, as HR does.
Facts = Callable[..., None]


def since(*entries: tuple[str | None, str | None]) -> list[dict[str, Any]]:
    """A list of dated values; a day None: from the beginning."""
    return [
        {"value": value} if day is None else {"from": day, "value": value} for day, value in entries
    ]


def facts_in(company: Company) -> Facts:
    """Return what changes members of a person of the company: facts, employments, leaves."""

    def change(employee_id: str, **members: Any) -> None:
        company.hr.patch(f"/v1/employees/{employee_id}", members).ok()

    return change
