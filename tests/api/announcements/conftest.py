"""A company with a published scheme, three people on the register, and the queue's worker."""

from dataclasses import dataclass
from typing import Any

import pytest

from tests.api.answer import Reply
from tests.api.client import Api
from tests.api.company import Company
from tests.api.people.worker import Worker
from tests.api.uploads.sending import published
from tests.api.world import World

DECEMBER = "/v1/periods/2026-12/announcement"
DESK = {"scheme": "desk"}
TEAMS = {"1001": "red", "1002": "red", "1003": "blue"}


@dataclass
class House:
    """The company, and what is asked of its announcements for December."""

    company: Company
    worker: Worker

    def announce(self, path: str = DECEMBER, **said: Any) -> Reply:
        """Announce the plan, and let everybody be told."""
        reply = self.company.hr.post(path, {**DESK, **said})
        self.worker.work()
        return reply

    def shown(self, caller: Api | None = None, path: str = DECEMBER, **query: Any) -> Any:
        asked = {**DESK, **query}
        return (caller or self.company.hr).get(path, query=asked).ok()

    def agent(self, employee_id: str) -> Api:
        return self.company.with_role("agent", employee_id=employee_id)

    def states(
        self, caller: Api | None = None, path: str = DECEMBER, **query: Any
    ) -> dict[str, str]:
        """Return the state of everybody whom the list has, page by page of one."""
        found: dict[str, str] = {}
        asked = {**DESK, "limit": 1, **query}
        while True:
            page = (caller or self.company.hr).get(f"{path}/people", query=asked).ok()
            found |= {one["employee_id"]: one["state"] for one in page["items"]}
            if page["next"] is None:
                return found
            asked["cursor"] = page["next"]


@pytest.fixture
def house(acme: Company, world: World) -> House:
    published(acme)
    for one, team in TEAMS.items():
        acme.hr.put(f"/v1/employees/{one}", {"name": f"Name {one}", "team": team}).ok(201)
    return House(acme, Worker(world))
