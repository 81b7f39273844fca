"""What a company uses is counted where it happens, in few writes, and belongs to the company."""

from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from pynamodb.exceptions import UpdateError

from chalicelib.jobs.batch import Delivery
from chalicelib.jobs.metrics import measured
from chalicelib.store.table import Table
from chalicelib.tenancy import usage
from chalicelib.tenancy.credentials import CredentialsUnavailable
from chalicelib.tenancy.platform import Platform
from chalicelib.tenancy.usage import MOST_REQUESTS, Usage
from chalicelib.tenancy.used import Used
from tests.api.client import Api
from tests.api.clock import START, Clock
from tests.api.company import Company
from tests.api.fixtures import Lines
from tests.api.uploads.sending import Desk, csv_of, published
from tests.api.world import World

ONE = Used(requests=1, request_ms=20, memory_ms=20 * 1024, read_halves=1)
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


def counters(world: World, tenant: str) -> dict[str, dict[str, int]]:
    """The amounts of a company's counters, by month."""
    return {
        item["sk"]["S"]: {name: int(value["N"]) for name, value in item.items() if "N" in value}
        for item in world.items()
        if item["pk"]["S"] == f"{tenant}#usage"
    }


def flushed(platform: Platform, clock: Clock, company: Company) -> None:
    """Make one request more, a minute later, so that everything held is written."""
    clock.advance(minutes=1)
    company.admin.get("/v1/tenant").ok()


def test_the_first_request_is_written_at_once_and_those_of_its_minute_wait() -> None:
    held = Usage()
    assert [part.used for part in held.add("acme", ONE, START)] == [ONE]
    assert held.add("acme", ONE, START + SECOND) == []
    assert held.add("acme", ONE, START + 2 * SECOND) == []
    (part,) = held.add("acme", ONE, START + MINUTE)
    assert (part.used.requests, part.used.read_halves) == (3, 3)


def test_many_requests_of_a_minute_are_written_before_its_end() -> None:
    held = Usage()
    held.add("acme", ONE, START)
    parts = [part for _ in range(120) for part in held.add("acme", ONE, START + SECOND)]
    # After the first: two times 50 are written, 20 wait.
    assert [part.used.requests for part in parts] == [MOST_REQUESTS, MOST_REQUESTS]


def test_what_consumed_much_is_written_at_once() -> None:
    held = Usage()
    held.add("acme", ONE, START)
    assert held.add("acme", Used(runs=1, write_halves=1998), START + SECOND) == []
    # 999 and 1 units
    assert len(held.add("acme", Used(runs=1, write_halves=2), START + SECOND)) == 1


def test_a_company_that_asks_no_more_is_written_at_a_request_of_another() -> None:
    held = Usage()
    for one in ("acme", "globex"):
        held.add(one, ONE, START)
    assert held.add("acme", ONE, START + SECOND) == []
    assert held.add("globex", ONE, START + 30 * SECOND) == []
    parts = held.add("globex", ONE, START + 61 * SECOND)
    assert {part.tenant: part.used.requests for part in parts} == {"acme": 1, "globex": 2}


def test_a_month_has_a_counter_of_its_own() -> None:
    held = Usage()
    last = START.replace(month=11, day=30, hour=23, minute=59, second=59)
    held.add("acme", ONE, last - SECOND)
    held.add("acme", ONE, last)
    (part,) = held.add("acme", ONE, last + SECOND)
    assert (part.month, part.used.requests) == ("2026-12", 1)
    parts = held.add("acme", ONE, last + MINUTE + SECOND)
    assert {part.month: part.used.requests for part in parts} == {"2026-12": 1, "2026-11": 1}


def test_a_clock_that_goes_back_holds_nothing_back() -> None:
    held = Usage()
    held.add("acme", ONE, START)
    assert len(held.add("acme", ONE, START - SECOND)) == 1


def test_the_units_of_a_month_are_those_that_the_emulator_reports(
    acme: Company, world: World, clock: Clock, platform: Platform, reported: Any
) -> None:
    """Onboarding is the operator's. The rest of the month is read, written and scored for acme."""
    before = counters(world, "acme").get("2026-11", {})
    begun = reported()
    assert (before, begun) == ({}, {"read": 0.0, "write": 0.0, "counter": 0})
    published(acme)
    desk = Desk(world, acme.hr, "acme")
    desk.send(csv_of("1001,Ann,red,7200,100,80,100", "1002,Bob,red,7200,100,80,100"))
    acme.hr.get("/v1/periods/2026-10/scorecards").ok()
    acme.hr.get("/v1/uploads/absent").problem(404)
    flushed(platform, clock, acme)
    found, told = counters(world, "acme")["2026-11"], reported()
    assert found["read_halves"] == 2 * told["read"] > 0
    assert found["write_halves"] == 2 * (told["write"] + told["counter"])
    # The first request, the end of the minute, and in between each 1,000 units.
    assert told["write"] > 5
    assert 2 <= told["counter"] <= 4
    assert found["runs"] >= 1
    assert found["memory_ms"] == 1024 * (found["request_ms"] + found["run_ms"])


def test_the_requests_of_a_company_are_counted_and_no_others(
    acme: Company, globex: Company, operator: Api, world: World, clock: Clock, platform: Platform
) -> None:
    for _ in range(7):
        acme.admin.get("/v1/tenant").ok()
    globex.admin.get("/v1/tenant").ok()
    operator.get("/v1/tenants").ok()
    operator.as_("nobody").get("/v1/tenant").problem(401)
    flushed(platform, clock, acme)
    assert counters(world, "acme")["2026-11"]["requests"] == 8
    assert counters(world, "globex")["2026-11"]["requests"] == 1


def test_a_hundred_requests_of_a_minute_cost_three_writes(
    acme: Company, world: World, platform: Platform
) -> None:
    written: list[str] = []

    def note(params: Any, **_: object) -> None:
        if b'"acme#usage"' in params["body"]:
            written.append("UpdateItem")

    events = platform.table.connection.connection.client.meta.events
    events.register("before-call.dynamodb.UpdateItem", note)
    for _ in range(101):
        acme.admin.get("/v1/tenant").ok()
    events.unregister("before-call.dynamodb.UpdateItem", note)
    # The first, then 50 and 50.
    assert len(written) == 3
    assert counters(world, "acme")["2026-11"]["requests"] == 101


def test_a_counter_that_does_not_answer_refuses_nobody_and_loses_nothing(
    acme: Company, world: World, clock: Clock, platform: Platform, lines: Lines
) -> None:
    update = Table.update

    def silent(table: Table, key: Any, *more: Any) -> Any:
        if key.pk == "acme#usage":
            raise UpdateError("no answer")
        return update(table, key, *more)

    with mock.patch.object(Table, "update", silent):
        for _ in range(3):
            acme.admin.get("/v1/tenant").ok()
    assert counters(world, "acme") == {}
    flushed(platform, clock, acme)
    assert counters(world, "acme")["2026-11"]["requests"] == 4
    told = [line for line in lines() if line["event"] == "usage_not_written"]
    assert [line["tenant"] for line in told] == ["acme"]


def test_what_had_no_credentials_is_held_for_the_next_that_has_some(
    acme: Company, world: World, clock: Clock, platform: Platform, lines: Lines
) -> None:
    """A request and a run. The counter is due and is not tried: STS has just refused."""
    refused = CredentialsUnavailable("Throttling")
    with mock.patch.object(Table, "update") as update:
        usage.note(platform, "acme", ONE, error=refused)
        with (
            pytest.raises(CredentialsUnavailable),
            measured(platform, "kind", "acme", Delivery("message", "body")),
        ):
            raise refused
    update.assert_not_called()
    assert "usage_not_written" not in {line["event"] for line in lines()}
    flushed(platform, clock, acme)
    found = counters(world, "acme")["2026-11"]
    assert (found["requests"], found["runs"]) == (2, 1)


def test_what_a_deleted_company_used_last_makes_no_counter_again(
    acme: Company, world: World, platform: Platform
) -> None:
    usage.note(platform, "acme", ONE, makes=False)
    assert counters(world, "acme") == {}


def test_a_counter_is_kept_for_25_months_after_its_own() -> None:
    # November 2026 ends with 30 days; 26 times 31 days are 806, so until January 2029.
    assert usage.expires_at("2026-11") == 1793491200 + 806 * 86400


@pytest.mark.parametrize("name", ["requests", "runs", "read_halves", "write_halves"])
def test_parts_are_added(name: str) -> None:
    assert getattr(Used(**{name: 2}) + Used(**{name: 3}), name) == 5
