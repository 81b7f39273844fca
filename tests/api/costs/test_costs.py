"""What a month costs: the company sees its own, the operator every company's, once a day."""

import json
from dataclasses import replace
from decimal import Decimal
from typing import Any
from unittest import mock

import pytest

from benchmarks.month import COLUMNS, Month
from chalicelib.costs import jobs, pricing, stored_bytes, summing
from chalicelib.costs.prices import FILE, price_list
from chalicelib.costs.records import Counter, month_before
from chalicelib.costs.stored_bytes import Walk
from chalicelib.store.keys import Key
from chalicelib.store.sizes import item_bytes
from chalicelib.tenancy.current_tenant import acting_as
from chalicelib.tenancy.platform import Platform
from chalicelib.tenancy.scope import TenantScope, number_of
from tests.api.client import Api
from tests.api.clock import Clock
from tests.api.company import Company
from tests.api.people.worker import Worker
from tests.api.worker import worker_in
from tests.api.world import BUCKET, World
from tests.isolation.things import furnish

HOUR = number_of("acme") % 24


def day_over(platform: Platform, clock: Clock, worker: Worker) -> None:
    """Go to the next hour of acme's, let the tick come, and do what it asks for."""
    clock.advance(hours=1)
    while clock.now.hour != HOUR:
        clock.advance(hours=1)
    jobs.tick(platform)
    worker.work()


def test_the_price_is_worked_out_in_exact_decimals_part_by_part() -> None:
    counter = Counter(
        requests=1_000_000,
        runs=250_000,
        memory_ms=1024 * 1000 * 30_000,
        read_halves=2 * 8_000_000,
        write_halves=2 * 1_600_000,
        object_reads=1000,
        object_writes=1000,
        table_bytes=10 * 10**9,
        file_bytes=2 * 10**9,
    )
    parts = {one.code: one.amount for one in pricing.parts(price_list("us-east-1"), counter)}
    assert parts == {
        "table_reads": Decimal("1.000000"),  # 8 million at 0.125
        "table_writes": Decimal("1.000000"),  # 1.6 million at 0.625
        "table_storage": Decimal("4.500000"),  # 10 GB at 0.25 and 0.20
        "file_storage": Decimal("0.046000"),  # 2 GB at 0.023
        "file_reads": Decimal("0.000400"),
        "file_writes": Decimal("0.005000"),
        "functions": Decimal("0.400002"),  # 30,000 GB-seconds at 0.0000133334
        "executions": Decimal("0.450000"),  # 2,250,000 at 0.20
        "gateway": Decimal("3.500000"),
        "traces": Decimal("5.000000"),
        "queues": Decimal("0.400000"),  # a million at 0.40
    }
    found = pricing.parts(price_list("us-east-1"), counter)
    assert pricing.total(found) == sum(parts.values()) == Decimal("16.301402")


def test_the_month_in_readme_is_priced_by_the_same_code() -> None:
    month = Month(
        agents=1000,
        requests=4042,
        runs=4,
        read_halves=4204,
        write_halves=8762,
        request_ms=40_000,
        run_ms=3_000,
        log_bytes=3_000_000,
        metrics=82,
    )
    company = pricing.parts(price_list("us-east-1"), month.counter(100_000))
    dollars = month.dollars(100_000)
    assert sum(dollars[column] for column in COLUMNS) == pricing.total(company)
    # 404,200 requests at 3.50 and 5.00, 400 runs of four requests to SQS at 0.40 a million
    assert dollars["gateway"] == Decimal("1.414700") + Decimal("2.021000") + Decimal("0.000640")


def test_a_region_without_prices_has_those_of_the_usual_one_and_says_so() -> None:
    assert price_list("eu-central-1").region == "us-east-1"
    assert json.loads(FILE.read_text())["looked_up"] == price_list("us-east-1").looked_up


def test_a_company_sees_its_own_month_as_it_is_now(acme: Company, clock: Clock) -> None:
    acme.admin.get("/v1/tenant").ok()
    clock.advance(minutes=1)
    # The answer does not contain its own request.
    found = acme.admin.get("/v1/tenant/costs").ok()
    assert (found["tenant"], found["month"], found["stored"]) == ("acme", "2026-11", None)
    assert found["usage"]["requests"] == 1
    assert Decimal(found["usage"]["write_units"]) >= 1
    price = found["price"]
    assert (price["currency"], price["region"]) == ("USD", "us-east-1")
    assert Decimal(price["total"]) == sum(Decimal(one["amount"]) for one in price["parts"]) > 0


def test_a_month_without_usage_costs_nothing(acme: Company) -> None:
    found = acme.admin.get("/v1/tenant/costs", query={"month": "2025-01"}).ok()
    assert found["usage"]["requests"] == 0
    assert found["price"]["total"] == "0.000000"


def test_the_operator_sees_each_company_as_of_its_last_summing(
    acme: Company, operator: Api, platform: Platform, clock: Clock, worker: Worker
) -> None:
    acme.admin.get("/v1/tenant").ok()
    before = operator.get("/v1/tenants/acme/costs").ok()
    assert (before["as_of"], before["usage"]["requests"]) == (None, 0)
    day_over(platform, clock, worker)
    found = operator.get("/v1/tenants/acme/costs").ok()
    assert found["as_of"] == f"2026-11-{clock.now.day:02}T{HOUR:02}:00:00.000Z"
    assert found["usage"]["requests"] == 1
    assert operator.get("/v1/costs").ok()["items"] == [found]


def test_the_list_has_a_page_for_each_limit_and_a_month_of_its_own(
    acme: Company, globex: Company, operator: Api, worker: Worker
) -> None:
    for one in (acme, globex):
        one.admin.get("/v1/tenant").ok()
        worker.deliver(json.dumps({"kind": jobs.KIND, "tenant": one.tenant, "attempt": 0}))
    first = operator.get("/v1/costs", query={"limit": 1}).ok()
    assert [one["tenant"] for one in first["items"]] == ["acme"]
    second = operator.get("/v1/costs", query={"limit": 1, "cursor": first["next"]}).ok()
    assert [one["tenant"] for one in second["items"]] == ["globex"]
    assert operator.get("/v1/costs", query={"month": "2026-10"}).ok()["items"] == []


def test_an_unknown_company_is_404(operator: Api) -> None:
    operator.get("/v1/tenants/nobody/costs").problem(404)


def test_the_first_days_of_a_month_complete_the_month_before(
    acme: Company, operator: Api, platform: Platform, clock: Clock, worker: Worker
) -> None:
    day_over(platform, clock, worker)
    clock.now = clock.now.replace(month=11, day=30, hour=22)
    acme.admin.get("/v1/tenant").ok()
    clock.advance(hours=3)
    acme.admin.get("/v1/tenant").ok()
    day_over(platform, clock, worker)
    november = operator.get("/v1/costs", query={"month": "2026-11"}).ok()["items"]
    december = operator.get("/v1/costs", query={"month": "2026-12"}).ok()["items"]
    assert [one["usage"]["requests"] for one in (*november, *december)] == [1, 1]
    assert november[0]["as_of"] == december[0]["as_of"]


@pytest.mark.long
def test_what_is_stored_is_measured_as_aws_bills_it(
    acme: Company, world: World, operator: Api, platform: Platform, clock: Clock, worker: Worker
) -> None:
    furnish(acme, world)
    clock.advance(hours=1)
    worker.work()
    own = [item for item in world.items() if item["pk"]["S"].startswith("acme#")]
    day_over(platform, clock, worker)
    stored = operator.get("/v1/tenants/acme/costs").ok()["stored"]
    # A lease of a worker and the counter itself come and go with the work that measures.
    assert abs(stored["table_items"] - len(own)) <= 3
    assert abs(stored["table_bytes"] - sum(map(item_bytes, own))) <= 3 * 500
    listed = world.s3.list_object_versions(Bucket=BUCKET)["Versions"]
    files = [one for one in listed if "/acme/" in one["Key"]]
    assert stored["files"] == len(files) > 0
    assert stored["file_bytes"] == sum(one["Size"] for one in files)


def test_an_item_has_the_size_that_dynamodb_documents() -> None:
    # 100 for the item; names 2, 2 and 1; texts 6 and 2; a number of four digits: 3
    item = {"pk": {"S": "acme#x"}, "sk": {"S": "年"[:1]}, "n": {"N": "12.34"}}
    assert item_bytes(item) == 100 + (2 + 6) + (2 + 3) + (1 + 3)
    indexed = {**item, "employee_pk": {"S": "acme#y"}, "employee_sk": {"S": "1"}}
    keys = (2 + 6) + (2 + 3) + (11 + 6) + (11 + 1)
    assert item_bytes(indexed) == item_bytes(item) + (17 + 12) + 100 + keys


@pytest.mark.long
def test_a_measurement_that_stops_after_each_page_comes_to_the_same(
    acme: Company, world: World, platform: Platform, clock: Clock
) -> None:
    furnish(acme, world)
    read = stored_bytes._with_page

    def slowly(*asked: Any) -> Any:
        clock.advance(seconds=2)
        return read(*asked)

    with worker_in(platform, "acme") as context:
        whole = stored_bytes.go_on(context, "2026-11", Walk(), clock.now)
        assert whole.done
        walk, runs = Walk(), 0
        with mock.patch.object(stored_bytes, "_with_page", slowly):
            while not walk.done and runs < 200:
                runs += 1
                walk = stored_bytes.go_on(context, "2026-11", walk, clock.now)
    assert walk.done
    assert runs > 10
    assert replace(walk, place=None, after=None) == replace(whole, place=None, after=None)


def test_a_run_without_time_hands_on_with_its_checkpoint(
    acme: Company, world: World, operator: Api, worker: Worker
) -> None:
    message = json.dumps({"kind": jobs.KIND, "tenant": "acme", "attempt": 0})
    # 20 s are kept free: nothing is measured in 19.
    worker.deliver(message, milliseconds=19_000)
    (left,) = world.messages("jobs")
    assert json.loads(left)["place"] is not None
    worker.deliver(left)
    assert operator.get("/v1/tenants/acme/costs").ok()["stored"]["table_items"] >= 3


@pytest.mark.parametrize(
    ("stored", "days", "measured"), [(10**6, 6, False), (10**6, 7, True), (10**9, 27, False)]
)
def test_much_is_measured_less_often(
    stored: int, days: int, measured: bool, acme: Company, platform: Platform, clock: Clock
) -> None:
    last = Counter(table_bytes=stored, file_bytes=0, measured_at="2026-11-05T08:00:00.000Z")
    clock.advance(days=days)
    with worker_in(platform, "acme") as context:
        assert summing._aged(context, last) is measured


def test_the_operator_keeps_the_sums_of_a_deleted_company(
    acme: Company, operator: Api, clock: Clock, worker: Worker
) -> None:
    for _ in range(3):
        acme.admin.get("/v1/tenant").ok()
        clock.advance(minutes=1)
    operator.patch("/v1/tenants/acme", {"status": "suspended"}).ok()
    operator.post("/v1/tenants/acme/delete", {"confirm": "acme"}).ok(202)
    worker.work()
    clock.advance(minutes=76)
    worker.deliver(json.dumps({"kind": "delete_tenant", "tenant": "acme", "attempt": 5}))
    worker.work()
    found = operator.get("/v1/tenants/acme/costs").ok()
    assert found["usage"]["requests"] == 3
    assert found["usage"]["runs"] >= 1


def test_no_company_reads_or_changes_anothers_counter(
    acme: Company, globex: Company, platform: Platform
) -> None:
    from chalicelib.tenancy.guard import CrossTenantRequest

    with acting_as(TenantScope("acme")), pytest.raises(CrossTenantRequest):
        platform.table.get(Key("globex#usage", "2026-11"))
    with acting_as(TenantScope("acme")), pytest.raises(CrossTenantRequest):
        platform.table.get(Key("~operator#costs", "2026-11#globex"))


def test_the_month_before() -> None:
    months = ["2026-11", "2026-01", "0001-01"]
    assert [month_before(one) for one in months] == ["2026-10", "2025-12", "0001-01"]
