"""The routes of the app, and a request to each, for tests of all routes."""

import re
from collections.abc import Mapping
from typing import Any

from app import app
from chalicelib.web.mounting import mounted
from chalicelib.web.paging import ListQuery
from chalicelib.web.registry import Route
from tests.api.answer import Reply
from tests.api.client import Api

ROUTES = mounted(app)
PRIVATE = tuple(route for route in ROUTES if not route.public)
WITH_BODY = tuple(route for route in PRIVATE if route.body is not None)
LISTS = tuple(
    route for route in PRIVATE if route.query is not None and issubclass(route.query, ListQuery)
)

#: Well-formed ids of things that do not exist, by the name of the path parameter.
ABSENT = {
    "tenant_id": "nobody",
    "key_id": "000000000000",
    "code": "no-such-scheme",
    "version": "99",
    "employee_id": "no-such-person",
    "period": "1999-01",
    "upload_id": "upl_0000000000000000000000",
    "plan_id": "pln_0000000000000000000000",
    "case_id": "cas_2026-09_00000000000000000000",
    "round_id": "rnd_0000000000000000000000",
    "flag_id": "0000000000",
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
    "inspection_id": "ins_0000000000000000000000",
    "inspection_task_id": "itk_0000000000000000000000_000001",
    "export_id": "exp_0000000000000000000000",
    "erasure_id": "ers_0000000000000000000000",
    "copy_id": "cpy_0000000000000000000000",
    "simulation_id": "sim_0000000000000000000000",
    "team_code": "no-such-team-code",
    "proposal_id": "no-such-one~no-such-two",
    "name": "nothing.js",
}


def named(route: Route) -> str:
    """Return the route's operation, as a test's id."""
    return route.operation


def path_of(route: Route, values: Mapping[str, str] = ABSENT) -> str:
    """Return the route's path with these values. Raises KeyError for a parameter without one."""
    return re.sub(r"\{(\w+)\}", lambda place: values[place[1]], route.path)


def ask(caller: Api, route: Route, json: Any = None, **more: Any) -> Reply:
    """Send a request to the route. Its path names things that do not exist, unless given."""
    path = more.pop("path", None) or path_of(route)
    if json is None and route.body is not None and "content" not in more:
        json = {}
    if route.needs_if_match:
        more.setdefault("if_match", "*")
    return caller.call(route.method, path, json, **more)
