"""Drafts: which documents are saved with findings, which are refused, and concurrent changes."""

from decimal import Decimal
from typing import Any

from tests.api.company import Company
from tests.api.schemes.documents import FIRST_POINTS, FIRST_TARGET, scheme
from tests.api.world import World


def codes(findings: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(found["code"], found["pointer"]) for found in findings]


def test_a_draft_that_does_not_add_up_is_saved_with_what_the_linter_finds(acme: Company) -> None:
    made = acme.admin.post("/v1/schemes", scheme({FIRST_POINTS: "35"})).ok(201)

    assert ("dimension_points", "/dimensions/0/points") in codes(made["findings"])
    assert made["publishable"] is False
    found = acme.hr.get("/v1/schemes/desk").ok()
    assert found["findings"] == made["findings"]
    assert found["document"]["dimensions"][0]["indicators"][0]["max_points"] == "35"


def test_findings_speak_the_callers_language(acme: Company) -> None:
    body = scheme({FIRST_POINTS: "35"})
    made = acme.admin.in_("zh").post("/v1/schemes", body).ok(201)

    assert any("各指标满分之和为 95" in found["message"] for found in made["findings"])


def test_a_document_that_is_no_scheme_is_refused_with_every_fault_at_once(
    acme: Company, world: World
) -> None:
    before = world.kept()
    body = scheme(
        {FIRST_TARGET: "soon", "/grades/0/min": None, "/speling": 1, "/grades/1/code": "good"},
        "/dimensions/0/indicators/1/rule/step",
    )

    problem = acme.admin.post("/v1/schemes", body).problem(422, "invalid_scheme")

    assert sorted(codes(problem["errors"])) == [
        ("duplicate_code", "/grades/1/code"),
        ("missing", "/dimensions/0/indicators/1/rule/step"),
        ("missing", "/grades/0/min"),
        ("not_a_number", FIRST_TARGET),
        ("unknown_field", "/speling"),
    ]
    assert world.kept() == before
    acme.admin.get("/v1/schemes/desk").problem(404)


def test_a_missing_code_is_named_with_the_other_faults(acme: Company) -> None:
    problem = acme.admin.post("/v1/schemes", scheme({FIRST_TARGET: "x"}, "/code")).problem(422)

    assert ("missing", "/code") in codes(problem["errors"])
    assert ("not_a_number", FIRST_TARGET) in codes(problem["errors"])


def test_figures_are_kept_exactly_as_they_were_written(acme: Company) -> None:
    acme.admin.post("/v1/schemes", scheme({FIRST_TARGET: Decimal("30.10")})).ok(201)

    found = acme.admin.get("/v1/schemes/desk").ok()
    assert found["document"]["dimensions"][0]["indicators"][0]["target"] == "30.10"


def test_two_administrators_cannot_overwrite_each_other(acme: Company) -> None:
    seen = acme.admin.post("/v1/schemes", scheme()).headers["etag"]
    first = scheme({FIRST_TARGET: "25"})
    changed = acme.admin.put("/v1/schemes/desk", first, if_match=seen)
    changed.ok()

    acme.admin.put("/v1/schemes/desk", scheme({FIRST_TARGET: "20"}), if_match=seen).problem(412)
    acme.admin.put("/v1/schemes/desk", scheme({FIRST_TARGET: "20"})).problem(428)

    found = acme.admin.get("/v1/schemes/desk")
    assert found.ok()["document"]["dimensions"][0]["indicators"][0]["target"] == "25"
    assert found.headers["etag"] == changed.headers["etag"] != seen


def test_the_code_of_a_scheme_cannot_change(acme: Company) -> None:
    acme.admin.post("/v1/schemes", scheme()).ok(201)

    body = scheme({"/code": "other", FIRST_TARGET: "x"})
    problem = acme.admin.put("/v1/schemes/desk", body, if_match="*").problem(422)

    assert sorted(codes(problem["errors"])) == [
        ("code_changed", "/code"),
        ("not_a_number", FIRST_TARGET),
    ]


def test_a_draft_made_of_a_template_waits_for_its_parameters(acme: Company) -> None:
    made = acme.admin.post("/v1/schemes", {"template": "taobao", "code": "shop"}).ok(201)

    waiting = [found for found in made["findings"] if found["code"] == "assumption_unconfirmed"]
    assert len(waiting) == len(made["document"]["parameters"]) > 20
    assert (made["template"], made["publishable"]) == ("taobao", False)


def test_a_kind_where_there_is_none_excuses_no_fault_around_it(acme: Company) -> None:
    document = scheme(
        {
            "/kind": {"$parameter": "how"},
            "/parameters": [{"code": "how", "name": "How"}],
            "/name": None,
        }
    )

    problem = acme.admin.post("/v1/schemes", document).problem(422, "invalid_scheme")

    found = {(error["code"], error["pointer"]) for error in problem["errors"]}
    assert found == {("unknown_field", "/kind"), ("missing", "/name")}


def test_a_whole_document_may_leave_the_kind_of_a_rule_to_a_parameter(acme: Company) -> None:
    body = scheme(
        {
            "/dimensions/0/indicators/0/rule": {"kind": {"$parameter": "how"}, "step": "10"},
            "/parameters": [
                {
                    "code": "how",
                    "name": "How",
                    "type": "choice",
                    "choices": ["step_deduct", "pass_fail"],
                }
            ],
        }
    )

    made = acme.admin.post("/v1/schemes", body).ok(201)

    assert ("parameter_unset", "/parameters/0") in codes(made["findings"])


def test_parameters_are_set_confirmed_and_opened_again(acme: Company) -> None:
    made = acme.admin.post("/v1/schemes", {"template": "courier"})
    entries = made.ok(201)["document"]["parameters"]
    values: dict[str, Any] = {entry["code"]: {"confirmed": True} for entry in entries}
    values["csat_target"] = "88"

    settled = acme.admin.put(
        "/v1/schemes/courier", {"parameters": values}, if_match=made.headers["etag"]
    ).ok()
    opened = acme.admin.put(
        "/v1/schemes/courier", {"parameters": {"csat_target": None}}, if_match="*"
    ).ok()

    assert settled["publishable"] is True
    by_code = {entry["code"]: entry for entry in settled["document"]["parameters"]}
    assert by_code["csat_target"]["value"] == "88"
    assert by_code["exam_target"]["confirmed"] is True
    assert [found["pointer"] for found in opened["findings"] if found["severity"] == "error"] == [
        "/parameters/" + str([entry["code"] for entry in entries].index("csat_target"))
    ]


def test_every_wrong_parameter_is_named_at_once(acme: Company) -> None:
    acme.admin.post("/v1/schemes", {"template": "courier"}).ok(201)

    body = {"parameters": {"ghost": "1", "csat_target": "high", "exam_target": "80"}}
    problem = acme.admin.put("/v1/schemes/courier", body, if_match="*").problem(422)

    assert sorted(codes(problem["errors"])) == [
        ("bad_parameter_value", "/parameters/csat_target"),
        ("no_such_parameter", "/parameters/ghost"),
    ]
    entries = acme.admin.get("/v1/schemes/courier").ok()["document"]["parameters"]
    assert all("value" not in entry for entry in entries)


def test_a_scheme_larger_than_an_item_can_hold_is_refused_with_the_limit(acme: Company) -> None:
    words = "说" * 4_000
    body = scheme({f"/x_{number}": words for number in range(16)})

    problem = acme.admin.post("/v1/schemes", body).problem(413, "scheme_too_large")

    assert "180 KB" in problem["detail"]


def test_a_parameter_that_fills_many_places_counts_in_each(acme: Company) -> None:
    long = {"code": "long", "name": "L", "type": "text", "value": "说" * 4_000}
    place = {"$parameter": "long"}
    advice = {"causes": [place] * 20}
    body = scheme({"/parameters": [long], "/dimensions/0/indicators/0/improvement": advice})

    acme.admin.post("/v1/schemes", body).problem(413, "scheme_too_large")


def test_limits_are_named_with_what_was_found(acme: Company) -> None:
    grade = {"code": "g", "name": "G", "min": "0", "coefficient": "1"}
    body = scheme({"/grades": [{**grade, "code": f"g{n}", "min": str(n)} for n in range(31)]})

    problem = acme.admin.post("/v1/schemes", body).problem(422, "invalid_scheme")

    assert codes(problem["errors"]) == [("too_many", "/grades")]
    assert "31" in problem["errors"][0]["message"]
    assert "30" in problem["errors"][0]["message"]


def test_a_scheme_exists_once_and_is_deleted_while_it_is_a_draft(acme: Company) -> None:
    made = acme.admin.post("/v1/schemes", scheme())
    acme.admin.post("/v1/schemes", scheme()).problem(409, "scheme_exists")

    acme.admin.delete("/v1/schemes/desk", if_match=made.headers["etag"])

    acme.admin.get("/v1/schemes/desk").problem(404)


def test_every_change_is_in_the_audit_log_with_before_and_after(acme: Company) -> None:
    acme.admin.post("/v1/schemes", scheme()).ok(201)
    acme.admin.put("/v1/schemes/desk", scheme({FIRST_TARGET: "25"}), if_match="*").ok()

    events = acme.auditor.get("/v1/audit-events").ok()["items"]
    changed = next(event for event in events if event["action"] == "schemes.change")

    targets = [
        changed[side]["dimensions"][0]["indicators"][0]["target"] for side in ("before", "after")
    ]
    assert targets == ["30", "25"]


def test_only_an_administrator_edits(acme: Company) -> None:
    acme.admin.post("/v1/schemes", scheme()).ok(201)

    for role in ("hr", "auditor", "supervisor", "agent"):
        caller = acme.callers()[role]
        caller.post("/v1/schemes", scheme({"/code": "other"})).problem(403)
        caller.put("/v1/schemes/desk", scheme(), if_match="*").problem(403)
        caller.delete("/v1/schemes/desk", if_match="*").problem(403)
    for role in ("hr", "auditor"):
        assert acme.callers()[role].get("/v1/schemes").ok()["items"][0]["code"] == "desk"
    for role in ("supervisor", "agent"):
        acme.callers()[role].get("/v1/schemes/desk").problem(403)


def test_another_companys_scheme_is_as_if_it_were_not_there(acme: Company, globex: Company) -> None:
    acme.admin.post("/v1/schemes", scheme()).ok(201)

    globex.admin.get("/v1/schemes/desk").problem(404)
    globex.admin.put("/v1/schemes/desk", scheme(), if_match="*").problem(404)
    assert globex.admin.get("/v1/schemes").ok()["items"] == []


def test_every_fault_of_a_scheme_made_of_a_template_comes_back_at_once(acme: Company) -> None:
    wanted = {
        "template": "quality-standard",
        "code": "Q S",
        "name": 7,
        "parameters": {"good_min": "abc", "nothing": "1"},
    }

    refused = acme.admin.post("/v1/schemes", wanted).problem(422)

    assert {fault["pointer"] for fault in refused["errors"]} == {
        "/code", "/name", "/parameters/good_min", "/parameters/nothing",
    }  # fmt: skip
