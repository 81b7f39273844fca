"""The sheets that ``making.py`` lets LibreOffice save, with the faults that people's files have."""

import datetime as dt
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from tests.reading.corpus.text_making import ZH

from .sheets import LI, OUYANG, ZHANG, Book, Cells, formatted, of_rows, sheet_of

MINUTE = dt.time(0, 1, 30)


def _subtotals() -> Workbook:
    """Groups with rows of subtotals, as the menu Data > Subtotals makes them, folded."""

    def sums(label: str, first: int, last: int) -> Cells:
        of = f"{first}:{{0}}{last})"
        cells = (f"=SUBTOTAL({{1}},{{0}}{of}").format
        return (
            *(label, None, None, cells("D", 9), cells("E", 9), cells("F", 1)),
            *(None, None),
        )

    workbook, sheet = sheet_of(
        ZHANG,
        LI,
        sums("一组 汇总", 2, 3),
        OUYANG,
        sums("二组 小计", 5, 5),
        sums("总计", 2, 6),
    )
    sheet.row_dimensions.group(2, 3, outline_level=2, hidden=True)
    sheet.row_dimensions.group(5, 5, outline_level=2)
    return workbook


_WORDS = (
    *("合计", "小计：", "汇总", "平均", "平均值", "总 计", "【合计】", "合计(2人)", "人均"),
    *("红组合计", "Total", "Grand Total", "SUBTOTAL", "Subtotal: Red", "Red Total", "Red Sum"),
    *("Average", "Team average", "Totals for Red", "Total Result", "Red Result", "Sum", "Σ"),
)


def _words_beside() -> Sequence[Cells]:
    """The word in another cell than the id's, where LibreOffice and people write it too."""
    return (
        (None, "合计", None, 1, 2, 3),
        (None, None, "一组 汇总", "=SUM(D2:D3)", "=SUM(E2:E3)", "=AVERAGE(F2:F3)"),
        (None, None, "Red Count", 2),
        (None, "Grand Sum", None, 4),
        ("=COUNTA(A2:A2)+2", "合计", None, 1, 2, 3),
        (None, None, None, 1, 2, 3),
    )


def _error_in(place: int, formula: str, who: int) -> Cells:
    cells: list[object] = [f"7{who}", f"N{who}", "一组", 10, 20, 90, "4;5", "电话"]
    cells[place] = formula
    return cells


_FAILING = ("=NA()", "=1/0", "=NOSUCH(1)", '=VLOOKUP("x",A1:B2,2,FALSE)', '=SQRT("x")', "=#REF!")


def _errors() -> Sequence[Cells]:
    every = [_error_in(place, "=NA()", place) for place in range(8)]
    return (*every, *(_error_in(3, formula, 8 + n) for n, formula in enumerate(_FAILING)))


def _merged() -> Workbook:
    """A title, a team over two people, a figure over two, one person's name over the team too."""
    wang, zhao = ("001010", "王芳", "二组", 1, 2, 3, 4, "电话"), ("001011", "赵敏", None, 1, 2, 3)
    title: Cells = ("2026年10月 客服绩效",)
    rows = (ZH, ZHANG, LI, OUYANG, wang, zhao, ("合计", None, None, 1, 2, 3))
    workbook, sheet = sheet_of(*rows, header=title)
    sheet["C4"] = sheet["D6"] = None
    sheet["D5"] = 700
    for block in ("A1:H1", "C3:C4", "D5:D6", "B7:C7", "A8:C8"):
        sheet.merge_cells(block)
    return workbook


def _seen_in_part() -> Workbook:
    """Rows hidden and filtered, columns hidden, panes frozen, and a comment."""
    workbook, sheet = sheet_of(ZHANG, LI, OUYANG)
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["B"].hidden = sheet.column_dimensions["E"].hidden = True
    sheet.auto_filter.ref = "A1:H4"
    sheet.auto_filter.add_filter_column(2, ["一组"])
    sheet.freeze_panes = "B2"
    sheet["F2"].comment = Comment("按质检口径：合计 95.5", "质检")
    return workbook


def _several(second: str, state: str) -> Workbook:
    workbook, _ = sheet_of(ZHANG, LI, OUYANG)
    notes = workbook.create_sheet("说明", 0)
    notes.append(("请填写“绩效”",))
    other = workbook.create_sheet(second)
    other.sheet_state = state
    for row in (ZH, ("9", "旧", "一组", 1, 2, 3)):
        other.append(row)
    return workbook


def _calendar_of_1904() -> Workbook:
    workbook, sheet = sheet_of(
        ("71", "A", "一组", MINUTE, 2, 3),
        ("72", "B", "一组", dt.date(2026, 10, 1), 2, 3),
        (dt.date(2026, 10, 7), "C", "一组", 1, 2, 3),
    )
    workbook.epoch = CALENDAR_MAC_1904
    sheet["D2"].number_format = "[h]:mm:ss"
    return workbook


_IDS = (7, 11, 7001, 123456, 1, 7002, 15, 1007, 88)
_ID_FORMATS = (
    *('"E"0000', '"A"000', "000-000", "00000\\-0", "000000", '0"号"', "\\K\\F00", "General"),
    "[$-804]000000",
)
_NO_IDS = (
    (dt.date(2026, 3, 1), "yyyy-mm-dd"),
    (True, "General"),
    (False, "General"),
    (dt.time(8, 30), "hh:mm"),
    (dt.date(2026, 3, 1), "d-mmm"),
    (0.5, "0%"),
    (1007.5, "0.00"),
    (110101199001011234, "0"),
)
_BRIEF = (None, None, 1, 2, 3)

BOOKS = {
    "subtotals": Book(_subtotals, ("xlsx", "semicolons.csv")),
    "words": Book(of_rows(ZHANG, *((one, None, None, 1, 2, 3) for one in _WORDS), LI)),
    "words_beside": Book(of_rows(ZHANG, *_words_beside()), ("xlsx", "tabs.csv")),
    "total_first": Book(of_rows(("合计", None, None, "=SUM(D3:D9)", 1, 2), ZHANG, LI)),
    "id_formats": Book(
        formatted(
            {f"A{n}": code for n, code in enumerate(_ID_FORMATS, start=2)},
            *((one, *_BRIEF) for one in _IDS),
        ),
        ("xlsx", "quoted.csv"),
    ),
    "no_ids": Book(
        formatted(
            {f"A{n}": code for n, (_, code) in enumerate(_NO_IDS, start=2)},
            *((one, *_BRIEF) for one, _ in _NO_IDS),
        ),
        ("xlsx", "commas.csv"),
    ),
    "errors": Book(of_rows(*_errors()), ("xlsx", "stored.csv")),
    "two_ids": Book(of_rows((*ZHANG[:3], *ZHANG[3:6], "9001"), header=(*ZH[:6], "员工编号"))),
    "own_column": Book(
        of_rows((5200, 125, 95.5, "张伟", "A7"), header=(*ZH[3:6], "姓名", "Agent name"))
    ),
    "fractions": Book(
        formatted(
            {"F2": "0.0%", "F3": "0%", "F4": "General", "F5": '0.0"%"'},
            *((f"7{n}", None, None, 1, 2, one) for n, one in enumerate((0.955, 1.06, 0.955, 95.5))),
        ),
        ("xlsx", "commas.csv"),
    ),
    "durations": Book(
        formatted(
            {"D2": "h:mm:ss", "D3": "hh:mm", "D4": "[h]:mm", "D5": "mm:ss", "D6": "[h]:mm:ss"},
            *((f"7{n}", None, None, one, 2, 3) for n, one in enumerate((MINUTE,) * 2)),
            ("72", None, None, dt.timedelta(hours=1, minutes=30), 2, 3),
            ("73", None, None, MINUTE, 2, 3),
            ("74", None, None, dt.timedelta(hours=30), 2, 3),
        ),
        ("xlsx", "commas.csv"),
    ),
    "lost_zeros": Book(of_rows((1007, "张伟", "一组", *ZHANG[3:]), LI), ("xlsx", "quoted.csv")),
    "merged": Book(_merged),
    "seen_in_part": Book(_seen_in_part),
    "several_hidden": Book(lambda: _several("旧", "hidden")),
    "several_visible": Book(lambda: _several("旧", "visible")),
    "calendar_of_1904": Book(_calendar_of_1904, ("xlsx", "commas.csv")),
}
