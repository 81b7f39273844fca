"""Row faults: the row is refused, the others are scored."""

from .fault_words import FAULTS
from .text import Text, text, worded


class RowFault(ValueError):
    """A row that cannot be scored.

    `column` is the code of the column (or indicator) at fault. `code` is for programs and never
    changes. `message` is for people; it has the column's `name` where one is given.
    """

    def __init__(
        self, column: str, code: str, *, name: Text | None = None, **figures: object
    ) -> None:
        zh, en = FAULTS[code]
        filled = {**figures, "column": name or column}
        self.column = column
        self.code = code
        self.figures = figures
        self.message: Text = text(worded(zh, "zh", filled), worded(en, "en", filled))
        super().__init__(self.message["en"])

    def named(self, name: Text | None) -> "RowFault":
        """The same fault with the column's name in its message; with its code without a name."""
        return RowFault(self.column, self.code, name=name, **self.figures)
