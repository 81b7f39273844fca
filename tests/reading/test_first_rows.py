"""Where each id stands first in a file, also while its rows are being read."""

from io import BytesIO

import pytest

from chalicelib.reading import BadRow, ColumnSpec, Row, open_file
from tests.reading.crafted import package, row, sheet_xml

ROWS = [["employee_id", "n"], ["7", "1"], ["8", "2"], ["7", "3"], ["合计", "6"], ["9", "x"]]
CSV = "\n".join(",".join(cells) for cells in ROWS).encode()
XLSX = package(sheet_xml("".join(row(n, *cells) for n, cells in enumerate(ROWS, start=1))))


@pytest.mark.parametrize("content", [CSV, XLSX], ids=["csv", "xlsx"])
def test_a_pass_goes_on_after_the_first_rows_were_asked_for(content: bytes) -> None:
    with open_file(BytesIO(content), "a", (ColumnSpec("n", kind="number"),)) as sheet:
        undisturbed = list(sheet.rows())
        found: list[Row | BadRow] = []
        for one in sheet.rows():
            found.append(one)
            assert sheet.first_rows() == {"7": 2, "8": 3, "9": 6}
    assert found == undisturbed
    # The second row of 7 is a duplicate, and 9 has no number.
    assert [isinstance(one, BadRow) for one in found] == [False, False, True, True]
