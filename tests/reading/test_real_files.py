"""The real operating data beside the project, where it is there: every row is read."""

from decimal import Decimal
from pathlib import Path

import pytest

from chalicelib.reading import ColumnSpec, Row, Sheet, open_file

DATA = Path(__file__).parents[3] / "shared" / "data"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="../shared/data is not there")


def rows(sheet: Sheet) -> list[Row]:
    read = list(sheet.rows())
    good = [row for row in read if isinstance(row, Row)]
    assert len(good) == len(read) == sheet.rows_known
    return good


@pytest.mark.parametrize(
    ("month", "operators", "companies"),
    [("2019-08", 158, 67), ("2019-09", 440, 155), ("2019-10", 738, 231)],
)
def test_a_telecoms_month_has_its_operators(month: str, operators: int, companies: int) -> None:
    specs = [ColumnSpec(code) for code in ("incoming_answered", "incoming_wait_seconds")]
    specs.append(ColumnSpec("company_id", kind="text"))
    path = DATA / "telecom-operators" / f"{month}.csv"
    key = ("employee_id", "company_id")
    with (
        path.open("rb") as file,
        open_file(file, path.name, specs, row_key=key, employee_field="operator_id") as sheet,
    ):
        read = rows(sheet)
        assert "talk_seconds" in sheet.unknown_columns
    assert len(read) == operators
    assert len({row.cells["company_id"] for row in read}) == companies


def test_a_contact_centres_contacts_add_up_to_its_monthly_table() -> None:
    seconds = ColumnSpec("speed_of_answer_seconds")
    waited: dict[str, Decimal] = {}
    contacts = DATA / "contact-centre" / "2021-01-contacts.csv"
    with (
        contacts.open("rb") as file,
        open_file(file, "c.csv", [seconds], row_key=None, employee_field="agent") as sheet,
    ):
        read = rows(sheet)
    for row in read:
        value = row.cells["speed_of_answer_seconds"]
        if isinstance(value, Decimal):
            waited[row.employee_id] = waited.get(row.employee_id, Decimal(0)) + value
    monthly = DATA / "contact-centre" / "2021-01-monthly.csv"
    total = ColumnSpec("answer_wait_seconds")
    with (
        monthly.open("rb") as file,
        open_file(file, "m.csv", [total], employee_field="agent") as sheet,
    ):
        table = {row.employee_id: row.cells["answer_wait_seconds"] for row in rows(sheet)}
    assert len(read) == 1772
    assert waited == table
