"""Rate limits: a company has a number of requests per minute, and headers say how many are left."""

from datetime import timedelta

import pytest

from chalicelib.tenancy import rate_limits
from chalicelib.tenancy.platform import Platform
from chalicelib.tenancy.request_count import SharedCount
from chalicelib.tenancy.request_leases import ALONE
from tests.api.client import Api
from tests.api.clock import START, Clock
from tests.api.company import Company
from tests.api.fixtures import Calls, Lines
from tests.api.web.counting import Counted, caller
from tests.api.world import World


def _limited(operator: Api, tenant: str, requests: int) -> None:
    body = {"limits": {"requests_per_minute": requests}}
    operator.patch(f"/v1/tenants/{tenant}", body, if_match="*").ok()


def test_every_answer_tells_the_limit_and_what_is_left(acme: Company) -> None:
    first, second = acme.admin.get("/v1/tenant"), acme.admin.get("/v1/tenant")
    assert first.headers["ratelimit-policy"] == ('"requests";q=1200;w=60, "credential";q=720;w=60')
    assert first.headers["ratelimit"] == '"requests";r=1199;t=60, "credential";r=719;t=60'
    assert second.headers["ratelimit"] == '"requests";r=1198;t=60, "credential";r=718;t=60'


def test_a_refusal_tells_it_too(acme: Company) -> None:
    refused = acme.admin.post("/v1/api-keys", {})
    refused.problem(422)
    assert refused.headers["ratelimit"] == '"requests";r=1199;t=60, "credential";r=719;t=60'


def test_what_is_left_is_told_until_the_minute_ends(acme: Company, clock: Clock) -> None:
    clock.advance(seconds=41, milliseconds=500)
    assert (
        acme.admin.get("/v1/tenant").headers["ratelimit"]
        == '"requests";r=1199;t=19, "credential";r=719;t=19'
    )
    clock.advance(seconds=18, milliseconds=500)
    assert (
        acme.admin.get("/v1/tenant").headers["ratelimit"]
        == '"requests";r=1199;t=60, "credential";r=719;t=60'
    )


def test_the_request_after_the_last_is_429_and_says_when_to_come_back(
    acme: Company, operator: Api, clock: Clock
) -> None:
    _limited(operator, "acme", 6)
    clock.advance(seconds=12)
    for _ in range(6):
        acme.admin.get("/v1/tenant").ok()
    refused = acme.admin.get("/v1/tenant")
    refused.problem(429, "too_many_requests")
    assert refused.headers["retry-after"] == "48"
    assert refused.headers["ratelimit"] == '"requests";r=0;t=48'


def test_after_that_wait_all_requests_fit_again(acme: Company, operator: Api, clock: Clock) -> None:
    _limited(operator, "acme", 6)
    clock.advance(seconds=12)
    for _ in range(6):
        acme.admin.get("/v1/tenant").ok()
    clock.advance(seconds=47)
    acme.admin.get("/v1/tenant").problem(429)
    clock.advance(seconds=1)
    for _ in range(6):
        acme.admin.get("/v1/tenant").ok()
    acme.admin.get("/v1/tenant").problem(429)


def test_one_company_does_not_use_up_anothers(
    acme: Company, globex: Company, operator: Api
) -> None:
    _limited(operator, "acme", 1)
    acme.admin.get("/v1/tenant").ok()
    acme.admin.get("/v1/tenant").problem(429)
    assert globex.admin.get("/v1/tenant").headers["ratelimit"].startswith('"requests";r=1199')


def test_the_operators_requests_are_counted_by_themselves(acme: Company, operator: Api) -> None:
    _limited(operator, "acme", 1)
    acme.admin.get("/v1/tenant").ok()
    acme.admin.get("/v1/tenant").problem(429)
    # This is the operator's third request. The first two onboarded acme and set its limit.
    assert operator.get("/v1/tenants").headers["ratelimit"] == '"requests";r=1197;t=60'


def test_all_keys_of_a_company_share_its_limit(acme: Company) -> None:
    hr = acme.hr
    left = [caller.get("/v1/tenant").headers["ratelimit"] for caller in (acme.admin, hr)]
    # The company's first request made the key of hr.
    assert [one.partition(",")[0] for one in left] == [
        '"requests";r=1198;t=60',
        '"requests";r=1197;t=60',
    ]


def test_another_process_goes_on_where_the_first_was(
    acme: Company, operator: Api, platform: Platform, clock: Clock
) -> None:
    _limited(operator, "acme", 3)
    for _ in range(2):
        acme.admin.get("/v1/tenant").ok()
    platform.start_over(clock)
    assert acme.admin.get("/v1/tenant").headers["ratelimit"] == '"requests";r=0;t=60'
    acme.admin.get("/v1/tenant").problem(429)


def test_a_limit_that_is_raised_holds_at_once_and_counts_what_was_made(
    acme: Company, operator: Api
) -> None:
    _limited(operator, "acme", 1)
    acme.admin.get("/v1/tenant").ok()
    acme.admin.get("/v1/tenant").problem(429)
    _limited(operator, "acme", 3)
    assert acme.admin.get("/v1/tenant").headers["ratelimit"] == '"requests";r=1;t=60'


def test_a_request_over_the_limit_does_no_work(acme: Company, operator: Api, clock: Clock) -> None:
    _limited(operator, "acme", 1)
    acme.admin.get("/v1/tenant").ok()
    acme.admin.post("/v1/api-keys", {"role": "hr"}, idempotency_key="k").problem(429)
    clock.advance(minutes=1)
    assert [key["role"] for key in acme.admin.get("/v1/api-keys").ok()["items"]] == ["admin"]


def test_a_refused_flood_asks_nothing_of_the_table(
    acme: Company, operator: Api, calls: Calls
) -> None:
    _limited(operator, "acme", 1)
    acme.admin.get("/v1/tenant").ok()
    calls()
    acme.admin.get("/v1/tenant").problem(429)
    # This is the authorizer's read. The deployed gateway caches its answer.
    assert calls() == ["BatchGetItem"]


def test_counting_is_one_write_and_none_while_a_lease_lasts(acme: Company, calls: Calls) -> None:
    """After 8 requests a lease has two requests: one write serves two requests."""
    for _ in range(8):
        acme.admin.get("/v1/tenant").ok()
    calls()
    acme.admin.get("/v1/tenant").ok()
    assert calls() == ["BatchGetItem", "Lease", "GetItem"]
    acme.admin.get("/v1/tenant").ok()
    assert calls() == ["BatchGetItem", "GetItem"]


def test_the_count_lies_with_the_company_and_is_forgotten_later_than_any_clock_is_behind(
    acme: Company, world: World
) -> None:
    acme.admin.get("/v1/tenant").ok()
    (item,) = [each for each in world.items() if each["pk"]["S"] == "acme#requests"]
    in_an_hour = START + timedelta(hours=1)
    assert item == {
        "pk": {"S": "acme#requests"},
        "sk": {"S": "2026-11-05T08:00Z"},
        "taken": {"N": "1"},
        "expires_at": {"N": str(int(in_an_hour.timestamp()))},
        "f": {"N": "1"},
    }


def test_a_table_that_does_not_answer_is_told_of_and_refuses_nobody(
    platform: Platform, lines: Lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    connection = platform.table.connection.connection
    monkeypatch.setattr(connection, "_table_name", "no-such-table", raising=False)
    monkeypatch.setattr(platform.table.connection, "table_name", "no-such-table")
    count = SharedCount(platform.table, "acme", "req_1", "test")
    taken = platform.rates.take(caller(2), START, count)
    assert (taken.allowed, taken.remaining) == (True, 1)
    (line,) = lines()
    assert (line["event"], line["uncounted"]) == ("requests_uncounted", 1)
    assert (line["tenant"], line["request_id"]) == ("acme", "req_1")
    assert line["_aws"]["CloudWatchMetrics"][0]["Metrics"][0]["Name"] == "uncounted"


def test_a_process_without_the_count_gives_the_limit_at_most() -> None:
    count, found = Counted(), rate_limits.Rates()
    count.answers = False
    allowed = [found.take(caller(6), START, count).allowed for _ in range(8)]
    assert allowed == [True] * 6 + [False] * 2


def test_a_count_that_did_not_answer_is_not_waited_for_by_each_request() -> None:
    count, found = Counted(), rate_limits.Rates()
    count.answers = False
    for _ in range(5):
        found.take(caller(100), START, count)
    assert count.asked == 1
    found.take(caller(100), START + ALONE, count)
    assert count.asked == 2


def test_what_was_served_without_the_count_is_told_to_it_later() -> None:
    count, found = Counted(), rate_limits.Rates()
    count.answers = False
    for _ in range(5):
        found.take(caller(100), START, count)
    count.answers = True
    taken = found.take(caller(100), START + ALONE, count)
    assert (list(count.taken.values()), taken.remaining) == ([6], 94)


def test_a_clock_that_goes_back_gives_and_takes_nothing() -> None:
    count, found = Counted(), rate_limits.Rates()
    assert found.take(caller(2), START, count).remaining == 1
    back = found.take(caller(2), START - timedelta(hours=1), count)
    assert (back.remaining, back.seconds_left) == (0, 60)
    assert not found.take(caller(2), START, count).allowed


def test_a_process_that_forgets_a_company_gives_it_nothing_twice(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(rate_limits, "MOST_TENANTS", 1)
    mine, theirs, found = Counted(), Counted(), rate_limits.Rates()
    assert found.take(caller(5, "acme"), START, mine).remaining == 4
    found.take(caller(5, "globex"), START, theirs)
    assert found.take(caller(5, "acme"), START, mine).remaining == 3
