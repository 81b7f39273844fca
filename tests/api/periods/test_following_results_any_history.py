"""Whatever is sent, withdrawn, declared, decided or erased for a month: a copy that follows its
results is what a full list gives."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from tests.api.clock import Clock
from tests.api.company import Company
from tests.api.people.worker import Worker
from tests.api.uploads.sending import Desk, csv_of
from tests.api.web.following import Follower
from tests.api.world import World
from tests.profiles import examples

CARDS = "/v1/periods/2026-10/scorecards"
COEFFICIENTS = "/v1/periods/2026-10/bonus-coefficients"
PEOPLE = ("1001", "1002", "1003", "1004")
WHY = {"scheme": "desk", "reason": "x"}

#: Rows of one file, each with a team and a number of seconds.
FILES = some.dictionaries(
    some.sampled_from(PEOPLE),
    some.tuples(some.sampled_from(("red", "blue", "")), some.sampled_from((3000, 5000, 7200))),
    min_size=1,
)
#: What is done to somebody, or to the n-th file; or a sync, or some minutes.
CHANGES = some.tuples(
    some.sampled_from(("void", "void/lift", "case", "erase")), some.sampled_from(PEOPLE)
)
WITHDRAWALS = some.tuples(some.just("withdraw"), some.integers(0, 3))
STEPS = some.one_of(FILES, CHANGES, WITHDRAWALS, some.just("sync"), some.integers(1, 9))


class Month:
    """The company's people who change a month, whether or not they may at that moment."""

    def __init__(self, company: Company, desk: Desk, world: World, head: Any) -> None:
        self.company, self.desk, self.world, self.head = company, desk, world, head
        self.files: list[str] = []

    def send(self, rows: dict[str, tuple[str, int]]) -> None:
        lines = (f"{who},,{team},{time},100,88,100" for who, (team, time) in rows.items())
        self.files.append(self.desk.send(csv_of(*lines))["id"])

    def change(self, what: str, who: Any) -> None:
        steps: dict[str, Callable[[], Any]] = {
            "withdraw": lambda: self._withdraw(who),
            "case": lambda: self._decide(who),
            "erase": lambda: self.company.admin.post(
                f"/v1/employees/{who}/erase", {"files": "keep"}
            ),
        }
        if what in steps:
            steps[what]()
        else:
            self.company.hr.post(f"/v1/employees/{who}/scorecards/2026-10/{what}", WHY)
        for message in self.world.messages("uploads"):
            self.desk.deliver_body(message)
        Worker(self.world).work()

    def _withdraw(self, number: int) -> None:
        if self.files:
            path = f"/v1/uploads/{self.files[number % len(self.files)]}/withdraw"
            self.company.hr.post(path, {"reason": "x"})

    def _decide(self, who: str) -> None:
        """An exemption from the line of seconds is recorded and confirmed."""
        about = {"employee_id": who, "indicator": "answer_time", "treatment": "full"}
        body = {"kind": "exemption", "period": "2026-10", **WHY, **about}
        made = self.head.post("/v1/cases", body)
        if made.status == 201:
            self.head.post(f"/v1/cases/{made.ok(201)['id']}/confirm", None, if_match="*")


@settings(max_examples=examples(0.1))
@given(some.lists(STEPS, max_size=9))
def _follows(month: Month, clock: Clock, story: list[Any]) -> None:
    company = month.company
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
            month.send(step)
        elif isinstance(step, int):
            clock.advance(minutes=step)
        elif step == "sync":
            for copy in copies:
                copy.follow_or_list_anew(limit=1)
        else:
            month.change(*step)
    for copy in copies:
        copy.follow_or_list_anew()
        assert _without_ranks(copy.copy) == _without_ranks(copy.listed_anew())


def _without_ranks(held: dict[str, dict[str, object]]) -> dict[str, dict[str, object]]:
    """A rank that moved because others did is no change of an entry."""
    return {key: {**entry, "rank": None} for key, entry in held.items()}


@pytest.mark.long
def test_a_copy_that_follows_is_what_a_full_list_gives(
    october: Desk, acme: Company, world: World, clock: Clock
) -> None:
    acme.admin.patch("/v1/tenant", {"four_eyes": False}, if_match="*").ok()
    acme.hr.put("/v1/employees/boss", {"name": "Boss"}).ok(201)
    head = acme.with_role("admin", employee_id="boss")
    _follows(Month(acme, october, world, head), clock)
