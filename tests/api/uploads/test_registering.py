"""New people in a file are put on the register, and no change made meanwhile is overwritten."""

from collections.abc import Callable
from typing import Any

import pytest

from chalicelib.store.transactions import MOST_WRITES
from chalicelib.uploads.new_people import Registered, register
from tests.api.clock import Clock
from tests.api.company import Company
from tests.api.uploads.sending import Desk, csv_of
from tests.profiles import choose

ROWS = csv_of("1001,Ann,red,4000,100,88,100", "1002,Bob,red,4000,100,88,100")


@pytest.fixture
def meanwhile(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], Any]], None]:
    """Run something once, after a chunk is scored and before its people are registered."""

    def happens(act: Callable[[], Any]) -> None:
        left = [act]

        def late(*arguments: Any) -> Registered:
            while left:
                left.pop()()
            return register(*arguments)

        monkeypatch.setattr("chalicelib.uploads.chunk.register", late)

    return happens


def test_somebody_whom_the_hr_system_makes_meanwhile_stays_as_made(
    desk: Desk, acme: Company, meanwhile: Any
) -> None:
    wanted = {"name": "Ann Lee", "team": "blue", "external_ids": {"hris": "7"}, "bonus_base": "900"}
    tags: list[str] = []
    meanwhile(lambda: tags.append(acme.hr.put("/v1/employees/1001", wanted).headers["etag"]))

    assert desk.send(ROWS)["status"] == "completed"

    found = acme.hr.get("/v1/employees/1001")
    kept = {name: found.ok()[name] for name in wanted}
    assert (kept, found.headers["etag"]) == (wanted, tags[0])
    assert acme.hr.get("/v1/employees/1002").ok()["name"] == "Bob"


def test_somebody_deleted_meanwhile_stays_deleted(
    desk: Desk, acme: Company, meanwhile: Any
) -> None:
    def come_and_go() -> None:
        acme.hr.put("/v1/employees/1001", {"name": "Ann"}).ok(201)
        acme.hr.delete("/v1/employees/1001").ok(204)

    meanwhile(come_and_go)
    desk.send(ROWS)
    acme.hr.get("/v1/employees/1001").problem(404)


@pytest.mark.deep
def test_many_are_registered_a_hundred_at_a_time_but_for_those_who_are_there(
    desk: Desk, acme: Company, meanwhile: Any
) -> None:
    every = choose(quick=50, long=7)
    there = [{"id": str(number), "name": "已在"} for number in range(1000, 1250, every)]
    meanwhile(lambda: acme.hr.post("/v1/employees/batch", {"employees": there}).ok())

    desk.send(csv_of(*(f"{number},N,red,4000,100,88,100" for number in range(1000, 1250))))

    assert MOST_WRITES < 250
    names: dict[str, str] = {}
    cursor: dict[str, str] = {}
    while cursor is not None:
        page = acme.hr.get("/v1/employees", query={"limit": "200", **cursor}).ok()
        names |= {one["id"]: one["name"] for one in page["items"]}
        cursor = {"cursor": page["next"]} if page["next"] else None
    assert len(names) == 250
    assert {name for name in names if names[name] == "已在"} == {one["id"] for one in there}


def test_they_carry_the_time_at_which_they_were_written(
    desk: Desk, acme: Company, clock: Clock, meanwhile: Any
) -> None:
    # Begun at 08:00. A client that reads changes at 08:30, and then from 08:30 on, must see them.
    meanwhile(lambda: clock.advance(minutes=40))
    desk.send(ROWS)
    query = {"modified_since": "2026-11-05T08:30:00Z"}
    people = acme.hr.get("/v1/employees", query=query).ok()["items"]
    assert [(one["id"], one["updated_at"]) for one in people] == [
        ("1001", "2026-11-05T08:40:00.000Z"),
        ("1002", "2026-11-05T08:40:00.000Z"),
    ]
