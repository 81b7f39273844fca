"""One credential's share of its company's requests: a sync leaves room for people."""

from dataclasses import replace

import pytest

from chalicelib.errors import TooManyRequests
from chalicelib.person_keys import PersonKey
from chalicelib.tenancy.callers_share import bulk_limit, own_limit
from chalicelib.tenancy.principal import Kind, Principal
from chalicelib.tenancy.rate_limits import Rates
from chalicelib.tenancy.request_leases import WINDOW
from chalicelib.tenancy.request_shares import RequestShares
from chalicelib.tenancy.roles import Role
from tests.api.client import Api
from tests.api.clock import START, Clock
from tests.api.company import Company
from tests.api.fixtures import Calls
from tests.api.web.counting import Counted, caller
from tests.api.world import World

PATH = "/v1/tenant"


def served(rates: Rates, who: Principal, number: int, count: Counted, own: Counted) -> int:
    return sum(rates.take(who, START, count, own).allowed for _ in range(number))


def test_a_person_has_a_tenth_and_any_other_key_six_tenths() -> None:
    """Of 1,200: 120 for a sign-in and for a key that is bound to a person, 720 for another."""
    key = caller(1200)
    assert own_limit(key) == 720
    assert own_limit(replace(key, kind=Kind.PERSON)) == 120
    assert own_limit(replace(key, person=PersonKey("1001"))) == 120
    assert own_limit(Principal("op", frozenset({Role.OPERATOR}))) is None


def test_of_very_few_requests_there_are_no_shares() -> None:
    assert own_limit(caller(59)) is None
    assert own_limit(caller(60)) == 36


def test_a_key_that_asks_without_end_leaves_the_rest_to_others() -> None:
    """100 a minute: 60 for the sync, and the other key finds 40."""
    rates, count, first, second = Rates(), Counted(), Counted(), Counted()
    sync, other = caller(100), replace(caller(100), credential="other")
    assert served(rates, sync, 500, count, first) == 60
    assert served(rates, other, 500, count, second) == 40


def test_what_is_refused_by_a_share_costs_the_company_nothing() -> None:
    rates, count, own = Rates(), Counted(), Counted()
    served(rates, caller(100), 500, count, own)
    asked = count.asked, own.asked
    assert served(rates, caller(100), 500, count, own) == 0
    assert (count.asked, own.asked) == asked


@pytest.mark.parametrize("processes", [2, 5])
def test_processes_hold_a_share_together(processes: int) -> None:
    """Each serves a 32nd of 600 unasked, 18, and tells of them at its first question."""
    count, own = Counted(), Counted()
    several = [Rates() for _ in range(processes)]
    who = caller(1000)
    total = sum(several[n % processes].take(who, START, count, own).allowed for n in range(2000))
    assert 600 <= total <= 600 + 18 * processes


def test_a_person_who_asks_now_and_then_costs_one_count_and_not_two() -> None:
    """A 32nd of 120 is 3: so many in a minute and process are not counted apart."""
    rates, count, own = Rates(), Counted(), Counted()
    person = replace(caller(1200), kind=Kind.PERSON)
    assert served(rates, person, 3, count, own) == 3
    assert own.asked == 0
    served(rates, person, 1, count, own)
    assert own.asked == 1
    # The three before and this one.
    assert list(own.taken.values()) == [4]


def test_without_the_count_a_process_gives_the_share_at_most() -> None:
    rates, count, own = Rates(), Counted(), Counted()
    own.answers = False
    assert served(rates, caller(100), 500, count, own) == 60


def test_a_new_minute_has_the_whole_share_again() -> None:
    rates, count, own = Rates(), Counted(), Counted()
    served(rates, caller(100), 500, count, own)
    later = START + WINDOW
    assert sum(rates.take(caller(100), later, count, own).allowed for _ in range(500)) == 60


def test_the_refusal_says_whose_limit_it_is() -> None:
    rates, count, own = Rates(), Counted(), Counted()
    served(rates, caller(100), 60, count, own)
    refused = rates.take(caller(100), START, count, own)
    with pytest.raises(TooManyRequests) as error:
        raise refused.refusal()
    assert error.value.code == "too_many_requests_of_credential"
    assert "at most 60 a minute" in error.value.detail.en


def test_a_sync_is_refused_and_a_clerk_is_served(
    acme: Company, operator: Api, clock: Clock, calls: Calls, world: World
) -> None:
    operator.patch("/v1/tenants/acme", {"limits": {"requests_per_minute": 60}}).ok()
    sync, clerk = acme.admin, acme.hr
    clock.advance(minutes=1)
    for _ in range(36):
        sync.get(PATH).ok()
    calls()
    refused = sync.get(PATH)
    refused.problem(429, "too_many_requests_of_credential")
    assert calls() == ["BatchGetItem"], "the authorizer alone asks the table"
    assert refused.headers["ratelimit"] == '"requests";r=24;t=60, "credential";r=0;t=60'
    assert refused.headers["retry-after"] == "60"
    assert clerk.get(PATH).status == 200
    own = [one for one in world.items() if one["pk"]["S"] == "acme#requests"]
    assert any("#" in one["sk"]["S"] for one in own), "the sync has a count of its own"


def bulk(rates: Rates, who: Principal, number: int, count: Counted) -> int:
    return sum(rates.take(who, START, count, bulk=True).allowed for _ in range(number))


def test_lists_and_batches_of_keys_leave_a_fifth_to_people_and_single_calls() -> None:
    """100 a minute: three syncs list as much as they can, 80; a clerk's key finds the other 20."""
    rates, count = Rates(), Counted()
    syncs = [replace(caller(100), credential=name) for name in ("a", "b", "c")]
    assert sum(bulk(rates, one, 300, count) for one in syncs) == 80
    assert sum(rates.take(caller(100), START, count).allowed for _ in range(300)) == 20


def test_single_calls_before_count_against_the_bulk_limit_too() -> None:
    """90 of 100 are used: what is left is for single calls."""
    rates, count = Rates(), Counted()
    for _ in range(90):
        rates.take(caller(100), START, count)
    assert bulk(rates, caller(100), 50, count) == 0


@pytest.mark.parametrize("processes", [2, 7])
def test_processes_hold_the_bulk_limit_together_exactly(processes: int) -> None:
    count, several = Counted(), [Rates() for _ in range(processes)]
    who = caller(1000)
    given = [several[n % processes].take(who, START, count, bulk=True).allowed for n in range(3000)]
    assert 800 - 20 * processes <= sum(given) <= 800
    single = [several[n % processes].take(who, START, count).allowed for n in range(3000)]
    assert sum(given) + sum(single) == 1000


def test_a_refused_list_costs_nothing_and_says_what_is_left() -> None:
    rates, count, own = Rates(), Counted(), Counted()
    who = caller(100)
    bulk(rates, who, 200, count)
    asked = count.asked
    taken = rates.take(who, START, count, own, bulk=True)
    assert (count.asked, own.asked) == (asked, 0)
    assert taken.headers()["RateLimit"] == (
        '"requests";r=20;t=60, "credential";r=60;t=60, "bulk";r=0;t=60'
    )
    with pytest.raises(TooManyRequests) as error:
        raise taken.refusal()
    assert error.value.code == "too_many_bulk_requests"
    assert "first 80 requests" in error.value.detail.en


def test_a_persons_lists_are_looked_at_and_have_no_bulk_limit() -> None:
    assert bulk_limit(caller(1200)) == 960
    assert bulk_limit(replace(caller(1200), kind=Kind.PERSON)) is None
    assert bulk_limit(replace(caller(1200), person=PersonKey("1001"))) is None
    assert bulk_limit(caller(59)) is None


def test_a_company_divides_its_requests_itself(acme: Company, operator: Api, clock: Clock) -> None:
    """60 a minute: 30 for a key by half, of which lists may use the company's first 6."""
    clerk = acme.hr
    operator.patch("/v1/tenants/acme", {"limits": {"requests_per_minute": 60}}).ok()
    wanted = {"request_shares": {"key_percent": 50, "bulk_percent": 10}}
    answer = acme.admin.patch(PATH, wanted, if_match="*").ok()
    shares = {"person_percent": 10, "key_percent": 50, "bulk_percent": 10}
    shares |= {"all_keys_percent": 90, "all_people_percent": 90}
    assert answer["request_shares"] == shares
    again = acme.admin.patch(PATH, {"request_shares": {}}, if_match="*").ok()
    assert again["request_shares"] == shares
    clock.advance(minutes=1)
    for _ in range(6):
        acme.admin.get("/v1/api-keys").ok()
    refused = acme.admin.get("/v1/api-keys")
    refused.problem(429, "too_many_bulk_requests")
    assert '"credential";q=30' in refused.headers["ratelimit-policy"]
    for _ in range(24):
        acme.admin.get(PATH).ok()
    acme.admin.get(PATH).problem(429, "too_many_requests_of_credential")
    clerk.get(PATH).ok()


@pytest.mark.parametrize("percent", [0, 101, 1.5, "10", None])
def test_a_share_is_a_whole_percentage(acme: Company, percent: object) -> None:
    wanted = {"request_shares": {"key_percent": percent}}
    acme.admin.patch(PATH, wanted, if_match="*").problem(422)


def test_shares_come_with_the_authorizers_answer_and_without_them_are_the_defaults() -> None:
    who = Principal("key", frozenset({Role.HR}), "acme", request_shares=RequestShares(20, 70, 90))
    told = who.as_context()
    assert told["request_shares"] == "20/70/90"
    assert Principal.from_context(told).request_shares == RequestShares(20, 70, 90)
    del told["request_shares"]
    assert Principal.from_context(told).request_shares == RequestShares()
