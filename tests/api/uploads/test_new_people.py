"""Who is new: counted and listed with the upload, once, whatever dies in between."""

from typing import Any
from unittest import mock

import pytest

from chalicelib.person_keys import shown
from chalicelib.tenancy.platform import Platform
from chalicelib.uploads import chunk, findings
from tests.api.clock import Clock
from tests.api.company import Company
from tests.api.people.worker import Worker
from tests.api.uploads.registering import GOOD
from tests.api.uploads.sending import SCHEME, Desk, csv_of
from tests.api.world import World
from tests.faults.killing import NEVER, Killed, kill_points, killed_at, months

MONTH = csv_of("1001,Ann,red,4000,100,88,100", "1002,Bob,red,7200,100,80,100", "1003,,,x,1,1,1")


def test_an_upload_counts_and_lists_who_is_new(desk: Desk, acme: Company) -> None:
    acme.hr.put("/v1/employees/1001", {"name": "Ann"}).ok(201)
    upload = desk.send(MONTH)
    # 1001 was registered before; the row of 1003 is bad, and makes nobody.
    bob = {
        "kind": "new_person",
        "row": 3,
        "employee_id": "1002",
        "person": shown("1002"),
        "employee_name": "Bob",
        "team": "red",
    }
    assert upload["counts"]["new_people"] == 1
    assert [{name: one[name] for name in bob} for one in upload["new_people"]] == [bob]
    path = f"/v1/uploads/{upload['id']}/findings?kind=new_person"
    assert desk.caller.get(path).ok() == {"items": upload["new_people"], "next": None}
    again = desk.send(MONTH)
    assert (again["counts"]["new_people"], again["new_people"]) == (0, [])


def test_lists_of_uploads_have_the_count_alone(desk: Desk) -> None:
    desk.send(MONTH)
    (listed,) = desk.caller.get("/v1/uploads").ok()["items"]
    assert (listed["counts"]["new_people"], listed["new_people"]) == (2, None)


def test_the_list_goes_on_page_by_page(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chunk, "SIZE", 3)
    monkeypatch.setattr(findings, "NAMED", 2)
    upload = desk.send(csv_of(*(f"{number},,{GOOD}" for number in range(100, 108))))

    assert upload["counts"]["new_people"] == 8
    assert [one["row"] for one in upload["new_people"]] == [2, 3]
    found, cursor = [], {}
    while cursor is not None:
        query = {"limit": 3, "kind": "new_person", **cursor}
        page = desk.caller.get(f"/v1/uploads/{upload['id']}/findings", query=query).ok()
        found += [one["row"] for one in page["items"]]
        cursor = {"cursor": page["next"]} if page["next"] else None
    assert found == [2, 3, 4, 5, 6, 7, 8, 9]


def test_the_list_shows_what_a_person_is_called_today(desk: Desk, acme: Company) -> None:
    upload = desk.send(MONTH)
    acme.hr.post("/v1/employees/1002/rename", {"employee_id": "2002"}).ok()
    acme.hr.delete("/v1/employees/1001").ok(204)
    found = desk.caller.get(f"/v1/uploads/{upload['id']}").ok()["new_people"]
    assert [(one["employee_id"], one["employee_name"]) for one in found] == [
        ("1001", None),
        ("2002", "Bob"),
    ]


def test_an_erased_person_is_listed_by_the_pseudonym(
    desk: Desk, acme: Company, world: World
) -> None:
    upload = desk.send(MONTH)
    acme.admin.post("/v1/employees/1002/erase", {"files": "delete"}).ok(202)
    Worker(world).work()
    found = desk.caller.get(f"/v1/uploads/{upload['id']}/findings").ok()["items"]
    called = [one["employee_id"] for one in found]
    assert called[0] == "1001"
    assert called[1].startswith("erased-")
    assert (found[1]["employee_name"], found[1]["row"]) == (None, 0)
    lists = [item for item in world.items() if "#upload-findings#" in item["pk"]["S"]]
    assert lists
    assert "1002" not in str(lists)


def test_a_pilots_upload_counts_nobody_whom_the_files_own_has_made(
    desk: Desk, acme: Company
) -> None:
    draft = acme.admin.put("/v1/schemes/desk", SCHEME, if_match="*")
    draft.ok()
    pilot = {"effective_from": "2026-10", "teams": ["red"]}
    acme.admin.post("/v1/schemes/desk/pilot", pilot, if_match="*").ok(201)
    desk.send(MONTH)
    uploads = desk.caller.get("/v1/uploads").ok()["items"]
    assert {one["pilot_of"] is None: one["counts"]["new_people"] for one in uploads} == {
        True: 2,
        False: 0,
    }


@pytest.mark.long
@pytest.mark.deep
@pytest.mark.parametrize("after", [False, True], ids=["before the write", "after the write"])
def test_killed_at_any_write_and_run_again_each_is_counted_once(
    desk: Desk, acme: Company, platform: Platform, clock: Clock, after: bool
) -> None:
    # The register's own count and the team are there from now on.
    acme.hr.put("/v1/employees/1001", {"name": "Ann", "team": "red"}).ok(201)

    def rows(period: str) -> bytes:
        """Five people whom nobody has seen, in two chunks, one of them bad."""
        ids = [f"{period}-{number}" for number in range(5)]
        return csv_of(*(f"{one},N,{GOOD}" for one in ids[:4]), f"{ids[4]},,red,x,1,1,1")

    periods = months("2026-02")
    with mock.patch.object(chunk, "SIZE", 3):
        rehearsal = next(periods)
        event = desk.put(desk.announce(period=rehearsal), rows(rehearsal))
        with killed_at(platform, NEVER, after=after) as writes:
            desk.deliver(event)
        for number in kill_points(writes, after=after):
            period = next(periods)
            upload = desk.announce(period=period)
            event = desk.put(upload, rows(period))
            with pytest.raises(Killed), killed_at(platform, number, after=after):
                desk.deliver(event)
            clock.advance(minutes=30)
            desk.deliver(event)
            desk.deliver(event)
            found = desk.caller.get(f"/v1/uploads/{upload['id']}").ok()
            named = [one["row"] for one in found["new_people"]]
            assert (found["counts"]["new_people"], named) == (4, [2, 3, 4, 5]), number


def test_an_id_that_goes_to_somebody_renamed_while_the_file_is_read_is_an_error_of_its_row(
    desk: Desk, acme: Company
) -> None:
    """Nobody has 1002 when the row is scored; Ann has it when its person would be made."""
    acme.hr.put("/v1/employees/1001", {"name": "Ann"}).ok(201)
    made = chunk.register

    def meanwhile(*more: Any) -> Any:
        acme.hr.post("/v1/employees/1001/rename", {"employee_id": "1002"}).ok()
        return made(*more)

    with mock.patch.object(chunk, "register", meanwhile):
        upload = desk.send(csv_of(f"1002,,{GOOD}", f"1003,,{GOOD}"))

    assert (upload["counts"]["scored"], upload["counts"]["failed"]) == (1, 1)
    (error,) = acme.hr.get(f"/v1/uploads/{upload['id']}/errors").ok()["items"]
    assert (error["row"], error["errors"][0]["code"]) == (2, "id_given_away")
    cards = acme.hr.get("/v1/periods/2026-10/scorecards").ok()["items"]
    assert [card["employee_id"] for card in cards] == ["1003"]
    assert acme.hr.get("/v1/employees/1002/scorecards").ok()["items"] == []
