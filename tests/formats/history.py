"""A small company's history, made by its own requests: one of everything that is stored.

August is imported; September is published, locked and exported; October has corrections, a new
version of the scheme, a rescoring and a pilot, and is provisional. Every figure that matters is
worked out in tests/api; here it counts that every kind of item is there.
"""

import json
from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from chalice.app import SQSEvent

from chalicelib.api_keys.operator_keys import issue_operator_key
from chalicelib.audit import sealing
from chalicelib.costs import jobs as costs
from chalicelib.jobs import dead_letters
from chalicelib.store.keys import collection_of
from tests.api.company import Company
from tests.api.people.worker import Worker
from tests.api.rating_rounds.rating import answers
from tests.api.rating_rounds.rating import scheme as rating_scheme
from tests.api.settled_month import settled
from tests.api.uploads.sending import SCHEME, Desk, csv_of, published
from tests.api.world import World
from tests.formats.seeded import Process
from tests.isolation.inspections import INSPECTION, inspected
from tests.isolation.requests import BODIES
from tests.isolation.things import flagged, left_behind

DESK = {"scheme": "desk"}
AUGUST, SEPTEMBER, OCTOBER, DECEMBER = "2026-08", "2026-09", "2026-10", "2026-12"


def lived(process: Process) -> dict[str, str]:
    """Make the history; give the secrets of its callers, by role."""
    operator = process.api.as_(issue_operator_key(process.platform.table, process.platform.clock))
    company = Company(operator, "acme")
    worker = Worker(process.world)
    desk = Desk(process.world, company.hr, "acme")
    callers = {**company.callers(), "operator": operator}
    other = {"id": "globex", "name": "Globex"}
    operator.post("/v1/tenants", other, idempotency_key="onboard-1").ok(201)
    operator.put("/v1/tenants/acme/sign-in", BODIES["tenants.sign_in_change"]).ok()
    revoked = company.admin.post("/v1/api-keys", {"role": "hr", "name": "lost"}).ok(201)
    company.admin.delete(f"/v1/api-keys/{revoked['id']}").ok(204)
    lead = {"roles": ["supervisor", "agent"], "teams": ["red", "blue"], "departments": ["sales"]}
    company.admin.post("/v1/api-keys", {**lead, "employee_id": "1001"}).ok(201)
    published(company)
    _register(company)
    _teams(company)
    _august(desk)
    _september(process, company, desk, worker)
    _october(process, company, desk)
    flagged(process.world, "acme", _rated(company, worker))
    _announced(company, worker)
    left_behind(process.world, "acme", OCTOBER, "desk")
    sealing.seal_all(process.platform)
    _erased(company, worker)
    company.admin.post("/v1/tenant/copies", idempotency_key="copy-1").ok(201)
    worker.deliver(json.dumps({"kind": costs.KIND, "tenant": "acme", "attempt": 0}))
    worker.work()
    company.admin.post("/v1/schemes", {**deepcopy(SCHEME), "code": "draft"}).ok(201)
    _dead_letter(process)
    return {role: str(caller.key) for role, caller in callers.items()}


def kinds(world: World) -> set[str]:
    """The collections of which something is stored."""
    return {collection_of(item["pk"]["S"]) for item in world.items()}


def _dead_letter(process: Process) -> None:
    """A message that no worker could read."""
    letter = {
        "messageId": "00000000-0000-4000-8000-000000000000",
        "body": '{"kind": "of a later version", "tenant": "acme"}',
        "eventSourceARN": "arn:aws:sqs:us-east-1:123456789012:servicescore-jobs-dead-letters",
    }
    dead_letters.read_all(process.platform, SQSEvent({"Records": [letter]}, None))


def _register(company: Company) -> None:
    """People before their first file: ids in other systems, a bonus base, one who has left."""
    ann = {
        "name": "安 Ann",
        "team": "red",
        "external_ids": {"hris": "4711"},
        "bonus_base": "800.00",
    }
    company.hr.put("/v1/employees/1001", ann).ok(201)
    company.hr.put("/v1/employees/left", {"name": "Lee"}).ok(201)
    company.hr.delete("/v1/employees/left", if_match="*")


def _teams(company: Company) -> None:
    """A team with leaders and a department; one that was merged; near names of two teams."""
    lead = {"employee_id": "1001"}
    made = {"names": {"zh": "夜班", "en": "Night"}, "code": "t-night", "aliases": ["夜班一组"]}
    sales = {"code": "sales", "names": "Sales"}
    body = {**made, "department": sales, "head": lead, "supervisors": [lead]}
    company.hr.post("/v1/teams", body).ok(201)
    for names in ("Nightly", "Day 1", "Day-1"):
        company.hr.post("/v1/teams", {"names": names}).ok(201)
    boss = company.with_role("admin", employee_id="1001")
    boss.post("/v1/teams/nightly/merge", {"into": "t-night"}).ok()
    (near,) = company.hr.get("/v1/teams/proposals").ok()["items"]
    company.hr.post(f"/v1/teams/proposals/{near['id']}/dismiss").ok()


def _august(desk: Desk) -> None:
    """Imported: what 1001 had in another system, with one figure that is no number."""
    past = "employee_id,total,grade,coefficient,solved,raised\n1001,92.125,good,1.15,9,12\n"
    desk.send(f"{past}1002,x,,,,\n".encode(), period=AUGUST, grain="results")


def _september(process: Process, company: Company, desk: Desk, worker: Worker) -> None:
    """1001: 40 s, 88 %: 32 + 56 = 88.00, good. 1002: 72 s, 80 %: 8 + 40 = 48.00, poor, with plans.
    1003: no contact, nothing raised: no total. The fourth row is in error."""
    rows = (
        "1001,安 Ann,red,4000,100,88,100",
        "1002,Bob,red,7200,100,80,100",
        "1003,Cy,blue,0,0,0,0",
        "1004,Di,blue,x,1,1,1",
    )
    desk.send(csv_of(*rows), period=SEPTEMBER)
    plans = company.hr.get("/v1/improvement-plans", query={"period": SEPTEMBER}).ok()["items"]
    note = {"note": "看过了 seen", "owner": {"employee_id": "1001"}}
    company.hr.patch(f"/v1/improvement-plans/{plans[0]['id']}", note, if_match="*").ok()
    process.clock.advance(hours=1)
    settled(company.hr, "publish", SEPTEMBER, "desk").ok()
    said = {**DESK, "revision": 1, "form": "seen_and_agreed"}
    company.agent.post(f"/v1/employees/1001/scorecards/{SEPTEMBER}/acknowledge", said).ok()
    talk = {**DESK, "employee_id": "1001", "period": SEPTEMBER, "held_on": "2026-11-04"}
    held = company.hr.post("/v1/interviews", {**talk, "went_well": "很好"}).ok(201)["id"]
    answer = {"took_place": True, "remark": "同意"}
    company.agent.post(f"/v1/interviews/{held}/answer", answer, if_match="*").ok()
    plan = {"problem": "高峰时段响应慢", "indicator": "answer_time", "expected_value": "25"}
    met = {"subject": {"kind": "team", "team": "red"}, "held_on": "2026-11-04"}
    decided = {"causes": "两套系统", "decisions": [{"decision": "合并系统", "plan": plan}]}
    meeting = {**DESK, **met, **decided, "period": SEPTEMBER, "participants": ["1001"]}
    company.hr.post("/v1/review-meetings", meeting).ok(201)
    company.admin.patch("/v1/tenant", {"appeal_days": 7}, if_match="*").ok()
    against = {"kind": "line", "indicator": "answer_time"}
    appeal = {**DESK, "period": SEPTEMBER, "revision": 1, "against": against, "reason": "不服"}
    filed = company.agent.post("/v1/appeals", {**appeal, "evidence": "工单"}).ok(201)["id"]
    letter = {"filename": "letter.pdf", "content_type": "application/pdf"}
    company.agent.post(f"/v1/appeals/{filed}/files", letter).ok(201)
    company.admin.patch("/v1/tenant", {"appeal_days": 0}, if_match="*").ok()
    lead = company.with_role("hr", employee_id="1002")
    note = {
        **DESK,
        "employee_id": "1001",
        "day": "2026-11-04",
        "observed": "很好",
        "advice": "继续",
    }
    made = lead.post("/v1/coaching-notes", note).ok(201)["id"]
    path = f"/v1/coaching-notes/{made}/acknowledge"
    company.agent.post(path, {"remark": "同意"}, if_match="*").ok()
    idea = {**DESK, "about": "scheme", "opinion": "太陡 too steep"}
    sent = company.agent.post("/v1/opinions", idea).ok(201)["id"]
    answer = {"outcome": "noted", "answer": "已记录"}
    lead.post(f"/v1/opinions/{sent}/answer", answer, if_match="*").ok()
    schedule = {"enabled": True, "day": 7, "hour": 8}
    company.admin.put("/v1/export-schedule", schedule, if_match="*").ok()
    for form in ("csv", "jsonl"):
        body = {**DESK, "period": SEPTEMBER, "format": form}
        company.hr.post("/v1/exports", body).ok(201)
    worker.work()
    exported = company.hr.get("/v1/exports").ok()["items"][0]["id"]
    row = {"employee_id": "1002", "answer": "rejected", "code": "E17", "reason": "无银行账号"}
    company.payroll.post(f"/v1/exports/{exported}/receipt", {"rows": [row]}).ok()
    settled(company.hr, "lock", SEPTEMBER, "desk", open_appeals=1).ok()
    worker.work()
    wrong = {**DESK, "employee_id": "1001", "period": SEPTEMBER, "reason": "数错了"}
    for solved in ("78", "95"):
        figures = {**wrong, "figures": {"solved": solved}}
        company.hr.post("/v1/corrections", figures).ok(201)
    # 30 s and 95 %: 40 + 60 = 100.00.
    better = {"figures": {"wait_seconds": "3000", "solved": "95"}}
    company.hr.post("/v1/corrections", {**wrong, **better, "employee_id": "1002"}).ok(201)
    _follow(process, desk)
    beside = {**DESK, "period": SEPTEMBER, "format": "csv", "content": "differences"}
    company.hr.post("/v1/exports", beside).ok(201)
    worker.work()
    late = desk.send(csv_of("1002,Bob,red,5200,100,80,100"), period=SEPTEMBER, late=True)
    asked = {"upload_id": late["id"], "reason": "系统晚到"}
    company.hr.post("/v1/corrections/files", asked).ok(201)
    _follow(process, desk)


def _follow(process: Process, desk: Desk) -> None:
    for message in process.world.messages("uploads"):
        desk.deliver_body(message)


def _october(process: Process, company: Company, desk: Desk) -> None:
    """A correction (a second revision), a refused file, one that never came, then a version with
    another target by which all is scored again, and a pilot of a third on team red."""
    process.clock.advance(days=1)
    desk.send(csv_of("1001,,red,3000,100,95,100", "1002,,red,6000,100,85,100"))
    desk.send(csv_of("1002,,red,5000,100,85,100", "gone,Flo,red,9000,100,50,100"))
    desk.send(csv_of("1001,,red,x,1,1,1"), on_error="reject")
    desk.announce()
    _released(company, "publish", target="40", effective_from=OCTOBER, reason="法规")
    company.hr.post(f"/v1/periods/{OCTOBER}/rescore", DESK).ok(202)
    for message in process.world.messages("uploads"):
        desk.deliver_body(message)
    company.hr.post("/v1/schemes/desk/simulations", {"period": OCTOBER}).ok(201)
    _cases(process, company, desk)
    inspected(process.world, "acme", "desk", OCTOBER, "1001")
    _looked_through(process, company, desk)
    _released(company, "pilot", target="20", effective_from=OCTOBER, teams=["red"])
    desk.send(csv_of("1001,,red,3000,100,96,100", "1002,,red,5000,100,86,100"))


def _looked_through(process: Process, company: Company, desk: Desk) -> None:
    """1001: an answer time of 30 beside 95 solved, 65 apart: a signal, which is dismissed."""
    pair = {"first": {"indicator": "answer_time"}, "second": {"column": "solved"}}
    rules = {"far_apart": [{"code": "pair", **pair, "distance": "20", "basis": "约定"}]}
    company.hr.put("/v1/schemes/desk/signal-settings", rules, if_match="*").ok()
    company.hr.post("/v1/signal-runs", {**DESK, "period": OCTOBER}).ok(201)
    for message in process.world.messages("uploads"):
        desk.deliver_body(message)
    listed = {**DESK, "period": OCTOBER, "employee_id": "1001"}
    (found,) = company.hr.get("/v1/signals", query=listed).ok()["items"]
    boss = company.with_role("admin", employee_id="1002")
    path = f"/v1/signals/{found['id']}/dismiss"
    boss.post(path, {"reason": "口径不同"}, if_match="*").ok()


def _cases(process: Process, company: Company, desk: Desk) -> None:
    """An exemption that is confirmed and in effect, and one that is proposed."""
    about = {"kind": "exemption", "employee_id": "1002", "period": OCTOBER, **DESK}
    said = {"indicator": "answer_time", "treatment": "adjusted_target", "target": "45"}
    company.hr.put("/v1/employees/lead", {"name": "Lea", "team": "office"}).ok(201)
    lead = company.with_role("hr", employee_id="lead")
    made = lead.post("/v1/cases", {**about, **said, "reason": "停电", "evidence": "工单"})
    case = made.ok(201)
    boss = company.with_role("admin", employee_id="1001")
    boss.post(f"/v1/cases/{case['id']}/confirm", if_match=made.etag).ok()
    for message in process.world.messages("uploads"):
        desk.deliver_body(message)
    today = process.clock().date().isoformat()
    said = {"treatment": "full", "reason": "病假", "hearing": {"asked_on": today}}
    asked = lead.post("/v1/cases", {**about, **said}).ok(201)
    file = {"filename": "letter.pdf", "content_type": "application/pdf"}
    lead.post(f"/v1/cases/{asked['id']}/files", file).ok(201)


def _rated(company: Company, worker: Worker) -> str:
    """An open round of another scheme: a form that is saved with a comment, and one submitted."""
    document = {**rating_scheme(), "code": "rated"}
    made = company.admin.post("/v1/schemes", document)
    path = "/v1/schemes/rated/publish"
    company.admin.post(path, {"effective_from": OCTOBER}, if_match=made.etag).ok(201)
    body = {"scheme": "rated", "period": OCTOBER, "closes_on": "2026-12-20", "seed": "a seed"}
    found = company.hr.post("/v1/rating-rounds", {**body, "teams": ["red"]}).ok(201)
    worker.work()
    company.hr.post(f"/v1/rating-rounds/{found['id']}/open", if_match="*").ok()
    path = f"/v1/rating-rounds/{found['id']}/links"
    link = company.hr.post(path, {"employees": ["1001"]}).ok(201)["items"][0]["secret"]
    company.hr.as_(link).post("/v1/rating-sessions").ok(201)
    caller = company.with_role("agent", employee_id="1001")
    first, second = caller.get("/v1/rating-tasks", query={"limit": 2}).ok()["items"]
    marks = answers("7.5", None, comment="评语 remark")
    caller.put(f"/v1/rating-tasks/{first['id']}", marks, if_match="*").ok()
    caller.put(f"/v1/rating-tasks/{second['id']}", answers("8", "9"), if_match="*").ok()
    caller.post(f"/v1/rating-tasks/{second['id']}/submit", if_match="*").ok()
    return str(found["id"])


def _released(company: Company, how: str, *, target: str, **body: Any) -> None:
    document = deepcopy(SCHEME)
    document["dimensions"][0]["indicators"][0]["target"] = target
    company.admin.put("/v1/schemes/desk", document, if_match="*").ok()
    company.admin.post(f"/v1/schemes/desk/{how}", body, if_match="*").ok(201)


def _announced(company: Company, worker: Worker) -> None:
    """December's plan is told to everybody, and one person has acknowledged it."""
    company.hr.put("/v1/calendar/rules", {"lock": {"day": 31}}, if_match="*").ok()
    company.hr.post("/v1/calendar-links", {"name": "墙上 wall"}).ok(201)
    path = f"/v1/periods/{DECEMBER}/announcement"
    company.hr.post(path, {**DESK, "note": "请阅读 read it"}).ok(201)
    worker.work()
    company.agent.post(f"{path}/acknowledge", {**DESK, "number": 1}).ok()


def _erased(company: Company, worker: Worker) -> None:
    """Somebody with results, with the rows in the files."""
    company.admin.post("/v1/employees/gone/erase", {"files": "keep"}).ok(202)
    worker.work()


def reads(process: Process, secrets: Mapping[str, str]) -> list[tuple[str, str]]:
    """What is asked of the company: a role and a path, for every list and every single thing."""
    ask = {role: process.api.as_(secret) for role, secret in secrets.items()}
    paths = [
        *("/v1/tenant", "/v1/api-keys", "/v1/export-schedule", "/v1/tenant/copies"),
        *("/v1/uploads", "/v1/schemes", "/v1/exports", "/v1/periods", "/v1/improvement-plans"),
        *("/v1/cases", "/v1/exports/rejected-rows", "/v1/rating-rounds", "/v1/interviews"),
        *("/v1/coaching-notes", "/v1/opinions", "/v1/review-meetings"),
        *("/v1/inspections", f"/v1/inspections/{INSPECTION}", f"/v1/inspections/{INSPECTION}/draw"),
        *(f"/v1/signals?scheme=desk&period={OCTOBER}", "/v1/schemes/desk/signal-settings"),
        "/v1/appeals",
        *("/v1/calendar/rules", "/v1/calendar-links"),
        "/v1/calendar?from=2026-11-01&to=2027-02-28",
        f"/v1/periods/{DECEMBER}/announcement?scheme=desk",
        f"/v1/periods/{DECEMBER}/announcement/people?scheme=desk",
        *("/v1/corrections", "/v1/differences", "/v1/periods/2026-09/scorecards?effective=true"),
        "/v1/employees",
        *("/v1/teams", "/v1/teams?status=merged", "/v1/teams/t-night", "/v1/teams/nightly"),
        *("/v1/teams/proposals", "/v1/teams/proposals?status=dismissed"),
        "/v1/employees?external_id=hris:4711",
        "/v1/employees?modified_since=2026-01-01T00:00:00Z",
        "/v1/audit-events/verification",
        *("/v1/audit-events?month=2026-11", "/v1/schemes/desk", "/v1/schemes/draft"),
        *("/v1/schemes/desk/versions", "/v1/schemes/desk/versions/1"),
        *("/v1/schemes/desk/diff?from=1&to=2", "/v1/schemes/desk/rulebook?version=2"),
    ]
    for list_path in ("/v1/uploads", "/v1/exports", "/v1/improvement-plans", "/v1/tenant/copies"):
        listed = ask["admin"].get(list_path).ok()["items"]
        paths += [f"{list_path}/{one['id']}" for one in listed]
        if list_path == "/v1/uploads":
            paths += [f"{list_path}/{one['id']}/errors" for one in listed]
            paths += [f"{list_path}/{one['id']}/findings" for one in listed]
    for event in ask["admin"].get("/v1/audit-events?month=2026-11&limit=200").ok()["items"]:
        if event["target"].startswith("erasures/"):
            paths.append(f"/v1/{event['target']}")
    for period in (SEPTEMBER, OCTOBER):
        paths += [
            f"/v1/periods/{period}?scheme=desk",
            f"/v1/periods/{period}/scorecards?scheme=desk",
            f"/v1/periods/{period}/bonus-coefficients?scheme=desk",
            f"/v1/periods/{period}/acknowledgements?scheme=desk",
            f"/v1/periods/{period}/changes?scheme=desk",
        ]
    paths.append(f"/v1/periods/{OCTOBER}/scorecards?scheme=desk&pilot=3")
    for person in ("1001", "1002", "1003"):
        paths += [f"/v1/employees/{person}", f"/v1/employees/{person}/scorecards"]
    paths += [
        f"/v1/employees/{person}/scorecards/{period}?explain=true"
        for person in ("1001", "1002")
        for period in (SEPTEMBER, OCTOBER)
    ]
    paths.append(f"/v1/employees/1002/scorecards/{OCTOBER}?revision=1&explain=true")
    paths.append(f"/v1/employees/1002/scorecards/{OCTOBER}/history?scheme=desk")
    asked = [("admin", path) for path in dict.fromkeys(paths)]
    asked += [("supervisor", f"/v1/periods/{SEPTEMBER}/scorecards?scheme=desk")]
    asked += [("agent", f"/v1/employees/1001/scorecards/{SEPTEMBER}?explain=true")]
    asked += [("hr", "/v1/employees?team=red"), ("auditor", "/v1/audit-events")]
    asked += [("operator", "/v1/tenants"), ("operator", "/v1/tenants/acme/sign-in")]
    return asked
