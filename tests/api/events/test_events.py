"""GET /v1/events: what happened, derived from the audit log, for other systems to follow."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import app
from chalicelib.events.types import type_of
from tests.api.clock import Clock
from tests.api.company import Company
from tests.api.people.worker import Worker
from tests.api.uploads.sending import Desk, csv_of, published
from tests.api.world import World

KNOWN = app.CONTENTS.event_types
CHALICELIB = Path(__file__).parents[3] / "chalicelib"
RECORDERS = {
    *("record_change", "event_write", "record_for_company", "end_work", "note_given_up"),
    "put_changed",
}


def follow(company: Company, **query: Any) -> tuple[list[dict[str, Any]], str]:
    """All events that are known now, page by page, and until when they are complete."""
    found: list[dict[str, Any]] = []
    asked = {"limit": 2, **query}
    while True:
        page = company.admin.get("/v1/events", query=asked).ok()
        found += page["items"]
        if page["next"] is None:
            return found, page["complete_until"]
        asked["cursor"] = page["next"]


def test_a_change_is_an_event_a_minute_later(acme: Company, clock: Clock) -> None:
    acme.admin.patch("/v1/tenant", {"locale": "zh"}, if_match="*").ok()
    clock.advance(seconds=59)
    assert follow(acme)[0] == []
    clock.advance(seconds=2)
    events, complete_until = follow(acme)
    assert sorted(event["type"] for event in events) == [
        "api_key.created",
        "company.changed",
        "company.onboarded",
    ]
    (changed,) = (event for event in events if event["type"] == "company.changed")
    assert changed["subject"] == "tenant"
    assert changed["changed"] == ["locale"]
    assert changed["at"] == "2026-11-05T08:00:00.000Z"
    assert complete_until == "2026-11-05T08:00:01.000Z"


def test_an_event_holds_no_value_of_what_changed(acme: Company, clock: Clock) -> None:
    acme.hr.put("/v1/employees/7", {"name": "Wang", "bonus_base": "5000"}).ok(201)
    clock.advance(minutes=2)
    (event,) = follow(acme, type="employee.changed")[0]
    assert "Wang" not in str(event)
    assert "5000" not in str(event)


def test_a_reader_that_goes_on_from_complete_until_misses_nothing_and_sees_nothing_twice(
    acme: Company, clock: Clock
) -> None:
    seen: list[str] = []
    since = "2026-11-05T00:00:00Z"
    for number in range(7):
        acme.hr.put(f"/v1/employees/{number}", {"name": "x"}).ok(201)
        clock.advance(seconds=25)
        events, since = follow(acme, since=since)
        seen += [event["id"] for event in events]
    clock.advance(minutes=2)
    events, _ = follow(acme, since=since)
    seen += [event["id"] for event in events]
    everything, _ = follow(acme, since="2026-11-05T00:00:00Z")
    assert seen == [event["id"] for event in everything]
    assert sum(event["type"] == "employee.changed" for event in everything) == 7


def test_the_sequence_of_a_subject_is_its_revision(acme: Company, clock: Clock) -> None:
    for name in ("a", "b", "c"):
        clock.advance(seconds=1)
        acme.hr.put("/v1/employees/7", {"name": name}).ok(201 if name == "a" else 200)
    revision = acme.hr.get("/v1/employees/7")
    clock.advance(minutes=2)
    events, _ = follow(acme, subject="employees/7")
    assert [event["sequence"] for event in events] == [1, 2, 3]
    assert revision.etag.strip('"').split("-")[0] == "3"


def test_events_are_followed_over_the_end_of_a_month(acme: Company, clock: Clock) -> None:
    acme.hr.put("/v1/employees/7", {"name": "a"}).ok(201)
    clock.advance(days=40)
    acme.hr.put("/v1/employees/7", {"name": "b"}).ok()
    clock.advance(minutes=2)
    events, _ = follow(acme, since="2026-11-01T00:00:00Z", type="employee.changed")
    assert [event["at"][:7] for event in events] == ["2026-11", "2026-12"]


def test_without_since_those_of_the_last_day_are_given(acme: Company, clock: Clock) -> None:
    acme.hr.put("/v1/employees/7", {"name": "a"}).ok(201)
    clock.advance(days=2)
    assert follow(acme)[0] == []


def test_a_company_is_told_nothing_of_another(acme: Company, globex: Company, clock: Clock) -> None:
    globex.hr.put("/v1/employees/7", {"name": "a"}).ok(201)
    clock.advance(minutes=2)
    assert follow(acme, type="employee.changed")[0] == []


@pytest.mark.parametrize("since", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"])
def test_any_time_may_be_asked_for(acme: Company, since: str) -> None:
    acme.admin.get("/v1/events", query={"since": since}).ok()


def types_of(events: list[dict[str, Any]], subject: str) -> list[tuple[str, int]]:
    return [(event["type"], event["sequence"]) for event in events if event["subject"] == subject]


@pytest.mark.long
def test_a_worker_ends_its_work_with_one_event(acme: Company, world: World, clock: Clock) -> None:
    published(acme)
    desk = Desk(world, acme.hr, "acme")
    good = desk.send(csv_of("1001,Ann,red,4000,100,88,100"))
    clock.advance(seconds=1)
    spoilt = desk.send(b"no,such,columns\n1,2,3\n")
    month = {"scheme": "desk"}
    clock.advance(seconds=1)
    acme.hr.post("/v1/periods/2026-10/rescore", month).ok(202)
    for body in world.messages("uploads"):
        desk.deliver_body(body)
    clock.advance(seconds=1)
    export = acme.hr.post(
        "/v1/exports", {"scheme": "desk", "period": "2026-10", "format": "csv"}
    ).ok(201)
    copy = acme.admin.post("/v1/tenant/copies").ok(201)
    Worker(world).work()
    clock.advance(minutes=2)
    events, _ = follow(acme)
    assert sorted(types_of(events, f"uploads/{good['id']}")) == [
        ("upload.announced", 1),
        ("upload.completed", 2),
    ]
    assert ("upload.rejected", 2) in types_of(events, f"uploads/{spoilt['id']}")
    assert ("export.completed", 2) in types_of(events, f"exports/{export['id']}")
    assert ("copy.completed", 2) in types_of(events, f"tenant/copies/{copy['id']}")
    assert sorted(types_of(events, "periods/2026-10/desk")) == [
        ("period.rescored", 2),
        ("period.rescoring_requested", 1),
    ]


def test_a_message_that_comes_twice_ends_its_work_once(
    acme: Company, world: World, clock: Clock
) -> None:
    copy = acme.admin.post("/v1/tenant/copies").ok(201)
    worker = Worker(world)
    (message,) = world.messages("jobs")
    worker.deliver(message)
    worker.deliver(message)
    clock.advance(minutes=2)
    events, _ = follow(acme, subject=f"tenant/copies/{copy['id']}")
    assert [event["type"] for event in events].count("copy.completed") == 1


def _called(call: ast.Call) -> str:
    """The last part of the name that is called."""
    return str(getattr(call.func, "attr", getattr(call.func, "id", "")))


def _recorded() -> Iterator[str]:
    """Every action that the code writes into the audit log by name."""
    for path in CHALICELIB.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and _called(node) in RECORDERS:
                for argument in node.args:
                    if isinstance(argument, ast.Constant) and "." in str(argument.value):
                        yield str(argument.value)
                        break


@pytest.mark.long
def test_every_action_that_is_recorded_has_a_type() -> None:
    actions = set(_recorded())
    assert len(actions) > 15
    forgotten = actions - set(KNOWN)
    assert not forgotten, f"{forgotten}: say their types in `events=` of the package's holdings.py"


@pytest.mark.long
def test_every_type_is_of_an_action_that_is_recorded() -> None:
    # Of two actions the name is put together of the state that a period or scheme comes to. That of
    # an erasure's record is a constant, because the check of the log looks for it too.
    assert set(KNOWN) - set(_recorded()) <= {
        "audit_events.erased",
        # Of a confirmed and a revoked case the name is chosen before (cases/deciding.py). What its
        # effect ends with is a constant, because its being given up is told by it too.
        "cases.confirm",
        "cases.revoke",
        "periods.cases_applied",
        # Written by the function that records every step of an appeal (appeals/changing.py).
        "appeals.file",
        # Files of evidence are of cases and of appeals, whose names come first (evidence/).
        *("appeals.add_file", "appeals.end_file", "appeals.remove_file", "cases.end_file"),
        # Written by the functions that change a round or a form, whose names come later.
        "rating_rounds.change",
        "rating_rounds.open",
        "rating_rounds.close",
        "rating_rounds.reopen",
        "rating_rounds.cancel",
        "rating_rounds.draw",
        "rating_rounds.drawn",
        "rating_rounds.add_joined",
        "rating_rounds.leave_out",
        "rating_tasks.save",
        "rating_tasks.submit",
        # Written by one function for both, and named for what is revoked.
        "rating_links.draw",
        "rating_links.revoke_all",
        # Those of people are named by what a draft does (people/writing.py).
        "employees.change",
        "employees.delete",
        "employees.rehire",
        "employees.rename",
        # Written by the function that changes a period's record, whose name comes second.
        "periods.final",
        "periods.lift_void",
        "periods.lock",
        "periods.publish",
        "periods.rescore",
        "periods.void",
        "schemes.pilot",
        "schemes.publish",
    }


def test_no_two_packages_say_the_type_of_one_action() -> None:
    told = [action for package in app.CONTENTS.packages for action in package.events]
    assert len(told) == len(set(told))


def test_a_type_by_status_is_told_by_the_status() -> None:
    assert type_of(KNOWN, "uploads.end", "rejected") == "upload.rejected"


def test_what_a_package_forgot_is_told_by_its_own_name_and_hides_no_other() -> None:
    assert type_of(KNOWN, "notes.create", None) == "notes.create"
    assert type_of(KNOWN, "uploads.end", "vanished") == "uploads.end.vanished"


def test_a_type_that_no_event_has_is_refused(acme: Company) -> None:
    problem = acme.admin.get("/v1/events", query={"type": "upload.done"}).problem(422)
    assert "upload.completed" in str(problem["errors"])
