"""The last requests of a minute are for people, and for keys that are nobody's: attacks on these
bounds with several keys of either kind."""

from dataclasses import replace

import pytest

from chalicelib.errors import TooManyRequests
from chalicelib.person_keys import PersonKey
from chalicelib.tenancy.callers_share import (
    is_persons,
    kept_for_keys,
    kept_for_people,
    share_name,
)
from chalicelib.tenancy.principal import Kind, Principal
from chalicelib.tenancy.rate_limits import Rates
from chalicelib.tenancy.request_shares import RequestShares
from tests.api.client import Api
from tests.api.clock import START, Clock
from tests.api.company import Company
from tests.api.fixtures import Calls
from tests.api.web.counting import Counted, caller
from tests.api.world import World


class Minute:
    """The counts of one company, and processes that share them."""

    def __init__(self, processes: int = 1) -> None:
        self.count, self.peoples, self.keys = Counted(), Counted(), Counted()
        self.own: dict[str, Counted] = {}
        self.processes = [Rates() for _ in range(processes)]

    def served(self, who: Principal, times: int, *, bulk: bool = False, first: int = 0) -> int:
        """Ask so many times, one process after the other; return how often it was served."""
        own = self.own.setdefault(share_name(who), Counted())
        kept = self.peoples if is_persons(who) else self.keys
        return sum(
            self.processes[(first + n) % len(self.processes)]
            .take(who, START, self.count, own, kept, bulk=bulk)
            .allowed
            for n in range(times)
        )


def keys(limit: int, number: int) -> list[Principal]:
    return [replace(caller(limit), credential=f"key-{n}") for n in range(number)]


def bound(limit: int, number: int, person: str = "person-{}") -> list[Principal]:
    """Keys that are bound to persons, each to another one."""
    return [
        replace(one, credential=f"bound-{n}", person=PersonKey(person.format(n)))
        for n, one in enumerate(keys(limit, number))
    ]


def people(limit: int, number: int) -> list[Principal]:
    return [
        replace(caller(limit), credential=f"person-{n}", kind=Kind.PERSON) for n in range(number)
    ]


def test_two_keys_of_60_percent_that_read_singly_leave_a_tenth_to_people() -> None:
    """Of 1,200: 720 for the first key, 360 for the second, and 120 for a person."""
    minute, (first, second) = Minute(), keys(1200, 2)
    (person,) = people(1200, 1)
    assert minute.served(first, 2000) == 720
    assert minute.served(second, 2000) == 360
    assert minute.served(person, 120) == 120


@pytest.mark.parametrize("processes", [1, 4, 20])
def test_no_number_of_keys_and_processes_takes_what_is_kept(processes: int) -> None:
    """Ten keys list, read singly and list again in all processes: people have 120 left.

    A process that begins just then serves them as well: nothing that is kept was leased. Processes
    hold a quarter of what they served at most, so four fifths of the 120 are never refused.
    """
    minute = Minute(processes)
    taken = sum(minute.served(one, 300, bulk=bulk) for bulk in (1, 0, 1) for one in keys(1200, 10))
    assert 1080 * 4 // 5 <= taken <= 1080
    minute.processes += [Rates() for _ in range(processes)]
    served = [minute.served(one, 12, first=n) for n, one in enumerate(people(1200, 10))]
    assert served[:8] == [12] * 8
    later = sum(minute.served(one, 100) for one in people(1200, 10))
    assert taken + sum(served) + later <= 1200


def test_people_take_what_is_everybodys_first_and_cost_no_second_count() -> None:
    minute = Minute()
    assert minute.served(people(1200, 1)[0], 120) == 120
    assert minute.peoples.asked == 0


def test_people_and_keys_together_have_the_companys_number_to_the_last_request() -> None:
    """Of 100: 90 for keys, whoever asks first, and 10 for people alone."""
    minute = Minute(3)
    persons = sum(minute.served(one, 50) for one in people(100, 3))
    assert persons == 30
    assert sum(minute.served(one, 100) for one in keys(100, 4)) == 60
    assert sum(minute.served(one, 50) for one in people(100, 9)[3:]) == 10


def test_a_key_that_is_bound_to_a_person_counts_as_a_person() -> None:
    minute = Minute()
    for one in keys(1200, 2):
        minute.served(one, 2000)
    (one,) = bound(1200, 1)
    assert minute.served(one, 200) == 120


def test_the_keys_and_sign_ins_of_one_person_have_one_share() -> None:
    """A tenth of 1,200, however many keys somebody makes for the same person."""
    minute = Minute(2)
    mine = bound(1200, 9, "1001")
    mine.append(replace(people(1200, 1)[0], person=PersonKey("1001")))
    # Each of two processes serves a 32nd of 120 unasked, 3.
    assert 120 <= sum(minute.served(one, 100) for one in mine) <= 120 + 2 * 3
    (another,) = bound(1200, 1, "1002")
    assert minute.served(another, 200) == 120


def test_what_a_share_is_counted_under_tells_nobody() -> None:
    (one,) = bound(1200, 1, "1001")
    assert "1001" not in share_name(one)
    assert share_name(one).startswith("~")
    assert share_name(caller(1200)) == "key"


@pytest.mark.parametrize("processes", [1, 4, 20])
def test_ten_agents_scripts_do_not_lock_payroll_out(processes: int) -> None:
    """Ten keys of ten persons, a tenth each, take 1,080 of 1,200 together at most; payroll's key
    has 120 left, of which it is served four fifths at least in any number of processes."""
    minute = Minute(processes)
    taken = sum(minute.served(one, 300) for _ in range(2) for one in bound(1200, 10))
    assert 1080 * 4 // 5 <= taken <= 1080
    minute.processes += [Rates() for _ in range(processes)]
    payroll, sync = keys(1200, 2)
    fetched = minute.served(payroll, 96)
    assert fetched == 96
    # What is left is for single calls: a list has none of it, and a script neither.
    assert minute.served(sync, 50, bulk=True) == 0
    (late,) = people(1200, 11)[10:]
    assert minute.served(late, 50) <= 1080 - taken


@pytest.mark.parametrize("first", ["keys", "bound"])
def test_both_attack_and_each_has_its_tenth(first: str) -> None:
    """Of 1,200: 960 for whoever asks first, then 120 for each kind, to the last request."""
    minute = Minute()
    kinds = {"keys": keys(1200, 3), "bound": bound(1200, 12)}
    second = next(name for name in kinds if name != first)
    assert sum(minute.served(one, 2000) for one in kinds[first]) == 1080
    assert sum(minute.served(one, 2000) for one in kinds[second]) == 120


def test_people_are_told_how_many_they_have_together_once_it_ends_before_their_own_share() -> None:
    minute, several = Minute(), bound(100, 12)
    for one in several[:9]:
        minute.served(one, 10)
    rates, late = minute.processes[0], several[10]
    refused = rates.take(late, START, minute.count, Counted(), minute.peoples)
    assert '"people";q=90;w=60' in refused.headers()["RateLimit-Policy"]
    assert '"requests";r=10;t=60' in refused.headers()["RateLimit"]
    with pytest.raises(TooManyRequests) as error:
        raise refused.refusal()
    assert error.value.code == "too_many_requests_of_people"
    assert "may use 90 of the company's" in error.value.detail.en


def test_without_its_count_a_process_gives_people_what_is_kept_at_most() -> None:
    minute, (key, other) = Minute(), keys(100, 2)
    minute.served(key, 500)
    minute.served(other, 500)
    minute.peoples.answers = False
    assert sum(minute.served(one, 50) for one in people(100, 5)) == 10


def test_keys_are_told_how_many_they_have_together_once_it_ends_before_their_own_share() -> None:
    minute, (first, second) = Minute(), keys(100, 2)
    minute.served(first, 60)
    own = minute.own.setdefault(second.credential, Counted())
    rates = minute.processes[0]
    taken = rates.take(second, START, minute.count, own, minute.keys)
    assert taken.headers()["RateLimit"] == (
        '"requests";r=39;t=60, "credential";r=59;t=60, "keys";r=29;t=60'
    )
    minute.served(second, 100)
    refused = rates.take(second, START, minute.count, own, minute.keys)
    assert '"keys";q=90;w=60' in refused.headers()["RateLimit-Policy"]
    with pytest.raises(TooManyRequests) as error:
        raise refused.refusal()
    assert error.value.code == "too_many_requests_of_keys"
    assert "first 90 of a minute" in error.value.detail.en


def test_a_company_may_keep_more_for_people_or_nothing() -> None:
    def shared(percent: int) -> Principal:
        return replace(caller(1200), request_shares=RequestShares(10, 100, 80, percent))

    assert kept_for_people(caller(1200)) == 120
    assert kept_for_people(shared(50)) == 600
    assert kept_for_people(shared(100)) == 0
    assert kept_for_people(caller(59)) == 0
    assert kept_for_keys(caller(1200)) == 120
    assert kept_for_keys(caller(59)) == 0
    # A company that keeps half for people and nine tenths for keys keeps half for each.
    both = replace(caller(1200), request_shares=RequestShares(10, 100, 80, 50, 10))
    assert (kept_for_people(both), kept_for_keys(both)) == (600, 600)
    alone = replace(caller(1200), request_shares=RequestShares(10, 100, 80, 90, 100))
    assert kept_for_keys(alone) == 0
    assert Minute().served(shared(50), 2000) == 600
    assert Minute().served(shared(100), 2000) == 1200


def test_the_authorizer_tells_what_functions_of_before_understand_while_it_is_the_default() -> None:
    assert RequestShares(10, 50, 80).as_text() == "10/50/80"
    assert RequestShares(10, 50, 80, 95).as_text() == "10/50/80/95"
    assert RequestShares(10, 50, 80, 90, 70).as_text() == "10/50/80/90/70"
    several = ((10, 50, 80), (10, 50, 80, 95), (10, 50, 80, 90, 70))
    for shares in (RequestShares(*one) for one in several):
        assert RequestShares.from_text(shares.as_text()) == shares


def test_syncs_of_several_keys_are_refused_and_a_person_is_served(
    acme: Company, operator: Api, clock: Clock, calls: Calls, world: World
) -> None:
    """60 a minute: 36 for one key, 18 for the next, none for the third; the agent has 6 of her own,
    lists among them."""
    operator.patch("/v1/tenants/acme", {"limits": {"requests_per_minute": 60}}).ok()
    first, second, third, agent = acme.admin, acme.hr, acme.auditor, acme.agent
    clock.advance(minutes=1)
    for sync, number in ((first, 36), (second, 18)):
        for _ in range(number):
            sync.get("/v1/tenant").ok()
    calls()
    second.get("/v1/tenant").problem(429, "too_many_requests_of_keys")
    third.get("/v1/tenant").problem(429, "too_many_requests_of_keys")
    assert set(calls()) == {"BatchGetItem"}, "the authorizer alone asks the table"
    for _ in range(6):
        agent.get("/v1/improvement-plans").ok()
    agent.get("/v1/improvement-plans").problem(429, "too_many_requests_of_credential")
    counted = [one["sk"]["S"] for one in world.items() if one["pk"]["S"] == "acme#requests"]
    assert any(name.endswith("#~people") for name in counted)
