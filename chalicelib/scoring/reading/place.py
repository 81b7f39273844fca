"""A place in a scheme document: reads what is there, or notes what is wrong and reads on.

Every method gives a usable value even after a fault, so that one pass names every fault at once;
what was read is thrown away when there were any.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal
from difflib import get_close_matches
from typing import Final, TypeVar

from chalicelib.scoring.findings import Finding, finding, joined
from chalicelib.scoring.limits import DOCUMENT_DECIMALS, DOCUMENT_NUMBER
from chalicelib.scoring.text import Text

CODE: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,47}")
NUMBER: Final = re.compile(r"[+-]?[0-9]{1,40}(\.[0-9]{1,40})?")
MISSING: Final = object()
Choice = TypeVar("Choice", bound=str)


class Place:
    """One value of the document, its pointer, and the list that faults are written to."""

    __slots__ = ("findings", "pointer", "value")

    def __init__(self, value: object, pointer: str, findings: list[Finding]) -> None:
        self.value = value
        self.pointer = pointer
        self.findings = findings

    @property
    def present(self) -> bool:
        """Something other than null stands here."""
        return self.value is not MISSING and self.value is not None

    def fault(self, code: str, **figures: object) -> None:
        self.findings.append(finding(code, self.pointer, **figures))

    def at(self, key: str | int) -> "Place":
        """The place below; its value is MISSING when there is none."""
        value: object = MISSING
        if isinstance(self.value, Mapping):
            value = self.value.get(key, MISSING)
        return Place(value, joined(self.pointer, key), self.findings)

    # --- objects and lists ------------------------------------------------------------------

    def is_object(self, fields: Collection[str] | None = None) -> bool:
        """Whether an object stands here; fields that it may not have are faults of their own."""
        if not self._filled("object"):
            return False
        if not isinstance(self.value, Mapping):
            self._wrong("object")
            return False
        if fields is not None:
            for key in self.value:
                if not (isinstance(key, str) and (key in fields or key.startswith("x_"))):
                    self._unknown(key, fields)
        return True

    def entries(self) -> Iterable[tuple[str, "Place"]]:
        """The fields of an object whose keys are the tenant's own."""
        if not self._filled("object"):
            return
        if not isinstance(self.value, Mapping):
            self._wrong("object")
            return
        for key in self.value:
            if isinstance(key, str):
                yield key, self.at(key)
            else:
                self._unknown(key, ())

    def items(self, most: int, least: int = 0) -> list["Place"]:
        """The items of a list of at least `least` and at most `most`; nothing there is none."""
        if not self.present and not least:
            return []
        if not self._filled("list"):
            return []
        if not isinstance(self.value, list | tuple):
            self._wrong("list")
            return []
        if len(self.value) > most:
            self.fault("too_many", most=most, found=len(self.value))
            return []
        if len(self.value) < least:
            self.fault("too_few", least=least)
        return [
            Place(value, joined(self.pointer, n), self.findings)
            for n, value in enumerate(self.value)
        ]

    # --- single values ----------------------------------------------------------------------

    def number(
        self,
        default: Decimal | None = None,
        *,
        least: Decimal | int | None = None,
        above: Decimal | int | None = None,
        most: Decimal | int | None = None,
    ) -> Decimal:
        """A number, exactly as written. Required unless there is a default."""
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
        return self.number() if self.present else None

    def integer(self, default: int | None = None, *, least: int, most: int) -> int:
        """A whole number within bounds. Required unless there is a default."""
        number = self.number(None if default is None else Decimal(default), least=least, most=most)
        if number != number.to_integral_value():
            self.fault("not_whole", found=number)
        return int(number)

    def string(self, most: int, default: str | None = None) -> str:
        """Words of at most so many characters, not blank."""
        if not self.present and default is not None:
            return default
        if not self._filled("text"):
            return ""
        if not isinstance(self.value, str):
            self._wrong("text")
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
        if not self._filled("code"):
            return ""
        if not isinstance(self.value, str):
            self._wrong("code")
            return ""
        if not CODE.fullmatch(self.value):
            self.fault("bad_code", found=brief(self.value))
        return self.value

    def optional_code(self) -> str | None:
        return self.code() if self.present else None

    def choice(self, options: tuple[Choice, ...], default: Choice | None = None) -> Choice:
        """One of a few words."""
        if not self.present and default is not None:
            return default
        if not self._filled("choice"):
            return options[0]
        for option in options:
            if self.value == option and isinstance(self.value, str):
                return option
        self.fault("bad_choice", options=", ".join(options), found=brief(self.value))
        return options[0]

    def flag(self, default: bool = False) -> bool:
        if not self.present:
            return default
        if not isinstance(self.value, bool):
            if self._filled("flag"):
                self._wrong("flag")
            return default
        return self.value

    def text(self, most: int) -> Text:
        """Words in both languages; a plain string, or one language alone, stands for both."""
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
        return self.text(most) if self.present else None

    # --- within -----------------------------------------------------------------------------

    def _filled(self, expected: str) -> bool:
        """Whether anything stands here that could be read; an open parameter is said to be one."""
        if not self.present:
            self.fault("missing", expected=expected)
            return False
        if isinstance(self.value, Mapping) and "$parameter" in self.value:
            self.fault("parameter_unset", parameter=brief(self.value["$parameter"]))
            return False
        return True

    def _wrong(self, expected: str) -> None:
        self.fault("wrong_type", expected=expected, found=brief(self.value))

    def _unknown(self, key: object, fields: Collection[str]) -> None:
        # Comparing spellings takes time; after so many faults it helps nobody.
        comparable = isinstance(key, str) and len(key) < 60 and len(self.findings) < 100
        near = get_close_matches(str(key), fields, n=1) if comparable else []
        known = near[0] if near else ", ".join(sorted(fields)) or "-"
        where = joined(self.pointer, brief(key))
        self.findings.append(finding("unknown_field", where, field=brief(key), known=known))

    def _exact(self) -> Decimal | None:
        if not self._filled("number"):
            return None
        number = exact_number(self.value)
        if number is None:
            code = "number_not_exact" if isinstance(self.value, float) else "not_a_number"
            self.fault(code, found=brief(self.value))
            return None
        if not -DOCUMENT_NUMBER < number < DOCUMENT_NUMBER:
            self.fault("number_too_large", found=brief(self.value))
            return None
        if _exponent(number) < -DOCUMENT_DECIMALS:
            self.fault("number_too_fine", most=DOCUMENT_DECIMALS)
            return None
        return number


def exact_number(value: object) -> Decimal | None:
    """The number that a JSON value stands for, or None: a string, an int or a finite Decimal."""
    if isinstance(value, bool):
        return None
    if isinstance(value, str):
        value = value.strip()
        return Decimal(value) if NUMBER.fullmatch(value) else None
    if isinstance(value, int):
        return Decimal(value) if -(10**40) < value < 10**40 else Decimal(10**40)
    if isinstance(value, Decimal) and value.is_finite():
        return value
    return None


def brief(value: object) -> str:
    """A value as a sentence can quote it: short, on one line, in characters that can be written."""
    if isinstance(value, Mapping):
        return "{…}"
    if isinstance(value, list | tuple):
        return "[…]"
    if isinstance(value, int) and not -(10**40) < value < 10**40:
        return "…"
    words = value if isinstance(value, str) else str(value)
    words = "".join(c if c.isprintable() else "?" for c in words[:60])
    return words if len(words) < 60 else words[:57] + "…"


def _exponent(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def _writable(words: str) -> bool:
    return not any("\ud800" <= c <= "\udfff" or (c < " " and c not in "\t\n") for c in words)
