"""What is wrong with one row: that row is refused, the others go on."""

from .fault_words import FAULTS
from .text import Text, text, worded


class RowFault(ValueError):
    """A row that cannot be scored.

    `column` is the code of the column (or indicator) at fault, `code` a stable word for programs,
    `message` the sentence for people, which says the column's `name` where one is given.
    """

    def __init__(
        self, column: str, code: str, *, name: Text | None = None, **figures: object
    ) -> None:
        zh, en = FAULTS[code]
        told = {**figures, "column": name or column}
        self.column = column
        self.code = code
        self.figures = figures
        self.message: Text = text(worded(zh, "zh", told), worded(en, "en", told))
        super().__init__(self.message["en"])

    def named(self, name: Text | None) -> "RowFault":
        """The same fault, told with the column's name; without one, by its code."""
        return RowFault(self.column, self.code, name=name, **self.figures)
