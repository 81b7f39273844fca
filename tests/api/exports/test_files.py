"""Files of coefficients: their content, to the byte."""

import csv
import hashlib
import io
import json
import zipfile
from xml.etree import ElementTree as ET

import pytest

from tests.api.client import Api
from tests.api.company import Company
from tests.api.exports.payroll import Payroll
from tests.api.uploads.sending import Desk, csv_of

HEADER = (
    "employee_id,employee_name,team,period,scheme,version,total,grade,coefficient,rank,"
    "revision,state,computed_at"
)


def test_the_csv_has_a_row_for_each_person_in_order(payroll: Payroll) -> None:
    export = payroll.made("csv")

    text = payroll.content(export).decode("utf-8")
    at = "2026-11-05T08:00:00.000Z"
    assert text == "\ufeff" + "\r\n".join(
        [
            HEADER,
            f"1001,Ann,red,2026-10,desk,1,88.00,good,1.1,1,1,provisional,{at}",
            f"1002,Bob,red,2026-10,desk,1,48.00,poor,0.6,2,1,provisional,{at}",
            f"1003,Cy,blue,2026-10,desk,1,,,,,1,insufficient_data,{at}",
            "",
        ]
    )


def test_json_lines_have_decimals_as_texts(payroll: Payroll) -> None:
    export = payroll.made("jsonl")

    first, _, third = [json.loads(line) for line in payroll.content(export).splitlines()]
    assert (first["employee_id"], first["total"], first["coefficient"]) == ("1001", "88.00", "1.1")
    assert (third["total"], third["coefficient"], third["rank"]) == (None, None, None)


def test_the_xlsx_has_figures_as_numbers_digit_by_digit(payroll: Payroll) -> None:
    rows = sheet_of(payroll.content(payroll.made("xlsx")))

    assert rows[0] == HEADER.split(",")
    named = dict(zip(rows[0], rows[1], strict=True))
    assert (named["employee_id"], named["total"], named["coefficient"]) == ("1001", "88.00", "1.1")


@pytest.mark.parametrize("form", ["csv", "xlsx", "jsonl"])
def test_the_same_state_gives_the_same_bytes_at_another_time(
    payroll: Payroll, clock, form: str
) -> None:
    first = payroll.made(form)
    clock.advance(days=3, seconds=7)
    second = payroll.made(form)

    assert first["id"] != second["id"]
    assert payroll.content(first) == payroll.content(second)
    assert first["sha256"] == second["sha256"]


def test_the_manifest_says_what_the_file_is(payroll: Payroll) -> None:
    export = payroll.made("csv")
    content, manifest = payroll.content(export), payroll.manifest(export)

    assert manifest["rows"] == 3
    assert manifest["bytes"] == len(content) == export["bytes"]
    assert manifest["sha256"] == hashlib.sha256(content).hexdigest() == export["sha256"]
    assert [one["version"] for one in manifest["scheme_versions"]] == [1]
    assert len(manifest["scheme_versions"][0]["sha256"]) == 64
    assert manifest["period_state"] == "provisional"
    assert manifest["columns"] == HEADER.split(",")


def test_text_cells_cannot_start_a_formula(payroll: Payroll, desk: Desk, acme: Company) -> None:
    desk.send(csv_of("1001,=1+1,@team,4000,100,88,100", "1002,＋cmd,-red,7200,100,80,100"))
    person = acme.hr.get("/v1/employees/1001").ok()
    body = {"name": person["name"], "external_ids": {"=pay": "+1", "crm": "7"}}
    acme.hr.patch("/v1/employees/1001", body).ok()

    rows = list(csv.reader(io.StringIO(payroll.content(payroll.made("csv")).decode("utf-8-sig"))))

    assert rows[0][:3] == ["employee_id", "external_id_=pay", "external_id_crm"]
    assert rows[1][:5] == ["1001", "'+1", "7", "'=1+1", "'@team"]
    assert rows[2][3:5] == ["'＋cmd", "'-red"]
    assert not any(cell[:1] in tuple("=+-@＝＋－＠") for row in rows for cell in row if cell)


def test_a_text_of_the_xlsx_is_a_text_whatever_it_looks_like(payroll: Payroll, desk: Desk) -> None:
    desk.send(csv_of("1001,=1+1,<r>x</r>,4000,100,88,100", "1002,http://x.y,1e5,7200,100,80,100"))

    content = payroll.content(payroll.made("xlsx"))

    rows = sheet_of(content)
    assert rows[1][:3] == ["1001", "=1+1", "'<r>x</r>"]
    assert rows[2][:3] == ["1002", "http://x.y", "1e5"]
    assert b"<f>" not in zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml")


def test_external_ids_have_a_column_for_each_system(payroll: Payroll, acme: Company) -> None:
    acme.hr.put(
        "/v1/employees/1002", {"name": "Bob", "team": "red", "external_ids": {"sap": "000042"}}
    ).ok()

    rows = payroll.rows(payroll.made())

    assert [row["external_id_sap"] for row in rows] == ["", "000042", ""]


def test_the_state_of_a_published_period_is_in_the_rows(payroll: Payroll, acme: Company) -> None:
    acme.hr.post("/v1/periods/2026-10/publish", {"scheme": "desk"}).ok()

    rows = payroll.rows(payroll.made())

    assert [row["state"] for row in rows] == ["published", "published", "insufficient_data"]


@pytest.mark.long
def test_rows_of_many_shards_are_in_one_order(operator: Api, world) -> None:
    """The keys are spread over 10 shards. The file has one order."""
    from tests.api.uploads.sending import published

    body = {"id": "acme", "name": "Acme", "shards": 10, "unknown_employees": "create"}
    made = operator.post("/v1/tenants", body).ok(201)
    admin = operator.as_(made["api_key"]["secret"])
    company = type("Large", (), {"admin": admin})
    published(company)
    desk = Desk(world, admin, "acme")
    desk.send(csv_of(*(f"{number:04d},,red,4000,100,88,100" for number in range(300))))
    payroll = Payroll(world, admin)

    rows = payroll.rows(payroll.made())

    assert [row["employee_id"] for row in rows] == [f"{number:04d}" for number in range(300)]


def sheet_of(content: bytes) -> list[list[str]]:
    """The cells of the first sheet, as written. Formulas and shared texts fail the test."""
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert "xl/sharedStrings.xml" not in package.namelist()
        root = ET.fromstring(package.read("xl/worksheets/sheet1.xml"))
    rows = []
    for row in root.iter(f"{space}row"):
        cells = []
        for cell in row.iter(f"{space}c"):
            found = cell.find(f".//{space}t")
            value = found if found is not None else cell.find(f"{space}v")
            cells.append((value.text or "") if value is not None else "")
        rows.append(cells)
    return rows
