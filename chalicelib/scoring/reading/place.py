"""A place in a scheme document: a node with methods that read single values.

Every method notes a fault instead of raising, and returns a usable value all the same: one pass
finds every fault. What was read is discarded when there was any fault.
"""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Final, TypeVar

from chalicelib.scoring.exact import decimals
from chalicelib.scoring.limits import DOCUMENT_DECIMALS, DOCUMENT_NUMBER
from chalicelib.scoring.text import Text

from .node import Node
from .scalars import brief, exact_number

CODE: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,47}")
Choice = TypeVar("Choice", bound=str)


class Place(Node):
    """A node read as a number, a text, a code, a choice or a flag."""

    __slots__ = ()

    def number(
        self,
        default: Decimal | None = None,
        *,
        least: Decimal | int | None = None,
        above: Decimal | int | None = None,
        most: Decimal | int | None = None,
    ) -> Decimal:
        """A number, exactly as written, within the bounds. Required unless there is a default."""
        if not self.present and default is not None:
            return default
        number = self._exact()
        if number is None:
            return default if default is not None else Decimal(1)
        if above is not None and number <= above:
            self.fault("number_not_above", bound=above, found=number)
        elif least is not None and number < least:
            self.fault("number_too_low", bound=least, found=number)
        elif most is not None and number > most:
            self.fault("number_too_high", bound=most, found=number)
        return number

    def optional_number(self) -> Decimal | None:
        """A number, or None without a value."""
        return self.number() if self.present else None

    def integer(self, default: int | None = None, *, least: int, most: int) -> int:
        """A whole number within bounds. Required unless there is a default."""
        number = self.number(None if default is None else Decimal(default), least=least, most=most)
        if number != number.to_integral_value():
            self.fault("not_whole", found=number)
        return int(number)

    def string(self, most: int, default: str | None = None) -> str:
        """A string of at most `most` characters, not blank. Required unless there is a default."""
        if not self.present and default is not None:
            return default
        if not self.filled("text"):
            return ""
        if not isinstance(self.value, str):
            self.wrong("text")
            return ""
        if len(self.value) > most:
            self.fault("text_too_long", most=most)
        elif not self.value.strip():
            self.fault("text_blank")
        elif not _writable(self.value):
            self.fault("text_unreadable")
        return self.value

    def code(self) -> str:
        """A code: lower-case letters, digits, `_` and `-`, at most 48."""
        if not self.filled("code"):
            return ""
        if not isinstance(self.value, str):
            self.wrong("code")
            return ""
        if not CODE.fullmatch(self.value):
            self.fault("bad_code", found=brief(self.value))
        return self.value

    def optional_code(self) -> str | None:
        """A code, or None without a value."""
        return self.code() if self.present else None

    def choice(self, options: tuple[Choice, ...], default: Choice | None = None) -> Choice:
        """One of the options. Required unless there is a default."""
        if not self.present and default is not None:
            return default
        if not self.filled("choice"):
            return options[0]
        for option in options:
            if self.value == option and isinstance(self.value, str):
                return option
        self.fault("bad_choice", options=", ".join(options), found=brief(self.value))
        return options[0]

    def flag(self, default: bool = False) -> bool:
        """true or false."""
        if not self.present:
            return default
        if not isinstance(self.value, bool):
            if self.filled("flag"):
                self.wrong("flag")
            return default
        return self.value

    def text(self, most: int) -> Text:
        """A text in both languages; a plain string, or one language alone, stands for both."""
        if isinstance(self.value, Mapping) and "$parameter" not in self.value:
            self.is_object(("zh", "en"))
            zh, en = self.at("zh"), self.at("en")
            if not zh.present and not en.present:
                self.fault("name_missing")
                return {"zh": "", "en": ""}
            words = {
                "zh": zh.string(most) if zh.present else "",
                "en": en.string(most) if en.present else "",
            }
            return {"zh": words["zh"] or words["en"], "en": words["en"] or words["zh"]}
        both = self.string(most)
        return {"zh": both, "en": both}

    def optional_text(self, most: int) -> Text | None:
        """A text in both languages, or None without a value."""
        return self.text(most) if self.present else None

    def _exact(self) -> Decimal | None:
        if not self.filled("number"):
            return None
        number = exact_number(self.value)
        if number is None:
            code = "number_not_exact" if isinstance(self.value, float) else "not_a_number"
            self.fault(code, found=brief(self.value))
            return None
        if not -DOCUMENT_NUMBER < number < DOCUMENT_NUMBER:
            self.fault("number_too_large", found=brief(self.value))
            return None
        if decimals(number) > DOCUMENT_DECIMALS:
            self.fault("number_too_fine", most=DOCUMENT_DECIMALS)
            return None
        return number


def _writable(words: str) -> bool:
    return not any("\ud800" <= c <= "\udfff" or (c < " " and c not in "\t\n") for c in words)
