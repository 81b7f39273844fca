"""Whatever is sent for a month: a copy that follows its results is what a full list gives."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from tests.api.clock import Clock
from tests.api.company import Company
from tests.api.uploads.sending import Desk, csv_of
from tests.api.web.following import Follower
from tests.profiles import examples

CARDS = "/v1/periods/2026-10/scorecards"
COEFFICIENTS = "/v1/periods/2026-10/bonus-coefficients"
PEOPLE = ("1001", "1002", "1003", "1004")

#: Rows of one file, each with a team and a number of seconds; or a sync, or some minutes.
FILES = some.dictionaries(
    some.sampled_from(PEOPLE),
    some.tuples(some.sampled_from(("red", "blue")), some.sampled_from((3000, 5000, 7200))),
    min_size=1,
)
STEPS = some.one_of(FILES, some.just("sync"), some.integers(1, 9))


@settings(max_examples=examples(0.1))
@given(some.lists(STEPS, max_size=7))
def _follows(company: Company, desk: Desk, clock: Clock, story: list[object]) -> None:
    copies = [
        Follower(company.admin, CARDS, of_results=True),
        Follower(company.supervisor, CARDS, of_results=True),
        Follower(company.admin, CARDS, query={"team": "blue", "grade": "poor"}, of_results=True),
        Follower(company.admin, COEFFICIENTS, of_results=True),
    ]
    for copy in copies:
        copy.follow()
    for step in story:
        if isinstance(step, dict):
            rows = (f"{who},,{team},{time},100,88,100" for who, (team, time) in step.items())
            desk.send(csv_of(*rows))
        elif isinstance(step, int):
            clock.advance(minutes=step)
        else:
            for copy in copies:
                copy.follow(limit=1)
    for copy in copies:
        copy.follow()
        assert _without_ranks(copy.copy) == _without_ranks(copy.listed_anew())


def _without_ranks(held: dict[str, dict[str, object]]) -> dict[str, dict[str, object]]:
    """A rank that moved because others did is no change of an entry."""
    return {key: {**entry, "rank": None} for key, entry in held.items()}


@pytest.mark.long
def test_a_copy_that_follows_is_what_a_full_list_gives(
    october: Desk, acme: Company, clock: Clock
) -> None:
    _follows(acme, october, clock)
