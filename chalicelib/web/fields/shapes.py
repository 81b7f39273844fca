"""Fields for objects, lists and mappings of a request."""

from typing import Any

from marshmallow import Schema as MarshmallowSchema
from marshmallow import fields, validate

from chalicelib.web.fields.messages import codes


class Schema(MarshmallowSchema):
    """A request's or answer's shape. Unknown members are refused, each by name."""

    error_messages = codes(unknown="unknown_member", type="not_object")


class Several(fields.List[Any]):
    """A list of ``least`` to ``most`` values."""

    default_error_messages = codes(invalid="not_a_list")

    def __init__(self, inner: Any, most: int, least: int = 0, **kwargs: Any) -> None:
        super().__init__(
            inner,
            validate=validate.Length(least, most, error=f"wrong_count:{least} – {most}"),
            **kwargs,
        )


class Part(fields.Nested):
    """An object inside the object."""

    default_error_messages = codes(type="not_object")


class Mapped(fields.Dict):
    """A mapping from names to values."""

    default_error_messages = codes(invalid="not_object")


class Anything(fields.Raw):
    """Any JSON value. The service checks its content."""

    default_error_messages = codes()


class BilingualAnswer(Schema):
    """A text in both languages."""

    zh = fields.String()
    en = fields.String()


def Bilingual(**kwargs: Any) -> fields.Nested:  # noqa: N802 (stands among field classes)
    """Return a field for a text in both languages in an answer. Requests use ``Names``."""
    return fields.Nested(BilingualAnswer, **kwargs)
