"""Fields for times, days and time zones of a request."""

import re
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from marshmallow import ValidationError, fields

from chalicelib.web.fields.messages import codes, codes_of_text


class Moment(fields.Field[datetime]):
    """An RFC 3339 time with its offset. Loads as a datetime in UTC."""

    default_error_messages = codes(invalid="not_a_time")
    #: ``datetime.fromisoformat`` also takes week dates and no separators, which RFC 3339 does not.
    form = re.compile(
        r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(\.\d{1,9})?([Zz]|[+-]\d{2}:\d{2})", re.ASCII
    )

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> datetime:
        if not isinstance(value, str) or not self.form.fullmatch(value):
            raise self.make_error("invalid")
        try:
            return datetime.fromisoformat(value).astimezone(UTC)
        except (ValueError, OverflowError):
            raise self.make_error("invalid") from None


class Day(fields.Field[str]):
    """A calendar day, ``2026-11-30``. Loads as text."""

    default_error_messages = codes(invalid="not_a_day")
    form = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> str:
        if not isinstance(value, str) or not self.form.fullmatch(value):
            raise self.make_error("invalid")
        try:
            return datetime.strptime(value, "%Y-%m-%d").replace(tzinfo=UTC).date().isoformat()
        except ValueError:
            raise self.make_error("invalid") from None


class TimeZone(fields.String):
    """A name of the IANA time zone database, ``Asia/Shanghai``."""

    default_error_messages = codes_of_text()

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        name = str(super()._deserialize(value, attr, data, **kwargs))
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ValidationError("not_a_time_zone") from None
        return name
