"""How long a month of uploads takes, against the floor of writing its items and nothing else.

``make bench-upload``: on a local AWS of its own it uploads N agents with ten indicators, and
measures from the POST of the file to the completed upload (every scorecard readable). The floor
is measured in the same run: the very items that the upload wrote (a scorecard each, and a new
person each) are written again, under other keys, with plain batch writes of 25, as many at a time
as the upload's one worker has. What counts are the ratios, of the clock's seconds and of the
processors' (all processes of both sides), which others on the machine disturb less. Write units
are those that the local AWS says it consumed for the items, index included. Bounded: the
sizes given, once each.
"""

import argparse
import contextlib
import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests

from benchmarks.upload_sheet import PERIOD, scheme, sheet
from chalicelib.uploads.chunk import AT_ONCE
from infra import local_aws
from infra.deployment import Deployment
from infra.stage import LOCAL, Stage
from infra.up import up

#: AWS's list prices, us-east-1, on demand, in US dollars: a write unit, a read unit, a GB-second
#: of Lambda (x86). As published in 2025; they are the one thing here that is not measured.
WRITE_UNIT, READ_UNIT, GB_SECOND = 0.625e-6, 0.125e-6, 16.6667e-6
#: The scoring function's memory.
WORKER_GB = 1769 / 1024


@dataclass
class Service:
    """The deployed service, as a tenant's system calls it."""

    home: Path
    deployment: Deployment
    session: requests.Session

    def call(self, method: str, path: str, key: str, **more: Any) -> Any:
        headers = {"Authorization": f"Bearer {key}", **more.pop("headers", {})}
        answer = self.session.request(
            method, self.deployment.api_url + path, headers=headers, timeout=120, **more
        )
        answer.raise_for_status()
        return answer

    def tenant(self, name: str) -> str:
        operator = (self.home / "operator-key").read_text().strip()
        body = {"id": name, "name": name}
        made = self.call("POST", "/v1/tenants", operator, json=body).json()
        key = str(made["api_key"]["secret"])
        draft = self.call("POST", "/v1/schemes", key, json=scheme())
        self.call(
            "POST",
            "/v1/schemes/bench/publish",
            key,
            json={"effective_from": PERIOD},
            headers={"If-Match": draft.headers["ETag"]},
        )
        return key

    def upload(self, key: str, content: bytes) -> tuple[float, dict[str, Any]]:
        body = {"scheme": "bench", "period": PERIOD, "filename": "month.csv"}
        made = self.call("POST", "/v1/uploads", key, json=body).json()
        begun = time.perf_counter()
        form = made["form"]
        sent = self.session.post(
            form["url"], data=form["fields"], files={"file": content}, timeout=300
        )
        sent.raise_for_status()
        while True:
            found = self.call("GET", f"/v1/uploads/{made['id']}", key).json()
            if found["status"] not in ("awaiting_file", "processing"):
                break
            # Seldom enough that asking takes nothing from what is measured.
            time.sleep(min(2.0, 0.1 + (time.perf_counter() - begun) / 50))
        taken = time.perf_counter() - begun
        if found["status"] != "completed":
            raise SystemExit(f"the upload ended as {found['status']}: {found['reason']}")
        return taken, dict(found)


def items_of(client: Any, table: str, partition: str) -> list[dict[str, Any]]:
    """What the upload wrote to a partition."""
    pages = client.get_paginator("query").paginate(
        TableName=table,
        KeyConditionExpression="pk = :p",
        ExpressionAttributeValues={":p": {"S": partition}},
    )
    return [item for page in pages for item in page["Items"]]


def floor(client: Any, table: str, items: list[dict[str, Any]]) -> tuple[float, float]:
    """Seconds and write units of writing the items with nothing but batch writes."""
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
    with ThreadPoolExecutor(AT_ONCE) as pool:
        units = sum(pool.map(written, range(0, len(copies), 25)))
    return time.perf_counter() - begun, units


def size_of(item: dict[str, Any]) -> int:
    """An item's bytes as DynamoDB counts them: names and UTF-8 values; numbers by their digits."""
    total = 0
    for name, value in item.items():
        ((kind, content),) = value.items()
        if kind == "N":
            total += len(name) + (len(content.replace(".", "").replace("-", "")) + 1) // 2 + 1
        else:
            total += len(name) + len(str(content).encode())
    return total


def workers(service: Service) -> Iterator[Path]:
    """The directories under /proc of the scoring function's workers."""
    unpacked = f"ministack-lambda-{service.deployment.functions['score_upload']}-".encode()
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            command = path.read_bytes()
            if unpacked in command and str(service.home).encode() in command:
                yield path.parent


def peak_memory(service: Service) -> int:
    """The most bytes that a worker of the scoring function has held at once."""
    told = [(path / "status").read_text() for path in workers(service)]
    return max(int(one.partition("VmHWM:")[2].split()[0]) * 1024 for one in told)


def processor_seconds(service: Service) -> float:
    """What the local AWS, the scoring workers and this process have used until now."""
    instance = local_aws.running(service.home / "aws")
    paths = [*workers(service), Path(f"/proc/{instance.pid if instance else 0}")]
    ticks = 0
    for path in paths:
        fields = (path / "stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK") + time.process_time()


def report(
    service: Service, client: Any, tenant: str, agents: int, taken: float, used: float
) -> dict[str, Any]:
    table = service.deployment.table
    cards = items_of(client, table, f"{tenant}#scores#bench#{PERIOD}#00")
    people = items_of(client, table, f"{tenant}#employees")
    if (len(cards), len(people)) != (agents, agents):
        raise SystemExit(f"{len(cards)} scorecards, {len(people)} people for {agents} agents")
    before = processor_seconds(service)
    card_seconds, card_units = floor(client, table, cards)
    people_seconds, people_units = floor(client, table, people)
    least = card_seconds + people_seconds
    least_used = processor_seconds(service) - before
    sizes = [size_of(item) for item in cards]
    return {
        "agents": agents,
        "upload_seconds": round(taken, 2),
        "floor_seconds": round(least, 2),
        "ratio": round(taken / least, 2),
        "processor_seconds": round(used, 2),
        "floor_processor_seconds": round(least_used, 2),
        "processor_ratio": round(used / least_used, 2),
        "processor_milliseconds_per_agent": round(1000 * used / agents, 3),
        "milliseconds_per_agent": round(1000 * taken / agents, 3),
        "item_bytes_mean": round(sum(sizes) / len(sizes)),
        "item_bytes_max": max(sizes),
        "write_units_per_scorecard": round(card_units / agents, 3),
        "write_units_per_new_person": round(people_units / agents, 3),
        "peak_memory_mb": round(peak_memory(service) / 1024**2),
        "dollars_per_1000_agents": round(price(agents, card_units, sum(sizes), taken), 5),
    }


def price(agents: int, card_units: float, card_bytes: int, seconds: float) -> float:
    """Dollars a month for 1,000 agents whom the register knows already.

    Cards and checkpoints written; register and former cards read once, cards read twice at the
    end (ranks, plans); the worker's time; requests and storage come to less than a hundredth.
    """
    writes = card_units + agents / 500
    reads = (agents * 150 + 3 * card_bytes) / 4096
    dollars = writes * WRITE_UNIT + reads * READ_UNIT + seconds * WORKER_GB * GB_SECOND
    return 1000 * dollars / agents


def measured(sizes: list[int]) -> Iterator[dict[str, Any]]:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        try:
            deployment = up(home, local_aws.free_port())
            stage = Stage(LOCAL, home, deployment.region, deployment.endpoint)
            client = stage.client("dynamodb")
            with requests.Session() as session:
                service = Service(home, deployment, session)
                service.upload(service.tenant("warm-up"), sheet(50))
                for agents in sizes:
                    tenant = f"bench-{agents}"
                    key, content = service.tenant(tenant), sheet(agents)
                    before = processor_seconds(service)
                    taken, _ = service.upload(key, content)
                    used = processor_seconds(service) - before
                    yield report(service, client, tenant, agents, taken, used)
        finally:
            local_aws.stop(home / "aws")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=[1_000, 10_000, 100_000])
    for found in measured(parser.parse_args().sizes):
        sys.stdout.write(json.dumps(found) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
