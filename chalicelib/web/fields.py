"""The fields of request schemas. Their error messages are codes of :mod:`chalicelib.web.faults`.

A code may carry one argument after a colon (``too_long:48``); the words in both languages
are made from it where the answer is written.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from marshmallow import Schema as MarshmallowSchema
from marshmallow import ValidationError, fields, validate

CODE = re.compile(r"[a-z0-9][a-z0-9_-]{0,47}")
PERIOD = re.compile(r"[0-9]{4}(-(0[1-9]|1[0-2])|-Q[1-4])?")
MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")
#: Ids as companies have them, Chinese names included, but nothing that a path or a key would
#: have to escape.
EMPLOYEE_ID = re.compile(
    r"[^\x00-\x20\x7f/\\?#%,;\"](?:[^\x00-\x1f\x7f/\\?#%,;\"]{0,62}[^\x00-\x20\x7f/\\?#%,;\"])?"
)

_COMMON = {"required": "required", "null": "null", "validator_failed": "invalid"}


class Schema(MarshmallowSchema):
    """A request's or answer's shape. Unknown members are refused, each by name."""

    error_messages = {"unknown": "unknown_member", "type": "not_object"}  # noqa: RUF012


class Words(fields.String):
    """A text of at most ``longest`` characters, without control characters and not blank."""

    default_error_messages = {**_COMMON, "invalid": "not_text", "invalid_utf8": "not_text"}  # noqa: RUF012

    def __init__(self, longest: int = 200, *, blank: bool = False, **kwargs: Any) -> None:
        super().__init__(
            validate=validate.Length(max=longest, error=f"too_long:{longest}"), **kwargs
        )
        self.blank = blank

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = str(super()._deserialize(value, attr, data, **kwargs)).strip()
        if not text and not self.blank:
            raise ValidationError("blank")
        if any(ord(character) < 32 and character not in "\n\t" for character in text):
            raise ValidationError("control_character")
        return text


class Matching(fields.String):
    """A text of one form: a code, a period, an id."""

    default_error_messages = {**_COMMON, "invalid": "not_text", "invalid_utf8": "not_text"}  # noqa: RUF012

    def __init__(self, pattern: re.Pattern[str], fault: str, **kwargs: Any) -> None:
        super().__init__(
            validate=validate.Regexp(re.compile(f"(?:{pattern.pattern})\\Z"), error=fault), **kwargs
        )


def Code(**kwargs: Any) -> Matching:  # noqa: N802 (stands among field classes)
    """``[a-z0-9][a-z0-9_-]{0,47}``"""
    return Matching(CODE, "not_a_code", **kwargs)


def Period(**kwargs: Any) -> Matching:  # noqa: N802
    """``2026-10``, ``2026-Q4`` or ``2026``"""
    return Matching(PERIOD, "not_a_period", **kwargs)


def Month(**kwargs: Any) -> Matching:  # noqa: N802
    """``2026-10``"""
    return Matching(MONTH, "not_a_month", **kwargs)


def EmployeeId(**kwargs: Any) -> Matching:  # noqa: N802
    """1 to 64 characters, none of which a path or a CSV cell would have to escape."""
    return Matching(EMPLOYEE_ID, "not_an_employee_id", **kwargs)


class Choice(fields.String):
    """One of a few words."""

    default_error_messages = {**_COMMON, "invalid": "not_text", "invalid_utf8": "not_text"}  # noqa: RUF012

    def __init__(self, *choices: str, **kwargs: Any) -> None:
        super().__init__(
            validate=validate.OneOf(choices, error=f"not_one_of:{', '.join(choices)}"), **kwargs
        )


class Names(fields.Field[dict[str, str]]):
    """A bilingual name: {"zh", "en"}, or a plain string taken for both."""

    default_error_messages = {**_COMMON, "invalid": "not_names"}  # noqa: RUF012

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
        return {"zh": str(texts[0]).strip(), "en": str(texts[1]).strip()}


class Figure(fields.Field[Decimal]):
    """A decimal, string or number on input, a string on output. Never a binary float."""

    default_error_messages = {**_COMMON, "invalid": "not_a_decimal"}  # noqa: RUF012
    form = re.compile(r"[+-]?[0-9]{1,18}(\.[0-9]{1,12})?")

    def __init__(self, least: str | None = None, most: str | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.least = None if least is None else Decimal(least)
        self.most = None if most is None else Decimal(most)

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> Decimal:
        if isinstance(value, bool) or not isinstance(value, (str, int, Decimal)):
            raise self.make_error("invalid")
        text = format(value, "f") if isinstance(value, Decimal) else str(value)
        if not self.form.fullmatch(text):
            raise self.make_error("invalid")
        number = Decimal(text)
        if self.least is not None and number < self.least:
            raise ValidationError(f"too_small:{self.least}")
        if self.most is not None and number > self.most:
            raise ValidationError(f"too_large:{self.most}")
        return number

    def _serialize(self, value: Any, *_: Any, **__: Any) -> str | None:
        return None if value is None else format(value, "f")


class Whole(fields.Integer):
    """A whole number; digits as a string are taken too."""

    default_error_messages = {
        **_COMMON,
        "invalid": "not_a_whole_number",
        "too_large": "not_a_whole_number",
    }  # noqa: RUF012

    def __init__(self, least: int, most: int, **kwargs: Any) -> None:
        super().__init__(
            validate=validate.Range(least, most, error=f"out_of_range:{least} – {most}"), **kwargs
        )

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, (int, str)) or len(str(value)) > 18:
            raise self.make_error("invalid")
        return int(super()._deserialize(value, attr, data, **kwargs) or 0)


class YesNo(fields.Boolean):
    """true or false; in a query the words."""

    default_error_messages = {**_COMMON, "invalid": "not_a_boolean"}  # noqa: RUF012
    truthy = {True, "true"}  # noqa: RUF012
    falsy = {False, "false"}  # noqa: RUF012


class Moment(fields.Field[datetime]):
    """An RFC 3339 time with its offset; read as UTC."""

    default_error_messages = {**_COMMON, "invalid": "not_a_time"}  # noqa: RUF012

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> datetime:
        try:
            moment = datetime.fromisoformat(value)
        except (TypeError, ValueError):
            raise self.make_error("invalid") from None
        if moment.tzinfo is None:
            raise self.make_error("invalid")
        try:
            return moment.astimezone(UTC)
        except OverflowError:
            raise self.make_error("invalid") from None


class Day(fields.Field[str]):
    """A calendar day, ``2026-11-30``; kept as text."""

    default_error_messages = {**_COMMON, "invalid": "not_a_day"}  # noqa: RUF012

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> str:
        if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
            raise self.make_error("invalid")
        try:
            return datetime.strptime(value, "%Y-%m-%d").replace(tzinfo=UTC).date().isoformat()
        except ValueError:
            raise self.make_error("invalid") from None


class TimeZone(fields.String):
    """A name of the IANA time zone database, ``Asia/Shanghai``."""

    default_error_messages = {**_COMMON, "invalid": "not_text", "invalid_utf8": "not_text"}  # noqa: RUF012

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        name = str(super()._deserialize(value, attr, data, **kwargs))
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ValidationError("not_a_time_zone") from None
        return name


class Several(fields.List):
    """A list of at most ``most`` values."""

    default_error_messages = {**_COMMON, "invalid": "not_a_list"}  # noqa: RUF012

    def __init__(self, inner: Any, most: int, least: int = 0, **kwargs: Any) -> None:
        super().__init__(
            inner,
            validate=validate.Length(least, most, error=f"wrong_count:{least} – {most}"),
            **kwargs,
        )


class Part(fields.Nested):
    """An object inside the object."""

    default_error_messages = {**_COMMON, "type": "not_object"}  # noqa: RUF012


class Mapped(fields.Dict):
    """A mapping from names to values."""

    default_error_messages = {**_COMMON, "invalid": "not_object"}  # noqa: RUF012


class Anything(fields.Raw):
    """Any JSON value; what it must be is checked further in."""

    default_error_messages = _COMMON
