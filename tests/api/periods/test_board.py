"""A period's board: which source came, from whom and for how many, whom it misses, by when."""

from datetime import date
from typing import Any

import pytest

from chalicelib.periods.calendar import day_after
from tests.api.clock import Clock
from tests.api.company import Company
from tests.api.fixtures import Calls
from tests.api.uploads.sending import IN_PARTS, SCHEME, Desk, chat_of, csv_of, published, qa_of
from tests.api.world import World

PATH = "/v1/periods/2026-10/board?scheme=desk"


@pytest.fixture
def parts(acme: Company, world: World) -> Desk:
    published(acme, IN_PARTS)
    return Desk(world, acme.hr, "acme")


def board(desk: Desk) -> Any:
    return desk.caller.get(PATH).ok()


def of_source(found: Any, code: str) -> Any:
    return next(one for one in found["sources"] if one["code"] == code)


def test_before_any_file_it_says_who_owes_what(parts: Desk) -> None:
    parts.caller.put("/v1/employees/1001", {"name": "Ann", "team": "red"}).ok(201)

    found = board(parts)

    chat = of_source(found, "chat")
    assert (chat["arrived"], chat["uploads"], chat["missing"]["count"]) == (0, [], 1)
    assert chat["missing"]["employees"] == [
        {"employee_id": "1001", "employee_name": "Ann", "has_result": False}
    ]
    # Due on the 3rd of November, and today is the 5th.
    assert (chat["due_on"], chat["late"]) == ("2026-11-03", True)
    assert (of_source(found, "qa")["due_on"], of_source(found, "qa")["late"]) == (None, False)
    assert found["obstacles"] == [{"code": "no_results", "count": 0, "accept": None}]


def test_each_source_says_what_came_and_whom_it_misses(parts: Desk) -> None:
    first = parts.send(chat_of("1001,4000,100", "1002,7200,100", "1003,1,1"), source="chat")
    parts.send(qa_of("1001,88,100"), source="qa")

    found = board(parts)

    assert (found["scorecards"], found["incomplete"], found["missing"]) == (3, 2, 0)
    chat, qa = of_source(found, "chat"), of_source(found, "qa")
    assert (chat["arrived"], chat["missing"]["count"], chat["late"]) == (3, 0, False)
    (upload,) = chat["uploads"]
    assert (upload["upload"], upload["filename"], upload["scorecards"]) == (
        first["id"], "month.csv", 3,
    )  # fmt: skip
    assert (upload["received_at"], upload["announced_by"]) == (
        first["received_at"], first["created_by"],
    )  # fmt: skip
    assert (qa["arrived"], qa["missing"]["count"]) == (1, 2)
    assert [one["employee_id"] for one in qa["missing"]["employees"]] == ["1002", "1003"]
    assert all(one["has_result"] for one in qa["missing"]["employees"])


def test_what_publishing_would_refuse_stands_there_with_its_count(parts: Desk) -> None:
    parts.send(chat_of("1001,4000,100", "1002,7200,100"), source="chat")
    late = parts.announce(source="qa")
    parts.put(late, qa_of("1001,88,100"))

    found = board(parts)

    assert found["publishable"] is False
    assert found["obstacles"] == [
        {"code": "uploads_running", "count": 1, "accept": "running_uploads"},
        {"code": "incomplete_results", "count": 2, "accept": "incomplete"},
    ]
    accept = {one["accept"]: one["count"] for one in found["obstacles"]}
    body = {"scheme": "desk", "accept": accept}
    parts.caller.post("/v1/periods/2026-10/publish", body).ok()


def test_with_nothing_in_the_way_it_is_publishable(parts: Desk) -> None:
    parts.send(csv_of("1001,Ann,red,4000,100,88,100"))
    found = board(parts)
    assert (found["obstacles"], found["publishable"]) == ([], True)
    parts.caller.post("/v1/periods/2026-10/publish", {"scheme": "desk"}).ok()


def test_a_source_declared_final_is_not_late(parts: Desk, acme: Company) -> None:
    parts.send(qa_of("1001,88,100"), source="qa")
    assert of_source(board(parts), "chat")["late"] is True
    body = {"scheme": "desk", "reason": "系统故障", "source": "chat"}
    acme.hr.post("/v1/periods/2026-10/final", body).ok(202)
    for message in parts.world.messages("uploads"):
        parts.deliver_body(message)

    chat = of_source(board(parts), "chat")

    assert (chat["late"], chat["final"], chat["missing"]["count"]) == (False, 1, 0)
    assert chat["declared"]["reason"] == "系统故障"


def test_the_due_day_is_one_of_the_companys_time_zone(parts: Desk, clock: Clock) -> None:
    """The clock stands at 2026-11-05T08:00Z; the company is in Shanghai, eight hours ahead."""
    parts.send(qa_of("1001,88,100"), source="qa")
    clock.advance(hours=-48)  # the 3rd, 16:00 in Shanghai: the day itself is in time
    assert of_source(board(parts), "chat")["late"] is False
    clock.advance(hours=8)  # 16:00Z is midnight there
    assert of_source(board(parts), "chat")["late"] is True


@pytest.mark.parametrize(
    ("period", "day", "due"),
    [
        ("2026-10", 3, date(2026, 11, 3)),
        ("2026-01", 31, date(2026, 2, 28)),
        ("2026-12", 1, date(2027, 1, 1)),
        ("2026-Q1", 5, date(2026, 4, 5)),
        ("2026", 31, date(2027, 1, 31)),
    ],
)
def test_a_file_is_due_in_the_month_after_the_period(period: str, day: int, due: date) -> None:
    assert day_after(period, day) == due


def test_a_scheme_without_sources_has_one_for_all(acme: Company, world: World) -> None:
    published(acme, SCHEME)
    desk = Desk(world, acme.hr, "acme")
    upload = desk.send(csv_of("1001,Ann,red,4000,100,88,100"))

    (source,) = board(desk)["sources"]
    assert (source["code"], source["arrived"]) == ("all", 1)
    assert [one["upload"] for one in source["uploads"]] == [upload["id"]]


@pytest.mark.long
def test_more_people_and_more_files_cost_no_more_requests(parts: Desk, calls: Calls) -> None:
    parts.send(chat_of("1001,4000,100"), source="chat")
    calls()
    board(parts)
    few = len(calls())
    for n in range(6):
        parts.send(chat_of(*(f"{2000 + 4 * n + m},4000,100" for m in range(4))), source="chat")
    calls()
    found = board(parts)
    assert len(calls()) <= few
    chat = of_source(found, "chat")
    assert (chat["more_uploads"], len(chat["uploads"])) == (True, 5)
    assert len(of_source(found, "qa")["missing"]["employees"]) == 20


def test_an_unknown_scheme_has_no_board(parts: Desk) -> None:
    parts.caller.get("/v1/periods/2026-10/board?scheme=none").problem(404)
