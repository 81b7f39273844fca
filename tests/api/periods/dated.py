"""People with dated facts, for tests of what a month makes of them."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from chalicelib.people.records import key_of, read_person, stored
from chalicelib.person_keys import PersonKey
from chalicelib.tenancy.platform import Platform
from tests.api.worker import worker_in

#: Changes members of a person as they are stored.
Facts = Callable[..., None]


def since(*entries: tuple[str | None, str | None]) -> list[dict[str, Any]]:
    """A list of dated values; a day None: from the beginning."""
    return [
        {"value": value} if day is None else {"from": day, "value": value} for day, value in entries
    ]


def facts_in(platform: Platform, tenant: str) -> Facts:
    """Return what changes members of a person of the company: facts, employments, leaves."""

    def change(employee_id: str, **members: Any) -> None:
        with worker_in(platform, tenant) as context:
            person = read_person(context, PersonKey(employee_id))
            assert person is not None
            context.table.put(key_of(context, person.key), stored(replace(person, **members)))

    return change
