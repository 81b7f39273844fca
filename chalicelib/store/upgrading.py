"""Older items brought up in the table itself, never over what somebody else wrote meanwhile."""

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

#: So many times an item may change under an upgrade before that gives up.
ATTEMPTS = 6


@dataclass(frozen=True, slots=True)
class UpgradedPage:
    """A page of a partition that was brought up: how many items it had, how many were older.

    The next page begins ``after`` this sort key; None: it was the last page.
    """

    read: int
    upgraded: int
    after: str | None


def upgrade_item(connection: TableConnection, key: Key, found: Attributes | None) -> bool:
    """Make the item that was found at the key one of the format in force, unless somebody else
    does; whether it was older.

    Raises UnknownFormat when it cannot be brought up, Throttled when others change it each time.
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
    """Bring up the older ones among the partition's next items behind a sort key.

    Raises UnknownFormat at an item that cannot be brought up; those before it are.
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
    """Put the upgraded item where this one was read. Raises Refused when another lies there."""
    item = item_formats.read(kind_of(key.pk), found)
    write(connection, "put", key, attributes=with_format(key, item), condition=_unchanged(found))


def _unchanged(found: Attributes) -> Condition:
    """That every attribute is as it was read, the format's among them or still missing."""
    format_was = Path(FORMAT) == found[FORMAT] if FORMAT in found else Path(FORMAT).does_not_exist()
    condition: Condition = format_was
    for name, value in found.items():
        if name != FORMAT:
            condition = condition & (Path([name]) == value)
    return condition
