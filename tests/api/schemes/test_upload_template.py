"""The empty upload file of a scheme: filled in, it is accepted without other changes."""

import csv
import io

import pytest

from tests.api.company import Company
from tests.api.schemes.documents import scheme
from tests.api.uploads.sending import Desk


def test_a_csv_template_filled_in_is_accepted_as_it_is(acme: Company, desk: Desk) -> None:
    reply = acme.hr.get("/v1/schemes/desk/upload-template?format=csv")
    assert reply.headers["content-type"] == "text/csv; charset=utf-8"
    assert 'filename="desk.csv"' in reply.headers["content-disposition"]
    rows = list(csv.reader(io.StringIO(reply.content.decode("utf-8-sig"))))
    written = io.StringIO()
    # 40 s is one step over, 32 of 40; 88 % is two points below, 56 of 60.
    person = ["007", "Ann", "red", "4000", "100", "88", "100"]
    csv.writer(written).writerows([*rows, person])

    upload = desk.send(written.getvalue().encode("utf-8-sig"))

    assert upload["counts"] == {
        "rows": 1,
        "scored": 1,
        "failed": 0,
        "insufficient": 0,
        "new_people": 1,
    }
    card = acme.hr.get("/v1/employees/007/scorecards/2026-10").ok()
    assert card["total"] == "88.00"


def test_an_xlsx_template_filled_in_is_accepted_as_it_is(acme: Company, desk: Desk) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    reply = acme.hr.get("/v1/schemes/desk/upload-template")
    book = openpyxl.load_workbook(io.BytesIO(reply.content))
    assert len(book.sheetnames) == 2
    book.worksheets[0].append(["007", "Ann", "red", 4000, 100, 88, 100])
    saved = io.BytesIO()
    book.save(saved)

    upload = desk.send(saved.getvalue(), filename="month.xlsx")

    assert upload["counts"]["scored"] == 1
    assert acme.hr.get("/v1/employees/007/scorecards/2026-10").ok()["total"] == "88.00"


def test_a_draft_has_a_template_too_and_only_staff_fetch_it(acme: Company) -> None:
    acme.admin.post("/v1/schemes", scheme()).ok(201)

    found = acme.admin.get("/v1/schemes/desk/upload-template?format=csv&version=draft")
    assert "wait_seconds" in found.content.decode("utf-8-sig")
    acme.admin.get("/v1/schemes/none/upload-template").problem(404)
    acme.admin.get("/v1/schemes/desk/upload-template?format=pdf").problem(422)
    acme.agent.get("/v1/schemes/desk/upload-template").problem(403)
