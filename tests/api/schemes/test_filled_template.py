"""The template to fill in: for everybody who is due, for one source, for contacts; it goes back."""

import csv
import io
from typing import Any
from urllib.parse import parse_qsl

import openpyxl
import pytest

from chalicelib.schemes.rulebook import roster
from tests.api.company import Company
from tests.api.uploads.sending import IN_PARTS, SCHEME, Desk, published
from tests.api.uploads.test_contacts_of_a_month import COUNTED, made

PATH = "/v1/schemes/desk/upload-template"


def rows(company: Company, **query: Any) -> list[list[str]]:
    """Return the rows of a CSV template below its notes."""
    text = company.hr.get(PATH, query={"format": "csv", "filled": "true", **query}).text
    return [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(text))][3:]


def people(company: Company, *people: tuple[str, dict[str, Any]]) -> None:
    for employee_id, members in people:
        company.hr.put(f"/v1/employees/{employee_id}", members).ok(201)


def test_it_has_a_row_for_everybody_who_is_due_in_the_period(acme: Company) -> None:
    published(acme)
    people(
        acme,
        ("007", {"name": "Bond", "team": "Red"}),
        ("008", {"name": "Bill"}),
        ("009", {"name": "Left", "employments": [{"left_on": "2026-09-30"}]}),
        ("010", {"name": "Other", "scheme": "sales"}),
        ("011", {"name": "New", "employments": [{"joined_on": "2026-12-01"}]}),
    )
    found = {
        month: [row[0] for row in rows(acme, period=month)] for month in ("2026-09", "2026-10")
    }
    assert found == {"2026-09": ["007", "008", "009"], "2026-10": ["007", "008"]}
    assert rows(acme)[0][:3] == ["007", "Bond", "Red"]
    book = openpyxl.load_workbook(
        io.BytesIO(acme.hr.get(PATH, query={"format": "xlsx", "filled": "true"}).content)
    )
    assert [cell.value for cell in book.worksheets[0][4]][:3] == ["007", "Bond", "Red"]
    assert len(acme.hr.get(PATH, query={"format": "csv"}).text.splitlines()) == 3


@pytest.mark.parametrize("bound", ["MOST_ROWS", "MOST_READ"])
def test_a_large_register_comes_in_parts(
    acme: Company, monkeypatch: pytest.MonkeyPatch, bound: str
) -> None:
    """Each has a bounded number of rows, and reads a bounded number of people."""
    monkeypatch.setattr(roster, bound, 2)
    published(acme)
    people(acme, *((f"E{n}", {"name": "N"}) for n in range(5)))
    found: list[list[str]] = []
    query = {"format": "csv", "filled": "true", "period": "2026-10"}
    for _ in range(3):
        reply = acme.hr.get(PATH, query=query)
        found.append([row[0].strip() for row in csv.reader(io.StringIO(reply.text))][3:])
        link = reply.headers.get("link")
        if link is not None:
            query = dict(parse_qsl(link.partition("<?")[2].partition(">")[0]))
    assert found == [["E0", "E1"], ["E2", "E3"], ["E4"]]
    assert link is None
    acme.hr.get(PATH, query={**query, "source": "x"}).problem(400)


def test_each_source_has_a_template_and_its_example_comes_back(acme: Company, desk: Desk) -> None:
    published(acme, {**IN_PARTS, "code": "parts"})
    for source, columns in (
        ("chat", ["wait_seconds", "contacts"]),
        ("qa", ["solved", "raised"]),
    ):
        path = "/v1/schemes/parts/upload-template"
        reply = acme.hr.get(path, query={"format": "csv", "source": source})
        assert f'filename="parts-{source}.csv"' in reply.headers["content-disposition"]
        heading, units, example = csv.reader(io.StringIO(reply.content.decode("utf-8-sig")))
        assert [one.split("(")[-1].strip(")") for one in heading[3:]] == columns
        written = io.StringIO()
        csv.writer(written).writerows([heading, units, example, ["1001", *example[1:]]])
        upload = desk.send(written.getvalue().encode(), scheme="parts", source=source)
        assert (upload["status"], upload["counts"]["scored"]) == ("completed", 1)
    total = acme.hr.get("/v1/employees/1001/scorecards/2026-10").ok()["total"]
    assert total is not None


def test_contacts_have_a_template_whose_example_comes_back(acme: Company, desk: Desk) -> None:
    published(acme, {**made(SCHEME, *COUNTED), "code": "calls"})
    path = "/v1/schemes/calls/upload-template"
    reply = acme.hr.get(path, query={"grain": "contact"})
    book = openpyxl.load_workbook(io.BytesIO(reply.content))
    sheet = book.worksheets[0]
    assert [str(cell.value).split("(")[-1].strip(")") for cell in sheet[1]] == [
        "employee_id", "employee_name", "team", "ticket", "wait", "ok",
    ]  # fmt: skip
    sheet.append(["1001", "Ann", "Red", "T-1", 20, "Y"])
    saved = io.BytesIO()
    book.save(saved)
    upload = desk.send(saved.getvalue(), scheme="calls", grain="contact", filename="c.xlsx")
    assert (upload["status"], upload["counts"]["scored"]) == ("completed", 1)


def test_what_a_kind_of_file_does_not_have_is_refused(acme: Company) -> None:
    published(acme, IN_PARTS)
    for query, parameter, code in (
        ({"source": "other"}, "source", "no_such_source"),
        ({"source": "qa", "grain": "results"}, "source", "not_of_past_results"),
        ({"grain": "contact"}, "grain", "no_contact_rule"),
        ({"filled": "true", "period": "2026-Q4"}, "period", "wrong_kind_of_period"),
    ):
        (error,) = acme.hr.get(PATH, query=query).problem(422)["errors"]
        assert (error["parameter"], error["code"]) == (parameter, code)
    published(acme, {**made(SCHEME, *COUNTED), "code": "calls"})
    query = {"grain": "contact", "filled": "true"}
    (error,) = acme.hr.get("/v1/schemes/calls/upload-template", query=query).problem(422)["errors"]
    assert (error["parameter"], error["code"]) == ("filled", "not_of_contacts")
