"""Measure the simulation of a draft against a whole period, on the local AWS.

``python -m benchmarks.simulate`` uploads a month of N agents with ten indicators, gives everybody a
bonus base and makes the draft stricter. Then it times POST /v1/schemes/{code}/simulate: the first
request to a fresh worker, then three more. It also shows the answer's size, which Lambda limits to
6 MB.
"""

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import requests

from benchmarks.deployed import Service
from benchmarks.upload_sheet import PERIOD, scheme, sheet
from infra import local_aws, ports
from infra.up import up

BATCH = 500


def stricter() -> dict[str, Any]:
    """Return the same lines with a target of 95 % instead of 90 %."""
    document = scheme()
    for indicator in document["dimensions"][0]["indicators"]:
        indicator["target"] = "95"
    return document


def measured(agents: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        try:
            deployment = up(home, ports.free_port())
            with requests.Session() as session:
                service = Service(home, deployment, session)
                key = service.tenant("simulated", agents)
                service.upload(key, sheet(agents))
                _give_bases(service, key, agents)
                found = service.call("GET", "/v1/schemes/bench", key)
                etag = {"If-Match": found.headers["ETag"]}
                service.call("PUT", "/v1/schemes/bench", key, json=stricter(), headers=etag)
                return {"agents": agents, **_timed(service, key)}
        finally:
            local_aws.stop(home / "aws")


def _give_bases(service: Service, key: str, agents: int) -> None:
    people = [
        {
            "id": f"A{n:06d}",
            "name": f"Agent {n}",
            "team": f"team-{n % 40:02d}",
            "bonus_base": "2000",
        }
        for n in range(agents)
    ]
    for start in range(0, agents, BATCH):
        body = {"employees": people[start : start + BATCH]}
        service.call("POST", "/v1/employees/batch", key, json=body)


def _timed(service: Service, key: str) -> dict[str, Any]:
    seconds, answer = [], None
    for _ in range(4):
        begun = time.perf_counter()
        body = {"period": PERIOD, "show": "all"}
        answer = service.call("POST", "/v1/schemes/bench/simulate?limit=200", key, json=body)
        seconds.append(round(time.perf_counter() - begun, 2))
    found = answer.json() if answer is not None else {}
    return {
        "first_seconds": seconds[0],
        "later_seconds": seconds[1:],
        "answer_bytes": len(answer.content) if answer is not None else 0,
        "compared": found["employees"]["compared"],
        "grade_changes": found["grade_changes"],
        "money": found["money"],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=[10_000])
    for agents in parser.parse_args().sizes:
        sys.stdout.write(json.dumps(measured(agents)) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
