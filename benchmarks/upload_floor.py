"""The floor of an upload: its written items, written again with batch writes only."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from benchmarks.deployed import shards
from benchmarks.upload_sheet import PERIOD, employee_id
from chalicelib.people.keys import key_of_employee
from chalicelib.person_keys import first_key
from chalicelib.scorecards.keys import key_of_scorecard
from chalicelib.store.keys import Key
from chalicelib.tenancy.scope import TenantScope
from chalicelib.uploads.chunk import AT_ONCE

Item = dict[str, Any]


def written_items(
    client: Any, table: str, tenant: str, agents: int, within: int = 0
) -> tuple[list[Item], list[Item]]:
    """Return the cards and people that an upload wrote. Raises SystemExit if one is missing.

    ``within``: the company was onboarded for so many people; 0: for the agents.
    """
    scope, places = TenantScope(tenant), shards(within or agents)
    ids = [employee_id(agent) for agent in range(agents)]
    cards = read_items(
        client, table, [key_of_scorecard(scope, "bench", PERIOD, one, places) for one in ids]
    )
    people = read_items(
        client, table, [key_of_employee(scope, first_key(one), places) for one in ids]
    )
    if (len(cards), len(people)) != (agents, agents):
        raise SystemExit(f"{len(cards)} scorecards, {len(people)} people for {agents} agents")
    return cards, people


def read_items(client: Any, table: str, keys: list[Key]) -> list[Item]:
    """Read items by key: the local AWS reads a whole partition for each page of a query."""
    found: list[Item] = []
    for start in range(0, len(keys), 100):
        asked = [{"pk": {"S": key.pk}, "sk": {"S": key.sk}} for key in keys[start : start + 100]]
        answer = client.batch_get_item(RequestItems={table: {"Keys": asked}})
        found += answer["Responses"][table]
    return found


def write_again(
    client: Any, table: str, items: list[Item], writers: int = AT_ONCE
) -> tuple[float, float]:
    """Write copies under other keys; return the seconds and the write units. ``writers``: how many
    batches at a time, by default as many as the upload's one worker."""
    copies = [{**item, "pk": {"S": f"floor#{item['pk']['S']}"}} for item in items]

    def written(start: int) -> float:
        pending = [{"PutRequest": {"Item": item}} for item in copies[start : start + 25]]
        units = 0.0
        while pending:
            answer = client.batch_write_item(
                RequestItems={table: pending}, ReturnConsumedCapacity="TOTAL"
            )
            units += sum(one["CapacityUnits"] for one in answer["ConsumedCapacity"])
            pending = answer.get("UnprocessedItems", {}).get(table, [])
        return units

    begun = time.perf_counter()
    with ThreadPoolExecutor(writers) as pool:
        units = sum(pool.map(written, range(0, len(copies), 25)))
    return time.perf_counter() - begun, units


def sizes_of(items: list[Item]) -> Iterator[int]:
    """Return items' bytes as DynamoDB counts them: names and UTF-8 values; numbers by digits."""
    for item in items:
        total = 0
        for name, value in item.items():
            ((kind, content),) = value.items()
            if kind == "N":
                digits = len(content.replace(".", "").replace("-", ""))
                total += len(name) + (digits + 1) // 2 + 1
            else:
                total += len(name) + len(str(content).encode())
        yield total
