"""What can go wrong with the table that a caller may want to know of."""

from collections.abc import Sequence


class ConditionFailed(Exception):
    """A conditional write found another state than it required; nothing was written."""


class Throttled(Exception):
    """The table did not take a batch in time; what was not written may be sent again."""


class UnknownFormat(Exception):
    """An item is of a format that this version does not read. Nothing was made of it.

    ``told`` stands in log lines: the collection, the item's format and those known, no data.
    """

    def __init__(self, collection: str, found: str, known: Sequence[int]) -> None:
        super().__init__(f"{collection}: format {found}, known are {list(known)}")
        self.told = {"collection": collection, "found": found, "known": list(known)}
