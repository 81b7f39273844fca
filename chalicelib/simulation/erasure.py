"""Remove the company's simulations in an erasure of a person: they can be made again."""

from collections.abc import Iterator

from chalicelib.simulation.records import remove_simulations
from chalicelib.tenancy.holdings import Erasing, ErasureBusy


def erase(erasing: Erasing, after: str | None) -> Iterator[str]:
    """Remove all simulations. Raises ErasureBusy until the run of one at work has ended."""
    if after is not None:
        return
    if not remove_simulations(erasing.context):
        raise ErasureBusy
    yield "done"
