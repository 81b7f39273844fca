"""The columns that the reader looks for in a file: the scheme's columns, by code and name."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, Protocol

from chalicelib.scoring.text import Text, text

Kind = Literal["number", "text", "marks", "yes_no"]
#: What the sender says of a column's figures, where a file leaves it open: 0.95 is 95% or 0.95%,
#: 1:30 is hours and minutes or minutes and seconds.
Reading = Literal["fraction", "percent", "hours_minutes", "minutes_seconds"]
READINGS: tuple[Reading, ...] = ("fraction", "percent", "hours_minutes", "minutes_seconds")


@dataclass(frozen=True, slots=True)
class ColumnSpec:
    """One column that a scheme uses.

    names: accepted names besides the code, usually (Chinese, English).
    kind: "number" is read to a Decimal; "text" and "marks" stay text, and so does "yes_no", which
    must say one of both.
    required: a file without the column is refused; without an optional column its cells are None.
    reading: how the sender says that its figures are to be read.
    combined: marks may stand there combined, as in what the service itself makes of a closed rating
    round; in a file that somebody sends they may not.
    unit: determines the meaning of `95%` and `0:01:30` in the column (see units.py); None is
    unknown.
    """

    code: str
    names: tuple[str, ...] = ()
    kind: Kind = "number"
    required: bool = True
    unit: Text | None = None
    reading: Reading | None = None
    combined: bool = False

    @property
    def name(self) -> Text | None:
        """The Chinese and the English name. A single name serves for both; None without a name."""
        return text(self.names[0], self.names[-1]) if self.names else None


class SchemeColumn(Protocol):
    """The part of a compiled scheme's column that the reader uses."""

    @property
    def code(self) -> str: ...
    @property
    def name(self) -> Text: ...
    @property
    def kind(self) -> Kind: ...
    @property
    def required(self) -> bool: ...
    @property
    def unit(self) -> Text | None: ...


def column_specs(columns: Iterable[SchemeColumn]) -> tuple[ColumnSpec, ...]:
    """Return the columns of a compiled scheme as column specs."""
    return tuple(
        ColumnSpec(
            code=column.code,
            names=tuple(dict.fromkeys(n for n in (column.name["zh"], column.name["en"]) if n)),
            kind=column.kind,
            required=column.required,
            unit=column.unit,
        )
        for column in columns
    )
