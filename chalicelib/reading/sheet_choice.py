"""Choose the sheet of a workbook to read: the only one that holds the scheme's table.

A company with one sheet per team would lose all teams but the first without notice. So a second
sheet with people's figures refuses the file. Notes, pivots of a few columns and hidden sheets are
ignored, and their names are reported. Only the first rows of each sheet are examined.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from .columns import ColumnSpec
from .faults import FileRejected, rejected, shown
from .header import Header, find_header
from .heading_names import HeadingNames
from .notes import skip_reason
from .table import Line
from .workbook import SheetEntry, Workbook


@dataclass(frozen=True, slots=True)
class _Head:
    """A visible sheet's header, if it has one, and whether it has rows below the header."""

    sheet: SheetEntry
    header: Header | None
    filled: bool

    def complete(self, specs: Sequence[ColumnSpec]) -> bool:
        return self.header is not None and self.header.complete(specs)

    @property
    def score(self) -> int:
        return self.header.score if self.header else 0

    def has_figures(self, specs: Sequence[ColumnSpec]) -> bool:
        """Return whether the sheet seems to hold figures of this scheme's people.

        It has rows, their employee ids, and more than half of the scheme's required columns.
        """
        if self.header is None or "employee_id" not in self.header.fields or not self.filled:
            return False
        required = sum(1 for spec in specs if spec.required)
        return 2 * len(self.header.missing(specs)) < required or self.complete(specs)


@dataclass(frozen=True, slots=True)
class Chosen:
    """The sheet to read, the names of the others, and the position of its column of ids."""

    sheet: SheetEntry
    ignored: tuple[str, ...]
    id_column: int | None


def choose_sheet(workbook: Workbook, names: HeadingNames, specs: Sequence[ColumnSpec]) -> Chosen:
    """Return the sheet to read, and the names of the other sheets.

    It is the first visible sheet with a complete header, or else the one whose header names most.
    Raises FileRejected when several sheets hold people's figures, or all sheets are hidden.
    """
    heads = [_head(workbook, sheet, names, specs) for sheet in workbook.sheets if sheet.visible]
    if not heads:
        raise rejected(
            "no_visible_sheet",
            "工作簿里的工作表都被隐藏了；请取消隐藏要上传的那一张",
            "every sheet of the workbook is hidden; unhide the one to be read",
        )
    complete = [head for head in heads if head.complete(specs)]
    # A complete sheet with rows is preferred to one with nothing below its header.
    best = next((head for head in complete if head.filled), None) or next(iter(complete), None)
    chosen = best or max(heads, key=lambda head: head.score)
    with_figures = [head.sheet for head in heads if head.has_figures(specs)]
    if best is not None and any(sheet is not best.sheet for sheet in with_figures):
        raise _several(with_figures)
    ignored = (sheet.name for sheet in workbook.sheets if sheet is not chosen.sheet)
    fields = chosen.header.fields if chosen.header else {}
    return Chosen(chosen.sheet, tuple(map(shown, ignored)), fields.get("employee_id"))


def _head(
    workbook: Workbook, sheet: SheetEntry, names: HeadingNames, specs: Sequence[ColumnSpec]
) -> _Head:
    lines = _beginning(workbook, sheet)
    header = find_header(lines[: workbook.limits.header_rows], names, specs)
    if header is None or "employee_id" not in header.fields:
        return _Head(sheet, header, filled=False)
    position, top = header.fields["employee_id"], header.row
    filled = any(number > top and skip_reason(cells, position) is None for number, cells in lines)
    return _Head(sheet, header, filled)


def _beginning(workbook: Workbook, sheet: SheetEntry) -> list[Line]:
    """Return the sheet's first rows, or no rows when it has too many columns.

    If that sheet is chosen, reading it raises the error again.
    """
    try:
        return workbook.beginning(sheet)
    except FileRejected as refused:
        if refused.code == "too_many_columns":
            return []
        raise


def _several(sheets: Sequence[SheetEntry]) -> FileRejected:
    named = [shown(sheet.name) for sheet in sheets]
    return rejected(
        "several_tables",
        f"有 {len(sheets)} 张工作表都像是本方案的数据：{'、'.join(named)}；"
        "一个文件只读一张表，请合并成一张或分成几个文件上传，不需要的请删除或隐藏",
        f"{len(sheets)} sheets look like figures of this scheme: {', '.join(named)}; one sheet of "
        "a file is read: put them together or send a file for each, and delete or hide what is "
        "not meant",
        sheets=named,
    )
