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
from decimal import Decimal
from fractions import Fraction
from typing import Any

from benchmarks.deployed import Service, deployed
from benchmarks.upload_sheet import PERIOD, employee_id, sheet
from chalicelib.costs import pricing
from chalicelib.costs.prices import price_list
from chalicelib.costs.records import Counter
from infra.alarms import alarms

#: The region whose list prices are taken.
REGION = "us-east-1"
#: Lambda asks each of six queues with five long polls of 20 s.
POLLS = 6 * 5 * 3 * 60 * 24 * 30
#: Times that an agent reads the own result in a month, and agents that ask here.
READINGS, ASKING = 4, 50
#: Bytes that an agent's month keeps: a card, its index entry, a person.
KEPT_BYTES = 1_500
#: Months that are kept in the price.
KEPT_MONTHS = 12
#: Megabytes of the API's function, and of those that work.
MEMORY, SCORING_MEMORY = 1024, 1769
#: The columns of README's table, and the parts of a company's price in each.
COLUMNS = {
    "table": ("table_reads", "table_writes", "table_storage"),
    "functions": ("functions", "executions"),
    "gateway": ("gateway", "traces", "queues"),
}
SIZES = (100, 10_000, 100_000)


@dataclass(frozen=True, slots=True)
class Month:
    """What was counted. Milliseconds are the functions' own, by their log lines."""

    agents: int
    requests: int
    runs: int
    read_halves: int
    write_halves: int
    request_ms: int
    run_ms: int
    log_bytes: int
    metrics: int

    def counter(self, agents: int) -> Counter:
        """Return the usage of a company with so many agents, as its counter would have it."""
        return Counter(
            requests=self.requests * agents // self.agents,
            runs=self.runs * agents // self.agents,
            memory_ms=(self.request_ms * MEMORY + self.run_ms * SCORING_MEMORY)
            * agents
            // self.agents,
            read_halves=self.read_halves * agents // self.agents,
            write_halves=self.write_halves * agents // self.agents,
            table_bytes=agents * KEPT_BYTES * KEPT_MONTHS,
        )

    def dollars(self, agents: int) -> dict[str, Decimal]:
        """Return the dollars of a month with so many agents, by what they are for."""
        prices = price_list(REGION)
        amounts = {one.code: one.amount for one in pricing.parts(prices, self.counter(agents))}
        found = {
            column: sum((amounts[code] for code in codes), Decimal(0))
            for column, codes in COLUMNS.items()
        }
        logged = Decimal(self.log_bytes * agents // self.agents) / pricing.GIGABYTE
        fixed = (
            self.metrics * prices.of["metric_month"]
            + len(alarms()) * prices.of["alarm_month"]
            + POLLS * prices.of["queue_request"]
            + prices.of["secret_month"]
        )
        return {**found, "logs": logged * prices.of["logged_gigabyte"], "fixed": fixed}


def month(service: Service, agents: int) -> Month:
    name = f"month-{agents}"
    key, content = service.tenant(name, agents), sheet(agents)
    service.upload(key, content)
    scheme = {"scheme": "bench"}
    service.call("POST", f"/v1/periods/{PERIOD}/publish", key, json=scheme)
    service.call("POST", f"/v1/periods/{PERIOD}/lock", key, json=scheme)
    _export(service, key)
    _read_all(service, key)
    lines = lines_of(service, name)
    asked = min(ASKING, agents)
    for agent in range(asked):
        service.call("GET", f"/v1/employees/{employee_id(agent)}/scorecards/{PERIOD}", key)
    own = lines_of(service, name)[len(lines) :]
    return _counted(agents, lines, own, Fraction(READINGS * agents, asked))


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


def lines_of(service: Service, tenant: str) -> list[dict[str, Any]]:
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
    agents: int, lines: list[dict[str, Any]], own: list[dict[str, Any]], times: Fraction
) -> Month:
    def total(member: str, event: str | None = None, parts_of_one: int = 1) -> int:
        some, readings = (
            sum(
                Fraction(str(line[member])) * parts_of_one
                for line in part
                if event in (None, line["event"])
            )
            for part in (lines, own)
        )
        return round(some + readings * times)

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
        requests=round(requests + len(own) * times),
        runs=len(lines) - requests,
        read_halves=total("read_units", parts_of_one=2),
        write_halves=total("write_units", parts_of_one=2),
        request_ms=total("milliseconds", "request"),
        run_ms=total("milliseconds", "job"),
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
