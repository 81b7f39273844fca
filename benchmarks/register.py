"""Measure the registration of people by batches against the floor: only writing their items.

``make bench-register``: on a separate local AWS it registers N people, 500 in a request, and then
sends all of them again with 1% changed. The floor is measured in the same run, side by side: after
each part of the people, the items that it wrote (the person and the event of each) are written
again under other keys by transactions of as many, one after the other as the API's. The results are
ratios of the clock's seconds and of processor seconds (the local AWS, the API's function, this
process); other load disturbs processor seconds less.

Bounded: the given sizes, once each.
"""

import argparse
import json
import sys
import time
from collections.abc import Iterator, Sequence
from typing import Any

from benchmarks.deployed import Service, deployed, processor_seconds, shards
from chalicelib.audit.keys import partition_of_audit_events
from chalicelib.people.batch_schemas import MOST_IN_BATCH
from chalicelib.people.keys import key_of_employee
from chalicelib.person_keys import first_key
from chalicelib.tenancy.scope import TenantScope

Item = dict[str, Any]
Person = dict[str, Any]
#: People between two measurements of the floor, and items of one transaction of the floor: as the
#: API's, without the number of people and of the teams.
PART, AT_ONCE = 2_500, 98
PEOPLE_IN_A_TEAM = 20


def people(number: int) -> list[Person]:
    """Return people in teams, each with a base."""
    return [
        {
            "id": f"{place:06d}",
            "name": f"客服{place:06d}",
            "team": f"team-{place // PEOPLE_IN_A_TEAM:04d}",
            "bonus_base": "1500.50",
            "new_person": True,
        }
        for place in range(number)
    ]


class Measured:
    """Seconds of the clock and of the processor, summed over parts of a run."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self.seconds = self.processor = 0.0

    def __enter__(self) -> None:
        self._begun = time.perf_counter()
        self._used = processor_seconds(self._service, "app")

    def __exit__(self, *_: object) -> None:
        self.seconds += time.perf_counter() - self._begun
        self.processor += processor_seconds(self._service, "app") - self._used


def sent(service: Service, key: str, some: Sequence[Person]) -> dict[str, int]:
    """Send people in batches of changes; return how many had each outcome."""
    found: dict[str, int] = {}
    for start in range(0, len(some), MOST_IN_BATCH):
        body = {"mode": "change", "employees": some[start : start + MOST_IN_BATCH]}
        answer = service.call("POST", "/v1/employees/batch", key, json=body).json()
        for outcome, number in answer["counts"].items():
            found[outcome] = found.get(outcome, 0) + number
    return found


class Floor:
    """Writes the items of registered people again."""

    def __init__(self, service: Service, tenant: str, number: int) -> None:
        self._client, self._table = service.client("dynamodb"), service.deployment.table
        self._scope, self._shards = TenantScope(tenant), shards(number)
        self._event: Item | None = None

    def items(self, some: Sequence[Person]) -> list[Item]:
        """Return the items of these people, each followed by an event of its size."""
        event = self._event = self._event or self._one_event()
        found: list[Item] = []
        for start in range(0, len(some), 100):
            keys = [
                key_of_employee(self._scope, first_key(one["id"]), self._shards)
                for one in some[start : start + 100]
            ]
            asked = [{"pk": {"S": key.pk}, "sk": {"S": key.sk}} for key in keys]
            answer = self._client.batch_get_item(RequestItems={self._table: {"Keys": asked}})
            for item in answer["Responses"][self._table]:
                told = {**event, "sk": {"S": f"{event['sk']['S']}{item['sk']['S']}"}}
                found += [item, told]
        if len(found) != 2 * len(some):
            raise SystemExit(f"{len(found) // 2} of {len(some)} people are there")
        return [{**item, "pk": {"S": f"floor#{item['pk']['S']}"}} for item in found]

    def _one_event(self) -> Item:
        month = time.strftime("%Y-%m", time.gmtime())
        answer = self._client.query(
            TableName=self._table,
            KeyConditionExpression="pk = :pk",
            ExpressionAttributeValues={":pk": {"S": partition_of_audit_events(self._scope, month)}},
            Limit=50,
            ScanIndexForward=False,
        )
        for item in answer["Items"]:
            if item["action"]["S"] == "employees.change":
                return dict(item)
        raise SystemExit("no event of a person is there")

    def write(self, items: Sequence[Item]) -> None:
        for start in range(0, len(items), AT_ONCE):
            self._client.transact_write_items(
                TransactItems=[
                    {"Put": {"TableName": self._table, "Item": item}}
                    for item in items[start : start + AT_ONCE]
                ]
            )


def measured(service: Service, number: int) -> dict[str, Any]:
    tenant = f"register-{number}"
    key = service.tenant(tenant, number)
    everybody = people(number)
    sent(service, key, everybody[:1])
    registering, least, again = (Measured(service) for _ in range(3))
    floor = Floor(service, tenant, number)
    for start in range(0, number, PART):
        some = everybody[start : start + PART]
        with registering:
            sent(service, key, some)
        items = floor.items(some)
        with least:
            floor.write(items)
    for one in everybody[::100]:
        one["name"] += "*"
    with again:
        outcomes = sent(service, key, everybody)
    if outcomes["updated"] != len(everybody[::100]):
        raise SystemExit(f"a sync of 1% ended as {outcomes}")
    return {
        "people": number,
        "seconds": round(registering.seconds, 2),
        "floor_seconds": round(least.seconds, 2),
        "ratio": round(registering.seconds / least.seconds, 2),
        "processor_ratio": round(registering.processor / least.processor, 2),
        "milliseconds_per_person": round(1000 * registering.seconds / number, 3),
        "sync_of_1_percent_seconds": round(again.seconds, 2),
        "sync_to_registering": round(again.seconds / registering.seconds, 2),
    }


def all_sizes(sizes: list[int]) -> Iterator[dict[str, Any]]:
    with deployed() as service:
        # Warm up the API's function.
        sent(service, service.tenant("warm-up", 1000), people(1000))
        for number in sizes:
            yield measured(service, number)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=[10_000, 100_000])
    for found in all_sizes(parser.parse_args().sizes):
        sys.stdout.write(json.dumps(found) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
