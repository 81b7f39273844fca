"""Make a workbook of rows, to be saved by LibreOffice."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.reading.corpus.text_making import ZH

Cells = Sequence[object]
ZHANG: Cells = ("001007", "张伟", "一组", 5200, 125, 95.5, "4;5", "电话")
LI: Cells = ("001008", "李娜", "一组", 4100, 98, 88, 4, "在线")
OUYANG: Cells = ("001009", "欧阳芳", "二组", None, None, 100, 4.5, None)


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook to be saved, and as what: the endings of ``making.FILTERS``."""

    make: Callable[[], Workbook]
    targets: tuple[str, ...] = ("xlsx",)


def sheet_of(*rows: Cells, header: Cells = ZH) -> tuple[Workbook, Worksheet]:
    """Return a workbook with one sheet of these rows."""
    workbook = Workbook()
    sheet = workbook.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "绩效"
    for row in (header, *rows):
        sheet.append(row)
    return workbook, sheet


def of_rows(*rows: Cells, header: Cells = ZH) -> Callable[[], Workbook]:
    return lambda: sheet_of(*rows, header=header)[0]


def formatted(codes: dict[str, str], *rows: Cells, header: Cells = ZH) -> Callable[[], Workbook]:
    """Rows with number formats, by the reference of a cell."""

    def make() -> Workbook:
        workbook, sheet = sheet_of(*rows, header=header)
        for reference, code in codes.items():
            sheet[reference].number_format = code
        return workbook

    return make
