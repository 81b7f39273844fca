"""The company's audit log has every operation that changes something: who, before and after."""

import json
from collections.abc import Callable
from typing import Any
from unittest import mock

import pytest

from tests.api.answer import Reply
from tests.api.client import Api
from tests.api.company import Company
from tests.api.exports.delivering import deliver, queue_of
from tests.api.inspections.inspecting import JUDGED
from tests.api.people.worker import Worker
from tests.api.rating_rounds.rating import answers
from tests.api.settled_month import settled
from tests.api.uploads.sending import Desk, csv_of, published
from tests.api.web.walking import PRIVATE
from tests.api.world import World
from tests.isolation.requests import BODIES
from tests.isolation.things import (
    CODE,
    EMPLOYEE,
    LOCKED_PERIOD,
    MARK,
    PERIOD,
    RATINGS,
    TEAM,
    Things,
    furnish,
    scheme,
)

CHANGING = {route.operation for route in PRIVATE if route.method != "GET" and not route.pure}
#: The name of an operation in the log, where it differs from the operation's own name.
NAMED = {
    "scorecards.settlement": "exports.create",
    "employees.batch": "employees.change",
    "employees.update": "employees.change",
}
#: Who does what no admin does.
ROLES = {
    "exports.receipt": "payroll",
    "scorecards.acknowledge": "agent",
    "announcements.acknowledge": "agent",
    "interviews.answer": "agent",
    "coaching_notes.acknowledge": "agent",
    "inspection_tasks.save": "inspector",
    "appeals.file": "agent",
    "appeals.change": "agent",
    "appeals.add_file": "agent",
    "appeals.remove_file": "agent",
    "appeals.withdraw": "agent",
    "appeals.second_instance": "agent",
    "rating_sessions.open": "invited",
}
#: Whose credential is no key.
KINDS = {"rating_sessions.open": "link"}
#: Events without content: the request makes nothing but the target itself.
WITHOUT_CONTENT = {"tenant_copies.create"}
#: A scheme with a source that is judged by inspection.
JUDGED_CODE = f"{MARK}judged"
#: The month after the one that is published and locked.
NEXT_PERIOD = "2026-10"

LEAVER = f"/v1/employees/{MARK}leaver/scorecards/2026-11"

Step = Callable[[], Reply]


@pytest.fixture
def things(globex: Company, world: World) -> Things:
    made = furnish(globex, world)
    published(globex, {**JUDGED, "code": JUDGED_CODE})
    # While a copy is running, another is refused.
    Worker(world).work()
    desk = Desk(world, globex.hr, globex.tenant)
    # Of another month: once applied it waits to be scored, and its own month is not published then.
    looked = desk.send(csv_of("7,x,,1,1,1,1"), scheme=CODE, period=NEXT_PERIOD, dry_run=True)
    return Things({**made.names, "looked_at": looked["id"]})


def steps(operator: Api, company: Company, things: Things, world: World) -> list[tuple[str, Step]]:
    """Return each operation with its request, in an order in which all succeed."""
    desk = Desk(world, company.hr, company.tenant)
    void = f"/v1/employees/{EMPLOYEE}/scorecards/{PERIOD}/void"
    admin, new = company.admin, f"{MARK}new"
    draft, tenant = f"/v1/schemes/{new}", f"/v1/tenants/{company.tenant}"
    sign_in, one = BODIES["tenants.sign_in_change"], {"scheme": CODE}
    january = {"effective_from": "2027-01"}

    def changing(path: str, method: str, json: Any = None, *, read: str | None = None) -> Step:
        return lambda: admin.call(method, path, json, if_match=admin.get(read or path).etag)

    def carried_out(path: str) -> Reply:
        """Ask for what a worker does, and let it."""
        reply = admin.post(path, {**one, "reason": "x"})
        for message in world.messages("uploads"):
            desk.deliver_body(message)
        return reply

    proposed = f"/v1/cases/{things['case_id']}"
    case = {**BODIES["cases.propose"], **one, "employee_id": EMPLOYEE, "period": NEXT_PERIOD}

    def deciding(path: Callable[[], str], how: str, json: Any = None) -> Step:
        """Somebody decides, so the key is bound to a person; one pair of eyes is enough here."""

        def decide() -> Reply:
            caller = company.with_role("admin", employee_id="9")
            return caller.post(f"{path()}/{how}", json, if_match="*")

        return decide

    def withdrawn() -> Reply:
        """Take back a file of another month than the one that is published."""
        row = csv_of(f"{EMPLOYEE},x,,1,1,1,1")
        upload = desk.send(row, scheme=CODE, period=NEXT_PERIOD)
        return admin.post(f"/v1/uploads/{upload['id']}/withdraw", {"reason": "x"})

    def merging() -> Reply:
        """Somebody decides, so the key is bound to a person."""
        body = {"into": "one"}
        return company.with_role("admin", employee_id=EMPLOYEE).post("/v1/teams/first/merge", body)

    signal, watched = f"/v1/signals/{things['signal_id']}", f"/v1/schemes/{CODE}/signal-settings"
    odd, rated = BODIES["signals.propose_case"], rating(company, things, world)

    def told_again() -> Reply:
        """Those who have come since, once the others were told."""
        Worker(world).work()
        return admin.post(f"{plan}/tell", one)

    plan = "/v1/periods/2026-12/announcement"
    days, own_days = "/v1/calendar/rules", {**one, "lock": {"day": 21}}
    link = f"/v1/calendar-links/{things['link_id']}"
    held = f"/v1/interviews/{things['interview_id']}"
    met = f"/v1/review-meetings/{things['meeting_id']}"
    red = {"subject": {"kind": "team", "team": TEAM}, "held_on": "2026-11-04"}
    meeting = {**one, **red, "period": PERIOD}
    locked = {**one, "employee_id": EMPLOYEE, "period": LOCKED_PERIOD}
    talk = {**locked, "held_on": "2026-11-04"}
    # No figure is left: money back.
    nothing = dict.fromkeys(("wait_seconds", "contacts", "solved", "raised"))
    wrong = {**locked, "figures": nothing, "reason": "x"}
    back = f"/v1/corrections/{things['correction_id']}/basis"
    late = f"/v1/corrections/files/{things['late_file_id']}"
    opinion = f"/v1/opinions/{things['opinion_id']}"
    note = f"/v1/coaching-notes/{things['coaching_note_id']}"
    coaching = {**BODIES["coaching_notes.record"], **one, "employee_id": EMPLOYEE, "plans": []}
    coaching["period"] = PERIOD
    talk = {**one, "employee_id": EMPLOYEE, "period": LOCKED_PERIOD, "held_on": "2026-11-04"}

    return [
        ("tenants.change", lambda: operator.patch(tenant, {"limits": {"max_employees": 9}})),
        ("tenants.sign_in_change", lambda: operator.put(f"{tenant}/sign-in", sign_in)),
        ("tenants.sign_in_remove", lambda: operator.delete(f"{tenant}/sign-in")),
        ("tenant.change", changing("/v1/tenant", "PATCH", {"locale": "zh", "four_eyes": False})),
        ("api_keys.create", lambda: admin.post("/v1/api-keys", {"role": "hr"})),
        ("api_keys.revoke", lambda: admin.delete(f"/v1/api-keys/{things['key_id']}")),
        ("tenant_copies.create", lambda: admin.post("/v1/tenant/copies")),
        ("schemes.create", lambda: admin.post("/v1/schemes", scheme(new))),
        ("schemes.change", changing(draft, "PUT", {**scheme(new), "name": "x"})),
        ("schemes.delete", changing(draft, "DELETE")),
        ("schemes.create", lambda: admin.post("/v1/schemes", scheme(new))),
        (
            "schemes.pilot",
            changing(f"{draft}/pilot", "POST", {**january, "teams": ["a"]}, read=draft),
        ),
        ("schemes.retire", changing(f"{draft}/retire", "POST", {"version": 1}, read=draft)),
        ("schemes.change", changing(draft, "PUT", {**scheme(new), "name": "y"})),
        ("schemes.publish", changing(f"{draft}/publish", "POST", january, read=draft)),
        ("employees.change", lambda: admin.put("/v1/employees/7", {"name": "x"})),
        ("employees.update", lambda: admin.patch("/v1/employees/7", {"name": "y"})),
        (
            "employees.batch",
            lambda: admin.post(
                "/v1/employees/batch", {"employees": [{"id": "8", "status": "active"}]}
            ),
        ),
        (
            "employees.rename",
            lambda: admin.post("/v1/employees/8/rename", {"employee_id": "9"}),
        ),
        ("employees.delete", lambda: admin.delete("/v1/employees/9")),
        ("employees.rehire", lambda: admin.post("/v1/employees/9/rehire", {"name": "z"})),
        ("employees.erase", lambda: admin.post("/v1/employees/7/erase", {"files": "keep"})),
        (
            "uploads.create",
            lambda: admin.post("/v1/uploads", {**one, "period": PERIOD, "filename": "a.csv"}),
        ),
        ("uploads.apply", lambda: admin.post(f"/v1/uploads/{things['looked_at']}/apply", {})),
        ("uploads.withdraw", withdrawn),
        ("teams.create", lambda: admin.post("/v1/teams", {"code": "one", "names": "Team 1"})),
        ("teams.create", lambda: admin.post("/v1/teams", {"code": "first", "names": "Team 一"})),
        ("teams.change", changing("/v1/teams/one", "PATCH", {"aliases": ["T1"]})),
        ("teams.dismiss", lambda: admin.post("/v1/teams/proposals/first~one/dismiss")),
        ("teams.merge", merging),
        ("teams.create", lambda: admin.post("/v1/teams", {"code": "none", "names": "Nobody's"})),
        ("teams.delete", changing("/v1/teams/none", "DELETE")),
        (
            "simulations.create",
            lambda: admin.post(f"/v1/schemes/{CODE}/simulations", {"period": PERIOD}),
        ),
        (
            "plans.create",
            lambda: admin.post(
                "/v1/improvement-plans",
                {**one, "employee_id": EMPLOYEE, "period": PERIOD, "problem": "x"},
            ),
        ),
        (
            "plans.change",
            changing(f"/v1/improvement-plans/{things['plan_id']}", "PATCH", {"note": "seen"}),
        ),
        ("scorecards.close", lambda: _closed(company, desk)),
        ("scorecards.settlement", lambda: company.admin.post(f"{LEAVER}/close/file", one)),
        ("scorecards.void", lambda: carried_out(void)),
        ("scorecards.lift_void", lambda: carried_out(f"{void}/lift")),
        ("cases.change", changing(proposed, "PATCH", {"reason": "x"})),
        ("cases.add_file", lambda: admin.post(f"{proposed}/files", BODIES["cases.add_file"])),
        ("cases.remove_file", lambda: admin.delete(f"{proposed}/files/{things['file_id']}")),
        ("cases.decline", deciding(lambda: proposed, "decline", {"reason": "x"})),
        # Of the month after: no worker runs, and the month is not published while it is due.
        ("cases.propose", lambda: admin.post("/v1/cases", case)),
        ("cases.confirm", deciding(lambda: _case(admin, "proposed"), "confirm")),
        ("cases.revoke", deciding(lambda: _case(admin, "confirmed"), "revoke", {"reason": "x"})),
        *rated[:-1],
        ("signal_settings.change", changing(watched, "PUT", {"raters": False})),
        # A flag of the round that was closed: dismissed, and a case proposed after all.
        ("signals.dismiss", deciding(lambda: signal, "dismiss", {"reason": "x"})),
        ("signals.propose_case", changing(f"{signal}/propose-case", "POST", odd, read=signal)),
        ("signal_runs.request", lambda: admin.post("/v1/signal-runs", {**one, "period": PERIOD})),
        rated[-1],
        ("interviews.record", lambda: admin.post("/v1/interviews", talk)),
        ("interviews.change", changing(held, "PATCH", {"agreed": "x"})),
        ("interviews.answer", lambda: _took_place(company, held)),
        ("review_meetings.record", lambda: admin.post("/v1/review-meetings", meeting)),
        ("review_meetings.change", changing(met, "PATCH", {"causes": "x"})),
        ("coaching_notes.record", lambda: admin.post("/v1/coaching-notes", coaching)),
        ("coaching_notes.change", changing(note, "PATCH", {"advice": "x"})),
        (
            "coaching_notes.acknowledge",
            lambda: _person(company).post(f"{note}/acknowledge", {"remark": "x"}, if_match="*"),
        ),
        ("opinions.send", lambda: _sent(company)),
        (
            "opinions.answer",
            deciding(lambda: opinion, "answer", {"outcome": "declined", "answer": "x"}),
        ),
        (
            "inspections.create",
            lambda: admin.post(
                "/v1/inspections",
                {
                    **one,
                    "scheme": JUDGED_CODE,
                    "source": "qa",
                    "period": PERIOD,
                    "per_agent": 1,
                    "inspectors": [EMPLOYEE],
                    "contacts": [{"employee_id": EMPLOYEE, "contact": "1", "day": f"{PERIOD}-01"}],
                },
            ),
        ),
        (
            "inspection_tasks.save",
            lambda: company.with_role("inspector", employee_id=EMPLOYEE).put(
                f"/v1/inspection-tasks/{things['inspection_task_id']}",
                {"submitted": False},
                if_match="*",
            ),
        ),
        (
            "inspections.hand_on",
            lambda: _handed_on(admin, desk, f"/v1/inspections/{things['inspection_id']}"),
        ),
        (
            "inspections.change",
            changing(
                f"/v1/inspections/{things['inspection_id']}",
                "PATCH",
                {"status": "cancelled", "reason": "x"},
            ),
        ),
        ("calendar.change_rules", changing(f"{days}?scheme={CODE}", "PUT", own_days)),
        ("calendar_links.make", lambda: admin.post("/v1/calendar-links", {"name": "x"})),
        ("calendar_links.replace", lambda: admin.post(f"{link}/replace")),
        ("calendar_links.revoke", lambda: admin.delete(link)),
        ("announcements.announce", lambda: admin.post(plan, {**one, "note": "x"})),
        ("announcements.tell", told_again),
        (
            "announcements.acknowledge",
            lambda: _person(company).post(f"{plan}/acknowledge", {**one, "number": 1}),
        ),
        ("periods.rescore", lambda: admin.post(f"/v1/periods/{PERIOD}/rescore", one)),
        (
            "periods.final",
            lambda: admin.post(
                f"/v1/periods/{PERIOD}/final", {**one, "source": "qa", "reason": "x"}
            ),
        ),
        ("periods.publish", lambda: settled(admin, "publish", PERIOD, CODE)),
        ("scorecards.acknowledge", lambda: _seen(company)),
        *appealed(company, desk, world),
        ("periods.lock", lambda: settled(admin, "lock", PERIOD, CODE)),
        ("late_files.look", lambda: _looked_again(admin, late)),
        ("late_files.take", lambda: admin.post(f"{late}/take")),
        ("corrections.make", lambda: admin.post("/v1/corrections", wrong)),
        ("corrections.basis", lambda: admin.post(back, {"kind": "waiver", "text": "x"})),
        (
            "periods.reopen",
            lambda: admin.post(f"/v1/periods/{PERIOD}/reopen", {**one, "reason": "x"}),
        ),
        ("exports.create", lambda: admin.post("/v1/exports", {**one, "period": PERIOD})),
        ("exports.receipt", lambda: _accepted(company, things["export_id"])),
        (
            "export_schedule.change",
            changing("/v1/export-schedule", "PUT", {"enabled": True, "day": 3, "hour": 6}),
        ),
    ]


def _closed(company: Company, desk: Desk) -> Reply:
    """A leaver's result of another month is settled ahead."""
    gone, period = f"{MARK}leaver", "2026-11"
    company.admin.put(f"/v1/employees/{gone}", {"name": "x"}).ok(201)
    desk.send(csv_of(f"{gone},x,,1,1,1,1"), scheme=CODE, period=period)
    company.admin.patch(f"/v1/employees/{gone}", {"status": "left"}, if_match="*").ok()
    return company.admin.post(f"{LEAVER}/close", {"scheme": CODE, "reason": "x"})


def appealed(company: Company, desk: Desk, world: World) -> list[tuple[str, Step]]:
    """An appeal of the published month, through both instances; and one whose remedy fails."""
    admin, person = company.admin, company.with_role("agent", employee_id=EMPLOYEE)
    wrong = {"kind": "figures", "columns": {"wait_seconds": "soon"}}
    path, one = f"/v1/employees/{EMPLOYEE}/scorecards/{PERIOD}", {"scheme": CODE}

    def judge() -> Api:
        return company.with_role("admin", employee_id="judge")

    def window(days: int) -> None:
        admin.patch("/v1/tenant", {"appeal_days": days}, if_match="*").ok()

    def filed(kind: str = "result", **more: str) -> Reply:
        window(7)
        revision = admin.get(path, query=one).ok()["revision"]
        about = {"period": PERIOD, **one, "revision": revision, "reason": "x"}
        return person.post("/v1/appeals", {**about, "against": {"kind": kind, **more}})

    def doing(caller: Api, how: str, body: Any = None) -> Reply:
        query = {"period": PERIOD, "limit": 1}
        (found,) = admin.get("/v1/appeals", query=query).ok()["items"]
        path = f"/v1/appeals/{found['id']}{how}"
        if not how:
            return caller.patch(path, body, if_match="*")
        return caller.post(path, body, if_match="*")

    def again() -> Reply:
        filed("line", indicator="answer_time").ok(201)
        doing(judge(), "/review").ok()
        decision = {"decision": "upheld", "reason": "x", "remedies": [wrong]}
        doing(judge(), "/decide", decision).ok()
        _scored(desk, world)
        reply = doing(judge(), "/carry-out")
        _scored(desk, world)
        window(0)
        return reply

    def without_file() -> Reply:
        (found,) = admin.get("/v1/appeals", query={"period": PERIOD, "limit": 1}).ok()["items"]
        file = found["files"][0]["id"]
        return person.delete(f"/v1/appeals/{found['id']}/files/{file}")

    rejected = {"decision": "rejected", "reason": "x"}
    letter = BODIES["appeals.add_file"]
    return [
        ("appeals.file", filed),
        ("appeals.change", lambda: doing(person, "", {"reason": "y"})),
        ("appeals.add_file", lambda: doing(person, "/files", letter)),
        ("appeals.remove_file", without_file),
        ("appeals.review", lambda: doing(judge(), "/review")),
        ("appeals.decide", lambda: doing(judge(), "/decide", rejected)),
        ("appeals.second_instance", lambda: doing(person, "/second-instance", {"reason": "x"})),
        ("appeals.withdraw", lambda: doing(person, "/withdraw")),
        ("appeals.carry_out", again),
    ]


def _scored(desk: Desk, world: World) -> None:
    for message in world.messages("uploads"):
        desk.deliver_body(message)


def rating(company: Company, things: Things, world: World) -> list[tuple[str, Step]]:
    """A round of the month after, from its making to its cancelling, with a form of its rater."""
    admin, made = company.admin, f"/v1/rating-rounds/{things['round_id']}"
    body = {"scheme": RATINGS, "period": NEXT_PERIOD, "closes_on": "2026-12-20", "teams": [TEAM]}
    rater = company.with_role("admin", employee_id=EMPLOYEE)
    boss = company.with_role("admin", employee_id=f"{MARK}boss")
    form = f"/v1/rating-tasks/{things['task_id']}"
    marks = {"answers": answers("7", "8")["answers"]}
    later = {"reason": "x", "closes_on": "2026-12-21"}

    def doing(how: str, json: Any = None, path: str = made) -> Step:
        return lambda: admin.post(f"{path}/{how}", json, if_match="*")

    def opened() -> Reply:
        """A link that is drawn anew, and used."""
        drawn = admin.post(f"{made}/links", {"employees": [EMPLOYEE]}).ok(201)
        return admin.as_(drawn["items"][0]["secret"]).post("/v1/rating-sessions")

    def drawn_again() -> Reply:
        reply = doing("draw", {})()
        for message in world.messages("jobs"):
            deliver(world, message, queue=queue_of(message))
        return reply

    def cancelled() -> Reply:
        found = admin.get("/v1/rating-rounds", query={"period": NEXT_PERIOD}).ok()["items"]
        return doing("cancel", {"reason": "x"}, f"/v1/rating-rounds/{found[0]['id']}")()

    def counted() -> Reply:
        """Close, and let the values be counted: a period does not close while they are."""
        reply = doing("close")()
        message = {"kind": "score_upload", "tenant": company.tenant, "attempt": 0}
        desk = Desk(world, admin, company.tenant)
        with mock.patch("chalicelib.uploads.of_rounds.seconds_to_wait", return_value=0):
            desk.deliver_body(json.dumps({**message, "upload": reply.ok()["upload"]}))
        return reply

    return [
        ("rating_rounds.create", lambda: admin.post("/v1/rating-rounds", body)),
        ("rating_rounds.cancel", cancelled),
        ("rating_rounds.draw", drawn_again),
        (
            "rating_rounds.change",
            lambda: admin.patch(made, {"closes_on": "2026-12-19"}, if_match="*"),
        ),
        (
            "rating_rounds.assign",
            lambda: admin.put(
                f"{made}/assignments/{EMPLOYEE}",
                {"forms": [{"role": "self", "employee_id": EMPLOYEE}]},
                if_match="*",
            ),
        ),
        ("rating_rounds.open", doing("open")),
        ("rating_rounds.add_joined", doing("add-joined")),
        (
            "rating_links.draw",
            lambda: admin.post(f"{made}/links", {"employees": [EMPLOYEE]}),
        ),
        ("rating_sessions.open", opened),
        ("rating_links.revoke", lambda: admin.delete(f"{made}/links/{EMPLOYEE}")),
        ("rating_links.revoke_all", lambda: admin.delete(f"{made}/links")),
        ("rating_tasks.save", lambda: rater.put(form, marks, if_match="*")),
        ("rating_tasks.submit", lambda: rater.post(f"{form}/submit", if_match="*")),
        ("rating_rounds.close", counted),
        (
            "rating_rounds.answer_flag",
            lambda: boss.post(
                f"{made}/flags/{things['flag_id']}/answer", BODIES["rating_rounds.answer_flag"]
            ),
        ),
        (
            "rating_rounds.open_marks",
            lambda: boss.post(f"{made}/single-marks", {"employee_id": EMPLOYEE, "reason": "x"}),
        ),
        ("rating_rounds.reopen", doing("reopen", later)),
    ]


def test_every_change_is_in_the_log_with_its_actor_before_and_after(
    operator: Api, globex: Company, things: Things, world: World
) -> None:
    done = {"tenants.create", "tenants.delete"}  # made by the fixture; a deletion leaves no log
    told = _ids(globex)
    for operation, step in steps(operator, globex, things, world):
        answer = step()
        assert answer.status in (200, 201, 202, 204), f"{operation}: {answer.text}"
        events = [event for event in _events(globex) if event["id"] not in told]
        new = [event for event in events if event["action"] == NAMED.get(operation, operation)]
        assert len(new) == 1, f"{operation}: {events}"
        told |= {event["id"] for event in events}
        by_operator = operation.startswith("tenants.")
        role = ROLES.get(operation, "operator" if by_operator else "admin")
        assert new[0]["role"] == role, operation
        kind = KINDS.get(operation, "operator" if by_operator else "key")
        assert new[0]["actor_kind"] == kind, operation
        has_content = new[0]["before"] is not None or new[0]["after"] is not None
        assert has_content or operation in WITHOUT_CONTENT, operation
        done.add(operation)
    assert done == CHANGING


def _handed_on(admin: Api, desk: Desk, inspection: str) -> Reply:
    """Hand an inspector's tasks on, and let the worker open the inspection again."""
    asked = {"employee_id": EMPLOYEE, "to": ["9"]}
    reply = admin.post(f"{inspection}/hand-on", asked, if_match="*")
    for message in desk.world.messages("uploads"):
        desk.deliver_body(message)
    return reply


def _case(admin: Api, status: str) -> str:
    """Return the path of the one case with this status."""
    (found,) = admin.get("/v1/cases", query={"status": status}).ok()["items"]
    return f"/v1/cases/{found['id']}"


def _person(company: Company) -> Api:
    return company.with_role("agent", employee_id=EMPLOYEE)


def _took_place(company: Company, interview: str) -> Reply:
    return _person(company).post(f"{interview}/answer", {"took_place": True}, if_match="*")


def _sent(company: Company) -> Reply:
    sender = company.with_role("admin", employee_id=EMPLOYEE)
    return sender.post("/v1/opinions", {"about": "service", "opinion": "x"})


def _seen(company: Company) -> Reply:
    """The person says it of the revision that stands."""
    path, one = f"/v1/employees/{EMPLOYEE}/scorecards/{PERIOD}", {"scheme": CODE}
    revision = company.admin.get(path, query=one).ok()["revision"]
    said = {**one, "revision": revision, "form": "seen"}
    return _person(company).post(f"{path}/acknowledge", said)


def _looked_again(admin: Api, late: str) -> Reply:
    """A late file is looked at once more."""
    about = {"upload_id": admin.get(late).ok()["upload_id"], "reason": "x"}
    return admin.post("/v1/corrections/files", about)


def _accepted(company: Company, export: str) -> Reply:
    """Payroll answers the file that is made."""
    return company.payroll.post(f"/v1/exports/{export}/receipt", {"others": "accepted"})


def _events(company: Company) -> list[dict[str, Any]]:
    return list(company.admin.get("/v1/audit-events", query={"limit": 200}).ok()["items"])


def _ids(company: Company) -> set[str]:
    return {event["id"] for event in _events(company)}
