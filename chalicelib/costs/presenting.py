"""Usage and its price as the API shows them."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from chalicelib.costs import pricing
from chalicelib.costs.prices import PriceList
from chalicelib.costs.records import Entry

_THOUSANDTH = Decimal("0.001")


def described(entry: Entry, prices: PriceList) -> dict[str, Any]:
    """Return a company's month: what was used, what is stored, what both cost."""
    return {
        "tenant": entry.tenant,
        "month": entry.month,
        "as_of": entry.as_of,
        "usage": {
            "requests": entry.requests,
            "runs": entry.runs,
            "request_seconds": _seconds(entry.request_ms),
            "run_seconds": _seconds(entry.run_ms),
            "gigabyte_seconds": _rounded(pricing.gigabyte_seconds(entry)),
            "read_units": entry.read_units,
            "write_units": entry.write_units,
            "file_reads": entry.object_reads,
            "file_writes": entry.object_writes,
        },
        "stored": _stored(entry),
        "price": _price(entry, prices),
    }


def _stored(entry: Entry) -> Mapping[str, Any] | None:
    if entry.measured_at is None:
        return None
    return {
        "table_bytes": entry.table_bytes,
        "table_items": entry.table_items,
        "file_bytes": entry.file_bytes,
        "files": entry.files,
        "measured_at": entry.measured_at,
    }


def _price(entry: Entry, prices: PriceList) -> Mapping[str, Any]:
    parts = pricing.parts(prices, entry)
    return {
        "currency": prices.currency,
        "region": prices.region,
        "prices_of": prices.looked_up,
        "total": pricing.total(parts),
        "parts": [
            {
                "code": part.code,
                "name": {"zh": part.name.zh, "en": part.name.en},
                "quantity": part.quantity,
                "amount": part.amount,
            }
            for part in parts
        ],
    }


def _seconds(milliseconds: int) -> Decimal:
    return Decimal(milliseconds).scaleb(-3)


def _rounded(value: Decimal) -> Decimal:
    return value.quantize(_THOUSANDTH, ROUND_HALF_UP)
