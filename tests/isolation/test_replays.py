"""A stored answer of an Idempotency-Key is repeated only to callers who may see it."""

import pytest

from tests.api.company import Company
from tests.api.world import World
from tests.isolation.things import CODE, EMPLOYEE, PERIOD, TEAM, furnish

PLAN = {"employee_id": EMPLOYEE, "period": PERIOD, "scheme": CODE, "problem": "slow answers"}
PLANS = "/v1/improvement-plans"


@pytest.fixture
def furnished(globex: Company, world: World) -> Company:
    furnish(globex, world)
    return globex


def test_another_teams_supervisor_is_refused_what_the_teams_own_got(furnished: Company) -> None:
    own = furnished.with_role("supervisor", team=TEAM)
    other = furnished.with_role("supervisor", team="another")
    made = own.post(PLANS, PLAN, idempotency_key="k1").ok(201)

    repeated = other.post(PLANS, PLAN, idempotency_key="k1")
    fresh = other.post(PLANS, PLAN, idempotency_key="k2")

    assert made["id"] not in repeated.text
    told, afresh = repeated.problem(422), fresh.problem(422)
    assert {**told, "request_id": ""} == {**afresh, "request_id": ""}


def test_that_another_used_the_key_with_another_body_is_not_told(furnished: Company) -> None:
    own = furnished.with_role("supervisor", team=TEAM)
    other = furnished.with_role("supervisor", team="another")
    own.post(PLANS, PLAN, idempotency_key="k1").ok(201)

    body = {**PLAN, "problem": "something else"}
    problem = other.post(PLANS, body, idempotency_key="k1").problem(422)

    assert problem["code"] != "idempotency_key_reused"


def test_the_teams_own_supervisor_gets_the_same_plan_again(furnished: Company) -> None:
    own = furnished.with_role("supervisor", team=TEAM)
    made = own.post(PLANS, PLAN, idempotency_key="k1").ok(201)
    replaced = furnished.with_role("supervisor", team=TEAM)
    again = replaced.post(PLANS, PLAN, idempotency_key="k1")
    assert again.ok(201) == made
    assert again.headers["idempotency-replayed"] == "true"


def test_an_hr_officer_s_answer_is_not_a_supervisor_s(furnished: Company) -> None:
    made = furnished.hr.post(PLANS, PLAN, idempotency_key="k1").ok(201)
    supervisor = furnished.with_role("supervisor", team="another")
    repeated = supervisor.post(PLANS, PLAN, idempotency_key="k1")
    repeated.problem(422)
    assert made["id"] not in repeated.text
