"""Finding the header row and what each of its cells names."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from .columns import ColumnSpec
from .employee_fields import Field
from .faults import FileRejected, rejected, shown
from .heading_names import HeadingNames
from .words import plain

# Longer than any column's names together: a longer text names nothing, and is not looked at.
_CHARACTERS: Final = 600
# All labels together go into one record of the upload, and into every bad row's.
_ALL_CHARACTERS: Final = 20_000
_SHORT: Final = 20


@dataclass(frozen=True, slots=True)
class Header:
    """A header row as understood.

    row: its row number. texts: its cells. labels: the same made distinct, to name the cells of
    bad rows.
    columns: the scheme columns found, code to position. fields: the same for the employee fields.
    unknown: texts of the cells that name nothing we know.
    """

    row: int
    texts: tuple[str, ...]
    labels: tuple[str, ...]
    columns: dict[str, int]
    fields: dict[Field, int]
    unknown: tuple[str, ...]

    def missing(self, specs: Sequence[ColumnSpec]) -> tuple[ColumnSpec, ...]:
        return tuple(s for s in specs if s.required and s.code not in self.columns)

    def complete(self, specs: Sequence[ColumnSpec]) -> bool:
        return "employee_id" in self.fields and not self.missing(specs)

    @property
    def score(self) -> int:
        return len(self.columns) + len(self.fields)


def find_header(
    lines: Iterable[tuple[int, Sequence[str]]], names: HeadingNames, specs: Sequence[ColumnSpec]
) -> Header | None:
    """The first row that names everything required; else the one that names most; else None."""
    best: Header | None = None
    for number, cells in lines:
        header = read_header(number, cells, names)
        if header.complete(specs):
            return header
        if header.score > (best.score if best else 0):
            best = header
    return best


def read_header(number: int, cells: Sequence[str], names: HeadingNames) -> Header:
    texts = tuple(plain(cell) if len(cell) <= _CHARACTERS else "" for cell in cells)
    columns, fields, unknown = names.match(texts)
    return Header(number, texts, _labels(texts), columns, fields, unknown)


def accept_header(
    header: Header | None, names: HeadingNames, specs: Sequence[ColumnSpec], employee_field: str
) -> Header:
    """The header if a file can be read by it; FileRejected naming all that is missing at once,
    the columns named twice, and those measured in another unit of time."""
    if header is None or not header.complete(specs):
        raise _missing(header, specs, employee_field)
    if twice := names.named_twice(header.texts):
        raise rejected(
            "duplicate_columns",
            f"有的列出现了不止一次：{'、'.join(twice)}；请只保留一列",
            f"columns that appear more than once: {', '.join(twice)}; keep one of each",
            columns=list(twice),
        )
    if wrong := names.wrong_units(header.texts, header.columns):
        raise rejected(
            "column_unit",
            f"表头的时间单位与方案不同：{'；'.join(f'{a}（应为 {b}）' for a, b in wrong)}",
            "the header names another unit of time than the scheme: "
            + "; ".join(f"{a} (expected {b})" for a, b in wrong),
            columns=[{"header": a, "expected_unit": b} for a, b in wrong],
        )
    return header


def _missing(
    header: Header | None, specs: Sequence[ColumnSpec], employee_field: str
) -> FileRejected:
    absent = list(header.missing(specs)) if header else [s for s in specs if s.required]
    details = [{"code": spec.code, "names": list(spec.names)} for spec in absent]
    named = [_display_name(spec.code, spec.names) for spec in absent]
    if header is None or "employee_id" not in header.fields:
        own = employee_field == "employee_id"
        details.insert(0, {"code": employee_field, "names": ["员工编号"] if own else []})
        named.insert(0, _display_name(employee_field, ("员工编号",) if own else ()))
    where_zh = f"第 {header.row} 行是表头，" if header else "没有找到表头，"
    where_en = f"the header is in row {header.row}; " if header else "no header row was found; "
    return rejected(
        "missing_columns",
        f"{where_zh}缺少这些列：{'、'.join(named)}",
        f"{where_en}these columns are missing: {', '.join(named)}",
        columns=details,
        header_row=header.row if header else None,
        found=[shown(label) for label in header.labels][:50] if header else [],
    )


def _display_name(code: str, names: Sequence[str]) -> str:
    return f"{names[0]} ({code})" if names and names[0] != code else code


def _labels(texts: Sequence[str]) -> tuple[str, ...]:
    """Each cell's text, made distinct, so that a row can be kept as label to text; cut short where
    so many long ones stand that they are no header of a table."""
    longest = _CHARACTERS if sum(map(len, texts)) <= _ALL_CHARACTERS else _SHORT
    labels: dict[str, None] = {}
    for position, text in enumerate(texts, start=1):
        label = text[:longest] or f"#{position}"
        while label in labels:
            label += f" ({position})"
        labels[label] = None
    return tuple(labels)
