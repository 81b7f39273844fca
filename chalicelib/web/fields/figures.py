"""Fields for numbers and truth values of a request."""

import re
from decimal import Decimal
from typing import Any

from marshmallow import ValidationError, fields, validate

from chalicelib.web.fields.messages import codes


class Figure(fields.Field[Decimal]):
    """A decimal from ``least`` to ``most``: a string or number on input, a string on output.

    No binary float is used.
    """

    default_error_messages = codes(invalid="not_a_decimal")
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
    """A whole number from ``least`` to ``most``. ``5.0`` is accepted, ``"5"`` is not."""

    default_error_messages = codes(invalid="not_a_whole_number")
    form = re.compile(r"[+-]?[0-9]{1,18}")

    def __init__(self, least: int, most: int, **kwargs: Any) -> None:
        super().__init__(
            validate=validate.Range(least, most, error=f"out_of_range:{least} – {most}"), **kwargs
        )
        self.least = least
        self.most = most

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
            raise self.make_error("invalid")
        if value != int(value):
            raise self.make_error("invalid")
        return int(value)

    def from_text(self, text: str) -> int | str:
        """Return the number that a query's text writes. Other texts stay, and are refused later."""
        return int(text) if self.form.fullmatch(text) else text


class YesNo(fields.Boolean):
    """A JSON boolean: true or false."""

    default_error_messages = codes(invalid="not_a_boolean")

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> bool:
        if not isinstance(value, bool):
            raise self.make_error("invalid")
        return value

    def from_text(self, text: str) -> bool | str:
        """Return the truth value that a query's text writes. Other texts stay as they are."""
        return {"true": True, "false": False}.get(text, text)
