"""POST /v1/periods/{period}/reopen: a lock is taken back while nobody has a file of it."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

import pytest
from pynamodb.expressions.operand import Path

from chalicelib.coefficients.keys import partition_of_locked_rows
from chalicelib.exports import fetching, lock_files, reopening
from chalicelib.people.before_locks import read_locks
from chalicelib.periods.keys import key_of_period
from chalicelib.tenancy.platform import Platform
from tests.api.answer import Reply
from tests.api.clock import Clock
from tests.api.company import Company
from tests.api.exports.payroll import Payroll
from tests.api.uploads.sending import Desk, csv_of
from tests.api.worker import worker_in

DESK = {"scheme": "desk"}
PATH = "/v1/periods/2026-10"
WHY = {**DESK, "reason": "a file came after the lock"}
# 72 s instead of 40 s, 88 %: 8 + 56 = 64.00.
SLOWER = csv_of("1001,Ann,red,7200,100,88,100")


def lock(acme: Company) -> Any:
    return acme.hr.post(f"{PATH}/lock", DESK).ok()


def reopen(acme: Company) -> Reply:
    return acme.admin.post(f"{PATH}/reopen", WHY)


def listed(acme: Company) -> dict[str, Any]:
    """The exports by id, as the list shows them: reading it fetches nothing."""
    return {one["id"]: one for one in acme.hr.get("/v1/exports").ok()["items"]}


@pytest.fixture
def locked(payroll: Payroll, acme: Company) -> str:
    """October is locked, and has a file that nobody has fetched: its id."""
    lock(acme)
    asked = payroll.ask()
    payroll.work()
    return str(asked["id"])


def test_a_lock_is_taken_back_and_its_file_is_nobodys_any_more(
    locked: str, payroll: Payroll, acme: Company, clock: Clock
) -> None:
    former = payroll.content(listed(acme)[locked])
    clock.advance(hours=1)

    found = reopen(acme).ok()

    assert (found["state"], found["locked_at"], found["snapshot"]) == ("published", None, None)
    assert found["reopened_at"] == "2026-11-05T09:00:00.000Z"
    told = acme.hr.get(f"/v1/exports/{locked}").ok()
    assert (told["delivery"], told["url"], told["manifest_url"]) == ("superseded", None, None)
    assert told["superseded_at"] == "2026-11-05T09:00:00.000Z"
    assert (told["fetched_at"], payroll.content(told)) == (None, former)
    answer = {"others": "accepted"}
    acme.payroll.post(f"/v1/exports/{locked}/receipt", answer).problem(409, "superseded")
    reopen(acme).problem(409, "not_locked")


@pytest.mark.long
def test_the_reopened_month_takes_figures_and_the_next_lock_a_snapshot_of_its_own(
    locked: str, payroll: Payroll, desk: Desk, acme: Company
) -> None:
    before = [row["total"] for row in payroll.rows(listed(acme)[locked])]
    reopen(acme).ok()
    desk.send(SLOWER)
    lock(acme)
    # The next lock's file: asked for before its snapshot is taken, so nothing of before is in it.
    made = payroll.made()

    assert before == ["88.00", "48.00", ""]
    assert [row["total"] for row in payroll.rows(made)] == ["64.00", "48.00", ""]
    assert (made["delivery"], made["superseded_at"]) == ("fetched", None)
    assert listed(acme)[locked]["delivery"] == "superseded"
    # Somebody has this one: its lock stands for ever.
    assert reopen(acme).problem(409, "handed_out")["exports"] == [made["id"]]


def test_once_a_link_was_handed_out_the_lock_stands(locked: str, acme: Company) -> None:
    other = acme.hr.post("/v1/exports", {**DESK, "period": "2026-10"}).ok(201)["id"]
    acme.payroll.get(f"/v1/exports/{locked}").ok()
    for _ in range(2):
        assert reopen(acme).problem(409, "handed_out")["exports"] == [locked]
    assert acme.hr.get(f"{PATH}?scheme=desk").ok()["schemes"][0]["state"] == "locked"
    assert listed(acme)[other]["superseded_at"] is None


@pytest.mark.parametrize(
    "said",
    [
        {"others": "accepted"},
        {"rows": [{"employee_id": "1001", "answer": "accepted"}]},
    ],
)
def test_once_payroll_has_answered_the_lock_stands(
    locked: str, acme: Company, said: dict[str, Any]
) -> None:
    acme.payroll.post(f"/v1/exports/{locked}/receipt", said).ok()

    assert reopen(acme).problem(409, "handed_out")["exports"] == [locked]


def test_a_file_from_before_the_lock_says_nothing_of_it(payroll: Payroll, acme: Company) -> None:
    fetched = payroll.made()
    lock(acme)

    reopen(acme).ok()

    assert listed(acme)[fetched["id"]]["delivery"] == "fetched"


def test_an_export_asked_for_before_the_lock_and_made_of_it_is_its_file(
    payroll: Payroll, acme: Company
) -> None:
    asked = payroll.ask()["id"]
    (message,) = payroll.world.messages("exports")
    lock(acme)
    payroll.work()
    payroll.deliver(message)
    acme.payroll.get(f"/v1/exports/{asked}").ok()

    assert reopen(acme).problem(409, "handed_out")["exports"] == [asked]


def test_a_link_is_handed_out_before_or_not_at_all(locked: str, acme: Company) -> None:
    """Between the look at the files and the commit somebody gets the link; and the other way."""
    with between(reopening, "_supersede", lambda: acme.payroll.get(f"/v1/exports/{locked}").ok()):
        reopen(acme).problem(409, "export_busy")
    assert listed(acme)[locked]["delivery"] == "fetched"
    reopen(acme).problem(409, "handed_out")


def test_a_lock_taken_back_before_the_link_is_stored_gives_none(locked: str, acme: Company) -> None:
    with between(fetching, "_stored", lambda: reopen(acme).ok()):
        told = acme.payroll.get(f"/v1/exports/{locked}").ok()
    assert (told["delivery"], told["url"]) == ("superseded", None)


def test_an_export_under_way_has_no_file_of_a_lock_that_was_taken_back(
    payroll: Payroll, acme: Company
) -> None:
    lock(acme)
    waiting = payroll.ask()["id"]
    reopen(acme).ok()
    payroll.work()
    lock(acme)
    middle = payroll.ask()["id"]
    with between(lock_files, "enter", lambda: reopen(acme).ok()):
        payroll.work()
    payroll.deliver(json.dumps({"kind": "run_export", "tenant": "acme", "export": middle}))

    for one in (waiting, middle):
        told = listed(acme)[one]
        assert (told["status"], told["reason"]["code"]) == ("failed", "period_reopened")


def test_a_pending_snapshot_ends_with_its_lock_and_the_rows_of_a_taken_one_go(
    payroll: Payroll, acme: Company, platform: Platform
) -> None:
    def stored() -> tuple[bool, int]:
        """Whether a lock waits for its snapshot, and how many items of rows there are."""
        with worker_in(platform, "acme") as context:
            rows = partition_of_locked_rows(context.scope, "desk", "2026-10")
            found = list(context.table.query_all(rows))
            return bool(read_locks(context).pending), len(found)

    lock(acme)
    assert stored() == (True, 0)
    reopen(acme).ok()
    assert stored() == (False, 0)
    payroll.work()
    lock(acme)
    payroll.work()
    assert stored() == (False, 1)
    reopen(acme).ok()
    payroll.work()
    assert stored() == (False, 0)
    lock(acme)
    assert [row["total"] for row in payroll.rows(payroll.made())] == ["88.00", "48.00", ""]


def test_whoever_follows_the_month_and_its_files_gets_all_of_it_again(
    locked: str, acme: Company, clock: Clock
) -> None:
    lists = (f"{PATH}/scorecards", f"{PATH}/bonus-coefficients", "/v1/exports")
    clock.advance(hours=1)
    tokens = [acme.hr.get(path).ok()["sync_token"] for path in lists]
    clock.advance(hours=1)
    reopen(acme).ok()

    cards, rows, exports = (
        acme.hr.get(path, query={"sync": token}).ok()["items"]
        for path, token in zip(lists, tokens, strict=True)
    )

    assert sorted(one["employee_id"] for one in cards) == ["1001", "1002", "1003"]
    assert {one["updated_at"] for one in (*cards, *rows)} == {"2026-11-05T10:00:00.000Z"}
    assert {one["state"] for one in rows} == {"published", "insufficient_data"}
    assert [(one["id"], one["delivery"]) for one in exports] == [(locked, "superseded")]


@pytest.mark.long
def test_what_the_schedule_had_exported_is_exported_again_and_only_locked(
    payroll: Payroll, acme: Company, clock: Clock
) -> None:
    """The schedule waits for nothing; but what was locked once is not sent unlocked."""
    acme.admin.patch("/v1/tenant", {"time_zone": "UTC"}, if_match="*").ok()
    due = {"enabled": True, "day": 6, "hour": 9}
    acme.hr.put("/v1/export-schedule", due, if_match="*").ok()
    lock(acme)
    clock.advance(days=2)
    _tick(payroll)
    (first,) = listed(acme)
    reopen(acme).ok()
    payroll.work()
    for _ in range(2):
        clock.advance(hours=1)
        _tick(payroll)
    assert list(listed(acme)) == [first]
    assert [one["period"] for one in acme.hr.get("/v1/export-schedule").ok()["waiting"]] == [
        "2026-10"
    ]

    lock(acme)
    for _ in range(2):
        clock.advance(hours=1)
        _tick(payroll)

    made = [one for one in listed(acme).values() if one["id"] != first]
    assert [(one["period_state"], one["delivery"]) for one in made] == [("locked", "made")]
    assert acme.hr.get("/v1/export-schedule").ok()["waiting"] == []


def _tick(payroll: Payroll) -> None:
    payroll.tick()
    payroll.work()


def test_the_lock_of_an_older_version_stands(
    payroll: Payroll, acme: Company, platform: Platform
) -> None:
    """It did not note who got files."""
    lock(acme)
    with worker_in(platform, "acme") as context:
        key = key_of_period(context.scope, "2026-10", "desk")
        context.table.update(key, [Path("lock_number").remove(), Path("lock_files").remove()])

    reopen(acme).problem(409, "lock_not_followed")
    # Its files are made as ever.
    assert payroll.made()["status"] == "completed"


def test_the_log_says_who_took_the_lock_back_and_why(locked: str, acme: Company) -> None:
    acme.admin.post(f"{PATH}/reopen", DESK).problem(422)
    reopen(acme).ok()

    events = acme.admin.get("/v1/audit-events").ok()["items"]
    (event,) = [one for one in events if one["action"] == "periods.reopen"]
    assert event["before"]["state"] == "locked"
    assert event["after"]["reason"] == WHY["reason"]
    assert event["after"]["superseded"] == [locked]


@contextmanager
def between(module: Any, name: str, act: Callable[[], object]) -> Iterator[None]:
    """Do something once, just before the module calls its function."""
    called, original = [False], getattr(module, name)

    def instead(*arguments: Any, **more: Any) -> Any:
        if not called[0]:
            called[0] = True
            act()
        return original(*arguments, **more)

    with mock.patch.object(module, name, instead):
        yield
