"""What the reader must look for in a file: the scheme's columns, by code and name."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, Protocol

from chalicelib.scoring.text import Text, text

Kind = Literal["number", "text", "marks"]


@dataclass(frozen=True, slots=True)
class ColumnSpec:
    """One column a scheme needs.

    names: what people may call it besides its code, usually (Chinese, English).
    kind: "number" is read to a Decimal; "text" and "marks" stay text.
    required: a file without the column is refused; without an optional one every cell is None.
    unit: decides what `95%` and `0:01:30` mean in the column (see units.py); None is unknown.
    """

    code: str
    names: tuple[str, ...] = ()
    kind: Kind = "number"
    required: bool = True
    unit: Text | None = None

    @property
    def name(self) -> Text | None:
        """The Chinese and the English name; the one for both where there is no other."""
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
    """A compiled scheme's columns as the reader takes them."""
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
