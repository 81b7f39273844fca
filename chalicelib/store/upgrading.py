"""Upgrade older items in the table, without overwriting a change of another process."""

from dataclasses import dataclass

from pynamodb.connection.table import TableConnection
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.operand import Path

from chalicelib.store import item_formats, keys
from chalicelib.store.converters import Attributes
from chalicelib.store.errors import Throttled
from chalicelib.store.item_formats import FORMAT, kind_of, with_format
from chalicelib.store.keys import Key
from chalicelib.store.writes import Refused, write

#: Attempts at the upgrade of an item that other processes keep changing.
ATTEMPTS = 6


@dataclass(frozen=True, slots=True)
class UpgradedPage:
    """The result of upgrading a page: the items read, and the older items among them.

    The next page begins after the sort key ``after``; None means that this was the last page.
    """

    read: int
    upgraded: int
    after: str | None


def upgrade_item(connection: TableConnection, key: Key, found: Attributes | None) -> bool:
    """Upgrade the item that was found at the key; return whether it was older.

    ``found`` None means that there is no item. When another process changes the item first, its
    new state is upgraded. Raises UnknownFormat when there is no upgrade, Throttled when other
    processes change the item at every attempt.
    """
    kind = kind_of(key.pk)
    for attempt in range(ATTEMPTS):
        if not found or item_formats.is_current(kind, found):
            return attempt > 0
        try:
            _replace(connection, key, found)
        except Refused as refused:
            found = refused.found
        else:
            return True
    raise Throttled("bringing up an item")


def upgrade_page(
    connection: TableConnection, partition: str, after: str | None, limit: int
) -> UpgradedPage:
    """Upgrade the older items among the partition's next ``limit`` items after a sort key.

    Raises UnknownFormat at an item for which there is no upgrade; the items before it are upgraded.
    """
    answer = connection.query(
        partition,
        exclusive_start_key=keys.start_after(partition, after),
        limit=limit,
        consistent_read=True,
    )
    items = answer.get("Items", [])
    upgraded = 0
    for found in items:
        upgraded += upgrade_item(connection, keys.key_of_attributes(found), found)
    last = answer.get("LastEvaluatedKey")
    return UpgradedPage(len(items), upgraded, last[keys.SORT]["S"] if last else None)


def _replace(connection: TableConnection, key: Key, found: Attributes) -> None:
    """Write the upgraded item. Raises Refused when the stored item is no longer the one read."""
    item = item_formats.read(kind_of(key.pk), found)
    write(connection, "put", key, attributes=with_format(key, item), condition=_unchanged(found))


def _unchanged(found: Attributes) -> Condition:
    """Return the condition that every attribute, the format included, is as it was read."""
    format_was = Path(FORMAT) == found[FORMAT] if FORMAT in found else Path(FORMAT).does_not_exist()
    condition: Condition = format_was
    for name, value in found.items():
        if name != FORMAT:
            condition = condition & (Path([name]) == value)
    return condition
