"""Many processes, one limit: together they serve no more requests a minute than the limit."""

from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.tenancy.platform import Platform
from chalicelib.tenancy.rate_limits import Rates
from chalicelib.tenancy.request_count import SharedCount
from tests.api.clock import START
from tests.api.web.counting import Counted, caller
from tests.profiles import examples

#: The process that is asked, and the seconds since the request before.
ASKED = st.lists(st.tuples(st.integers(0, 5), st.sampled_from([0, 0, 0, 0, 0.2, 7, 61])))
#: The seconds by which each process's clock is ahead or behind.
SKEWS = st.lists(st.integers(-90, 90), min_size=6, max_size=6)
LIMITS = st.one_of(st.integers(1, 20), st.integers(20, 400))


@given(asked=ASKED, skews=SKEWS, limit=LIMITS, often=st.integers(1, 40))
@settings(max_examples=examples(2))
def test_no_minute_has_more_than_the_limit_whatever_the_processes_clocks_say(
    asked: list[tuple[int, float]], skews: list[int], limit: int, often: int
) -> None:
    count, processes = Counted(), [Rates() for _ in skews]
    served: Counter[object] = Counter()
    now = START
    for process, seconds in asked:
        now += timedelta(seconds=seconds)
        there = now + timedelta(seconds=skews[process])
        for _ in range(often):
            taken = processes[process].take(caller(limit), there, count)
            served[there.replace(second=0)] += taken.allowed
            assert 0 <= taken.remaining < limit
    assert max(served.values(), default=0) <= limit


@given(
    asked=st.lists(st.integers(0, 5), min_size=1, max_size=300),
    limit=LIMITS,
    gone=st.integers(0, 5),
)
@settings(max_examples=examples(2))
def test_nobody_is_refused_before_four_fifths_of_the_limit_are_served(
    asked: list[int], limit: int, gone: int
) -> None:
    """A process holds at most a quarter of the requests that it has served, unused.

    This includes a process that has died. So at most one fifth of the limit is unused. The last
    refused request adds one.
    """
    count, processes = Counted(), [Rates() for _ in range(6)]
    served = 0
    for place, process in enumerate(asked * 3):
        if place == len(asked):
            processes[gone] = Rates()
        if processes[process].take(caller(limit), START, count).allowed:
            served += 1
        else:
            assert served >= limit * 4 // 5


@given(st.lists(st.integers(0, 3), max_size=60), st.integers(1, 30))
@settings(max_examples=examples(2))
def test_a_small_limit_is_served_to_the_last_request(asked: list[int], limit: int) -> None:
    """Below 16 each lease has one request, because an eighth of the rest is less than two."""
    limit = min(limit, 15)
    count, processes = Counted(), [Rates() for _ in range(4)]
    allowed = [processes[process].take(caller(limit), START, count).allowed for process in asked]
    assert allowed == [place < limit for place in range(len(asked))]


@pytest.mark.parametrize(("requests", "leases"), [(100, 25), (1_000, 45), (1_200, 80)])
def test_counting_costs_a_write_in_many_requests(requests: int, leases: int) -> None:
    count, process = Counted(), Rates()
    assert all(process.take(caller(1200), START, count).allowed for _ in range(requests))
    assert count.asked <= leases


def test_a_process_that_was_busy_begins_the_next_minute_with_a_lease_of_its_size() -> None:
    """At 60 requests a minute a lease has 15, so the second minute needs four leases."""
    count, process = Counted(), Rates()
    for _ in range(60):
        process.take(caller(1200), START, count)
    before = count.asked
    for _ in range(60):
        process.take(caller(1200), START + timedelta(minutes=1), count)
    assert count.asked - before == 4


def test_processes_over_one_table_share_its_count_exactly(platform: Platform) -> None:
    count = SharedCount(platform.table, "acme", "req_1", "test")
    processes = [Rates() for _ in range(4)]
    allowed = [
        processes[place % 4].take(caller(50), START, count).allowed for place in range(4 * 30)
    ]
    assert sum(allowed) == 50
    assert count.add(START, 0) >= 50


def test_a_large_limit_is_as_good_as_none(platform: Platform) -> None:
    count, processes = Counted(), [Rates() for _ in range(50)]
    for _ in range(40):
        assert all(each.take(caller(1_000_000), START, count).allowed for each in processes)
