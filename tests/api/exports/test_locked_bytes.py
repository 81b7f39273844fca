"""What was locked is exported as it was, whatever happens to the register afterwards."""

import re
import zlib
from collections.abc import Callable
from typing import Any
from unittest import mock

import pytest

from chalicelib.tenancy.platform import Platform
from tests.api.clock import Clock
from tests.api.company import Company
from tests.api.exports.delivering import deliver
from tests.api.exports.payroll import Payroll
from tests.api.people.worker import Worker
from tests.api.uploads.sending import Desk
from tests.faults.killing import Killed, killed_at

DESK = {"scheme": "desk"}
PATH = "/v1/periods/2026-10/bonus-coefficients"
FORMATS = ("csv", "xlsx", "jsonl")


def person(name: str, team: str = "red", **ids: str) -> dict[str, Any]:
    """A person whose ids in other systems are these alone."""
    systems = dict.fromkeys(("crm", "sap", "hris", "aaa", "aab"))
    named = {"name": name, "team": team, "status": "active"}
    return {**named, "external_ids": {**systems, **ids}}


def lock(acme: Company) -> Any:
    return acme.hr.post("/v1/periods/2026-10/lock", DESK).ok()


def rows(payroll: Payroll) -> list[dict[str, str]]:
    return payroll.rows(payroll.made())


@pytest.fixture
def known(payroll: Payroll, acme: Company) -> Payroll:
    """Ann and Bob have ids in two systems when the month is locked; Cy has none."""
    acme.hr.put("/v1/employees/1001", person("Ann", crm="a1", sap="0001")).ok()
    acme.hr.put("/v1/employees/1002", person("Bob", sap="0002")).ok()
    return payroll


def a_system_in_the_middle(acme: Company) -> None:
    acme.hr.put("/v1/employees/1003", person("Cy", hris="77")).ok()


def a_leaver_without_ids(acme: Company) -> None:
    acme.hr.put("/v1/employees/1002", {**person("Bob"), "status": "left"}).ok()


def a_rename_and_another_team(acme: Company) -> None:
    acme.hr.put("/v1/employees/1001", person("Anna", "blue", crm="a1", sap="9")).ok()


def a_deletion(acme: Company) -> None:
    acme.hr.delete("/v1/employees/1001", if_match="*").ok(204)


def somebody_new(acme: Company) -> None:
    acme.hr.put("/v1/employees/2000", person("New", aaa="1")).ok(201)
    acme.hr.put("/v1/employees/2000", person("New", aab="2")).ok()


def an_id_that_moves(acme: Company) -> None:
    acme.hr.put("/v1/employees/1002", person("Bob")).ok()
    acme.hr.put("/v1/employees/1003", person("Cy", sap="0002")).ok()


def a_batch(acme: Company) -> None:
    ann = {"id": "1001", **person("Ann", crm="other"), "rehired": True}
    people = [ann, {"id": "3000", **person("Z", bbb="1")}]
    acme.hr.post("/v1/employees/batch", {"employees": people}).ok()


def another_id(acme: Company) -> None:
    acme.hr.post("/v1/employees/1002/rename", {"employee_id": "9002"}).ok()


def a_newcomer_with_a_leavers_id(acme: Company) -> None:
    acme.hr.delete("/v1/employees/1003", if_match="*").ok(204)
    acme.hr.put("/v1/employees/1003", {"name": "Dora", "new_person": True}).ok(201)


CHANGES = (
    a_system_in_the_middle,
    a_leaver_without_ids,
    a_rename_and_another_team,
    a_deletion,
    somebody_new,
    an_id_that_moves,
    a_batch,
    another_id,
    a_newcomer_with_a_leavers_id,
)
Change = Callable[[Company], None]


@pytest.mark.long
def test_no_change_of_the_register_changes_a_byte(known: Payroll, acme: Company) -> None:
    lock(acme)
    before = {form: known.made(form) for form in FORMATS}
    bytes_before = {form: known.content(before[form]) for form in FORMATS}

    for change in CHANGES:
        change(acme)

    for form in FORMATS:
        again = known.made(form)
        assert known.content(again) == bytes_before[form]
        assert known.manifest(again)["sha256"] == before[form]["sha256"]


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_between_lock_and_snapshot_does_not_show(
    known: Payroll, acme: Company, change: Change
) -> None:
    expected = [
        (row["employee_id"], row["external_id_crm"], row["external_id_sap"]) for row in rows(known)
    ]
    assert expected == [("1001", "a1", "0001"), ("1002", "", "0002"), ("1003", "", "")]

    lock(acme)
    change(acme)

    made = rows(known)
    assert list(made[0])[:3] == ["employee_id", "external_id_crm", "external_id_sap"]
    assert [
        (row["employee_id"], row["external_id_crm"], row["external_id_sap"]) for row in made
    ] == expected
    assert {row["state"] for row in made} == {"locked", "insufficient_data"}


def test_a_change_before_the_lock_shows(known: Payroll, acme: Company) -> None:
    a_system_in_the_middle(acme)
    lock(acme)

    assert [row["external_id_hris"] for row in rows(known)] == ["", "", "77"]


def test_every_lock_has_the_register_of_its_own_instant(
    known: Payroll, acme: Company, desk: Desk
) -> None:
    """Two months are locked, with a change after each lock, before either snapshot is taken."""
    desk.send(b"\n".join(known_month()), period="2026-09")
    acme.hr.post("/v1/periods/2026-09/lock", DESK).ok()
    acme.hr.put("/v1/employees/1002", person("Bob", sap="second")).ok()
    lock(acme)
    acme.hr.put("/v1/employees/1002", person("Bob", sap="third")).ok()
    known.work()

    def saps(period: str) -> list[str]:
        items = acme.hr.get(f"/v1/periods/{period}/bonus-coefficients").ok()["items"]
        return [one["external_ids"].get("sap", "") for one in items]

    assert saps("2026-09") == ["0001", "0002", ""]
    assert saps("2026-10") == ["0001", "second", ""]


def known_month() -> list[bytes]:
    from tests.api.exports.conftest import MONTH

    return MONTH.split(b"\n")


def test_what_was_kept_for_a_snapshot_goes_when_it_is_taken(known: Payroll, acme: Company) -> None:
    lock(acme)
    a_leaver_without_ids(acme)
    kept = [one for one in known.world.items() if one["sk"]["S"].startswith("former#")]
    assert len(kept) == 1

    known.work()

    assert not [one for one in known.world.items() if one["sk"]["S"].startswith("former#")]


def test_an_export_waits_for_the_snapshot_and_then_goes_on_by_itself(
    known: Payroll, acme: Company
) -> None:
    lock(acme)
    (snapshot,) = known.world.messages("exports")
    asked = known.ask()
    (export,) = known.world.messages("exports")
    known.deliver(export)

    waiting = acme.hr.get(f"/v1/exports/{asked['id']}").ok()
    assert (waiting["status"], waiting["reason"]["code"]) == ("queued", "snapshot_pending")

    known.deliver(snapshot)
    known.deliver(export)
    done = acme.hr.get(f"/v1/exports/{asked['id']}").ok()
    assert (done["status"], done["reason"], done["rows"]) == ("completed", None, 3)


@pytest.mark.long
def test_rest_says_the_same_as_the_file_or_says_that_the_snapshot_is_awaited(
    known: Payroll, acme: Company
) -> None:
    lock(acme)
    answer = acme.hr.get(PATH)
    answer.problem(409, "snapshot_pending")
    assert int(answer.headers["retry-after"]) > 0
    acme.hr.get(PATH, headers={"Accept": "text/csv"}).problem(409, "snapshot_pending")
    (shown,) = acme.hr.get("/v1/periods/2026-10").ok()["schemes"]
    assert shown["snapshot"]["status"] == "queued"

    file = known.content(known.made())
    for change in CHANGES[:4]:
        change(acme)

    assert acme.hr.get(PATH, headers={"Accept": "text/csv"}).text == file.decode()
    first = acme.hr.get(PATH, query={"limit": 1}).ok()
    rest = acme.hr.get(PATH, query={"limit": 5, "cursor": first["next"]}).ok()
    items = [*first["items"], *rest["items"]]
    assert [(one["employee_id"], one["external_ids"]) for one in items] == [
        ("1001", {"crm": "a1", "sap": "0001"}),
        ("1002", {"sap": "0002"}),
        ("1003", {}),
    ]
    (shown,) = acme.hr.get("/v1/periods/2026-10").ok()["schemes"]
    assert shown["snapshot"]["status"] == "completed"


def test_the_end_of_the_snapshot_is_an_event(known: Payroll, acme: Company, clock: Clock) -> None:
    lock(acme)
    known.work()
    clock.advance(minutes=2)

    types = [one["type"] for one in acme.admin.get("/v1/events").ok()["items"]]
    assert types.count("period.snapshot_taken") == 1


def test_more_systems_than_a_file_may_have_end_the_snapshot_and_it_can_be_asked_again(
    known: Payroll, acme: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chalicelib.coefficients.taking.MOST_SYSTEMS", 1)
    lock(acme)
    known.work()

    acme.hr.get(PATH).problem(409, "snapshot_failed")
    (shown,) = acme.hr.get("/v1/periods/2026-10").ok()["schemes"]
    assert shown["snapshot"]["status"] == "failed"
    assert shown["snapshot"]["reason"]["code"] == "too_many_external_systems"
    assert known.made()["reason"]["code"] == "snapshot_failed"

    acme.hr.put("/v1/employees/1001", person("Ann", sap="0001")).ok()
    lock(acme)
    assert [row["external_id_sap"] for row in rows(known)] == ["0001", "0002", ""]


@pytest.mark.long
@pytest.mark.parametrize("files", ["keep", "delete"])
def test_an_erasure_puts_the_pseudonym_in_the_snapshot_and_the_manifest_says_so(
    known: Payroll, acme: Company, files: str
) -> None:
    lock(acme)
    known.work()
    acme.admin.post("/v1/employees/1002/erase", {"files": files}).ok(202)
    Worker(known.world).work()

    export = known.made()
    content = known.content(export).decode()
    assert "1002" not in content
    assert "Bob" not in content
    assert "0002" not in content
    made = known.rows(export)
    assert [row["employee_id"][:7] for row in made] == ["1001", "1003", "erased-"]
    assert (made[2]["total"], made[2]["rank"], made[2]["team"]) == ("48.00", "2", "red")
    assert known.manifest(export)["snapshot"]["erased"] == 1
    # As a word of its own: a hash may have these digits by chance.
    stored = re.findall(r"\b0002\b", str(known.world.kept()))
    assert stored == [], "nothing that is stored has the person's id"
    items = acme.hr.get(PATH).ok()["items"]
    assert [one["employee_id"] for one in items] == [row["employee_id"] for row in made]


@pytest.mark.long
def test_an_erasure_before_the_snapshot_is_in_it(known: Payroll, acme: Company) -> None:
    lock(acme)
    acme.hr.put("/v1/employees/1002", person("Bob")).ok()
    (snapshot,) = known.world.messages("exports")
    acme.admin.post("/v1/employees/1002/erase", {"files": "keep"}).ok(202)
    Worker(known.world).work()
    assert not [one for one in known.world.items() if one["sk"]["S"].startswith("former#1002")]
    known.deliver(snapshot)

    made = rows(known)
    assert [row["employee_id"][:7] for row in made] == ["1001", "1003", "erased-"]
    assert [row["external_id_sap"] for row in made] == ["0001", "", ""]


def test_a_period_locked_by_an_older_version_gets_its_snapshot_at_the_first_export(
    known: Payroll, acme: Company
) -> None:
    lock(acme)
    known.world.messages("exports")
    for item in known.world.items():
        if item["pk"]["S"].startswith(("acme#snapshots", "acme#register-locks")):
            key = {name: item[name] for name in ("pk", "sk")}
            known.world.dynamodb.delete_item(TableName="servicescore", Key=key)
    assert len(acme.hr.get(PATH).ok()["items"]) == 3

    first = known.content(known.made())
    a_system_in_the_middle(acme)
    assert known.content(known.made()) == first


def test_a_change_that_began_before_the_lock_and_ends_after_it_counts_once_and_for_all(
    known: Payroll, acme: Company, platform: Platform
) -> None:
    """Its writer has counted no lock, so it belongs before the lock: in the snapshot, for ever.
    Whoever came after it has counted the lock, and is not in the snapshot."""
    table = platform.table
    transact, begun = table.connection.connection.transact_write_items, []

    def slow(**writes: Any) -> Any:
        if not begun:
            begun.append(True)
            lock(acme)
        return transact(**writes)

    with mock.patch.object(table.connection.connection, "transact_write_items", slow):
        acme.hr.put("/v1/employees/1002", person("Bob")).ok()
    acme.hr.put("/v1/employees/1003", person("Cy", sap="0002")).ok()

    assert [row["external_id_sap"] for row in rows(known)] == ["0001", "", ""]


@pytest.fixture
def parts_of_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every row is a part of its own."""
    monkeypatch.setattr("chalicelib.coefficients.taking.PART_BYTES", 1)


@pytest.mark.usefixtures("parts_of_one")
def test_a_snapshot_that_runs_out_of_time_goes_on_from_its_checkpoint(
    known: Payroll, acme: Company
) -> None:
    lock(acme)
    (message,) = known.world.messages("exports")
    deliveries = 0
    while message:
        # With no time left beyond the reserve, a run takes one part and hands on.
        answer = deliver(known.world, message, milliseconds=19_000)
        assert answer == {"batchItemFailures": []}
        deliveries += 1
        assert deliveries < 9
        message = next(iter(known.world.messages("exports")), None)
    assert deliveries == 4, "three people, and the end"

    assert [row["external_id_sap"] for row in rows(known)] == ["0001", "0002", ""]
    answer = acme.hr.get(PATH, query={"limit": 2}).ok()
    assert [one["employee_id"] for one in answer["items"]] == ["1001", "1002"]


@pytest.mark.long
@pytest.mark.usefixtures("parts_of_one")
@pytest.mark.parametrize("after", [False, True], ids=["before the write", "after the write"])
def test_a_snapshot_killed_at_any_write_is_taken_by_the_next_delivery(
    known: Payroll, acme: Company, platform: Platform, after: bool
) -> None:
    for number in range(1, 9):
        forget_the_lock(known)
        lock(acme)
        (message,) = known.world.messages("exports")
        try:
            with killed_at(platform, number, after=after):
                known.deliver(message)
        except Killed:
            pass
        else:
            assert number > 4
            return
        acme.hr.put("/v1/employees/1001", person("Ann", sap=f"after {number}")).ok()
        known.deliver(message)
        known.work()
        items = acme.hr.get(PATH).ok()["items"]
        assert [(one["employee_id"], one["external_ids"].get("sap")) for one in items] == [
            ("1001", "0001" if number == 1 else f"after {number - 1}"),
            ("1002", "0002"),
            ("1003", None),
        ]
    raise AssertionError("the run makes no end of writes")


@pytest.mark.long
@pytest.mark.usefixtures("parts_of_one")
def test_an_erasure_in_the_middle_of_a_snapshot_begins_it_anew(
    known: Payroll, acme: Company
) -> None:
    lock(acme)
    (message,) = known.world.messages("exports")
    for _ in range(2):
        deliver(known.world, message, milliseconds=19_000)
        (message,) = known.world.messages("exports")
    assert "Bob" in str(parts(known)), "Bob's row is taken"

    acme.admin.post("/v1/employees/1002/erase", {"files": "keep"}).ok(202)
    Worker(known.world).work()

    assert "Bob" not in str(parts(known))
    known.deliver(message)
    known.work()
    assert [row["employee_id"][:7] for row in rows(known)] == ["1001", "1003", "erased-"]


def parts(payroll: Payroll) -> list[bytes]:
    """The rows of every stored part, as they were before they were compressed."""
    return [
        zlib.decompress(item["rows"]["B"])
        for item in payroll.world.items()
        if item["pk"]["S"].startswith("acme#locked-rows")
    ]


def forget_the_lock(payroll: Payroll) -> None:
    """Open the period again behind the service's back, and remove its snapshot."""
    dynamodb = payroll.world.dynamodb
    for item in payroll.world.items():
        key = {name: item[name] for name in ("pk", "sk")}
        if item["pk"]["S"].startswith(("acme#snapshots", "acme#locked-rows")):
            dynamodb.delete_item(TableName="servicescore", Key=key)
        elif item["pk"]["S"] == "acme#periods":
            dynamodb.update_item(
                TableName="servicescore",
                Key=key,
                UpdateExpression="SET #s = :p",
                ExpressionAttributeNames={"#s": "state"},
                ExpressionAttributeValues={":p": {"S": "published"}},
            )
