"""Bob's erasure, and what may be found of him afterwards."""

import zlib
from typing import Any

from tests.api.company import Company
from tests.api.named import is_named
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


def opened(world: World) -> list[dict[str, Any]]:
    """Every item that stays, with the tables that it has packed as text.

    Without the counts of requests and of usage: their figures may be the digits of any id.
    """
    return [{name: _open(value) for name, value in item.items()} for item in world.kept()]


def with_his_id(world: World) -> list[dict[str, Any]]:
    """The items that have 1002, not as some characters of a longer figure, secret or digest."""
    return [item for item in opened(world) if is_named("1002", item)]


def stored(world: World) -> list[str]:
    """Every item as text, without the sealed answers that are kept for repeated requests."""
    return [str(item) for item in opened(world) if "#idempotency" not in item["pk"]["S"]]


def _open(value: Any) -> Any:
    """Open what is packed in an attribute, at any depth."""
    if isinstance(value, dict):
        return {name: _open(one) for name, one in value.items()}
    if not isinstance(value, bytes):
        return value
    try:
        return zlib.decompress(value).decode()
    except zlib.error:
        return value
