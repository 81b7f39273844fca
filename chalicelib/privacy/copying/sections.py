"""The contents of a copy: the collections that packages declare as copied, in package order.

A package declares for each other collection why it is not copied. Stored files are not in a copy:
the company gets them by the links of uploads and exports.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from chalicelib.tenancy.context import Context
from chalicelib.tenancy.holdings import Copied, Holding, Rows


@dataclass(frozen=True, slots=True)
class Section:
    """The collections that are copied under one name."""

    name: str
    holdings: tuple[Holding, ...]

    def sources(self, context: Context, first_month: str) -> Mapping[str, Rows]:
        """Return for each partition, in sorted order, the function that makes rows of an item.

        ``first_month`` is the month in which the company was onboarded (``2026-11``).
        """
        found = {
            partition: holding.copied.rows
            for holding in self.holdings
            if isinstance(holding.copied, Copied)
            for partition in holding.partitions(context, first_month)
        }
        return dict(sorted(found.items()))


def sections(holdings: Iterable[Holding]) -> list[Section]:
    """Return the sections, in the order of the first collection of each name."""
    found: dict[str, list[Holding]] = {}
    for holding in holdings:
        if isinstance(holding.copied, Copied):
            found.setdefault(holding.copied.name, []).append(holding)
    return [Section(name, tuple(some)) for name, some in found.items()]
