"""A body that says nothing changes nobody: a PUT would empty the person."""

from tests.api.client import Api
from tests.api.company import Company

ANN = {"name": "Ann", "team": "red", "external_ids": {"hris": "7"}, "bonus_base": "900"}


def test_a_blank_put_is_refused_and_the_person_stays(acme: Company) -> None:
    acme.hr.put("/v1/employees/1", ANN).ok(201)
    for blank in ({"json": {}}, {"content": b""}, {"content": b"  \n"}):
        problem = acme.hr.put("/v1/employees/1", **blank).problem(422, "invalid_request")
        (fault,) = problem["errors"]
        assert (fault["pointer"], fault["code"]) == ("", "nothing_said")
        assert "name, team, status, external_ids, bonus_base" in fault["message"]
    found = acme.hr.get("/v1/employees/1").ok()
    assert {name: found[name] for name in ANN} == ANN


def test_nobody_is_made_by_a_blank_put(acme: Company) -> None:
    acme.hr.put("/v1/employees/1", {}).problem(422, "invalid_request")
    acme.hr.get("/v1/employees/1").problem(404)


def test_who_means_to_empty_a_member_says_so(acme: Company) -> None:
    acme.hr.put("/v1/employees/1", ANN).ok(201)
    nothing = {**dict.fromkeys(ANN), "external_ids": None}
    acme.hr.put("/v1/employees/1", nothing).ok()
    found = acme.hr.get("/v1/employees/1").ok()
    assert (found["name"], found["team"], found["external_ids"]) == (None, None, {})


def test_an_id_alone_in_a_batch_is_refused_and_nobody_changes(acme: Company) -> None:
    acme.hr.put("/v1/employees/1", ANN).ok(201)
    sent = {"employees": [{"id": "2", "name": "Bob"}, {"id": "1"}]}
    problem = acme.hr.post("/v1/employees/batch", sent).problem(422, "invalid_request")
    assert [(one["pointer"], one["code"]) for one in problem["errors"]] == [
        ("/employees/1", "nothing_said")
    ]
    assert acme.hr.get("/v1/employees/1").ok()["name"] == "Ann"
    acme.hr.get("/v1/employees/2").problem(404)


def test_no_other_put_or_patch_takes_a_blank_body(acme: Company, operator: Api) -> None:
    asked = [
        acme.admin.patch("/v1/tenant", {}, if_match="*"),
        operator.patch("/v1/tenants/acme", {}, if_match="*"),
        operator.put("/v1/tenants/acme/sign-in", {}),
        acme.admin.put("/v1/export-schedule", {}, if_match="*"),
        acme.admin.put("/v1/schemes/desk", {}, if_match="*"),
        acme.hr.patch("/v1/improvement-plans/pln_1", {}, if_match="*"),
    ]
    assert [reply.status for reply in asked] == [422] * 6
    (fault,) = asked[4].problem(422)["errors"]
    assert fault["message"] == "The body is empty."  # a document's members are not listed
