"""Fields for texts of a request: names, codes, periods, ids."""

import re
from collections.abc import Mapping
from typing import Any
from unicodedata import category

from marshmallow import ValidationError, fields, validate

from chalicelib.employee_ids import EMPLOYEE_ID
from chalicelib.web.fields.messages import codes, codes_of_text

CODE = re.compile(r"[a-z0-9][a-z0-9_-]{0,47}")
PERIOD = re.compile(r"[0-9]{4}(-(0[1-9]|1[0-2])|-Q[1-4])?")
MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")


def refuse_controls(text: str) -> None:
    """Raise ValidationError for a control character (Unicode Cc), except tab and newline."""
    if any(category(character) == "Cc" and character not in "\n\t" for character in text):
        raise ValidationError("control_character")


class Words(fields.String):
    """A text of at most ``longest`` characters without control characters.

    Outer white space is removed. A blank text is refused unless ``blank`` is set.
    """

    default_error_messages = codes_of_text()

    def __init__(self, longest: int = 200, *, blank: bool = False, **kwargs: Any) -> None:
        super().__init__(
            validate=validate.Length(max=longest, error=f"too_long:{longest}"), **kwargs
        )
        self.blank = blank

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = str(super()._deserialize(value, attr, data, **kwargs)).strip()
        if not text and not self.blank:
            raise ValidationError("blank")
        refuse_controls(text)
        return text


class Matching(fields.String):
    """A text that matches a pattern as a whole: a code, a period, an id."""

    default_error_messages = codes_of_text()

    def __init__(self, pattern: re.Pattern[str], fault: str, **kwargs: Any) -> None:
        super().__init__(
            validate=validate.Regexp(re.compile(f"(?:{pattern.pattern})\\Z"), error=fault), **kwargs
        )


def Code(**kwargs: Any) -> Matching:  # noqa: N802 (stands among field classes)
    """Return a field for a code: ``[a-z0-9][a-z0-9_-]{0,47}``."""
    return Matching(CODE, "not_a_code", **kwargs)


def Period(**kwargs: Any) -> Matching:  # noqa: N802
    """Return a field for a period: ``2026-10``, ``2026-Q4`` or ``2026``."""
    return Matching(PERIOD, "not_a_period", **kwargs)


def Month(**kwargs: Any) -> Matching:  # noqa: N802
    """Return a field for a month: ``2026-10``."""
    return Matching(MONTH, "not_a_month", **kwargs)


def EmployeeId(**kwargs: Any) -> Matching:  # noqa: N802
    """Return a field for an employee id.

    It has 1 to 64 characters. A path or a CSV cell needs to escape none of them.
    """
    return Matching(EMPLOYEE_ID, "not_an_employee_id", **kwargs)


class Choice(fields.String):
    """One of a fixed set of words."""

    default_error_messages = codes_of_text()

    def __init__(self, *choices: str, **kwargs: Any) -> None:
        super().__init__(
            validate=validate.OneOf(choices, error=f"not_one_of:{', '.join(choices)}"), **kwargs
        )


class Names(fields.Field[dict[str, str]]):
    """A bilingual name: an object with ``zh``, ``en`` or both, or one string for both languages.

    Loads as ``{"zh": …, "en": …}``. A missing language takes the text of the other.
    """

    default_error_messages = codes(invalid="not_names")

    def __init__(self, longest: int = 200, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.longest = longest

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> dict[str, str]:
        names = {"zh": value, "en": value} if isinstance(value, str) else value
        if not isinstance(names, Mapping) or not names or set(names) - {"zh", "en"}:
            raise self.make_error("invalid")
        texts = [names.get("zh", names.get("en")), names.get("en", names.get("zh"))]
        for text in texts:
            if not isinstance(text, str) or not text.strip():
                raise self.make_error("invalid")
            if len(text) > self.longest:
                raise ValidationError(f"too_long:{self.longest}")
            refuse_controls(text)
        return {"zh": str(texts[0]).strip(), "en": str(texts[1]).strip()}
