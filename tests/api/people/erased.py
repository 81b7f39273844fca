"""Bob is erased, and what is then to be found of him."""

from typing import Any

from tests.api.company import Company
from tests.api.people.worker import Worker
from tests.api.world import World

#: What tells of Bob, wherever it stands.
TRACES = ("Bob", "Secret", "B-4711", "1234.56")


def erased(company: Company, worker: Worker, files: str = "keep") -> Any:
    """Bob's erasure, asked for and done."""
    asked = company.admin.post("/v1/employees/1002/erase", {"files": files}).ok(202)
    worker.work()
    return company.admin.get(f"/v1/erasures/{asked['id']}").ok()


def cards(company: Company, period: str = "2026-09") -> dict[str, Any]:
    found = company.hr.get(f"/v1/periods/{period}/scorecards").ok()["items"]
    return {card["employee_id"]: card for card in found}


def pseudonym(company: Company) -> str:
    (found,) = (one for one in cards(company) if one.startswith("erased-"))
    return found


def stored(world: World) -> list[str]:
    """Every item as text, but for answers kept sealed for repeated requests."""
    return [str(item) for item in world.items() if "#idempotency" not in item["pk"]["S"]]
