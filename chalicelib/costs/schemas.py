"""Shapes of usage and prices on the wire."""

from typing import Any

from marshmallow import fields

from chalicelib.web.fields import Bilingual, Month, Schema
from chalicelib.web.paging import ListAnswer, ListQuery

_THIS_MONTH = {"description": "`2026-11`; by default the present month, in UTC"}


def _number(description: str) -> fields.Integer:
    return fields.Integer(metadata={"description": description})


def _decimal(description: str) -> fields.String:
    return fields.String(metadata={"description": description, "format": "decimal"})


def _moment(description: str, **kwargs: Any) -> fields.String:
    return fields.String(metadata={"format": "date-time", "description": description}, **kwargs)


class CostsQuery(Schema):
    """Of which month."""

    month = Month(metadata=_THIS_MONTH)


class CostsListQuery(ListQuery):
    """Of which month."""

    month = Month(metadata=_THIS_MONTH)


class UsageAnswer(Schema):
    """What was used in the month."""

    requests = _number("requests of the API")
    runs = _number("runs of background work")
    request_seconds = _decimal("seconds of requests")
    run_seconds = _decimal("seconds of background work")
    gigabyte_seconds = _decimal("both, times the memory of the functions")
    read_units = _decimal("read units of the table")
    write_units = _decimal("write units of the table and its index")
    file_reads = _number("requests to S3 that read files")
    file_writes = _number("requests to S3 that write or list files")


class StoredAnswer(Schema):
    """What is stored, as it was measured last."""

    table_bytes = _number("of the table and its index, as AWS bills them")
    table_items = _number("items of the table")
    file_bytes = _number("of all versions of files")
    files = _number("versions of files")
    measured_at = _moment("every 7 days, from 100 MB on every 28 days")


class PricePartAnswer(Schema):
    """A part of the price."""

    code = fields.String()
    name = Bilingual()
    quantity = _decimal("so many units, requests, GB-seconds or GB-months")
    amount = _decimal("money, to a millionth")


class PriceAnswer(Schema):
    """What the month costs at AWS's list prices.

    Without free tier, discounts, taxes, and without what belongs to no company: logs, metrics,
    alarms, ticks, the authorizer's reads, what S3 sends to clients.
    """

    currency = fields.String()
    region = fields.String(metadata={"description": "whose prices these are"})
    prices_of = fields.String(
        metadata={"format": "date", "description": "when the prices were looked up"}
    )
    total = _decimal("the sum of the parts")
    parts = fields.List(fields.Nested(PricePartAnswer))


class CostsAnswer(Schema):
    """A company's usage of a month, and its price."""

    tenant = fields.String()
    month = fields.String()
    as_of = _moment(
        "usage up to then is counted, but for the last minute; null: nothing was summed yet",
        allow_none=True,
    )
    usage = fields.Nested(UsageAnswer)
    stored = fields.Nested(
        StoredAnswer, allow_none=True, metadata={"description": "null: not measured yet"}
    )
    price = fields.Nested(PriceAnswer)


class CostsListAnswer(ListAnswer):
    """A page of companies that used something in the month, by id."""

    items = fields.List(fields.Nested(CostsAnswer))
