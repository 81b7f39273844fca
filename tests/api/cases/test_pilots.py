"""The results of a pilot follow a case too, at once, and pay nobody."""

import json

import pytest

from tests.api.cases.conftest import MONTH
from tests.api.cases.deciding import EXTRAS, VETOES, Panel
from tests.api.company import Company
from tests.api.uploads.sending import SCHEME

PILOT = {"scheme": "desk", "pilot": "2"}


@pytest.fixture
def tried(acme: Company, panel: Panel) -> Panel:
    """Version 2 is a pilot for team red from October; the month is scored by both."""
    document = {**SCHEME, "vetoes": VETOES, "extras": EXTRAS}
    etag = acme.admin.get("/v1/schemes/desk").etag
    acme.admin.put("/v1/schemes/desk", document, if_match=etag).ok()
    body = {"effective_from": "2026-10", "teams": ["red"]}
    acme.admin.post("/v1/schemes/desk/pilot", body, if_match="*").ok(201)
    panel.desk.send(MONTH)
    return panel


def test_a_confirmed_and_a_revoked_case_change_the_pilots_result_as_well(tried: Panel) -> None:
    before = tried.card("1001", **PILOT)
    assert (before["total"], before["grade"], before["revision"]) == ("88.00", "good", 1)

    case = tried.confirmed("1001", "veto", code="fraud")
    # Its message may come twice: the revision is one.
    message = {"kind": "apply_case_in_pilot", "tenant": "acme", "attempt": 0}
    about = {"id": case, "period": "2026-10", "scheme": "desk~2"}
    tried.desk.deliver_body(json.dumps({**message, **about}))

    after = tried.card("1001", **PILOT)
    assert (after["total"], after["grade"], after["coefficient"]) == ("88.00", "unqualified", "0")
    assert (after["state"], after["cases"]) == ("pilot", [case])
    tried.revoked(case)
    tried.work()
    back = tried.card("1001", **PILOT)
    assert (back["grade"], back["coefficient"], back["revision"]) == ("good", "1.1", 3)
    assert after["revision"] == 2
    # The pilot's month counts as before, and its other person is as it was.
    assert tried.card("1002", **PILOT)["revision"] == 1


def test_who_is_not_in_the_pilots_teams_has_no_result_of_it(tried: Panel) -> None:
    tried.confirmed("1003", "veto", code="fraud")
    tried.work()
    path = "/v1/employees/1003/scorecards/2026-10"
    tried.company.hr.get(path, query=PILOT).problem(404)
    assert tried.brief("1003")[1] == "unqualified"
