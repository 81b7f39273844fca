"""A company with one of everything that a path, query or body can name."""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from chalicelib.person_keys import shown
from tests.api.client import Api
from tests.api.company import Company
from tests.api.exports.delivering import deliver, queue_of
from tests.api.rating_rounds.rating import scheme as rating_scheme
from tests.api.settled_month import settled
from tests.api.uploads.sending import IN_PARTS, Desk, csv_of, published
from tests.api.world import TABLE, World
from tests.isolation.inspections import inspected
from tests.isolation.signals import signalled

#: A part of every name of the company. No answer to another company may contain it.
MARK = "gx-"
LOCKED_PERIOD = "2026-08"
#: The period of a rating round, which has no result.
RATED_PERIOD = "2026-07"
PERIOD = "2026-09"
EMPLOYEE, TEAM, CODE = f"{MARK}1001", f"{MARK}team", f"{MARK}scheme"
RATINGS = f"{MARK}ratings"


def scheme(code: str) -> dict[str, Any]:
    """A small scheme whose lowest band drafts improvement plans."""
    return {**deepcopy(IN_PARTS), "code": code}


@dataclass(frozen=True)
class Things:
    """The names of the company's things, by the name of a route's parameter."""

    names: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        return self.names[name]


def furnish(company: Company, world: World) -> Things:
    """Fill the company by requests of its own callers. Return the names of what they made."""
    published(company, scheme(CODE))
    desk = Desk(world, company.hr, company.tenant)
    # 125 answers in 9,375 s are 75 s each: 4 whole steps of 10 s over 30, so 40 - 4 × 8 = 8;
    # 45 solved of 90 raised are 50%: 60 - 40 × 2 < 0, so 0. A total of 8 is poor: plans follow.
    row = f"{EMPLOYEE},{MARK}name,{TEAM},9375,125,45,90"
    upload = desk.send(csv_of(row, f"{MARK}1002,,{TEAM},x,1,1,1"), scheme=CODE, period=PERIOD)
    assert (upload["counts"]["scored"], upload["counts"]["failed"]) == (1, 1), upload
    left_behind(world, company.tenant, PERIOD, CODE)
    sealed(world, company.tenant)
    person = {"name": f"{MARK}name", "team": TEAM, "external_ids": {"hris": f"{MARK}4711"}}
    company.hr.put(f"/v1/employees/{EMPLOYEE}", person).ok()
    _announced(company, world)
    rating_round = _rating_round(company, world)
    _locked(company, world, desk, row)
    key = company.admin.post("/v1/api-keys", {"role": "hr", "name": f"{MARK}key"}).ok(201)
    plans = company.admin.get("/v1/improvement-plans", query={"period": PERIOD}).ok()["items"]
    cursor = company.admin.get("/v1/audit-events", query={"limit": 1}).ok()["next"]
    token = company.admin.get("/v1/employees", query={"limit": 1}).ok()["sync_token"]
    return Things(
        {
            "tenant_id": company.tenant,
            "key_id": key["id"],
            "code": CODE,
            "scheme": CODE,
            "version": "1",
            "employee_id": EMPLOYEE,
            "person": shown(EMPLOYEE),
            "team": TEAM,
            **_teams(company),
            "period": PERIOD,
            "external_id": f"hris:{MARK}4711",
            "target": f"employees/{EMPLOYEE}",
            "upload": upload["id"],
            "upload_id": upload["id"],
            "plan_id": plans[0]["id"],
            **_case(company),
            "round_id": rating_round,
            "flag_id": flagged(world, company.tenant, rating_round),
            "task_id": f"{rating_round}.self.{shown(EMPLOYEE)}",
            "interview_id": _interview(company),
            "meeting_id": _meeting(company),
            "coaching_note_id": coached(company.admin),
            "opinion_id": _opinion(company),
            "link_id": _linked(company),
            **inspected(world, company.tenant, CODE, PERIOD, EMPLOYEE),
            **signalled(world, company.tenant, CODE, PERIOD, EMPLOYEE, rating_round),
            **_appeal(company),
            "correction_id": _correction(company, desk),
            "late_file_id": _late_file(company, desk, row),
            "cursor": cursor,
            "sync": token,
            "copy_id": company.admin.post("/v1/tenant/copies").ok(201)["id"],
            "simulation_id": _simulated(company),
            "erasure_id": _erased(company),
            **_exported(company, world),
        }
    )


def _case(company: Company) -> dict[str, str]:
    """A case that is proposed, and changes nothing yet, with a file that is announced."""
    about = {"employee_id": EMPLOYEE, "period": PERIOD, "scheme": CODE}
    said = {"kind": "exemption", "treatment": "full", "reason": f"{MARK}outage"}
    case = company.admin.post("/v1/cases", {**about, **said}).ok(201)["id"]
    file = {"filename": f"{MARK}letter.pdf", "content_type": "application/pdf"}
    made = company.admin.post(f"/v1/cases/{case}/files", file).ok(201)
    return {"case_id": case, "file_id": made["id"]}


def _rating_round(company: Company, world: World) -> str:
    """A drawn round, in which the one person of a team rates the own person. It is not opened, so
    that no period begins with it."""
    published(company, {**rating_scheme(), "code": RATINGS})
    body = {"scheme": RATINGS, "period": RATED_PERIOD, "closes_on": "2026-12-20", "teams": [TEAM]}
    made = company.hr.post("/v1/rating-rounds", {**body, "single_marks": True}).ok(201)
    for message in world.messages("jobs"):
        deliver(world, message, queue=queue_of(message))
    assert company.hr.get(f"/v1/rating-rounds/{made['id']}").ok()["forms"] == 1
    return str(made["id"])


def _announced(company: Company, world: World) -> None:
    """A plan that everybody was told of, too late, and that one person has acknowledged."""
    path = f"/v1/periods/{PERIOD}/announcement"
    company.hr.post(path, {"scheme": CODE, "note": f"{MARK}note"}).ok(201)
    for message in world.messages("jobs"):
        deliver(world, message, queue=queue_of(message))
    person = company.with_role("agent", employee_id=EMPLOYEE)
    person.post(f"{path}/acknowledge", {"scheme": CODE, "number": 1}).ok()


def _linked(company: Company) -> str:
    """A link of the calendar's feed, and days of a scheme's own."""
    days = {"scheme": CODE, "lock": {"day": 20}}
    company.hr.put("/v1/calendar/rules", days, if_match="*").ok()
    made = company.hr.post("/v1/calendar-links", {"name": f"{MARK}wall", "scheme": CODE})
    return str(made.ok(201)["id"])


def _interview(company: Company) -> str:
    """About a result that is locked, and so published."""
    about = {"employee_id": EMPLOYEE, "period": LOCKED_PERIOD, "scheme": CODE}
    said = {"held_on": "2026-11-04", "agreed": f"{MARK}training"}
    return str(company.admin.post("/v1/interviews", {**about, **said}).ok(201)["id"])


def _meeting(company: Company) -> str:
    """Of the team, with a decision that makes a plan for it."""
    about = {"subject": {"kind": "team", "team": TEAM}, "period": PERIOD, "scheme": CODE}
    said = {"held_on": "2026-11-04", "causes": f"{MARK}systems", "participants": [EMPLOYEE]}
    decision = {"decision": f"{MARK}join", "plan": {"problem": f"{MARK}slow"}}
    body = {**about, **said, "decisions": [decision]}
    return str(company.admin.post("/v1/review-meetings", body).ok(201)["id"])


def _appeal(company: Company) -> dict[str, str]:
    """Against a result that is locked, by its person, with a file that is announced. Other months
    have no window."""
    company.admin.patch("/v1/tenant", {"appeal_days": 7}, if_match="*").ok()
    about = {"period": LOCKED_PERIOD, "scheme": CODE, "revision": 1}
    said = {"against": {"kind": "result"}, "reason": f"{MARK}outage"}
    person = company.with_role("agent", employee_id=EMPLOYEE)
    made = person.post("/v1/appeals", {**about, **said}).ok(201)
    company.admin.patch("/v1/tenant", {"appeal_days": 0}, if_match="*").ok()
    letter = {"filename": f"{MARK}letter.pdf", "content_type": "application/pdf"}
    file = person.post(f"/v1/appeals/{made['id']}/files", letter).ok(201)
    return {"appeal_id": made["id"], "appeal_file_id": file["id"]}


def _correction(company: Company, desk: Desk) -> str:
    """All were solved in the locked month, and at once: a coefficient of 1.1, not 0.6."""
    about = {"employee_id": EMPLOYEE, "period": LOCKED_PERIOD, "scheme": CODE}
    said = {"figures": {"solved": "90", "wait_seconds": "3750"}, "reason": f"{MARK}late"}
    made = company.admin.post("/v1/corrections", {**about, **said}).ok(201)
    for body in desk.world.messages("uploads"):
        desk.deliver_body(body)
    return str(made["id"])


def _late_file(company: Company, desk: Desk, row: str) -> str:
    """A file of the locked month that is looked at, and says what stood there at the lock."""
    late = desk.send(csv_of(row), scheme=CODE, period=LOCKED_PERIOD, late=True)["id"]
    asked = {"upload_id": late, "reason": f"{MARK}late"}
    made = company.admin.post("/v1/corrections/files", asked).ok(201)
    for body in desk.world.messages("uploads"):
        desk.deliver_body(body)
    return str(made["id"])


def coached(author: Api) -> str:
    said = {"observed": f"{MARK}calls", "advice": f"{MARK}training"}
    note = {"employee_id": EMPLOYEE, "day": "2026-11-04", "scheme": CODE, **said}
    return str(author.post("/v1/coaching-notes", note).ok(201)["id"])


def _opinion(company: Company) -> str:
    sender = company.with_role("agent", employee_id=EMPLOYEE)
    said = {"about": "scheme", "scheme": CODE, "opinion": f"{MARK}idea"}
    return str(sender.post("/v1/opinions", said).ok(201)["id"])


def _teams(company: Company) -> dict[str, str]:
    """Two teams with near names, of which one is led, and one that was said to be another."""
    names = (f"{MARK}night shift", f"{MARK}night-shift", f"{MARK}nightshift")
    first, second, third = (
        company.hr.post("/v1/teams", {"names": name}).ok(201)["code"] for name in names
    )
    leaders = {"head": {"employee_id": EMPLOYEE}, "department": {"code": CODE, "names": CODE}}
    company.hr.patch(f"/v1/teams/{first}", leaders, if_match="*").ok()
    ids = sorted(one["id"] for one in company.hr.get("/v1/teams/proposals").ok()["items"])
    company.hr.post(f"/v1/teams/proposals/{ids[0]}/dismiss").ok()
    boss = company.with_role("admin", employee_id=EMPLOYEE)
    boss.post(f"/v1/teams/{third}/merge", {"into": second}).ok()
    return {"team_code": first, "into": second, "proposal_id": ids[0]}


def left_behind(world: World, tenant: str, period: str, scheme: str) -> None:
    """Store what a run that died leaves: a piece of a summary, and the entry of its lease."""
    place = f"{period}#{scheme}"
    items: tuple[dict[str, Any], ...] = (
        {
            "pk": {"S": f"{tenant}#period-summaries#{place}"},
            "sk": {"S": "gen_00#ranks#00000"},
            "packed": {"B": b"{}"},
        },
        {
            "pk": {"S": f"{tenant}#period-leases"},
            "sk": {"S": f"{place}#run_00"},
            "until": {"S": "2026-01-01T00:00:00.000Z"},
            "work": {"S": "upl_00"},
        },
    )
    for item in items:
        world.dynamodb.put_item(TableName=TABLE, Item={**item, "f": {"N": "1"}})


def flagged(world: World, tenant: str, rating_round: str) -> str:
    """Store a flag of the round's first closing, which a rater of one person does not get."""
    flag = {
        "id": {"S": "0100000000"},
        "round": {"S": rating_round},
        "indicator": {"S": "teamwork"},
        "code": {"S": "low_alpha"},
        "raters": {"L": []},
        "figures": {"M": {}},
        "text": {"M": {"zh": {"S": f"{MARK}x"}, "en": {"S": f"{MARK}x"}}},
    }
    key = {"pk": {"S": f"{tenant}#rater-flags#{rating_round}"}, "sk": {"S": "0100000000"}}
    world.dynamodb.put_item(TableName=TABLE, Item={**key, **flag, "f": {"N": "1"}})
    return "0100000000"


def sealed(world: World, tenant: str) -> None:
    """Store a seal of the company's audit log."""
    seal = {
        "number": {"N": "1"},
        "previous": {"S": "0" * 64},
        "month": {"S": "2026-11"},
        "events": {"L": []},
        "made_at": {"S": "2026-11-05T08:30:00.000Z"},
        "hash": {"S": "0" * 64},
    }
    key = {"pk": {"S": f"{tenant}#audit-seals"}, "sk": {"S": "0000000001"}}
    world.dynamodb.put_item(TableName=TABLE, Item={**key, **seal, "f": {"N": "1"}})


def _simulated(company: Company) -> str:
    path = f"/v1/schemes/{CODE}/simulations"
    return str(company.admin.post(path, {"period": PERIOD}).ok(201)["id"])


def _locked(company: Company, world: World, desk: Desk, row: str) -> None:
    """Another month is locked, and its snapshot is taken."""
    desk.send(csv_of(row), scheme=CODE, period=LOCKED_PERIOD)
    settled(company.hr, "lock", LOCKED_PERIOD, CODE).ok()
    for body in world.messages("exports"):
        deliver(world, body)
    person = company.with_role("agent", employee_id=EMPLOYEE)
    said = {"scheme": CODE, "revision": 1, "form": "seen"}
    person.post(f"/v1/employees/{EMPLOYEE}/scorecards/{LOCKED_PERIOD}/acknowledge", said).ok()


def _erased(company: Company) -> str:
    company.hr.put(f"/v1/employees/{MARK}gone", {"status": "active"}).ok(201)
    asked = company.admin.post(f"/v1/employees/{MARK}gone/erase", {"files": "keep"})
    return str(asked.ok(202)["id"])


def _exported(company: Company, world: World) -> dict[str, str]:
    """A file that is made, and one of differences; payroll rejected a row of each."""
    one = {"period": PERIOD, "scheme": CODE}
    made = company.admin.post("/v1/exports", one).ok(201)["id"]
    beside = {**one, "content": "differences"}
    differences = company.admin.post("/v1/exports", beside).ok(201)["id"]
    for body in world.messages("exports"):
        deliver(world, body)
    row = {"employee_id": EMPLOYEE, "answer": "rejected", "code": f"{MARK}E1"}
    body = {"rows": [{**row, "reason": f"{MARK}reason"}]}
    company.payroll.post(f"/v1/exports/{made}/receipt", body).ok()
    line = {"rows": [{**body["rows"][0], "period": LOCKED_PERIOD}]}
    company.payroll.post(f"/v1/exports/{differences}/receipt", line).ok()
    return {"export_id": str(made), "export": str(made)}
