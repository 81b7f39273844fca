"""Who rates whom: drawn from a seed, the same each time, and nobody twice as much as another."""

from collections import Counter

import pytest

from chalicelib.person_keys import PersonKey
from chalicelib.rating_rounds.draw import MOST_RATERS, TeamOf, assigned

PEER = {"peer": {"who": "peers", "number": 3}}


def team(size: int, *supervisors: str) -> TeamOf:
    people = tuple(PersonKey(f"p{n:03d}") for n in range(size))
    return TeamOf(people, frozenset(people), tuple(map(PersonKey, supervisors)))


@pytest.mark.parametrize("size", [2, 3, 4, 5, 17])
def test_each_peer_rates_as_many_as_each_other_and_is_rated_by_as_many(size: int) -> None:
    drawn = list(assigned(team(size), PEER, "a seed"))
    each = {min(3, size - 1)}
    assert set(Counter(one.rater for one in drawn).values()) == each
    assert set(Counter(one.ratee for one in drawn).values()) == each
    assert len(set(drawn)) == len(drawn)
    assert all(one.rater != one.ratee for one in drawn)


def test_the_same_seed_draws_the_same_and_another_draws_otherwise() -> None:
    first = list(assigned(team(20), PEER, "one"))
    assert first == list(assigned(team(20), PEER, "one"))
    assert set(first) != set(assigned(team(20), PEER, "two"))


def test_who_may_not_rate_any_more_is_rated_and_rates_nobody() -> None:
    people = team(5).rated
    left = TeamOf(people, frozenset(people[1:]), ())
    drawn = list(assigned(left, PEER, "one"))
    assert people[0] not in {one.rater for one in drawn}


def test_a_supervisor_rates_the_team_and_not_the_own_person() -> None:
    roles = {"superior": {"who": "superior"}, "self": {"who": "self"}}
    drawn = {(one.role, one.rater, one.ratee) for one in assigned(team(2, "p000"), roles, "one")}
    assert drawn == {
        ("superior", "p000", "p001"),
        ("self", "p000", "p000"),
        ("self", "p001", "p001"),
    }


def test_all_peers_of_a_large_team_are_as_many_as_can_be_drawn() -> None:
    drawn = list(assigned(team(150), {"peer": {"who": "peers"}}, "one"))
    assert set(Counter(one.ratee for one in drawn).values()) == {MOST_RATERS}


def test_a_team_of_one_has_no_peers() -> None:
    assert list(assigned(team(1), PEER, "one")) == []
