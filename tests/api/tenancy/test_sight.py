"""What a caller with several roles sees: what the roles see one by one, and nothing more."""

import json
from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.person_keys import PersonKey
from chalicelib.team_folds import fold
from chalicelib.tenancy.principal import MOST_TEAM_BYTES, MOST_TEAMS, Principal, fit
from chalicelib.tenancy.roles import TENANT_ROLES, Role
from tests.profiles import examples

TEAMS = ("Blue", "blue ", "ＢＬＵＥ", "Red", "red team", "组", "Green")
PEOPLE = tuple(map(PersonKey, ("1001", "1002", "1001;2")))

roles = st.frozensets(st.sampled_from(TENANT_ROLES), min_size=1)
teams = st.frozensets(st.sampled_from(TEAMS), max_size=4)
callers = st.builds(
    lambda roles, teams, person, led: Principal(
        "key", roles, "acme", teams=teams, person=person, employee_id=person
    ).leading(lambda: frozenset(map(fold, led))),
    roles,
    teams,
    st.none() | st.sampled_from(PEOPLE),
    teams,
)
cards = st.tuples(st.sampled_from(PEOPLE), st.none() | st.sampled_from(TEAMS))


def one_by_one(caller: Principal) -> list[Principal]:
    return [replace(caller, roles=frozenset({role})) for role in caller.roles]


@given(callers, cards)
@settings(max_examples=examples(2))
def test_several_roles_see_together_what_each_sees(
    caller: Principal, card: tuple[PersonKey, str | None]
) -> None:
    person, team = card
    each = one_by_one(caller)
    assert caller.may_see(person, team) == any(one.may_see(person, team) for one in each)
    assert caller.oversees(team) == any(one.oversees(team) for one in each)
    assert caller.is_own(person) == any(one.is_own(person) for one in each)
    assert caller.sees_all == any(one.sees_all for one in each)
    assert caller.sees_others == any(one.sees_others for one in each)
    assert caller.led_folds == frozenset().union(*(one.led_folds for one in each))


@given(callers, roles, cards)
@settings(max_examples=examples(2))
def test_in_an_operation_only_the_roles_count_that_may_call_it(
    caller: Principal, open_to: frozenset[Role], card: tuple[PersonKey, str | None]
) -> None:
    acting = caller.acting_in(open_to)
    allowed = [one for one in one_by_one(caller) if one.roles <= open_to]
    assert (acting is None) == (allowed == [])
    if acting is not None:
        assert acting.may_see(*card) == any(one.may_see(*card) for one in allowed)
        assert acting.sees_all == any(one.sees_all for one in allowed)


#: What each role alone sees of a card: by whose it is, and whether the caller leads its team.
SEEN_ALONE: Mapping[Role, tuple[bool, bool, bool]] = {
    # (own card, card of a led team, anybody else's)
    Role.ADMIN: (True, True, True),
    Role.HR: (True, True, True),
    Role.AUDITOR: (True, True, True),
    Role.SUPERVISOR: (False, True, False),
    Role.AGENT: (True, False, False),
    Role.PAYROLL: (False, False, False),
    Role.INSPECTOR: (False, False, False),
    Role.RATER: (False, False, False),
    Role.INVITED: (False, False, False),
    Role.OPERATOR: (False, False, False),
}


@pytest.mark.parametrize("role", Role)
def test_each_role_alone_sees_what_it_always_saw(role: Role) -> None:
    me, other = PEOPLE[0], PEOPLE[1]
    caller = Principal("key", frozenset({role}), teams=frozenset({"Red"}), person=me)
    seen = (caller.may_see(me, "Blue"), caller.may_see(other, "Red"), caller.may_see(other, "Blue"))
    assert seen == SEEN_ALONE[role]


def test_any_spelling_of_a_team_is_the_team() -> None:
    lead = Principal("key", frozenset({Role.SUPERVISOR}), teams=frozenset({"Blue"}))
    assert [team for team in TEAMS if lead.oversees(team)] == ["Blue", "blue ", "ＢＬＵＥ"]
    assert not lead.oversees(None)
    unseen = replace(lead, teams=frozenset({"\u200b"}))
    assert not unseen.oversees("\u200b")


def test_the_register_of_teams_is_asked_once_and_only_when_it_matters() -> None:
    asked: list[None] = []

    def led() -> frozenset[str]:
        asked.append(None)
        return frozenset({"green"})

    lead = Principal("key", frozenset({Role.SUPERVISOR}), teams=frozenset({"Blue"})).leading(led)
    assert lead.oversees("BLUE")
    assert asked == []
    assert lead.oversees("Green")
    assert not lead.oversees("Red")
    assert asked == [None]
    agent = replace(lead, roles=frozenset({Role.AGENT}))
    assert not agent.oversees("Green")


@given(callers)
@settings(max_examples=examples(1))
def test_what_the_authorizer_hands_on_is_read_as_it_was(caller: Principal) -> None:
    assert Principal.from_context(caller.as_context()) == caller


def test_the_largest_caller_fits_into_an_authorizers_answer() -> None:
    """50 teams of 60 bytes are 3,000; the documented limit of the whole answer is 8 KB.

    In JSON, a name of four ASCII and nine Chinese characters is 4 + 9 × 6 bytes and two quotes.
    """
    names = frozenset(f"{number:02d}--{'组' * 9}" for number in range(MOST_TEAMS))
    assert sum(len(json.dumps(name)) for name in names) == MOST_TEAM_BYTES
    assert fit(names, ())
    assert not fit([*names, ""], ())
    assert not fit(names, ["sales"])
    caller = Principal(
        "usr_" + "0" * 24,
        frozenset(TENANT_ROLES),
        "a" * 31,
        teams=names,
        employee_id="职" * 64,
        person=PersonKey("职" * 64),
        time_zone="America/Argentina/ComodRivadavia",
        name="😀" * 255,
        expires_at="2026-11-05T08:00:00.000Z",
    )
    assert len(json.dumps(caller.as_context())) < 8_000


@pytest.mark.parametrize(
    ("context", "teams"),
    [
        ({"role": "supervisor", "team": "red"}, {"red"}),
        ({"role": "agent", "employee_id": "7"}, set()),
    ],
)
def test_an_answer_of_the_version_before_is_read_while_the_gateway_keeps_it(
    context: dict[str, str], teams: set[str]
) -> None:
    found = Principal.from_context({"credential": "x", "tenant": "acme", **context})
    assert (found.roles, found.teams) == ({Role(context["role"])}, teams)
    assert found.person == context.get("employee_id")
