"""The error of an expression that cannot be used."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chalicelib.scoring.text import Text


class FormulaError(ValueError):
    """The expression cannot be used; `reason` says why in both languages."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.reason: Text = {"zh": zh, "en": en}
