"""Another system follows the register by sync tokens: what changed comes, and nothing else."""

from typing import Any

import pytest

from chalicelib.person_keys import first_key, shown
from tests.api.client import Api
from tests.api.clock import Clock
from tests.api.company import Company
from tests.api.fixtures import Calls
from tests.api.people.worker import Worker
from tests.api.uploads.sending import Desk, csv_of, published
from tests.api.web.following import Follower
from tests.api.world import World

#: Longer than the margin by which a token goes back.
LATER = {"minutes": 7}


def person(employee_id: str) -> str:
    return shown(first_key(employee_id))


def registered(caller: Api, *people: dict[str, Any]) -> None:
    for start in range(0, len(people), 500):
        caller.post("/v1/employees/batch", {"employees": people[start : start + 500]}).ok()


def followed(caller: Api, **query: Any) -> Follower:
    """A copy of the register that is complete, some time ago."""
    copy = Follower(caller, "/v1/employees", "person", query)
    copy.follow()
    return copy


@pytest.fixture
def team(acme: Company, clock: Clock) -> Company:
    """1001 and 1002 are in team red, 1003 in team blue, for some time."""
    registered(
        acme.hr,
        {"id": "1001", "team": "red"},
        {"id": "1002", "team": "red"},
        {"id": "1003", "team": "blue"},
    )
    clock.advance(**LATER)
    return acme


def test_who_changed_comes_and_nobody_else(team: Company, clock: Clock) -> None:
    copy = followed(team.hr)
    clock.advance(**LATER)
    team.hr.patch("/v1/employees/1002", {"name": "Bo"}).ok()

    assert copy.follow() == [person("1002")]
    assert copy.copy[person("1002")]["name"] == "Bo"

    clock.advance(**LATER)
    assert copy.follow() == [person("1002")]  # within the margin of the token before
    clock.advance(**LATER)
    assert copy.follow() == []


def test_one_of_a_batch_of_100_comes_alone(acme: Company, clock: Clock) -> None:
    everybody = [{"id": f"{number:04d}", "name": "x"} for number in range(100)]
    registered(acme.hr, *everybody)
    clock.advance(**LATER)
    copy = followed(acme.hr)
    clock.advance(**LATER)
    registered(acme.hr, *everybody[:7], {**everybody[7], "name": "y"})

    assert copy.follow() == [person("0007")]


def test_a_file_tells_those_whom_it_registers(acme: Company, world: World, clock: Clock) -> None:
    published(acme)
    copy = followed(acme.hr)
    clock.advance(**LATER)
    Desk(world, acme.hr, "acme").send(csv_of("7,Ann,red,4000,100,88,100"), period="2026-10")

    assert copy.follow() == [person("7")]
    assert copy.copy[person("7")]["team"] == "red"


def test_a_rename_comes_under_the_same_person(team: Company, clock: Clock) -> None:
    copy = followed(team.hr)
    clock.advance(**LATER)
    team.hr.post("/v1/employees/1001/rename", {"employee_id": "2001"}).ok()

    copy.follow()

    assert copy.copy[person("1001")]["id"] == "2001"
    assert len(copy.copy) == 3


def test_a_deleted_person_is_an_entry_and_an_erased_one_is_removed(
    team: Company, world: World, clock: Clock
) -> None:
    copy = followed(team.hr)
    clock.advance(**LATER)
    team.hr.delete("/v1/employees/1001")
    team.admin.post("/v1/employees/1002/erase", {"files": "keep"}).ok(202)

    copy.follow()
    Worker(world).work()

    assert copy.copy[person("1001")]["status"] == "deleted"
    assert copy.gone == [person("1002")]
    assert person("1002") not in copy.copy


def test_who_leaves_the_team_of_a_filter_is_removed_and_who_comes_is_there(
    team: Company, clock: Clock
) -> None:
    copy = followed(team.hr, team="red")
    clock.advance(**LATER)
    team.hr.patch("/v1/employees/1001", {"team": "blue"}).ok()
    team.hr.patch("/v1/employees/1003", {"team": "red"}).ok()

    assert copy.follow() == [person("1003")]
    assert copy.gone == [person("1001")]
    assert copy.copy.keys() == copy.listed_anew().keys()


def test_a_supervisor_is_told_of_the_own_team_alone(team: Company, clock: Clock) -> None:
    copy = followed(team.supervisor)
    clock.advance(**LATER)
    team.hr.patch("/v1/employees/1001", {"team": "blue"}).ok()
    team.hr.patch("/v1/employees/1001", {"team": "green"}).ok()
    team.hr.patch("/v1/employees/1003", {"team": "green"}).ok()

    assert copy.follow() == []
    assert copy.gone == [person("1001")]  # and not 1003, who was never in team red


def test_a_move_of_a_day_to_come_is_told_on_that_day(team: Company, clock: Clock) -> None:
    copy = followed(team.supervisor)
    clock.advance(**LATER)
    move = {"team": "blue", "effective_from": "2026-11-06"}
    team.hr.patch("/v1/employees/1001", move).ok()
    clock.advance(**LATER)
    copy.follow()
    assert copy.copy[person("1001")]["team"] == "red"

    clock.advance(hours=18)  # 2026-11-06, 02:21 in UTC

    assert copy.follow() == []
    assert copy.gone == [person("1001")]


def test_the_last_day_of_an_employment_is_told_the_day_after(team: Company, clock: Clock) -> None:
    copy = followed(team.hr, status="active")
    clock.advance(**LATER)
    team.hr.patch("/v1/employees/1001", {"left_on": "2026-11-05"}).ok()
    copy.follow()
    assert person("1001") in copy.copy
    clock.advance(days=1)

    copy.follow()

    assert copy.gone == [person("1001")]


def test_changes_come_page_by_page_and_each_person_once(acme: Company, clock: Clock) -> None:
    everybody = [{"id": f"{number:04d}", "name": "x"} for number in range(60)]
    copy = followed(acme.hr)
    clock.advance(**LATER)
    registered(acme.hr, *everybody)

    assert sorted(copy.follow(limit=7)) == [person(one["id"]) for one in everybody]


def test_what_changes_while_pages_are_read_is_in_the_next_sync(acme: Company, clock: Clock) -> None:
    registered(acme.hr, *({"id": f"{number:04d}", "name": "x"} for number in range(4)))
    clock.advance(**LATER)
    first = acme.hr.get("/v1/employees", query={"limit": 2}).ok()
    clock.advance(hours=1)
    acme.hr.patch("/v1/employees/0000", {"name": "new"}).ok()  # it was on the first page
    clock.advance(hours=1)
    rest = {"limit": 2, "cursor": first["next"]}
    last = acme.hr.get("/v1/employees", query=rest).ok()
    clock.advance(hours=1)

    query = {"sync": last["sync_token"]}
    found = acme.hr.get("/v1/employees", query=query).ok()["items"]

    assert [one["id"] for one in found] == ["0000"]


def test_modified_since_gives_the_same_by_time(team: Company, clock: Clock) -> None:
    clock.advance(hours=1)
    since = clock.now.strftime("%Y-%m-%dT%H:%M:%SZ")
    team.hr.patch("/v1/employees/1002", {"name": "Bo"}).ok()
    team.hr.delete("/v1/employees/1003")

    found = team.hr.get("/v1/employees", query={"modified_since": since}).ok()["items"]

    assert sorted((one["id"], one["status"]) for one in found) == [
        ("1002", "active"),
        ("1003", "deleted"),
    ]


def _requests(company: Company, clock: Clock, calls: Calls, register: int) -> list[list[str]]:
    """The requests of a sync and of ``modified_since``, after a change of one of so many people."""
    people = [{"id": f"{number:04d}", "name": "x"} for number in range(register)]
    registered(company.hr, *people)
    clock.advance(hours=1)
    token = company.hr.get("/v1/employees").ok()["sync_token"]
    clock.advance(**LATER)
    since = clock.now.strftime("%Y-%m-%dT%H:%M:%SZ")
    company.hr.patch("/v1/employees/0005", {"name": f"of {register}"}).ok()
    made = []
    for query in ({"sync": token}, {"modified_since": since}):
        calls()
        (found,) = company.hr.get("/v1/employees", query=query).ok()["items"]
        assert found["name"] == f"of {register}"
        made.append([one for one in calls() if one != "Lease"])
    return made


def test_requests_do_not_grow_with_the_register(acme: Company, clock: Clock, calls: Calls) -> None:
    assert _requests(acme, clock, calls, 10) == _requests(acme, clock, calls, 60)


def test_modified_since_reads_the_register_where_the_log_does_not_go_back_so_far(
    team: Company, clock: Clock
) -> None:
    """Functions of a version without a log may have written beside those of this one."""
    query = {"modified_since": clock.now.strftime("%Y-%m-%dT%H:%M:%SZ")}
    team.hr.patch("/v1/employees/1002", {"name": "Bo"}).ok()

    found = team.hr.get("/v1/employees", query=query).ok()["items"]

    assert [one["id"] for one in found] == ["1002"]


def test_since_a_time_to_come_nothing_has_changed(team: Company, clock: Clock) -> None:
    clock.advance(hours=2)
    query = {"modified_since": "2026-11-05T23:00:00Z"}
    assert team.hr.get("/v1/employees", query=query).ok()["items"] == []


@pytest.mark.long
def test_nor_do_they_with_a_thousand_people(acme: Company, clock: Clock, calls: Calls) -> None:
    assert _requests(acme, clock, calls, 100) == _requests(acme, clock, calls, 1000)
