"""Remove copies of the company in an erasure of a person."""

from collections.abc import Iterator

from chalicelib.privacy.copying.records import remove_copies
from chalicelib.tenancy.holdings import Erasing, ErasureBusy


def erase(erasing: Erasing, after: str | None) -> Iterator[str]:
    """Remove all copies, also when the erasure keeps files: a new copy takes minutes.

    It is one piece of work, with one checkpoint after it. Raises ErasureBusy until the run of a
    copy that was at work has ended: it may have read the person's items, and store them.
    """
    if after is not None:
        return
    if not remove_copies(erasing.context):
        raise ErasureBusy
    yield "done"
