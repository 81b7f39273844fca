"""Convert a cell's text to its value, for one column of the scheme."""

import re
from collections.abc import Callable
from decimal import Context, Decimal
from typing import Final

from chalicelib.employee_ids import EMPLOYEE_ID
from chalicelib.scoring.values.combined_marks import read_combined

from .columns import ColumnSpec, Reading
from .durations import shortest
from .faults import CellFault, fault, shown
from .id_pictures import UNREAD
from .merges import MERGED_MARK, MergedText
from .numbers import UNCALCULATED, canonical, is_ordinary, number_reader, without_value
from .rows import CellValue
from .units import measure
from .words import is_blank, is_formula_error, narrow, plain
from .yes_no import not_yes_or_no

ID_CHARACTERS: Final = 64
#: As the register takes ids in other systems.
EXTERNAL_ID_CHARACTERS: Final = 100
_NOT_IN_IDS: Final = '/ \\ ? # % , ; "'
# Nearly every id of a file has this shape, which passes all checks below.
_SIMPLE_ID: Final = re.compile(r"[0-9]{1,20}|[A-Z][A-Z0-9]{0,3}[0-9_-][A-Z0-9_-]{0,30}").fullmatch

# Excel stores a long id of digits as a number: 1.10101E+17. The other digits are lost.
_ROUNDED = re.compile(r"[0-9](?:\.[0-9]+)?[eE]\+[0-9]+")

_TWO_PARTS = re.compile(r"[0-9]{1,4}:[0-5][0-9]")
_WIDE: Final = Context(prec=60)

# An apostrophe tells Excel to keep digits as text: '001007.
_TYPED_AS_TEXT = re.compile(r"^'(?=[0-9])")


def cell_reader(
    spec: ColumnSpec, *, decimal_comma: bool, longest: int
) -> Callable[[str], CellValue]:
    """Return a function from a cell's text to the column's value; None means not available.

    The function raises CellFault. decimal_comma: see `number_reader`. longest: the most characters
    of a cell.
    """
    number = number_reader(measure(spec.unit), decimal_comma=decimal_comma)

    def read_number(text: str) -> CellValue:
        if isinstance(text, MergedText):
            raise _merged(text)
        if is_ordinary(text) and not (decimal_comma and "." in text):
            return canonical(text)
        text = within(plain(text), longest)
        if text.endswith(MERGED_MARK):
            raise _merged(text.removesuffix(MERGED_MARK).rstrip())
        return None if is_blank(text) else number(text)

    def read_text(text: str) -> CellValue:
        text = _calculated(within(plain(text), longest))
        return None if is_blank(text) else text

    def read_yes_no(text: str) -> CellValue:
        said = read_text(text)
        wrong = None if said is None else not_yes_or_no(str(said))
        if wrong is not None:
            raise wrong
        return said

    if spec.kind != "number":
        marks = read_text if spec.combined else _as_single_marks(read_text)
        return {"yes_no": read_yes_no, "marks": marks}.get(spec.kind, read_text)
    return read_number if spec.reading is None else _as_said(read_number, spec.reading)


def _as_said(read: Callable[[str], CellValue], reading: Reading) -> Callable[[str], CellValue]:
    """Return a function that reads figures as the sender says that they are meant."""

    def read_figure(text: str) -> CellValue:
        bare = narrow(plain(text))
        if reading == "fraction":
            value = read(text)
            if isinstance(value, Decimal) and not bare.endswith("%"):
                return shortest(value.scaleb(2, _WIDE))
            return value
        if _TWO_PARTS.fullmatch(bare):
            text = f"{bare}:00" if reading == "hours_minutes" else f"0:{bare}"
        return read(text)

    return read_figure


def _merged(text: str) -> CellFault:
    return fault(
        "merged_cell",
        f"这一格属于合并单元格（“{shown(text)}”），看不出是谁的数据；"
        "应为本行自己的数字，请取消合并，逐行填写，没有数据请留空",
        f'the cell is part of a merged block ("{shown(text)}") and belongs to no row alone; '
        "expected a number of this row's own: unmerge it and fill in each row, blank when there "
        "is none",
    )


def _as_single_marks(read: Callable[[str], CellValue]) -> Callable[[str], CellValue]:
    """Return a function that refuses what a rating round has combined."""

    def read_marks(text: str) -> CellValue:
        marks = read(text)
        if isinstance(marks, str) and read_combined(marks) is not None:
            raise _already_combined(marks)
        return marks

    return read_marks


def _already_combined(text: str) -> CellFault:
    return fault(
        "combined_marks",
        f"“{shown(text)}”是评分轮次的合并值，不能填报；应为各人的评分，用分号隔开，如 92;88;85",
        f'"{shown(text)}" is what a rating round has combined, and no file may have it; expected '
        "each rater's mark, as 92;88;85",
    )


def within(text: str, longest: int) -> str:
    """Return the text. Raises CellFault when it has more characters than ``longest``."""
    if len(text) > longest:
        raise fault(
            "cell_too_long",
            f"单元格过长：“{shown(text)}”；最多 {longest} 个字符",
            f'the cell is too long: "{shown(text)}"; at most {longest} characters were expected',
        )
    return text


def _calculated(text: str) -> str:
    if text == UNCALCULATED:
        raise without_value()
    if is_formula_error(text):
        raise fault(
            "formula_error",
            f"公式没有结果：{shown(text)}；应为文字，请改正公式，没有内容请留空",
            f"the formula has no result: {shown(text)}; expected a text, blank when there is none",
        )
    return text


def read_employee_id(text: str) -> str:
    """Return the employee id of a cell's text. Raises CellFault.

    An id stays text, so that 001007 keeps its zeros. Only an id that fits in the API's paths is
    accepted (see employee_ids.py).
    """
    if _SIMPLE_ID(text):
        return text
    text = _id(text, ID_CHARACTERS)
    if not EMPLOYEE_ID.fullmatch(text):
        raise fault(
            "employee_id_not_allowed",
            f"“{shown(text)}”不能用作员工编号；编号中不能有 {_NOT_IN_IDS} 和控制字符，"
            "也不能是 . 、.. 或 batch；请改用其他字符，例如 -",
            f'"{shown(text)}" cannot be an employee id; expected an id without {_NOT_IN_IDS} and '
            "control characters, and not one of . and .. and batch; write - instead, for example",
        )
    return text


def read_external_id(text: str) -> str:
    """Return the id of another system of a cell's text: any characters. Raises CellFault."""
    return text if _SIMPLE_ID(text) else _id(text, EXTERNAL_ID_CHARACTERS)


def _id(text: str, longest: int) -> str:
    text = _TYPED_AS_TEXT.sub("", narrow(plain(text)), count=1)
    if is_blank(text):
        raise fault(
            "employee_id_missing",
            "没有员工编号；请填写员工编号",
            "the employee's id is missing; fill it in",
        )
    if text == UNREAD:
        raise fault(
            "employee_id_format",
            "员工编号是数字，其单元格格式无法识别；请把该列设为文本格式，按显示的样子重新填写",
            "the employee id is a number in a format that is not read here; format the column as "
            "text and fill it in as it is shown",
        )
    _calculated(text)
    if _ROUNDED.fullmatch(text):
        raise fault(
            "employee_id_rounded",
            f"员工编号“{shown(text)}”已被表格软件当作数字改写；请把该列设为文本格式后重新填写",
            f'the employee id "{shown(text)}" was rewritten as a number by the spreadsheet; '
            "format the column as text and fill it in again",
        )
    if len(text) > longest:
        raise fault(
            "employee_id_too_long",
            f"员工编号过长：“{shown(text)}”；最多 {longest} 个字符",
            f'the employee id is too long: "{shown(text)}"; at most {longest} characters',
        )
    return text


def read_optional_text(text: str, longest: int) -> str | None:
    """Return a name or a team, None when blank. A text over `longest` characters is cut short.

    Raises CellFault for the error of a formula.
    """
    text = _calculated(plain(text))
    return None if is_blank(text) else text[:longest]
