"""Count what a company's month consumes, and say what it costs at list prices.

``python -m benchmarks.month [AGENTS …]``: on a separate local AWS a company of so many agents is
onboarded; a month is uploaded, published, locked and exported; HR reads every result, and each
agent their own once a week (some of them are asked, and counted for all). The units are those that
the log lines of requests and work count, as DynamoDB answers them, index included. The table of
dollars is made from the largest size: all figures but the fixed ones grow with the agents.

Bounded: the given sizes, once each; at most 50 agents ask.
"""

import argparse
import json
import sys
import time
from dataclasses import dataclass
from typing import Any

from benchmarks.deployed import Service, deployed
from benchmarks.upload_sheet import PERIOD, employee_id, sheet
from infra.alarms import alarms

#: AWS's list prices in US dollars, us-east-1, on demand, as published in 2025. No free tier.
WRITE_UNITS, READ_UNITS = 0.625e-6, 0.125e-6
GB_SECONDS, INVOCATIONS = 13.3334e-6, 0.20e-6  # Lambda on arm64
REQUESTS = 3.50e-6  # API Gateway, REST
TRACES, LOGGED_GB, METRICS, ALARMS = 5.00e-6, 0.50, 0.30, 0.10
MESSAGES, SECRETS, STORED_GB = 0.40e-6, 0.40, 0.25 + 0.20  # the table, and its backups
#: Lambda asks each of six queues with five long polls of 20 s.
POLLS = 6 * 5 * 3 * 60 * 24 * 30
#: Times that an agent reads the own result in a month, and agents that ask here.
READINGS, ASKING = 4, 50
#: Bytes that an agent's month keeps: a card, its index entry, a person.
KEPT_BYTES = 1_500
SIZES = (100, 10_000, 100_000)


@dataclass(frozen=True, slots=True)
class Month:
    """What was counted. Seconds are the functions' own, by their log lines."""

    agents: int
    requests: float
    read_units: float
    write_units: float
    request_seconds: float
    work_seconds: float
    log_bytes: float
    metrics: int

    def dollars(self, agents: int) -> dict[str, float]:
        """Return the dollars of a month with so many agents, by what they are for."""
        times = agents / self.agents
        requests = self.requests * times
        seconds = self.request_seconds * 1.0 + self.work_seconds * 1769 / 1024
        return {
            "table": times * (self.write_units * WRITE_UNITS + self.read_units * READ_UNITS)
            + agents * KEPT_BYTES * 12 / 1e9 * STORED_GB,
            "functions": times * seconds * GB_SECONDS + 2 * requests * INVOCATIONS,
            "gateway": requests * (REQUESTS + TRACES),
            "logs": times * self.log_bytes / 1e9 * LOGGED_GB,
            "fixed": self.metrics * METRICS + len(alarms()) * ALARMS + POLLS * MESSAGES + SECRETS,
        }


def month(service: Service, agents: int) -> Month:
    name = f"month-{agents}"
    key, content = service.tenant(name, agents), sheet(agents)
    service.upload(key, content)
    scheme = {"scheme": "bench"}
    service.call("POST", f"/v1/periods/{PERIOD}/publish", key, json=scheme)
    service.call("POST", f"/v1/periods/{PERIOD}/lock", key, json=scheme)
    _export(service, key)
    _read_all(service, key)
    lines = _lines(service, name)
    asked = min(ASKING, agents)
    for agent in range(asked):
        service.call("GET", f"/v1/employees/{employee_id(agent)}/scorecards/{PERIOD}", key)
    own = _lines(service, name)[len(lines) :]
    return _counted(agents, lines, own, READINGS * agents / asked)


def _export(service: Service, key: str) -> None:
    body = {"period": PERIOD, "scheme": "bench", "format": "csv"}
    made = service.call("POST", "/v1/exports", key, json=body).json()
    while (found := service.call("GET", f"/v1/exports/{made['id']}", key).json())["status"] not in (
        "completed",
        "failed",
    ):
        time.sleep(0.5)
    if found["status"] == "failed":
        raise SystemExit(f"the export failed: {found}")


def _read_all(service: Service, key: str) -> None:
    asked = {"limit": "200"}
    while True:
        page = service.call("GET", f"/v1/periods/{PERIOD}/scorecards", key, params=asked).json()
        if page["next"] is None:
            return
        asked["cursor"] = page["next"]


def _lines(service: Service, tenant: str) -> list[dict[str, Any]]:
    """Return the log lines of the company that count units, with their lengths."""
    found = []
    for function in ("app", "score_upload", "run_export", "run_job"):
        group = f"/aws/lambda/{service.deployment.functions[function]}"
        pages = service.client("logs").get_paginator("filter_log_events")
        for page in pages.paginate(logGroupName=group):
            for event in page["events"]:
                for text in event["message"].splitlines():
                    line = json.loads(text) if text.startswith("{") else {}
                    if line.get("tenant") == tenant and "read_units" in line:
                        found.append({**line, "length": len(text)})
    return sorted(found, key=lambda line: (line["_aws"]["Timestamp"], line["event"]))


def _counted(
    agents: int, lines: list[dict[str, Any]], own: list[dict[str, Any]], times: float
) -> Month:
    def total(member: str, event: str | None = None) -> float:
        some, readings = (
            sum(float(line[member]) for line in part if event in (None, line["event"]))
            for part in (lines, own)
        )
        return some + readings * times

    series = {
        (name, *sorted((dimension, str(line.get(dimension))) for dimension in dimensions))
        for line in (*lines, *own)
        for told in line["_aws"]["CloudWatchMetrics"]
        for dimensions in told["Dimensions"]
        for name in (metric["Name"] for metric in told["Metrics"])
    }
    requests = sum(line["event"] == "request" for line in lines)
    return Month(
        agents=agents,
        requests=requests + len(own) * times,
        read_units=total("read_units"),
        write_units=total("write_units"),
        request_seconds=total("milliseconds", "request") / 1000,
        work_seconds=total("milliseconds", "job") / 1000,
        log_bytes=total("length"),
        metrics=len(series),
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=[100, 1000])
    last: Month | None = None
    with deployed() as service:
        for agents in parser.parse_args().sizes:
            last = month(service, agents)
            sys.stdout.write(f"{last}\n")
    if last is not None:
        for agents in SIZES:
            dollars = last.dollars(agents)
            parts = ", ".join(f"{name} {value:.2f}" for name, value in dollars.items())
            sys.stdout.write(f"{agents} agents: {sum(dollars.values()):.2f} ({parts})\n")


if __name__ == "__main__":
    main()
