"""Words that the texts of several value kinds share."""

from decimal import Decimal
from typing import Final

from chalicelib.scoring.exact import plain, with_minus_sign
from chalicelib.scoring.phrases import capitalized
from chalicelib.scoring.rater_roles import ROLES
from chalicelib.scoring.rows import Cell
from chalicelib.scoring.text import Text, text
from chalicelib.scoring.values.value_kind import Names

# A field of `ratio` and of `rating`.
SCALE: Final = text("倍数或量表", "scale")


def times(scale: Decimal) -> str:
    """The factor at the end of a quotient: " × 100", nothing for 1."""
    return "" if scale == 1 else f" × {plain(scale)}"


def role_words(role: str, weight: Decimal) -> Text:
    """A role of raters with its weight: "peers (weight 0.4)"."""
    name = ROLES.get(role, text(role, role))
    share = plain(weight)
    return text(f"{name['zh']}（权重 {share}）", f"{name['en']} (weight {share})")


def name_of(column: str, names: Names) -> Text:
    """The column's name; its code where it has none."""
    return names.get(column, text(column, column))


def heading(column: str, names: Names) -> Text:
    """The column's name at the head of a sentence, capitalized. A code stays as it is written."""
    name = name_of(column, names)
    return name if name["en"] == column else text(name["zh"], capitalized(name["en"]))


def cell_words(cell: Cell) -> str:
    """A cell as it was given; – when blank."""
    if cell is None:
        return "–"
    return with_minus_sign(cell) if isinstance(cell, Decimal) else str(cell)
