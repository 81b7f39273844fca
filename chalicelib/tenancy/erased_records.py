"""An erased person is taken out of records that others may change meanwhile."""

from collections.abc import Callable, Iterator
from typing import TypeVar

from chalicelib.store.converters import Item
from chalicelib.store.table import ConditionFailed
from chalicelib.tenancy.holdings import Erasing, ErasureBusy

R = TypeVar("R")

#: Records read at a time.
SIZE = 200
#: Tries for a record that others keep changing.
ATTEMPTS = 5


def erase_from_each(
    erasing: Erasing, partition: str, after: str | None, erase: Callable[[Item], bool]
) -> Iterator[str]:
    """Take the person out of the records of a partition. Gives their sort keys as checkpoints.

    ``erase`` does it for one record, and returns whether the person was in it.
    """
    start = after or None
    while True:
        page = erasing.context.table.query(partition, after=start, limit=SIZE)
        for item in page.items:
            if erase(item):
                yield item["sk"]
        start = page.after
        if start is None:
            return
        yield start


def write_without(
    erasing: Erasing,
    counted: str,
    found: R | None,
    read_again: Callable[[], R | None],
    write: Callable[[R], None],
) -> None:
    """Write a record without the person, and count it as ``counted``; None: it is gone.

    ``write`` raises ConditionFailed when others have changed the record, which is then read again.
    Raises ErasureBusy while they keep changing it.
    """
    for _ in range(ATTEMPTS):
        if found is None:
            return
        try:
            write(found)
        except ConditionFailed:
            found = read_again()
            continue
        erasing.count(counted)
        return
    raise ErasureBusy
