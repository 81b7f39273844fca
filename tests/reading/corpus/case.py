"""A file as some program saves it, and what reading it must come to."""

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

from chalicelib.reading import BadRow, ColumnSpec, FileRejected, Row
from chalicelib.scoring.text import text
from tests.reading.opened import opened

#: The scheme that all the corpus is read for.
SPECS = (
    ColumnSpec(
        "response_seconds", ("首次响应总时长", "Total first response"), unit=text("秒", "s")
    ),
    ColumnSpec("contacts", ("接待量", "Contacts"), unit=text("次", "contacts")),
    ColumnSpec("resolution_rate", ("问题解决率", "Resolution rate"), unit=text("%", "%")),
    ColumnSpec("teamwork_peer", ("团队合作（同事）", "Teamwork (peer)"), "marks", required=False),
    ColumnSpec("channel", ("渠道", "Channel"), "text", required=False),
)

Person = tuple[int, str, str | None, str | None, str]
"""Row number, id, name, team, and the cells in one line: `response|contacts|rate|marks|channel`,
a blank for not available."""

STANDARD: tuple[Person, ...] = (
    (2, "001007", "张伟", "一组", "5200|125|95.5|4;5|电话"),
    (3, "001008", "李娜", "一组", "4100|98|88|4|在线"),
    (4, "001009", "欧阳芳", "二组", "||100|4.5|"),
)


def lowered(people: tuple[Person, ...], by: int) -> tuple[Person, ...]:
    """The same people, so many rows further down."""
    return tuple((number + by, *rest) for number, *rest in people)  # type: ignore[misc]


@dataclass(frozen=True, slots=True)
class Accepted:
    """people: every good row. bad: row number to the (column, code) pairs of its errors. about:
    what else the sheet must say of itself, by attribute name."""

    people: tuple[Person, ...] = STANDARD
    bad: dict[int, tuple[tuple[str | None, str], ...]] = field(default_factory=dict)
    about: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Refused:
    """code, and pieces that the Chinese or English sentence must contain."""

    code: str
    says: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """employee_field: the employee's column that the request names."""

    name: str
    make: Callable[[], bytes]
    outcome: Accepted | Refused
    employee_field: str | None = None


def outcome_of(
    content: bytes, expected: Accepted | Refused, employee_field: str | None = None
) -> Accepted | Refused:
    """What reading the file comes to, put in the words of `expected` so that they compare."""
    try:
        with opened(content, SPECS, employee_field=employee_field) as sheet:
            rows = list(sheet.rows())
            about = {name: getattr(sheet, name) for name in getattr(expected, "about", {})}
    except FileRejected as refused:
        said = refused.message["zh"] + refused.message["en"]
        pieces = expected.says if isinstance(expected, Refused) else ()
        return Refused(refused.code, tuple(piece for piece in pieces if piece in said))
    return Accepted(
        tuple(_person(row) for row in rows if isinstance(row, Row)),
        {
            row.number: tuple((error.column, error.code) for error in row.errors)
            for row in rows
            if isinstance(row, BadRow)
        },
        about,
    )


def _person(row: Row) -> Person:
    cells = [row.cells[spec.code] for spec in SPECS]
    said = "|".join(
        "" if cell is None else format(cell, "f") if isinstance(cell, Decimal) else cell
        for cell in cells
    )
    return (row.number, row.employee_id, row.employee_name, row.team, said)
