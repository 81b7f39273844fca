"""Measure lists of a period's results: what a page costs, and whether it grows with the company.

``make bench-read``: on a separate local AWS companies of 1,000, 10,000 and 100,000 people get a
month. Twenty results are uploaded, the others are written as items of the same kind, and a one-row
upload settles the period. Then the companies' lists are asked in turn, so that other load meets
all sizes alike: pages of 200 and of 1 of scorecards and of coefficients, a supervisor's team, and a
filter that nobody meets. Of each it tells the processor time of the API's function, the
milliseconds in the function (its log lines), and for pages of 200 the ratios of both to the bare
BatchGetItem of the same cards and people, by a client with botocore's defaults. The requests that
each list makes are counted by tests/api/periods/test_lists.py. Old and new code are compared by
pages_in_turn.py.

Bounded: the given sizes, each list ROUNDS times.
"""

import argparse
import json
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from benchmarks.deployed import Service, deployed, shards, workers
from benchmarks.month import lines_of
from benchmarks.upload_floor import Item, written_items
from benchmarks.upload_sheet import PERIOD, employee_id, sheet
from chalicelib.people.keys import key_of_employee
from chalicelib.person_keys import first_key
from chalicelib.scorecards.keys import index_of_employee_scorecards, key_of_scorecard
from chalicelib.tenancy.scope import TenantScope

#: Results that are uploaded, writers of the others, requests of each list, and those before.
UPLOADED, AT_ONCE, ROUNDS, WARM = 20, 4, 20, 3
TEAMS = 500
CARDS = f"/v1/periods/{PERIOD}/scorecards"
ROWS = f"/v1/periods/{PERIOD}/bonus-coefficients"


def team_of(agent: int, number: int) -> str:
    """Return the team: twenty people a team, and more in companies of more than TEAMS teams."""
    return f"team-{agent // max(20, number // TEAMS):04d}"


def filled(service: Service, number: int) -> tuple[str, str]:
    """Onboard a company with a settled month of so many results; return HR's and a leader's key."""
    tenant = f"read-{number}"
    key = service.tenant(tenant, number)
    service.upload(key, sheet(UPLOADED))
    client, table = service.client("dynamodb"), service.deployment.table
    cards, people = written_items(client, table, tenant, UPLOADED, number)
    scope, places = TenantScope(tenant), shards(number)

    def items(agent: int) -> Iterator[Item]:
        person, team = first_key(employee_id(agent)), {"S": team_of(agent, number)}
        card, employee = cards[agent % UPLOADED], people[agent % UPLOADED]
        at = key_of_scorecard(scope, "bench", PERIOD, person, places)
        index = index_of_employee_scorecards(scope, person)
        yield {
            **card,
            "pk": {"S": at.pk},
            "sk": {"S": at.sk},
            "employee_id": {"S": person},
            "employee_pk": {"S": index},
            "team": team,
            "total": {"N": f"{60 + agent * 7919 % 4000 / 100:.2f}"},
        }
        at = key_of_employee(scope, person, places)
        yield {
            **employee,
            "pk": {"S": at.pk},
            "sk": {"S": at.sk},
            "id": {"S": person},
            "team": team,
        }

    def write(start: int) -> None:
        left: list[dict[str, Any]] = [
            {"PutRequest": {"Item": item}}
            for agent in range(start, min(start + 12, number))
            for item in items(agent)
        ]
        while left:
            answer = client.batch_write_item(RequestItems={table: left})
            left = answer.get("UnprocessedItems", {}).get(table, [])

    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(write, range(0, number, 12)))
    header, *rows = sheet(UPLOADED, seed=7).splitlines()
    service.upload(key, b"\n".join([header, rows[0], b""]))
    body = {"role": "supervisor", "name": "leader", "team": team_of(0, number)}
    leader = service.call("POST", "/v1/api-keys", key, json=body).json()
    return key, str(leader["secret"])


@dataclass
class Company:
    """A company that is asked, and what each list has cost it."""

    service: Service
    number: int
    key: str
    leader: str
    processor: dict[str, float] = field(default_factory=dict)
    bare: list[float] = field(default_factory=list)
    bare_processor: float = 0.0

    @property
    def tenant(self) -> str:
        return f"read-{self.number}"

    def lists(self) -> dict[str, Callable[[], Any]]:
        def ask(path: str, key: str, query: str) -> Callable[[], Any]:
            return lambda: self.service.call("GET", f"{path}?{query}", key).json()

        return {
            "scorecards, 200": ask(CARDS, self.key, "limit=200"),
            "scorecards, 1": ask(CARDS, self.key, "limit=1"),
            "coefficients, 200": ask(ROWS, self.key, "limit=200"),
            "coefficients, 1": ask(ROWS, self.key, "limit=1"),
            "a supervisor's team": ask(CARDS, self.leader, "limit=20"),
            "nobody's grade": ask(CARDS, self.key, "limit=200&grade=none"),
        }

    def ask(self, name: str) -> None:
        """Ask one list, and add what the function's processes have used for it."""
        before = function_seconds(self.service)
        self.lists()[name]()
        used = function_seconds(self.service) - before
        self.processor[name] = self.processor.get(name, 0.0) + used

    def read_bare(self) -> None:
        """Read the cards and the people of a page of 200 with a client's defaults."""
        client, table = self.service.client("dynamodb"), self.service.deployment.table
        scope, places = TenantScope(self.tenant), shards(self.number)
        ids = [first_key(employee_id(agent)) for agent in range(min(200, self.number))]
        keys = [key_of_scorecard(scope, "bench", PERIOD, one, places) for one in ids]
        keys += [key_of_employee(scope, one, places) for one in ids]
        asked = [{"pk": {"S": key.pk}, "sk": {"S": key.sk}} for key in keys]
        begun, used = time.perf_counter(), time.process_time()
        for start in range(0, len(asked), 100):
            wanted = {"Keys": asked[start : start + 100], "ConsistentRead": True}
            client.batch_get_item(RequestItems={table: wanted})
        self.bare.append(1000 * (time.perf_counter() - begun))
        self.bare_processor += time.process_time() - used


def function_seconds(service: Service) -> float:
    """Return the processor seconds that the API's function has used so far."""
    ticks = 0
    for path in workers(service, "app"):
        told = (path / "stat").read_text().rpartition(")")[2].split()
        ticks += int(told[11]) + int(told[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def measured(service: Service, sizes: Sequence[int]) -> Iterator[dict[str, Any]]:
    companies = [Company(service, number, *filled(service, number)) for number in sizes]
    names = list(companies[0].lists())
    for company in companies:
        for ask in company.lists().values():
            for _ in range(WARM):
                ask()
    begun = {company.number: len(_asked(company)) for company in companies}
    for _ in range(ROUNDS):
        for name in names:
            for company in companies:
                company.ask(name)
        for company in companies:
            company.read_bare()
    for company in companies:
        lines = _asked(company)[begun[company.number] :]
        for place, name in enumerate(names):
            own = lines[place :: len(names)]
            inside = median(float(line["milliseconds"]) for line in own)
            yield {
                "people": company.number,
                "list": name,
                "processor_milliseconds": round(1000 * company.processor[name] / ROUNDS, 1),
                "milliseconds": inside,
                **(_beside_bare(company, name, inside) if name.endswith("200") else {}),
            }


def _beside_bare(company: Company, name: str, inside: float) -> dict[str, float]:
    """Return a page's time by the clock and by the processor, as ratios to the bare read's."""
    return {
        "to_bare_read": round(inside / median(company.bare), 2),
        "processor_to_bare_read": round(company.processor[name] / company.bare_processor, 2),
    }


def _asked(company: Company) -> list[dict[str, Any]]:
    """Return the log lines of the company's lists of the period, in order."""
    wanted = ("scorecards.list", "coefficients.list")
    lines = lines_of(company.service, company.tenant)
    return [line for line in lines if line.get("operation") in wanted]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=[1_000, 10_000, 100_000])
    with deployed() as service:
        for found in measured(service, parser.parse_args().sizes):
            sys.stdout.write(json.dumps(found) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
