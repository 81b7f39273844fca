"""Measure an upload of a month against the floor: only writing its items.

``make bench-upload``: on a separate local AWS it uploads N agents with ten indicators. It measures
from the POST of the file to the completed upload (every scorecard readable). The floor is measured
in the same run: the items that the upload wrote (one scorecard and one new person for each agent)
are written again under other keys, with plain batch writes of 25, as many at a time as the upload's
one worker has. The results are ratios of the clock's seconds and of processor seconds (all
processes of both sides); other load disturbs processor seconds less. Further results are the time
and price of an agent at each size against the first size. Write units are those that the local AWS
reports for the items, index included.

Bounded: the given sizes, once each. 100,000 agents took eight minutes in all, the upload itself
three and a half, on two cores that ten processes shared; free cores take a fraction of that.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from typing import Any

from benchmarks.deployed import Service, deployed, peak_memory, processor_seconds
from benchmarks.upload_floor import sizes_of, write_again, written_items
from benchmarks.upload_sheet import sheet
from chalicelib.uploads.chunk import SIZE

#: AWS's list prices, us-east-1, on demand, in US dollars: a write unit, a read unit, a GB-second
#: of Lambda (x86). As published in 2025; all other figures here are measured.
WRITE_UNIT, READ_UNIT, GB_SECOND = 0.625e-6, 0.125e-6, 16.6667e-6
#: The scoring function's memory, in GB.
WORKER_GB = 1769 / 1024
#: The figures that are compared with the first size: a linear cost gives 1.
PER_AGENT = (
    "milliseconds_per_agent",
    "processor_milliseconds_per_agent",
    "dollars_per_1000_agents",
)


def measured(service: Service, agents: int) -> dict[str, Any]:
    tenant = f"bench-{agents}"
    key, content = service.tenant(tenant, agents), sheet(agents)
    before = processor_seconds(service)
    taken, _ = service.upload(key, content)
    used = processor_seconds(service) - before
    client, table = service.client("dynamodb"), service.deployment.table
    cards, people = written_items(client, table, tenant, agents)
    before = processor_seconds(service)
    card_seconds, card_units = write_again(client, table, cards)
    people_seconds, people_units = write_again(client, table, people)
    least, least_used = card_seconds + people_seconds, processor_seconds(service) - before
    sizes = list(sizes_of(cards))
    return {
        "agents": agents,
        "upload_seconds": round(taken, 2),
        "floor_seconds": round(least, 2),
        "ratio": round(taken / least, 2),
        "processor_seconds": round(used, 2),
        "floor_processor_seconds": round(least_used, 2),
        "processor_ratio": round(used / least_used, 2),
        "milliseconds_per_agent": round(1000 * taken / agents, 3),
        "processor_milliseconds_per_agent": round(1000 * used / agents, 3),
        "item_bytes_mean": round(sum(sizes) / len(sizes)),
        "item_bytes_max": max(sizes),
        "write_units_per_scorecard": round(card_units / agents, 3),
        "write_units_per_new_person": round(people_units / agents, 3),
        "peak_memory_mb": round(peak_memory(service) / 1024**2),
        "dollars_per_1000_agents": round(price(agents, card_units, people, taken), 5),
    }


def price(agents: int, card_units: float, people: list[dict[str, Any]], seconds: float) -> float:
    """Return the dollars for a month of 1,000 registered agents in one file.

    The price includes the writes of cards and checkpoints, one consistent read of the register by
    whole pages, and the worker's time. No cards are read: the month has none before the run, and
    the run knows its own. Requests of S3 and SQS, and storage, cost less than a hundredth.
    """
    writes = card_units + 2 * agents / SIZE
    reads = sum(sizes_of(people)) / 4096
    dollars = writes * WRITE_UNIT + reads * READ_UNIT + seconds * WORKER_GB * GB_SECOND
    return 1000 * dollars / agents


def compared(first: dict[str, Any], found: dict[str, Any]) -> dict[str, Any]:
    """Add the time and price of an agent, compared with the first size."""
    against = {f"{name}_to_first": round(found[name] / first[name], 2) for name in PER_AGENT}
    return {**found, **against}


def all_sizes(sizes: list[int]) -> Iterator[dict[str, Any]]:
    with deployed() as service:
        # Warm up a worker, so that the first size has the same conditions as the others.
        service.upload(service.tenant("warm-up", 50), sheet(50))
        first: dict[str, Any] | None = None
        for agents in sizes:
            found = measured(service, agents)
            first = first or found
            yield compared(first, found)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=[1_000, 10_000, 100_000])
    for found in all_sizes(parser.parse_args().sizes):
        sys.stdout.write(json.dumps(found) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
