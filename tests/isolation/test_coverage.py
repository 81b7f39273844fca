"""The suite covers every route: each parameter and member is classified in ``requests.py``."""

import re

import pytest

from chalicelib.web.registry import Route
from tests.api.web.walking import PRIVATE, WITH_BODY, named
from tests.isolation.requests import ABSENT, BODIES, PLAIN, all_requests, members


@pytest.mark.parametrize("route", PRIVATE, ids=named)
def test_every_parameter_of_a_path_is_asked_for_with_another_companys_name(route: Route) -> None:
    parameters = set(re.findall(r"\{(\w+)\}", route.path))
    assert parameters <= set(ABSENT)
    asked = [each for each in all_requests() if each.route is route]
    assert all(parameters <= each.names for each in asked)
    assert not parameters or asked


@pytest.mark.parametrize("route", PRIVATE, ids=named)
def test_every_member_is_said_to_name_a_thing_or_not_to(route: Route) -> None:
    shapes = [shape for shape in (route.query, route.body) if shape is not None]
    found = {name for shape in shapes for name in members(shape)}
    assert found - set(ABSENT) - PLAIN == set()


@pytest.mark.parametrize("route", WITH_BODY, ids=named)
def test_every_body_is_written_here_with_all_that_it_can_name(route: Route) -> None:
    assert route.operation in BODIES, "write the operation's body into tests/isolation/requests.py"
    assert route.body is not None
    naming = {name for name in members(route.body) if name in ABSENT}
    # The code of a job level is the company's own word, and names no scheme. A case names a veto,
    # an award an extra, and a target is a figure. Payroll's code of a rejection is its own.
    own = {"code"} if route.operation == "tenant.change" else set()
    own |= {"code"} if route.operation == "exports.receipt" else set()
    own |= {"code", "target"} if route.operation in ("cases.propose", "cases.change") else set()
    own |= {"code"} if route.operation == "opinions.answer" else set()
    own |= {"target"} if route.operation == "appeals.decide" else set()
    # A signal proposes a case, and a pair of figures has a code of its own.
    own |= {"code", "target"} if route.operation == "signals.propose_case" else set()
    own |= {"code"} if route.operation == "signal_settings.change" else set()
    # A group by its kind, and no target of the log. A plan names a person or a team.
    own |= {"subject"} if route.operation in ("plans.create", "review_meetings.record") else set()
    own |= {"team"} if route.operation == "plans.create" else set()
    asked = set(re.findall(r"\{(\w+)\}", str(BODIES[route.operation])))
    assert naming <= asked | own | {"period", "version"}
