"""AWS's list prices, on demand, from ``prices.json``: the one source of prices in this project.

They are without any free tier, quantity discount, tax or support. Lambda's are those of arm64.
``looked_up`` is the day on which somebody compared the file with what AWS publishes.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("prices.json")
#: The region whose prices stand for a region that the file does not have.
USUAL = "us-east-1"


@dataclass(frozen=True, slots=True)
class PriceList:
    """The prices of a region: of one unit each, by name, exact."""

    region: str
    looked_up: str
    currency: str
    of: Mapping[str, Decimal]


@cache
def price_list(region: str) -> PriceList:
    """Return the region's prices, or those of :data:`USUAL` when the file has none of it."""
    file = json.loads(FILE.read_text(encoding="utf-8"))
    known = region if region in file["regions"] else USUAL
    listed = dict(file["regions"][known])
    currency = listed.pop("currency")
    prices = {name: Decimal(price) for name, price in listed.items()}
    return PriceList(known, file["looked_up"], currency, prices)
