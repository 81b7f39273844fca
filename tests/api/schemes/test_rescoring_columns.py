"""A version does not rescore results whose files lack a column that it needs."""

from tests.api.company import Company
from tests.api.schemes.documents import scheme
from tests.api.uploads.sending import Desk, csv_of

EXAM = {
    "code": "exam",
    "name": "Exam",
    "max_points": "10",
    "target": "80",
    "value": {"kind": "metric", "column": "exam_mark"},
    "rule": {"kind": "pass_fail"},
}


def test_a_result_whose_file_lacks_a_column_keeps_its_version(acme: Company, desk: Desk) -> None:
    desk.send(csv_of("1001,Ann,red,4000,100,88,100"))
    first = "/dimensions/0/indicators/0/max_points"
    document = scheme({"/dimensions/0/indicators/2": EXAM, first: "30"})
    acme.admin.put("/v1/schemes/desk", document, if_match="*").ok()
    body = {"effective_from": "2026-10", "reason": "x"}
    acme.admin.post("/v1/schemes/desk/publish", body, if_match="*").ok(201)

    acme.hr.post("/v1/periods/2026-10/rescore", {"scheme": "desk"}).ok(202)
    (message,) = desk.world.messages("uploads")
    desk.deliver_body(message)

    rescoring = acme.hr.get("/v1/periods/2026-10").ok()["schemes"][0]["rescoring"]
    assert (rescoring["status"], rescoring["changed"], rescoring["failed"]) == ("completed", 0, 1)
    card = acme.hr.get("/v1/employees/1001/scorecards/2026-10").ok()
    assert (card["scheme"]["version"], card["revision"], card["total"]) == (1, 1, "88.00")
