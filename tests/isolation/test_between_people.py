"""Within a company, what is somebody else's is the same as what does not exist.

The tests combine every route with everything of a person that it can name, for callers who see one
person or one team, and for what may become of an id: somebody else's, given up, taken by another,
a deleted person's, not used yet. A new parameter or member has to be said to name people or not.
"""

from typing import Any

import pytest

from chalicelib.tenancy.roles import Role
from tests.api.company import Company
from tests.api.unlimited import unlimited
from tests.api.web.permissions import PERMISSIONS
from tests.api.web.walking import PRIVATE, ask
from tests.api.world import World
from tests.isolation.likeness import likeness
from tests.isolation.people import (
    COMPANY,
    MARK,
    OF_PEOPLE,
    OF_THE_COMPANY,
    Staff,
    everybody_else,
    staffed,
)
from tests.isolation.requests import ABSENT, Asked, all_requests
from tests.profiles import choose

#: Requests that name something of a person.
ASKED = [asked for asked in all_requests() if asked.names & OF_PEOPLE]


@pytest.fixture
def staff(acme: Company, world: World, operator: Any) -> Staff:
    unlimited(operator)
    return staffed(acme, world)


def test_every_name_is_said_to_be_of_people_or_of_the_company() -> None:
    assert set(ABSENT) == OF_PEOPLE | OF_THE_COMPANY
    assert not OF_PEOPLE & OF_THE_COMPANY


def _answer(caller: Any, asked: Asked, names: Any) -> Any:
    path, query, body = asked.filled(names)
    if_match = "*" if asked.route.needs_if_match else None
    return caller.call(asked.route.method, path, body, query=query, if_match=if_match)


@pytest.mark.long
@pytest.mark.deep
def test_what_is_somebody_elses_is_answered_as_what_is_not_there(staff: Staff) -> None:
    told, count, turn = [], 0, 0
    for who, (caller, own) in staff.callers.items():
        role = Role.SUPERVISOR if who == "supervisor" else Role.AGENT
        for asked in ASKED:
            if role not in PERMISSIONS[asked.route.operation]:
                continue
            for name in sorted(asked.names & OF_PEOPLE):
                # Everything else that the request names is the caller's own.
                nobodys = {**COMPANY, **own, name: ABSENT[name]}
                absent = likeness(_answer(caller, asked, nobodys), nobodys)
                for kind, theirs in everybody_else(staff, own).items():
                    turn += 1
                    if name not in theirs or turn % choose(quick=3, long=1):
                        continue
                    if _told_of_the_own(staff, asked, own, theirs[name]):
                        continue
                    names = {**COMPANY, **own, name: theirs[name]}
                    count += 1
                    found = likeness(_answer(caller, asked, names), names)
                    if found != absent:
                        told.append(f"{who} {asked} {kind} {name}:\n  {found}\n  {absent}")
    assert told == []
    assert count >= choose(quick=50, long=150)


def _told_of_the_own(staff: Staff, asked: Asked, own: Any, value: str) -> bool:
    """Whether the request is for the caller's own former id, which says the new one."""
    former = own["person"] == staff.names["old"]["person"] and value == f"{MARK}old"
    return former and asked.route.operation == "employees.read"


@pytest.mark.long
def test_each_caller_reads_what_is_the_own(staff: Staff) -> None:
    """This proves that the answers above are refusals of things that exist."""
    for who, (caller, own) in staff.callers.items():
        person = caller.get(f"/v1/employees/{own['employee_id']}").ok()
        assert person["person"] == own["person"], who
        if person["former_ids"]:
            problem = caller.get(f"/v1/employees/{MARK}old").problem(404)
            assert problem["detail"] == f"The id {MARK}old was changed to {MARK}new."
        plans = caller.get("/v1/improvement-plans").ok()["items"]
        cards = caller.get(f"/v1/employees/{own['employee_id']}/scorecards").ok()["items"]
        # The newcomer has a result of the month that is not published, so not one to read, and the
        # first one of a locked month, by a correction: without plans.
        computed = [one for one in cards if one["correction"] is None]
        assert bool(computed) is bool(plans) is (who != "newcomer"), who
        assert cards, who
        assert {one["person"] for one in (*cards, *plans)} <= {own["person"]}


def test_no_answer_tells_anything_of_somebody_else(staff: Staff) -> None:
    """Every route, its own things named where it names things of people."""
    for who, (caller, own) in staff.callers.items():
        words = {value for kind in staff.names.values() for value in kind.values()}
        others = {word for word in words if word not in own.values()}
        if who == "renamed agent":
            # The own ids of before are told: they are in the person's own record.
            others.discard(f"{MARK}old")
        for route in PRIVATE:
            path = None
            if "{employee_id}" in route.path and route.method == "GET":
                path = route.path.format(**{**COMPANY, **own})
            text = ask(caller, route, path=path).text
            told = [word for word in others if f'"{word}' in text]
            assert told == [], f"{who} {route.operation}: {text}"


@pytest.mark.long
def test_a_credential_of_nobody_present_opens_nothing(staff: Staff) -> None:
    """Of a deleted person, whether the id is in use or not, and of one who came under another."""
    for caller in staff.ended.values():
        for route in PRIVATE:
            ask(caller, route).problem(401, "unauthenticated")


@pytest.mark.long
def test_a_former_id_tells_those_who_see_everybody_nothing_but_the_new_one(staff: Staff) -> None:
    former = {**COMPANY, "employee_id": f"{MARK}old"}
    own = {f"{MARK}old", f"{MARK}new", staff.names["old"]["person"]}
    for role in (Role.ADMIN, Role.HR, Role.AUDITOR):
        caller = staff.company.callers()[role.value]
        for asked in ASKED:
            if asked.route.method != "GET" or "employee_id" not in asked.names:
                continue
            if "cursor" in asked.names:
                continue
            if role not in PERMISSIONS[asked.route.operation]:
                continue
            reply = _answer(caller, asked, former)
            assert reply.status == 404 or reply.json.get("items") == [], f"{asked}: {reply.text}"
            left = reply.text
            for word in own:
                left = left.replace(word, "")
            assert MARK not in left, left
