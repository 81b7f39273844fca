"""Files that LibreOffice saved, of every kind of fault that people's sheets have.

``saved/books.py`` shows what is in each sheet, ``saved/making.py`` makes the files. The totals of
a group are rows here: the register decides (``tests/api/uploads/test_saved_files.py``).
"""

from collections.abc import Callable
from pathlib import Path

from .case import STANDARD, Accepted, Case, Refused
from .saved.outcomes import (
    AMBIGUOUS,
    BESIDE,
    ERRORS,
    FRACTIONS,
    ID_FORMATS,
    LOST,
    MERGED,
    SUBTOTALS,
    YEARS_OF_1904,
    brief,
)

FOLDER = Path(__file__).parent / "saved"


def file_of(name: str) -> Callable[[], bytes]:
    return (FOLDER / name).read_bytes


def _case(name: str, says: str, outcome: Accepted | Refused, by: str | None = None) -> Case:
    return Case(f"LibreOffice, {name}: {says}", file_of(name), outcome, by)


SAVED_BY_LIBREOFFICE = (
    _case("subtotals.xlsx", "subtotals by formulas, groups folded", SUBTOTALS),
    _case("subtotals.semicolons.csv", "the same in GB18030 with semicolons", SUBTOTALS),
    _case(
        "words.xlsx",
        "words for totals and averages are nobody",
        Accepted(
            (
                STANDARD[0],
                *(
                    brief(number, group)
                    for number, group in (
                        *((12, "红组合计"), (16, "Subtotal: Red"), (17, "Red Total")),
                        *((18, "Red Sum"), (20, "Team average"), (21, "Totals for Red")),
                        (23, "Red Result"),
                    )
                ),
                (26, *STANDARD[1][1:]),
            ),
            about={
                "totals": tuple(
                    (number, f"{word} 1 2 3")
                    for number, word in (
                        *((3, "合计"), (4, "小计："), (5, "汇总"), (6, "平均"), (7, "平均值")),
                        *((8, "总 计"), (9, "【合计】"), (10, "合计(2人)"), (11, "人均")),
                        *((13, "Total"), (14, "Grand Total"), (15, "SUBTOTAL"), (19, "Average")),
                        *((22, "Total Result"), (24, "Sum"), (25, "Σ")),
                    )
                )
            },
        ),
    ),
    _case("words_beside.xlsx", "the word in the name or the team", BESIDE),
    _case("words_beside.tabs.csv", "the same in UTF-16 with tabs", BESIDE),
    _case(
        "total_first.xlsx",
        "the total above the people",
        Accepted(
            tuple((number + 1, *rest) for number, *rest in STANDARD[:2]),
            about={"totals": ((2, "合计 9300 1 2"),)},
        ),
    ),
    _case("id_formats.xlsx", "ids count as their formats show them", ID_FORMATS),
    _case("id_formats.quoted.csv", "the same, every text in quotes", ID_FORMATS),
    _case(
        "no_ids.xlsx",
        "dates, booleans, times, percentages, decimals, lost digits as ids",
        Accepted(
            (
                *(brief(2, "2026-03-01"), brief(3, "TRUE"), brief(4, "FALSE")),
                *(brief(5, "8:30"), brief(8, "1007.5")),
            ),
            {
                # The same day in another format.
                6: (("employee_id", "duplicate_employee"),),
                7: (("employee_id", "employee_id_not_allowed"),),
                9: (("employee_id", "employee_id_rounded"),),
            },
        ),
    ),
    _case(
        "no_ids.commas.csv",
        "the same as they are shown",
        Accepted(
            (
                *(brief(2, "2026-03-01"), brief(3, "TRUE"), brief(4, "FALSE")),
                *(brief(5, "08:30"), brief(6, "1-Mar"), brief(8, "1007.50")),
                brief(9, "110101199001011000"),
            ),
            {7: (("employee_id", "employee_id_not_allowed"),)},
        ),
    ),
    _case("errors.xlsx", "formulas that failed, in every column", ERRORS),
    _case("errors.stored.csv", "the same", ERRORS),
    _case(
        "two_ids.xlsx",
        "two columns of employees",
        Refused("several_employee_columns", ("工号、员工编号",)),
    ),
    _case(
        "two_ids.xlsx",
        "the request says which of them",
        Accepted(((2, "9001", "张伟", "一组", "5200|125|95.5||"),)),
        by="员工编号",
    ),
    _case(
        "own_column.xlsx",
        "the request's column is the employee's, whatever else it is called",
        Accepted(((2, "A7", "张伟", None, "5200|125|95.5||"),)),
        by="Agent name",
    ),
    _case("fractions.xlsx", "percentages by format, and 0.955 as it stands", FRACTIONS),
    _case("fractions.commas.csv", "the same", FRACTIONS),
    _case(
        "durations.xlsx",
        "1:30 by the format of hours is asked about",
        Accepted(
            (
                *(brief(2, "70", "90|2|3"), brief(3, "71", "90|2|3"), brief(5, "73", "90|2|3")),
                brief(6, "74", "108000|2|3"),
            ),
            {4: AMBIGUOUS},
        ),
    ),
    _case(
        "durations.commas.csv",
        "in text every time of two parts is asked about",
        Accepted(
            (brief(2, "70", "90|2|3"), brief(6, "74", "108000|2|3")),
            dict.fromkeys((3, 4, 5), AMBIGUOUS),
        ),
    ),
    _case("lost_zeros.xlsx", "an id that lost its zeros stays as it is", LOST),
    _case("lost_zeros.quoted.csv", "the same", LOST),
    _case("merged.xlsx", "titles, teams, figures and names merged", MERGED),
    _case("backslashes.xlsx", "backslashes in the names of the parts", MERGED),
    _case(
        "seen_in_part.xlsx",
        "rows and columns that are hidden or filtered out are read",
        Accepted(),
    ),
    _case(
        "several_hidden.xlsx",
        "notes and a hidden month before",
        Accepted(about={"name": "绩效", "ignored_sheets": ("说明", "旧")}),
    ),
    _case(
        "several_visible.xlsx",
        "a month before that is to be seen",
        Refused("several_tables", ("绩效、旧",)),
    ),
    _case("calendar_of_1904.xlsx", "the Mac's calendar", YEARS_OF_1904),
    _case("calendar_of_1904.commas.csv", "the same", YEARS_OF_1904),
)
