"""What a copy is made of: the collections that packages say are copied, in the order of packages.

Left out is what a package says is not copied, with its reason. Stored files are had by the links of
their uploads and exports.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from chalicelib.tenancy.context import Context
from chalicelib.tenancy.holdings import Copied, Holding, Rows


@dataclass(frozen=True, slots=True)
class Section:
    """Collections that are copied to files of one name."""

    name: str
    holdings: tuple[Holding, ...]

    def sources(self, context: Context, first_month: str) -> Mapping[str, Rows]:
        """The partitions in the order in which they are copied, with what shows their items."""
        found = {
            partition: holding.copied.rows
            for holding in self.holdings
            if isinstance(holding.copied, Copied)
            for partition in holding.partitions(context, first_month)
        }
        return dict(sorted(found.items()))


def sections(holdings: Iterable[Holding]) -> list[Section]:
    """In the order of the first collection of each name."""
    found: dict[str, list[Holding]] = {}
    for holding in holdings:
        if isinstance(holding.copied, Copied):
            found.setdefault(holding.copied.name, []).append(holding)
    return [Section(name, tuple(some)) for name, some in found.items()]
