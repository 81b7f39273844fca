"""The contents of an upload template, for CSV and XLSX alike."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from chalicelib.reading.employee_fields import LABELS, template_heading
from chalicelib.reading.notes import EXAMPLE_NOTE, UNIT_NOTE
from chalicelib.reading.units import measure
from chalicelib.scoring.columns import Column
from chalicelib.scoring.text import Text, text

from .filling import Filling


@dataclass(frozen=True, slots=True)
class FormColumn:
    """One column of a template: its heading, notes and explanation.

    number: its cells are figures. allowed: the only values of a text, if there are such.
    """

    code: str
    heading: str
    name: Text
    unit: Text | None
    unit_note: str
    example: str
    required: bool
    how_to_fill: Text
    description: Text | None
    source: Text | None
    used_by: tuple[str, ...]
    number: bool = False
    allowed: tuple[str, ...] = ()


_TEXT_COLUMN: Final = text("文字", "text")
_ID: Final = text(
    "文字，每人一行（有渠道等分组列时每组一行）；请把这一列设为文本格式，以免 001007 变成 1007",
    "text, one row per employee (and slice); in text format, so that 001007 keeps its zeros",
)

_ID_OF_CONTACT: Final = text(
    "文字，每次联络一行；请把这一列设为文本格式，以免 001007 变成 1007",
    "text, one row per contact; in text format, so that 001007 keeps its zeros",
)


def form_columns(
    columns: Sequence[Column], filling: Filling | None = None
) -> tuple[FormColumn, ...]:
    """Return the employee's three columns, then the scheme's columns in the scheme's order.

    ``filling``: the examples and allowed values of the scheme.
    """
    filled = filling or Filling()
    return (*_employee_columns(filled), *(_scheme_column(column, filled) for column in columns))


def sheet_rows(columns: Sequence[FormColumn]) -> tuple[list[str], list[str], list[str]]:
    """Return the heading, units and example rows. The reader skips the last two by column 1."""
    return (
        [column.heading for column in columns],
        [column.unit_note for column in columns],
        [column.example for column in columns],
    )


def _employee_columns(filling: Filling) -> Iterator[FormColumn]:
    asides = {
        "employee_id": (UNIT_NOTE, EXAMPLE_NOTE, _ID_OF_CONTACT if filling.of_contacts else _ID),
        "employee_name": ("", "张三 Zhang San", _TEXT_COLUMN),
        "team": ("", "一组 Team 1", _TEXT_COLUMN),
    }
    for field, (zh, en) in LABELS.items():
        unit_note, example, how = asides[field]
        yield FormColumn(
            code=field,
            heading=template_heading(zh, en, field),
            name=text(zh, en),
            unit=None,
            unit_note=unit_note,
            example=example,
            required=field == "employee_id",
            how_to_fill=how,
            description=None,
            source=None,
            used_by=(),
        )


def _scheme_column(column: Column, filling: Filling) -> FormColumn:
    name, unit = column.name, column.unit
    return FormColumn(
        code=column.code,
        heading=template_heading(name["zh"], name["en"], column.code),
        name=name,
        unit=unit,
        unit_note=_unit_note(column),
        example=filling.examples.get(column.code, example_of(column)),
        number=column.kind == "number",
        allowed=filling.allowed.get(column.code, ()),
        required=column.required,
        how_to_fill=_how_to_fill(column, filling.allowed.get(column.code, ())),
        description=column.explanation,
        source=column.source.name if column.source else None,
        used_by=column.used_by,
    )


def _unit_note(column: Column) -> str:
    """Return the unit in both languages; of figures without a unit, that they are figures."""
    unit = column.unit
    if unit is not None:
        return " / ".join(dict.fromkeys((unit["zh"], unit["en"])))
    return "数字 number" if column.kind == "number" else ""


def example_of(column: Column) -> str:
    """Return an example of a column by its unit, without a look at the scheme's rules."""
    if column.note and column.note.example:
        return column.note.example
    if column.kind == "marks":
        return "4;5"
    if column.kind == "text":
        return ""
    return "95%" if measure(column.unit) == "percent" else "12"


def _how_to_fill(column: Column, allowed: Sequence[str]) -> Text:
    kind = measure(column.unit)
    if column.kind == "text" and allowed:
        return text(
            f"以下之一：{'、'.join(allowed)}；没有数据请留空",
            f"one of: {', '.join(allowed)}; blank when there is none",
        )
    if column.kind == "text":
        return text("文字或等级，没有数据请留空", "text or a level; blank when there is none")
    if column.kind == "marks":
        return text(
            "一个或几个分数，用分号隔开：4;5；没有数据请留空",
            "one mark or several with semicolons between: 4;5; blank when there is none",
        )
    if kind in ("second", "minute", "hour", "day", "unknown"):
        return text(
            "数字，时长也可写成 0:01:30；没有数据请留空",
            "a number; a length of time may be written 0:01:30; blank when there is none",
        )
    if kind == "percent":
        return text("百分数：95 或 95%；没有数据请留空", "a percentage: 95 or 95%; blank when none")
    return text("数字；没有数据请留空", "a number; blank when there is none")
