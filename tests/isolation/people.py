"""A company in which ids of people changed hands, and what its callers may be told of whom."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from chalicelib.person_keys import PersonKey
from tests.api.client import Api
from tests.api.company import Company
from tests.api.people.calling import Caller, called
from tests.api.settled_month import settled
from tests.api.uploads.sending import Desk, csv_of, published
from tests.api.world import World
from tests.isolation.requests import ABSENT
from tests.isolation.signals import signal

#: Names of people and of what is theirs. Every other name in ``ABSENT`` is the whole company's.
OF_PEOPLE = frozenset(
    {
        *("employee_id", "person", "external_id", "plan_id", "case_id", "file_id"),
        *("interview_id", "inspection_task_id", "appeal_id", "correction_id"),
        "appeal_file_id",
        *("coaching_note_id", "opinion_id", "signal_id"),
    }
)
OF_THE_COMPANY = frozenset(
    {
        *("tenant_id", "key_id", "code", "scheme", "version", "team", "period"),
        *("team_code", "into", "proposal_id"),
        # Only those who see everybody read these: files, their erasure, copies, the log.
        *(
            "upload",
            "upload_id",
            "late_file_id",
            "export_id",
            "export",
            "erasure_id",
            "copy_id",
            "subject",
            "target",
        ),
        "simulation_id",
        # A form is found under its rater alone (tests/api/rating_rounds/test_tasks.py).
        *("round_id", "flag_id", "task_id"),
        *("inspection", "inspection_id"),
        # It counts the results of a period, and names none.
        "signal_run_id",
        # A team's: who leads it reads it.
        "meeting_id",
        # A link shows schemes and days, and nothing of anybody.
        "link_id",
        # A cursor and a token are signed for the list of one caller.
        *("cursor", "sync"),
    }
)

#: Part of every name of a person. ``px-mine`` is in team red, all others are in team blue.
MARK = "px-"
LOCKED, PUBLISHED, PROVISIONAL = "2026-08", "2026-09", "2026-10"
COMPANY = {**ABSENT, "code": "desk", "scheme": "desk", "version": "1", "period": PUBLISHED}


@dataclass(frozen=True)
class Staff:
    """``names``: of each person and of what is theirs, by what became of the person's id.

    ``callers``: those who see one person or one team, each with the names of what is their own.
    ``ended``: credentials of people who are no longer there, by what became of them.
    """

    company: Company
    names: Mapping[str, Mapping[str, str]]
    callers: Mapping[str, tuple[Api, Mapping[str, str]]]
    ended: Mapping[str, Api]


def staffed(company: Company, world: World) -> Staff:
    """Score three months of everybody, lock the first, publish the second, then let ids change
    hands."""
    published(company)
    hr, desk = called(company), Desk(world, company.hr, company.tenant)
    came = ("mine", "colleague", "old", "used", "gone", "first")
    for period in (LOCKED, PUBLISHED, PROVISIONAL):
        # 72 s and 80 %: both lines lose points, so that everybody has two plans.
        rows = [f"{MARK}{one},{MARK}{one}-name,{_team(one)},7200,100,80,100" for one in came]
        desk.send(csv_of(*rows), period=period)
    settled(company.hr, "lock", LOCKED, "desk").ok()
    settled(company.hr, "publish", PUBLISHED, "desk").ok()
    agents = {one: company.with_role("agent", employee_id=MARK + one) for one in came}
    agents["future"] = company.with_role("agent", employee_id=f"{MARK}future")
    names = {one: {**_names(company, hr, one), **_signal(world, company, one)} for one in came}
    _hand_on(hr)
    desk.send(csv_of(f"{MARK}used,,blue,7200,100,80,100"), period=PROVISIONAL)
    names["newcomer"] = _names(company, hr, "used")
    agents["newcomer"] = company.with_role("agent", employee_id=f"{MARK}used")
    names["renamed"] = {**names["old"], "employee_id": f"{MARK}new"}
    names["twice"] = {**names["first"], "employee_id": f"{MARK}second"}
    names["future"] = {"employee_id": f"{MARK}future"}
    supervisor = company.with_role("supervisor", team="red")
    return Staff(
        company,
        names,
        {
            "supervisor": (supervisor, names["mine"]),
            "agent": (agents["mine"], names["mine"]),
            "renamed agent": (agents["old"], names["renamed"]),
            "newcomer": (agents["newcomer"], names["newcomer"]),
        },
        {
            "deleted": agents["gone"],
            "deleted, id in use": agents["used"],
            "to come": agents["future"],
        },
    )


def _team(one: str) -> str:
    return "red" if one == "mine" else "blue"


def _names(company: Company, hr: Caller, one: str) -> dict[str, str]:
    employee_id = MARK + one
    person = hr.put(
        employee_id,
        name=f"{employee_id}-name",
        team=_team(one),
        external_ids={"hris": f"{employee_id}-hris-{len(hr.present())}"},
    )
    query = {"employee_id": employee_id}
    plans = company.hr.get("/v1/improvement-plans", query=query).ok()["items"]
    (number,) = person["external_ids"].values()
    about = {"employee_id": employee_id, "period": PUBLISHED, "scheme": "desk"}
    said = {"kind": "exemption", "treatment": "full", "reason": f"{employee_id}-outage"}
    # The person was asked, and so sees it while it is proposed.
    asked = {"hearing": {"asked_on": "2026-11-05"}}
    case = company.hr.post("/v1/cases", {**about, **said, **asked}).ok(201)
    sent = {"filename": f"{employee_id}.pdf", "content_type": "application/pdf"}
    file = company.hr.post(f"/v1/cases/{case['id']}/files", sent).ok(201)
    found = {"employee_id": employee_id, "person": person["person"], "case_id": case["id"]}
    found["file_id"] = file["id"]
    talk = {**about, "held_on": "2026-11-04", "agreed": f"{employee_id}-training"}
    interview = company.hr.post("/v1/interviews", talk)
    if interview.status == 201:
        # The newcomer has no published result to talk about.
        found["interview_id"] = interview.json["id"]
    reason = {"against": {"kind": "result"}, "reason": f"{employee_id}-outage", "revision": 1}
    agent = company.with_role("agent", employee_id=employee_id)
    appeal = agent.post("/v1/appeals", {"period": PUBLISHED, "scheme": "desk", **reason})
    if appeal.status == 201:
        path = f"/v1/appeals/{appeal.json['id']}/files"
        letter = agent.post(path, sent).ok(201)["id"]
        found |= {"appeal_id": appeal.json["id"], "appeal_file_id": letter}
    wrong = {"employee_id": employee_id, "period": LOCKED, "scheme": "desk", "reason": "late"}
    correction = company.hr.post(
        "/v1/corrections", {**wrong, "figures": {"solved": "90", "wait_seconds": "3000"}}
    )
    if correction.status == 201:
        # The newcomer was not there.
        found["correction_id"] = correction.json["id"]
    said = {"observed": f"{employee_id}-calls", "advice": f"{employee_id}-training"}
    note = {"employee_id": employee_id, "day": "2026-11-04", **said}
    found["coaching_note_id"] = company.hr.post("/v1/coaching-notes", note).ok(201)["id"]
    sender = company.with_role("agent", employee_id=employee_id)
    opinion = {"about": "service", "opinion": f"{employee_id}-idea"}
    found["opinion_id"] = sender.post("/v1/opinions", opinion).ok(201)["id"]
    return {**found, "external_id": f"hris:{number}", "plan_id": plans[0]["id"]}


def _signal(world: World, company: Company, one: str) -> dict[str, str]:
    """A signal about the person who came with the id."""
    person = PersonKey(MARK + one)
    return {"signal_id": signal(world, company.tenant, "desk", PUBLISHED, person, _team(one))}


def _hand_on(hr: Caller) -> None:
    hr.rename(f"{MARK}old", f"{MARK}new")
    hr.rename(f"{MARK}first", f"{MARK}second")
    hr.put(f"{MARK}other", team="blue")
    # Who had the id first is called px-second, who has it now came as px-other.
    hr.rename(f"{MARK}other", f"{MARK}first", reuse=True)
    # The id of the key that waits for somebody is somebody else's now.
    hr.put(f"{MARK}another", team="blue")
    hr.rename(f"{MARK}another", f"{MARK}future")
    hr.delete(f"{MARK}gone")
    hr.delete(f"{MARK}used")
    hr.put(f"{MARK}used", team="blue", new_person=True)


def everybody_else(staff: Staff, own: Mapping[str, Any]) -> dict[str, Mapping[str, str]]:
    """Return the names of whom this caller must not be told of, by what became of the id.

    The caller's own former id is among them.
    """
    theirs = {**staff.names, "own id before": {"employee_id": f"{MARK}old"}}
    mine = own["employee_id"]
    return {
        kind: {name: value for name, value in names.items() if value != own.get(name)}
        for kind, names in theirs.items()
        if names["employee_id"] != mine or names.get("person") != own["person"]
    }
