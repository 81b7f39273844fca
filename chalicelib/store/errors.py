"""Errors of the table that a caller may handle."""

from collections.abc import Sequence


class ConditionFailed(Exception):
    """The condition of a write did not hold. Nothing was written."""


class Throttled(Exception):
    """The table did not accept a batch in time. The caller may send the rest again."""


class ItemTooLarge(Exception):
    """An item is larger than the table takes. Nothing was written."""


class UnknownFormat(Exception):
    """An item has a format that this version cannot read. The item is not used.

    ``told`` goes into log lines: the collection, the item's format and the known formats, no data.
    """

    def __init__(self, collection: str, found: str, known: Sequence[int]) -> None:
        super().__init__(f"{collection}: format {found}, known are {list(known)}")
        self.told = {"collection": collection, "found": found, "known": list(known)}


class NoSuchKey(Exception):
    """A key's parts are empty, too long for the table, or no Unicode text. No item can have it."""
