"""What is wrong with one row: that row is refused, the others go on."""

from typing import TYPE_CHECKING

from .fault_words import FAULTS

if TYPE_CHECKING:
    from chalicelib.scoring.text import Text


class RowFault(ValueError):
    """A row that cannot be scored.

    `column` is the column (or indicator) at fault, `code` a stable word for programs, `message` the
    sentence for people.
    """

    def __init__(self, column: str, code: str, **figures: object) -> None:
        zh, en = FAULTS[code]
        figures["column"] = column
        self.column = column
        self.code = code
        self.message: Text = {"zh": zh.format(**figures), "en": en.format(**figures)}
        super().__init__(self.message["en"])
