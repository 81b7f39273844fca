"""The template to fill in with the company's people: it goes back as it is."""

import io

import openpyxl

from tests.api.company import Company
from tests.api.uploads.sending import published

PATH = "/v1/schemes/desk/upload-template"


def test_it_has_a_row_for_everybody_who_works_here_today(acme: Company) -> None:
    published(acme)
    acme.hr.put("/v1/employees/007", {"name": "Bond", "team": "Red"}).ok(201)
    acme.hr.put("/v1/employees/008", {"name": "Bill"}).ok(201)
    acme.hr.put("/v1/employees/009", {"name": "Left", "status": "left"}).ok(201)
    text = acme.hr.get(PATH, query={"format": "csv", "filled": "true"}).text
    rows = [line.split(",")[:3] for line in text.splitlines()[3:]]
    assert [[cell.strip() for cell in row] for row in rows] == [
        ["007", "Bond", "Red"],
        ["008", "Bill", ""],
    ]
    book = openpyxl.load_workbook(
        io.BytesIO(acme.hr.get(PATH, query={"format": "xlsx", "filled": "true"}).content)
    )
    assert [cell.value for cell in book.worksheets[0][4]][:3] == ["007", "Bond", "Red"]
    assert len(acme.hr.get(PATH, query={"format": "csv"}).text.splitlines()) == 3
