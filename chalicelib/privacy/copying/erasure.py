"""Remove copies of the company in an erasure of a person."""

from collections.abc import Iterator

from chalicelib.privacy.copying.records import remove_copies
from chalicelib.tenancy.holdings import Erasing


def erase(erasing: Erasing, after: str | None) -> Iterator[str]:
    """Remove all copies, also when the erasure keeps files: a new copy takes minutes.

    It is one piece of work, with one checkpoint after it.
    """
    if after is not None:
        return
    remove_copies(erasing.context)
    yield "done"
