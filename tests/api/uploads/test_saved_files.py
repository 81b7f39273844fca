"""Sheets that LibreOffice saved, sent to a company that makes people of unknown ids: who is made.

What is in the sheets: ``tests/reading/corpus/saved/books.py``. How their figures are read is in
``tests/reading/corpus/saved_by_libreoffice.py``; here is what the register decides.
"""

from typing import Any

import pytest

from tests.api.company import Company
from tests.api.uploads.registering import only_registered
from tests.api.uploads.sending import SCHEME, Desk, published
from tests.api.uploads.test_looked_at import found
from tests.reading.corpus.saved_by_libreoffice import FOLDER

NAMES = {
    "wait_seconds": ("首次响应总时长", "Total first response"),
    "contacts": ("接待量", "Contacts"),
    "solved": ("问题解决率", "Resolution rate"),
}
UNITS = {"wait_seconds": "second", "contacts": "count", "solved": "percent"}
#: The desk's two lines of the sheets' three columns; the rate is the metric of its line.
_TIME, _RATE = SCHEME["dimensions"][0]["indicators"]
SHEET: dict[str, Any] = {
    **SCHEME,
    "code": "sheet",
    "max_unavailable": "1",
    "columns": [
        {"code": code, "name": {"zh": zh, "en": en}, "unit": UNITS[code]}
        for code, (zh, en) in NAMES.items()
    ],
    "dimensions": [
        {
            **SCHEME["dimensions"][0],
            "indicators": [_TIME, {**_RATE, "value": {"kind": "metric", "column": "solved"}}],
        }
    ],
}
THREE = ["001007", "001008", "001009"]


@pytest.fixture
def sheets(desk: Desk, acme: Company) -> Desk:
    published(acme, SHEET)
    return desk


def sent(desk: Desk, name: str, **more: Any) -> tuple[list[str], list[int], list[int]]:
    """Send a saved file. Return who is made, the rows passed over, and the bad rows."""
    content = (FOLDER / name).read_bytes()
    upload = desk.send(content, scheme="sheet", filename=name, **more)
    bad = desk.caller.get(f"/v1/uploads/{upload['id']}/errors").ok()["items"]
    return (
        sorted(one["employee_id"] for one in found(desk, upload, "new_person")),
        [one["row"] for one in found(desk, upload, "passed_over")],
        [one["row"] for one in bad],
    )


@pytest.mark.parametrize(
    ("name", "people", "passed_over"),
    [
        ("subtotals.xlsx", THREE, [4, 6, 7]),
        ("subtotals.semicolons.csv", THREE, [4, 6, 7]),
        ("words.xlsx", THREE[:2], [*range(3, 26)]),
        ("total_first.xlsx", THREE[:2], [2]),
        ("merged.xlsx", [*THREE[:2], "001011"], [8]),
    ],
)
def test_rows_of_totals_are_nobody_and_named(
    sheets: Desk, name: str, people: list[str], passed_over: list[int]
) -> None:
    made, passed, bad = sent(sheets, name)
    assert (made, passed) == (people, passed_over)
    assert bad == ([5, 6] if name == "merged.xlsx" else [])
    registered = sheets.caller.get("/v1/employees").ok()["items"]
    assert sorted(one["id"] for one in registered) == people


@pytest.mark.parametrize("name", ["words_beside.xlsx", "words_beside.tabs.csv"])
def test_the_word_beside_the_id_makes_totals_of_the_row_too(sheets: Desk, name: str) -> None:
    """Row 7 counts the ids: its own id would be 3. Row 8 has figures and says nothing."""
    assert sent(sheets, name) == (["001007"], [3, 4, 5, 6, 7], [8])


@pytest.mark.parametrize("name", ["no_ids.xlsx", "no_ids.commas.csv"])
def test_dates_booleans_times_decimals_and_lost_digits_are_nobody(sheets: Desk, name: str) -> None:
    assert sent(sheets, name) == ([], [], [*range(2, 10)])


@pytest.mark.parametrize("name", ["lost_zeros.xlsx", "lost_zeros.quoted.csv"])
def test_an_id_that_lost_its_zeros_is_asked_about(sheets: Desk, acme: Company, name: str) -> None:
    only_registered(acme, "001007", "001008")
    assert sent(sheets, name, unknown_employees="create") == ([], [], [2])


@pytest.mark.parametrize("name", ["fractions.xlsx", "fractions.commas.csv"])
def test_one_fraction_among_percentages_is_told(sheets: Desk, name: str) -> None:
    """95.5%, 106%, 0.955 and 95.5: nothing is guessed, 0.955 is 0.955%, and its row is named."""
    content = (FOLDER / name).read_bytes()
    upload = sheets.send(content, scheme="sheet", filename=name)
    (one,) = found(sheets, upload, "some_fractions")
    assert (upload["status"], one["row"], one["rows"]) == ("completed", 4, 1)
