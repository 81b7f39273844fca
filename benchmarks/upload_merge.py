"""Measure a file of one source that is merged into a month, against a whole file that replaces it.

``make bench-upload`` runs it after the uploads of new people: on a separate local AWS a company of
N agents has a month of ten lines, five from each of two sources. Then whole files with new figures
and files of one source take turns; every file changes nearly every result. The results are ratios,
merged to replaced: seconds of the clock from the POST of the file to the completed upload,
processor seconds (all processes of both sides), and the read and write units of the runs, as
their log lines count them. A merge may cost at most 1.3 times a file that replaces.

Bounded: the given sizes; for each one file of new people, then ``--rounds`` times (2) one whole
file and one of a source.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any

from benchmarks.deployed import Service, deployed, processor_seconds
from benchmarks.month import lines_of
from benchmarks.upload_sheet import in_two_parts, part_of, sheet

SOURCES = ("chat", "quality")


@dataclass(frozen=True, slots=True)
class Cost:
    """What files cost from the POST to the completed upload."""

    seconds: float = 0
    processor_seconds: float = 0
    read_units: float = 0
    write_units: float = 0

    def plus(self, other: "Cost") -> "Cost":
        return Cost(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(Cost)))


def costs(service: Service, agents: int, rounds: int) -> Iterator[tuple[str, Cost]]:
    """Yield what each file costs, with "replaced" or "merged"; they take turns."""
    tenant = f"merge-{agents}"
    key = service.tenant(tenant, agents, in_two_parts(SOURCES))
    service.upload(key, sheet(agents))
    for turn in range(rounds):
        whole, second = sheet(agents, 2 * turn + 1), turn % 2 == 1
        part = part_of(sheet(agents, 2 * turn + 2), second)
        yield "replaced", _cost(service, tenant, key, whole, None)
        yield "merged", _cost(service, tenant, key, part, SOURCES[second])


def _cost(service: Service, tenant: str, key: str, content: bytes, source: str | None) -> Cost:
    known = len(_runs(service, tenant))
    before = processor_seconds(service)
    seconds, _ = service.upload(key, content, source=source)
    used = processor_seconds(service) - before
    runs = _runs(service, tenant)[known:]
    read, write = (sum(one[name] for one in runs) for name in ("read_units", "write_units"))
    return Cost(seconds, used, read, write)


def _runs(service: Service, tenant: str) -> list[dict[str, Any]]:
    return [line for line in lines_of(service, tenant) if line["event"] == "job"]


def compared(service: Service, agents: int, rounds: int) -> dict[str, Any]:
    sums = {"replaced": Cost(), "merged": Cost()}
    for kind, cost in costs(service, agents, rounds):
        sums[kind] = sums[kind].plus(cost)
    found: dict[str, Any] = {"agents": agents, "files_of_each_kind": rounds}
    for one in fields(Cost):
        replaced, merged = (getattr(sums[kind], one.name) for kind in ("replaced", "merged"))
        found[f"{one.name}_replaced"] = round(replaced, 2)
        found[f"{one.name}_merged"] = round(merged, 2)
        found[f"{one.name}_ratio"] = round(merged / replaced, 2)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=[10_000, 100_000])
    parser.add_argument("--rounds", type=int, default=2)
    asked = parser.parse_args()
    with deployed() as service:
        for agents in asked.sizes:
            sys.stdout.write(json.dumps(compared(service, agents, asked.rounds)) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
