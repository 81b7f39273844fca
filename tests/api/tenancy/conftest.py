"""Fixtures of the tests of everything stored of a company."""

import pytest

from tests.api.client import Api
from tests.api.company import Company
from tests.api.people.worker import Worker
from tests.api.rating_rounds.rating import answers
from tests.api.sign_in.conftest import provider  # noqa: F401
from tests.api.uploads.sending import Desk, csv_of
from tests.api.world import World
from tests.isolation.things import (
    CODE,
    EMPLOYEE,
    MARK,
    PERIOD,
    TEAM,
    Things,
    coached,
    furnish,
    left_behind,
    scheme,
)


@pytest.fixture
def worker(world: World) -> Worker:
    return Worker(world)


@pytest.fixture
def everything(globex: Company, world: World, worker: Worker, operator: Api) -> Things:
    """A company with at least one of every kind of thing that can be stored of it."""
    made = furnish(globex, world)
    globex.admin.put("/v1/export-schedule", {"enabled": True, "day": 5, "hour": 8}, if_match="*")
    key = {"role": "hr", "name": f"{MARK}second key"}
    globex.admin.post("/v1/api-keys", key, idempotency_key="once").ok(201)
    path, trial = f"/v1/schemes/{CODE}", {"effective_from": PERIOD, "teams": [TEAM]}
    drafted = globex.admin.put(path, scheme(CODE), if_match="*")
    globex.admin.post(f"{path}/pilot", trial, if_match=drafted.etag).ok(201)
    row = f"{EMPLOYEE},{MARK}name,{TEAM},9375,125,45,90"
    Desk(world, globex.hr, "globex").send(csv_of(row), scheme=CODE, period=PERIOD)
    _confirmed(globex, made["case_id"])
    _rated(globex, made)
    worker.work()
    # The second file settled the period, which cleared what was left of the first.
    left_behind(world, "globex", PERIOD, CODE)
    return made


def _rated(company: Company, made: Things) -> None:
    """The round is opened, its rater saves a form, and has a link too."""
    path = f"/v1/rating-rounds/{made['round_id']}"
    company.admin.post(f"{path}/open", None, if_match="*").ok()
    company.admin.post(f"{path}/links", {"employees": [EMPLOYEE]}).ok(201)
    rater = company.with_role("agent", employee_id=EMPLOYEE)
    form = {"answers": answers("7", "8")["answers"]}
    rater.put(f"/v1/rating-tasks/{made['task_id']}", form, if_match="*").ok()


def _confirmed(company: Company, case_id: str) -> None:
    """Somebody else than the person of the case confirms it, so that it is in force, and writes
    what they advise."""
    company.admin.patch("/v1/tenant", {"four_eyes": False}, if_match="*").ok()
    company.hr.put(f"/v1/employees/{MARK}9", {"name": f"{MARK}head", "team": TEAM}).ok(201)
    head = company.with_role("admin", employee_id=f"{MARK}9")
    head.post(f"/v1/cases/{case_id}/confirm", None, if_match="*").ok()
    coached(head)
