"""A company of bench-rounds: nine lines from its chat system, one by a rating round.

People work in teams of twenty. Each is rated by oneself and by five peers of the team.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from benchmarks.deployed import Service, shards
from benchmarks.upload_floor import Item, read_items
from benchmarks.upload_sheet import PERIOD, employee_id, in_two_parts, sheet
from chalicelib.person_keys import PersonKey, first_key
from chalicelib.rating_forms.keys import key_of_form, key_of_sheet, partition_of_progress
from chalicelib.tenancy.scope import TenantScope

CHAT, FORMS = "chat", "forms"
PEERS, IN_A_TEAM = 5, 20
RATERS = PEERS + 1
#: The line that the round feeds, its questions, and the draw whose sheets hold.
LINE, QUESTIONS, DRAW = "line_9", ("sharing", "helping"), 1
ROLES = ("peer", "self")
MANY = 1_000_000


def scheme() -> dict[str, Any]:
    """Return the ten lines of bench-upload, of which peers rate the last one."""
    found = in_two_parts((CHAT, CHAT))
    line = found["dimensions"][0]["indicators"][-1]
    line["value"] = {
        "kind": "rating",
        "raters": {"peer": "1", "self": "0"},
        "scale": {"min": "0", "max": "10"},
        "questions": [{"code": one, "name": one} for one in QUESTIONS],
    }
    line["rule"] = {"kind": "linear", "zero_at": "0", "full_at": "10"}
    del line["target"]
    marks = [
        {"code": f"{LINE}_{role}", "name": role, "source": FORMS, "type": "text"} for role in ROLES
    ]
    columns = [one for one in found["columns"] if not one["code"].endswith("_9")]
    sources = [{"code": one, "name": one} for one in (CHAT, FORMS)]
    return {**found, "sources": sources, "columns": [*columns, *marks]}


def chat_file(number: int, seed: int) -> bytes:
    """Return a month of the chat system's figures of so many people, in teams."""
    rows = csv.reader(io.StringIO(sheet(number, seed).decode()))
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(next(rows)[:-2])
    for place, row in enumerate(rows):
        writer.writerow([*row[:2], f"team-{place // IN_A_TEAM:04d}", *row[3:-2]])
    return out.getvalue().encode()


@dataclass(frozen=True, slots=True)
class Form:
    """A form that a rater is asked for."""

    rater: PersonKey
    role: str
    ratee: PersonKey


@dataclass(frozen=True, slots=True)
class Company:
    """A company with a month of its chat system, and a round that is drawn and opened."""

    service: Service
    number: int
    tenant: str
    key: str

    @property
    def scope(self) -> TenantScope:
        return TenantScope(self.tenant)

    @property
    def shards(self) -> int:
        return shards(self.number)

    @property
    def people(self) -> list[PersonKey]:
        return [first_key(employee_id(place)) for place in range(self.number)]

    def call(self, method: str, path: str, **more: Any) -> Any:
        return self.service.call(method, f"/v1{path}", self.key, **more)

    def send_chat(self, seed: int) -> dict[str, Any]:
        content = chat_file(self.number, seed)
        return self.service.upload(self.key, content, source=CHAT)[1]

    def make_round(self) -> str:
        """Ask for a round that everybody may fill in for a week; return its id."""
        body = {
            "scheme": "bench",
            "period": PERIOD,
            "closes_on": (datetime.now(UTC) + timedelta(days=7)).date().isoformat(),
            "roles": [{"role": "peer", "who": "peers", "number": PEERS}],
        }
        return str(self.call("POST", "/rating-rounds", json=body).json()["id"])

    def round(self, round_id: str) -> Any:
        return self.call("GET", f"/rating-rounds/{round_id}")

    def move(self, round_id: str, what: str) -> Any:
        """Open or close the round as it is now."""
        etag = self.round(round_id).headers["ETag"]
        path = f"/rating-rounds/{round_id}/{what}"
        return self.call("POST", path, json={}, headers={"If-Match": etag}).json()

    def sheets(self, round_id: str) -> list[Item]:
        """Return the stored sheets, by key. Raises SystemExit when one is missing."""
        keys = [
            key_of_sheet(self.scope, round_id, DRAW, one, 0, self.shards) for one in self.people
        ]
        found = self.read(keys)
        if len(found) != self.number:
            raise SystemExit(f"{len(found)} sheets of {self.number} raters")
        return found

    def numbers(self, round_id: str) -> list[Item]:
        """Return the stored numbers of forms by team and role."""
        pages = (
            self.service.client("dynamodb")
            .get_paginator("query")
            .paginate(
                TableName=self.service.deployment.table,
                KeyConditionExpression="pk = :pk",
                ExpressionAttributeValues={
                    ":pk": {"S": partition_of_progress(self.scope, round_id, DRAW)}
                },
            )
        )
        return [item for page in pages for item in page["Items"]]

    def forms(self, round_id: str, forms: Iterable[Form]) -> list[Item]:
        """Return those of the forms that are stored, by key."""
        keys = [
            key_of_form(self.scope, round_id, DRAW, one.rater, one.role, one.ratee, self.shards)
            for one in forms
        ]
        return self.read(keys)

    def read(self, keys: Any) -> list[Item]:
        return read_items(self.service.client("dynamodb"), self.service.deployment.table, keys)

    def write(self, items: Iterable[Item], writers: int) -> None:
        """Write items by batches, ``writers`` of them at a time."""
        client, table = self.service.client("dynamodb"), self.service.deployment.table
        listed = list(items)

        def put(start: int) -> None:
            left = [{"PutRequest": {"Item": item}} for item in listed[start : start + 25]]
            while left:
                answer = client.batch_write_item(RequestItems={table: left})
                left = answer.get("UnprocessedItems", {}).get(table, [])

        with ThreadPoolExecutor(writers) as pool:
            list(pool.map(put, range(0, len(listed), 25)))


def onboarded(service: Service, number: int) -> Company:
    """Onboard a company whose people came with the first file of the chat system."""
    tenant = f"rounds-{number}"
    limits = {"requests_per_minute": MANY, "max_employees": MANY}
    company = Company(service, number, tenant, service.tenant(tenant, number, scheme(), limits))
    company.send_chat(0)
    return company


def forms_of(sheets: Iterable[Item]) -> Iterator[Form]:
    """Yield the forms that sheets ask for."""
    for item in sheets:
        for pair in item["forms"]["L"]:
            role, ratee = (one["S"] for one in pair["L"])
            yield Form(PersonKey(item["rater"]["S"]), role, PersonKey(ratee))
