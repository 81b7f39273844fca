"""Bob's erasure, and what may be found of him afterwards."""

from typing import Any

from tests.api.company import Company
from tests.api.people.worker import Worker
from tests.api.world import World

#: Texts that identify Bob anywhere.
TRACES = ("Bob", "Secret", "B-4711", "1234.56")


def erased(company: Company, worker: Worker, files: str = "keep") -> Any:
    """Request Bob's erasure and do it. Returns the erasure."""
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
    """Every item as text, without the sealed answers that are kept for repeated requests."""
    return [str(item) for item in world.items() if "#idempotency" not in item["pk"]["S"]]
