"""Requests to each route that name one thing, of another company or of nobody.

This module says for every parameter and member whether it names a thing. The suite fails for a new
one that is missing here (``test_coverage.py``).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from marshmallow import Schema, fields

from chalicelib.web.registry import Route
from tests.api.web.walking import PRIVATE

#: Parameters and members that name a thing, each with a well-formed name of nothing.
ABSENT: Mapping[str, str] = {
    "tenant_id": "nobody",
    "key_id": "000000000000",
    "code": "no-such-scheme",
    "scheme": "no-such-scheme",
    "version": "7",
    "employee_id": "no-such-person",
    # The lasting key of no-such-person.
    "person": "prs_nzxs243vmnuc24dfojzw63q",
    "team": "no-such-team",
    "team_code": "no-such-team-code",
    "into": "no-such-other-code",
    "proposal_id": "no-such-one~no-such-two",
    "period": "2026-08",
    "external_id": "hris:no-such-id",
    "upload": "upl_0000000000000000000000",
    "upload_id": "upl_0000000000000000000000",
    "plan_id": "pln_0000000000000000000000",
    "case_id": "cas_2026-09_00000000000000000000",
    "round_id": "rnd_0000000000000000000000",
    "flag_id": "0000000000",
    # The form about no-such-person.
    "task_id": "rnd_0000000000000000000000.self.prs_nzxs243vmnuc24dfojzw63q",
    "appeal_id": "apl_2026-09_0000000000000000000000",
    "interview_id": "itv_0000000000000000000000",
    "meeting_id": "rvm_0000000000000000000000",
    "correction_id": "cor_0000000000000000000000",
    "late_file_id": "lat_0000000000000000000000",
    "coaching_note_id": "cno_0000000000000000000000",
    "opinion_id": "opn_0000000000000000000000",
    "signal_id": "sig_2026-09_no-such-scheme_00000000000000000000",
    "signal_run_id": "sgr_2026-09_no-such-scheme",
    "file_id": "evf_0000000000000000000000",
    "appeal_file_id": "evf_0000000000000000000000",
    "link_id": "cal_0000000000000000000000",
    "inspection": "ins_0000000000000000000000",
    "inspection_id": "ins_0000000000000000000000",
    "inspection_task_id": "itk_0000000000000000000000_000001",
    "export_id": "exp_0000000000000000000000",
    "export": "exp_0000000000000000000000",
    "erasure_id": "ers_0000000000000000000000",
    "copy_id": "cpy_0000000000000000000000",
    "simulation_id": "sim_0000000000000000000000",
    "subject": "employees/no-such-person",
    "target": "employees/no-such-person",
    # It has a cursor's form, and no signature of this list.
    "cursor": "AAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    # It has a token's form, and no signature of this list.
    "sync": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
}

#: Parameters and members that name nothing that another company could have.
PLAIN = frozenset(
    {
        # lists and forms
        *("limit", "format", "lang", "explain", "revision", "modified_since", "status", "grade"),
        *("since", "type", "after", "kept", "differences"),
        *("state", "show", "pilot"),
        # texts, figures, days
        *(
            "name",
            "note",
            "reason",
            "problem",
            "cause",
            "measure",
            "expected_effect",
            "expected_value",
        ),
        *("due_date", "value", "bonus_base", "expires_at", "indicator", "month", "day", "hour"),
        # settings and files
        *("id", "role", "locale", "time_zone", "shards", "limits", "max_upload_rows"),
        *("max_upload_bytes", "max_employees", "requests_per_minute", "filename", "on_error"),
        *("request_shares", "person_percent", "key_percent", "bulk_percent", "all_keys_percent"),
        "all_people_percent",
        *("confirm", "files", "accept_mixed_versions", "accept", "outdated"),
        *("several_results", "register_changed", "imported", "incomplete", "running_uploads"),
        *("missing", "worse_off", "waiting_cases", "contact_key"),
        *(
            "unknown_employees",
            "employee_key",
            "kind",
            "dry_run",
            "readings",
            "future_period",
            "filled",
        ),
        *("grain", "employee_field", "enabled", "effective_from", "effective_until"),
        *("only_when_locked", "latest_day"),
        # who comes with an id
        *("rehired", "new_person", "reuse", "mode"),
        # dated facts of a person, and the company's ladder
        *("joined_on", "left_on", "employments", "probation_until", "fte", "level", "stage"),
        *("leave", "protected", "dated", "job_levels", "names"),
        # version numbers of the scheme in the path
        *("from", "to"),
        # a code inside the document of the scheme that is named beside it
        "source",
        # a company's sign-in
        *("issuer", "audience", "key_set", "role_claim", "roles", "team_claim", "employee_claim"),
        "department_claim",
        # objects whose members are checked one by one
        *("owner", "employees", "external_ids", "teams", "departments", "rows", "document"),
        # a feed's language
        "language",
        # what an announcement says
        *("dates", "data_due", "ratings_due", "publication", "lock", "in_time"),
        *("announced_plans", "not_told"),
        # what a recorded case says
        "content_type",
        *("treatment", "evidence", "hearing", "asked_on", "answer_by", "answer", "four_eyes"),
        # what payroll says of a row; its code is its own
        *("others", "delivery"),
        # what a person says of the own result
        "form",
        # what a rating round and a form say
        *("opens_on", "closes_on", "indicators", "who", "number", "all", "anonymity_min", "seed"),
        *("forms", "answers", "question", "mark", "comment", "unanswered"),
        *("expires_on", "page", "reminders", "single_marks", "flags"),
        # what is recorded of an interview; its plans are checked one by one
        *("held_on", "went_well", "went_badly", "causes", "agreed", "plans"),
        *("took_place", "remark"),
        # what is recorded of a review meeting; people, plans and groups are checked one by one
        *("participants", "results", "decisions", "decision", "plan", "subject_kind"),
        # what a coaching note says
        *("observed", "advice"),
        # what an opinion and its answer say
        *("about", "opinion", "outcome", "award"),
        # what is drawn for an inspection, and what inspectors say of it
        *("source", "days", "per_agent", "double_percent", "tolerance", "items", "marks", "seed"),
        *("inspectors", "inspectors_shown", "contacts", "contact", "channel", "open"),
        *("verdicts", "passage", "submitted"),
        # what an appeal is against, what is decided and done; a body names its case by `case_id`
        *("against", "remedies", "columns", "slice", "role", "overdue", "correction"),
        "case",
        *("appeal_days", "appeal_decision_days", "open_appeals", "open_windows"),
        "rating_reminders",
        # what a correction sets, by column; what stands after one
        *("figures", "effective"),
        # what a scheme's periods are looked through for
        *("came_again", "customer", "topic", "at", "solved", "says", "within_days", "percent"),
        *("least", "basis", "far_apart", "first", "second", "column", "low", "high", "distance"),
        *("own_past", "months", "raters", "automatic", "signals"),
        # the ground of money back, and what a file has
        *("text", "given_on", "instalments", "content", "void", "late"),
        # a team's own words
        *("names", "aliases", "department", "head", "supervisors"),
    }
)

#: Bodies by operation. They are valid apart from the things that they name.
BODIES: dict[str, Any] = {
    "api_keys.create": {"role": "agent", "employee_id": "{employee_id}", "team": "{team}"},
    "cases.propose": {
        "kind": "exemption",
        "employee_id": "{employee_id}",
        "period": "{period}",
        "scheme": "{scheme}",
        "treatment": "full",
        "reason": "outage",
    },
    "corrections.make": {
        "employee_id": "{employee_id}",
        "period": "{period}",
        "scheme": "{scheme}",
        "figures": {"solved": "90"},
        "reason": "counted twice",
    },
    "late_files.look": {"upload_id": "{upload_id}", "reason": "late"},
    "corrections.basis": {"kind": "waiver", "text": "not worth it"},
    "cases.change": {"reason": "a longer outage"},
    "cases.add_file": {"filename": "letter.pdf", "content_type": "application/pdf"},
    "cases.decline": {"reason": "no outage"},
    "cases.revoke": {"reason": "no outage"},
    "rating_rounds.create": {
        "scheme": "{scheme}",
        "period": "{period}",
        "closes_on": "2026-12-20",
        "teams": ["{team}"],
        "roles": [{"role": "superior", "who": "named", "employees": ["{employee_id}"]}],
    },
    "rating_rounds.change": {"closes_on": "2026-12-21"},
    "rating_rounds.draw": {"seed": "another"},
    "rating_rounds.reopen": {"reason": "somebody was ill", "closes_on": "2026-12-21"},
    "rating_rounds.cancel": {"reason": "by sheet this month"},
    "rating_rounds.assign": {"forms": [{"role": "superior", "employee_id": "{employee_id}"}]},
    "rating_rounds.open_marks": {"employee_id": "{employee_id}", "reason": "a complaint"},
    "rating_rounds.answer_flag": {"answer": "keep", "reason": "few tickets"},
    "rating_links.draw": {"employees": ["{employee_id}"]},
    "rating_tasks.save": {"answers": [{"indicator": "teamwork", "question": "x", "mark": "3"}]},
    "inspections.create": {
        "scheme": "{scheme}",
        "source": "qa",
        "period": "{period}",
        "per_agent": 1,
        "inspectors": ["{employee_id}"],
        "upload": {"id": "{upload}", "contact": "t", "day": "d"},
    },
    "inspections.change": {"status": "cancelled", "reason": "the wrong week"},
    "inspections.hand_on": {"employee_id": "{employee_id}"},
    "inspection_tasks.save": {"submitted": False},
    "employees.batch": {
        "mode": "change",
        "employees": [
            {"id": "{employee_id}", "team": "{team}", "scheme": "{scheme}"},
            {"person": "{person}", "team": "{team}"},
            {"external_id": "{external_id}", "team": "{team}"},
        ],
    },
    "employees.change": {"team": "{team}", "scheme": "{scheme}"},
    "employees.update": {"team": "{team}", "scheme": "{scheme}"},
    "employees.erase": {"files": "keep", "person": "{person}"},
    "employees.rename": {"employee_id": "{employee_id}"},
    "employees.rehire": {"person": "{person}", "team": "{team}", "scheme": "{scheme}"},
    "exports.create": {"period": "{period}", "scheme": "{scheme}"},
    "exports.receipt": {
        "rows": [{"employee_id": "{employee_id}", "person": "{person}", "answer": "accepted"}],
    },
    "export_schedule.change": {"enabled": True, "day": 3, "hour": 6, "scheme": "{scheme}"},
    "calendar.change_rules": {"scheme": "{scheme}", "lock": {"day": 20}},
    "calendar_links.make": {"name": "x", "scheme": "{scheme}"},
    "announcements.announce": {"scheme": "{scheme}", "teams": ["{team}"]},
    "announcements.tell": {"scheme": "{scheme}"},
    "announcements.acknowledge": {"scheme": "{scheme}", "number": 1},
    "periods.publish": {"scheme": "{scheme}"},
    "periods.lock": {"scheme": "{scheme}"},
    "periods.reopen": {"scheme": "{scheme}", "reason": "locked too early"},
    "periods.rescore": {"scheme": "{scheme}"},
    "periods.final": {"scheme": "{scheme}", "employee_id": "{employee_id}", "reason": "late"},
    "scorecards.acknowledge": {"scheme": "{scheme}", "revision": 1, "form": "seen"},
    "scorecards.void": {"scheme": "{scheme}", "reason": "not theirs"},
    "scorecards.lift_void": {"scheme": "{scheme}", "reason": "theirs after all"},
    "scorecards.close": {"scheme": "{scheme}", "reason": "left"},
    "scorecards.settlement": {"scheme": "{scheme}"},
    "appeals.file": {
        "period": "{period}",
        "scheme": "{scheme}",
        "revision": 1,
        "against": {"kind": "case", "case": "{case_id}"},
        "reason": "not mine",
    },
    "appeals.change": {"reason": "not theirs"},
    "appeals.add_file": {"filename": "letter.pdf", "content_type": "application/pdf"},
    "appeals.decide": {
        "decision": "upheld",
        "reason": "so it is",
        "remedies": [{"kind": "case_revoked", "case": "{case_id}"}],
    },
    "appeals.second_instance": {"reason": "once more"},
    "interviews.record": {
        "employee_id": "{employee_id}",
        "period": "{period}",
        "scheme": "{scheme}",
        "held_on": "2026-11-04",
        "plans": ["{plan_id}"],
    },
    "interviews.change": {"agreed": "more training", "plans": ["{plan_id}"]},
    "interviews.answer": {"took_place": True, "remark": "so it was"},
    "review_meetings.record": {
        "subject": {"kind": "team", "team": "{team}"},
        "scheme": "{scheme}",
        "period": "{period}",
        "held_on": "2026-11-04",
        "participants": ["{employee_id}"],
        "decisions": [
            {"decision": "x", "plan": {"problem": "x", "owner": {"employee_id": "{employee_id}"}}}
        ],
    },
    "review_meetings.change": {
        "participants": ["{employee_id}"],
        "decisions": [
            {"decision": "x", "plan": {"problem": "x", "owner": {"employee_id": "{employee_id}"}}}
        ],
    },
    "coaching_notes.record": {
        "employee_id": "{employee_id}",
        "day": "2026-11-04",
        "observed": "long answers",
        "advice": "shorter ones",
        "scheme": "{scheme}",
        "period": "{period}",
        "plans": ["{plan_id}"],
    },
    "coaching_notes.change": {"advice": "more training", "scheme": "{scheme}"},
    "coaching_notes.acknowledge": {"remark": "so it was"},
    "signals.dismiss": {"reason": "a new product"},
    "signals.propose_case": {"kind": "exemption", "treatment": "full", "reason": "outage"},
    "signal_runs.request": {"scheme": "{scheme}", "period": "{period}"},
    "signal_settings.change": {"raters": False},
    "opinions.send": {"about": "scheme", "scheme": "{scheme}", "opinion": "too steep"},
    "opinions.answer": {
        "outcome": "adopted",
        "answer": "so it is",
        "award": {"scheme": "{scheme}", "period": "{period}", "code": "praise"},
    },
    "plans.create": {
        "employee_id": "{employee_id}",
        "period": "{period}",
        "scheme": "{scheme}",
        "problem": "slow answers",
    },
    "plans.change": {"note": "seen", "owner": {"employee_id": "{employee_id}"}},
    "schemes.create": {"code": "{scheme}"},
    "schemes.change": {"code": "{scheme}"},
    "schemes.pilot": {"effective_from": "2026-12", "teams": ["{team}"]},
    "schemes.publish": {"effective_from": "2026-12"},
    "schemes.retire": {"version": 1},
    "schemes.score": {"scheme": "{scheme}", "rows": [{"contacts": "1"}]},
    "schemes.simulate": {"period": "{period}", "team": "{team}"},
    "simulations.create": {"period": "{period}", "team": "{team}"},
    "teams.create": {
        "names": "new team",
        "code": "{code}",
        "department": {"code": "{code}", "names": "x"},
        "head": {"employee_id": "{employee_id}"},
        "supervisors": [{"employee_id": "{employee_id}"}],
    },
    "teams.change": {
        "aliases": ["another"],
        "department": {"code": "{code}", "names": "x"},
        "head": {"employee_id": "{employee_id}"},
    },
    "teams.merge": {"into": "{into}"},
    "tenants.sign_in_change": {
        "issuer": "https://provider.example",
        "audience": "servicescore",
        "key_set": "https://provider.example/keys",
        "roles": {"people": "hr"},
    },
    "tenant.change": {"locale": "zh", "job_levels": [{"code": "junior", "names": "x"}]},
    "tenants.change": {"status": "suspended"},
    "tenants.delete": {"confirm": "{tenant_id}"},
    "tenants.create": {"id": "{tenant_id}", "name": "x"},
    "uploads.apply": {},
    "uploads.withdraw": {"reason": "the wrong file"},
    "uploads.create": {"scheme": "{scheme}", "period": "{period}", "filename": "a.csv"},
}


@dataclass(frozen=True)
class Asked:
    """A request with places ``{name}`` in path, query and body, and the set of these names."""

    route: Route
    path: str
    names: frozenset[str]
    query: Mapping[str, str] = field(default_factory=dict)
    body: Any = None

    def __str__(self) -> str:
        return f"{self.route.operation}[{','.join(sorted(self.names))}]"

    def filled(self, names: Mapping[str, str]) -> tuple[str, dict[str, str], Any]:
        """Return path, query and body with these names in their places."""
        return (
            _filled(self.path, names),
            {name: _filled(text, names) for name, text in self.query.items()},
            _filled(self.body, names),
        )


def all_requests() -> Iterator[Asked]:
    """Yield requests to every private route: for its path and body, and each naming parameter.

    Each has the naming parameters without which its route refuses it.
    """
    for route in PRIVATE:
        body = BODIES.get(route.operation) if route.body is not None else None
        in_path = frozenset(re.findall(r"\{(\w+)\}", route.path))
        in_body = frozenset(re.findall(r"\{(\w+)\}", str(body)))
        needed = {name: f"{{{name}}}" for name in needed_in_query(route)}
        if in_path or in_body or needed:
            yield Asked(route, route.path, in_path | in_body | set(needed), needed, body)
        for name in members(route.query) if route.query else ():
            if name in ABSENT and name not in needed:
                query = {**needed, name: f"{{{name}}}"}
                yield Asked(route, route.path, in_path | set(query), query, body)


def needed_in_query(route: Route) -> set[str]:
    """Return the parameters of the query that name a thing, and that the route requires."""
    found = route.query().fields.items() if route.query else ()
    return {name for name, member in found if member.required and name in ABSENT}


def members(shape: type[Schema]) -> set[str]:
    """Yield the wire names of the shape's members, those of nested objects too."""
    found: set[str] = set()
    for name, member in shape().fields.items():
        found.add(member.data_key or name)
        inner = member.inner if isinstance(member, fields.List) else member
        if isinstance(inner, fields.Nested):
            found |= members(type(inner.schema))
    return found


def _filled(value: Any, names: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return re.sub(r"\{(\w+)\}", lambda place: names.get(place[1], ABSENT[place[1]]), value)
    if isinstance(value, dict):
        return {name: _filled(inner, names) for name, inner in value.items()}
    if isinstance(value, list):
        return [_filled(inner, names) for inner in value]
    return value
