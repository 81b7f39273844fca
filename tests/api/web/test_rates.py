"""Limits of requests: a company has so many a minute, and is told how many are left."""

from datetime import timedelta

from chalicelib.tenancy.principal import Principal
from chalicelib.tenancy.roles import Role
from chalicelib.web import rates
from tests.api.client import Api
from tests.api.clock import START, Clock
from tests.api.company import Company
from tests.api.fixtures import Calls


def _limited(operator: Api, tenant: str, requests: int) -> None:
    body = {"limits": {"requests_per_minute": requests}}
    operator.patch(f"/v1/tenants/{tenant}", body, if_match="*").ok()


def test_every_answer_tells_the_limit_and_what_is_left(acme: Company) -> None:
    first, second = acme.admin.get("/v1/tenant"), acme.admin.get("/v1/tenant")
    assert first.headers["ratelimit-policy"] == '"requests";q=1200;w=60'
    assert first.headers["ratelimit"] == '"requests";r=1199;t=1'
    assert second.headers["ratelimit"] == '"requests";r=1198;t=1'


def test_a_refusal_tells_it_too(acme: Company) -> None:
    refused = acme.admin.post("/v1/api-keys", {})
    refused.problem(422)
    assert refused.headers["ratelimit"] == '"requests";r=1199;t=1'


def test_the_request_after_the_last_is_429_and_says_when_to_come_back(
    acme: Company, operator: Api
) -> None:
    """6 a minute: one every 10 s."""
    _limited(operator, "acme", 6)
    for _ in range(6):
        acme.admin.get("/v1/tenant").ok()
    refused = acme.admin.get("/v1/tenant")
    refused.problem(429, "too_many_requests")
    assert refused.headers["retry-after"] == "10"
    assert refused.headers["ratelimit"] == '"requests";r=0;t=60'


def test_after_that_wait_one_request_fits_again(acme: Company, operator: Api, clock: Clock) -> None:
    _limited(operator, "acme", 6)
    for _ in range(6):
        acme.admin.get("/v1/tenant").ok()
    clock.advance(seconds=9)
    acme.admin.get("/v1/tenant").problem(429)
    clock.advance(seconds=1)
    acme.admin.get("/v1/tenant").ok()
    acme.admin.get("/v1/tenant").problem(429)


def test_one_company_does_not_use_up_anothers(
    acme: Company, globex: Company, operator: Api
) -> None:
    _limited(operator, "acme", 1)
    acme.admin.get("/v1/tenant").ok()
    acme.admin.get("/v1/tenant").problem(429)
    assert globex.admin.get("/v1/tenant").headers["ratelimit"].startswith('"requests";r=1199')


def test_all_keys_of_a_company_share_its_limit(acme: Company) -> None:
    hr = acme.hr
    left = [caller.get("/v1/tenant").headers["ratelimit"] for caller in (acme.admin, hr)]
    # The first request of the company made hr's key.
    assert left == ['"requests";r=1198;t=1', '"requests";r=1197;t=1']


def test_a_request_over_the_limit_does_no_work(acme: Company, operator: Api, clock: Clock) -> None:
    _limited(operator, "acme", 1)
    acme.admin.get("/v1/tenant").ok()
    acme.admin.post("/v1/api-keys", {"role": "hr"}, idempotency_key="k").problem(429)
    clock.advance(minutes=1)
    assert [key["role"] for key in acme.admin.get("/v1/api-keys").ok()["items"]] == ["admin"]


def test_counting_costs_no_call(acme: Company, calls: Calls) -> None:
    acme.admin.get("/v1/tenant").ok()
    # One read by the authorizer, whose answer the deployed gateway keeps, and one by the route.
    assert calls() == ["BatchGetItem", "GetItem"]


def test_a_clock_that_goes_back_gives_and_takes_nothing() -> None:
    caller = Principal("key", Role.HR, "acme", requests_per_minute=2)
    found = rates.Rates()
    assert found.take(caller, START).remaining == 1
    assert found.take(caller, START - timedelta(hours=1)).remaining == 0
    assert not found.take(caller, START).allowed


def test_the_process_keeps_the_buckets_of_the_latest_companies_only() -> None:
    found = rates.Rates()
    first = Principal("key", Role.HR, "company-0", requests_per_minute=5)
    assert found.take(first, START).remaining == 4
    for number in range(rates.MOST_BUCKETS):
        found.take(Principal("key", Role.HR, f"other-{number}", requests_per_minute=5), START)
    assert found.take(first, START).remaining == 4
