"""Find the header row, and the column or field that each of its cells names."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from .columns import ColumnSpec
from .employee_fields import LABELS, Field
from .faults import FileRejected, rejected, shown
from .heading_names import HeadingNames
from .words import plain

# More than all names of a column together. A longer text names nothing and is ignored.
_CHARACTERS: Final = 600
# All labels together are stored in one record of the upload, and in the record of each bad row.
_ALL_CHARACTERS: Final = 20_000
_SHORT: Final = 20


@dataclass(frozen=True, slots=True)
class Header:
    """A header row and the columns that it names.

    row: its row number. texts: its cells. labels: the texts made distinct, as names for the cells
    of bad rows.
    columns: the scheme columns found, code to position from 0. fields: the employee fields found,
    field to position.
    unknown: texts of cells that name neither a column nor a field.
    """

    row: int
    texts: tuple[str, ...]
    labels: tuple[str, ...]
    columns: dict[str, int]
    fields: dict[Field, int]
    unknown: tuple[str, ...]

    def missing(self, specs: Sequence[ColumnSpec]) -> tuple[ColumnSpec, ...]:
        """Return the required columns that the header does not name."""
        return tuple(s for s in specs if s.required and s.code not in self.columns)

    def complete(self, specs: Sequence[ColumnSpec]) -> bool:
        """Return whether the header names the employee id and every required column."""
        return "employee_id" in self.fields and not self.missing(specs)

    @property
    def score(self) -> int:
        """The number of columns and fields that the header names."""
        return len(self.columns) + len(self.fields)


def find_header(
    lines: Iterable[tuple[int, Sequence[str]]], names: HeadingNames, specs: Sequence[ColumnSpec]
) -> Header | None:
    """Return the first complete header row; otherwise the row that names most; otherwise None."""
    best: Header | None = None
    for number, cells in lines:
        header = read_header(number, cells, names)
        if header.complete(specs):
            return header
        if header.score > (best.score if best else 0):
            best = header
    return best


def read_header(number: int, cells: Sequence[str], names: HeadingNames) -> Header:
    """Return the row as a header."""
    texts = tuple(plain(cell) if len(cell) <= _CHARACTERS else "" for cell in cells)
    columns, fields, unknown = names.match(texts)
    return Header(number, texts, _labels(texts), columns, fields, unknown)


def accept_header(
    header: Header | None,
    names: HeadingNames,
    specs: Sequence[ColumnSpec],
    employee_field: str,
) -> Header:
    """Return the header if a file can be read with it.

    Raises FileRejected for missing columns (it names all of them), for columns that are named
    twice, for several columns of employee ids, and for columns in another unit of time than the
    scheme's.
    """
    if header is None or not header.complete(specs):
        raise _missing(header, specs, employee_field)
    if twice := names.named_twice(header.texts):
        raise rejected(
            "duplicate_columns",
            f"有的列出现了不止一次：{'、'.join(twice)}；请只保留一列",
            f"columns that appear more than once: {', '.join(twice)}; keep one of each",
            columns=list(twice),
        )
    if several := names.several_ids(header.texts):
        raise rejected(
            "several_employee_columns",
            f"有几列都像是员工编号：{'、'.join(map(shown, several))}；"
            "请在上传时用 employee_field 说明以哪一列为准，或删去其余的列",
            f"several columns may be the employee's id: {', '.join(map(shown, several))}; say by "
            "employee_field which one counts, or delete the others",
            columns=[shown(one) for one in several],
        )
    if wrong := names.wrong_units(header.texts, header.columns):
        zh = "；".join(f"{shown(heading)}（应为{unit['zh']}）" for heading, unit in wrong)
        en = "; ".join(f"{shown(heading)} (expected {unit['en']})" for heading, unit in wrong)
        raise rejected(
            "column_unit",
            f"表头的时间单位与方案不同：{zh}",
            f"the header names another unit of time than the scheme: {en}",
            columns=[
                {"header": heading, "expected_unit": f"{unit['zh']} {unit['en']}"}
                for heading, unit in wrong
            ],
        )
    return header


def _missing(
    header: Header | None, specs: Sequence[ColumnSpec], employee_field: str
) -> FileRejected:
    absent = list(header.missing(specs)) if header else [s for s in specs if s.required]
    details = [{"code": spec.code, "names": list(spec.names)} for spec in absent]
    zh = [_called(spec.code, spec.names[:1]) for spec in absent]
    en = [_called(spec.code, spec.names[-1:]) for spec in absent]
    if header is None or "employee_id" not in header.fields:
        own = employee_field == "employee_id"
        details.insert(
            0, {"code": employee_field, "names": list(LABELS["employee_id"]) if own else []}
        )
        zh.insert(0, _called(employee_field, LABELS["employee_id"][:1] if own else ()))
        en.insert(0, _called(employee_field, LABELS["employee_id"][1:] if own else ()))
    where_zh = f"第 {header.row} 行是表头，" if header else "没有找到表头，"
    where_en = f"the header is in row {header.row}; " if header else "no header row was found; "
    return rejected(
        "missing_columns",
        f"{where_zh}缺少这些列：{'、'.join(zh)}",
        f"{where_en}these columns are missing: {', '.join(en)}",
        columns=details,
        header_row=header.row if header else None,
        found=[shown(label) for label in header.labels][:50] if header else [],
    )


def _called(code: str, names: Sequence[str]) -> str:
    return f"{names[0]} ({code})" if names and names[0] != code else code


def _labels(texts: Sequence[str]) -> tuple[str, ...]:
    """Return each cell's text, made distinct, so that a row can be stored as label to text.

    The labels are cut short when together they are longer than the header of any real table.
    """
    longest = _CHARACTERS if sum(map(len, texts)) <= _ALL_CHARACTERS else _SHORT
    labels: dict[str, None] = {}
    for position, text in enumerate(texts, start=1):
        label = text[:longest] or f"#{position}"
        while label in labels:
            label += f" ({position})"
        labels[label] = None
    return tuple(labels)
