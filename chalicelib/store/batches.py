"""Read and write many items at once; retry with back-off what DynamoDB leaves unprocessed.

pynamodb's own batches are not used, for two reasons: they write even when an exception ends the
block, and they retry unprocessed items without a wait.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import Any

from pynamodb.connection.table import TableConnection

from chalicelib.store import item_formats, keys
from chalicelib.store.backoff import waits
from chalicelib.store.converters import Attributes, Item
from chalicelib.store.errors import Throttled
from chalicelib.store.item_formats import FORMAT, kind_of, with_format
from chalicelib.store.keys import Key, attributes_of, key_of_attributes

KEY = (keys.PARTITION, keys.SORT)
WRITES = 25
READS = 100
#: Attempts at unprocessed items. The wait starts at 50 ms and doubles, with jitter; about 19 s in
#: all.
ATTEMPTS = 9

Sleep = Callable[[float], None]
#: A key and the item to put at the key; None deletes the item at the key.
_Request = tuple[Key, Mapping[str, Any] | None]


def read(
    connection: TableConnection,
    wanted: Sequence[Key],
    sleep: Sleep,
    *,
    consistent: bool,
    only: Sequence[str] | None,
) -> dict[Key, Item]:
    """Return the items that exist among the keys, by key.

    ``only``: the attributes to return besides the key; None returns whole items. Raises Throttled,
    UnknownFormat.
    """
    found: dict[Key, Item] = {}
    older: list[Key] = []
    name = connection.table_name
    for start in range(0, len(wanted), READS):
        asked: dict[str, Any] = {"ConsistentRead": consistent, **_projection(only)}
        asked["Keys"] = [attributes_of(key) for key in dict.fromkeys(wanted[start : start + READS])]
        for wait in waits(ATTEMPTS):
            answer = connection.connection.dispatch("BatchGetItem", {"RequestItems": {name: asked}})
            for attributes in answer.get("Responses", {}).get(name, ()):
                key = key_of_attributes(attributes)
                kind = kind_of(key.pk)
                if only is None or item_formats.is_current(kind, attributes):
                    found[key] = item_formats.read(kind, attributes)
                else:
                    older.append(key)
            left_out = answer.get("UnprocessedKeys", {}).get(name, {}).get("Keys", [])
            if not left_out:
                break
            asked["Keys"] = left_out
            sleep(wait)
        else:
            raise Throttled("reading in batch")
    if older:
        # An upgrade needs the whole item.
        whole = read(connection, older, sleep, consistent=consistent, only=None)
        found |= {key: projected(item, (*KEY, *(only or ()))) for key, item in whole.items()}
    return found


def write(
    connection: TableConnection,
    puts: Iterable[tuple[Key, Mapping[str, Any]]],
    deletes: Iterable[Key],
    sleep: Sleep,
    at_once: int = 1,
) -> None:
    """Write every item and delete every key, with ``at_once`` requests in flight at a time.

    Raises Throttled; then any part of the batch may be written.
    """
    requests: list[_Request] = [(key, None) for key in deletes]
    requests += puts
    parts = [requests[start : start + WRITES] for start in range(0, len(requests), WRITES)]
    if at_once == 1 or len(parts) < 2:
        for part in parts:
            _write(connection, part, sleep)
        return
    with ThreadPoolExecutor(at_once) as pool:
        # A new thread has an empty context, but the guard needs the current tenant there too.
        begun = [pool.submit(copy_context().run, _write, connection, p, sleep) for p in parts]
        for one in begun:
            one.result()


def _write(connection: TableConnection, part: Sequence[_Request], sleep: Sleep) -> None:
    name = connection.table_name
    pending = [_request(key, item) for key, item in part]
    for wait in waits(ATTEMPTS):
        answer = connection.connection.dispatch("BatchWriteItem", {"RequestItems": {name: pending}})
        pending = answer.get("UnprocessedItems", {}).get(name, [])
        if not pending:
            return
        sleep(wait)
    raise Throttled("writing in batch")


def _request(key: Key, item: Mapping[str, Any] | None) -> dict[str, Any]:
    if item is None:
        return {"DeleteRequest": {"Key": attributes_of(key)}}
    return {"PutRequest": {"Item": item_at(key, item)}}


def item_at(key: Key, item: Mapping[str, Any]) -> Attributes:
    """Return the item's attributes as they are stored, with its key and format."""
    return {**with_format(key, item), **attributes_of(key)}


def projected(item: Item, only: Iterable[str]) -> Item:
    """Return these attributes of the item; attributes that it lacks are left out."""
    return {name: item[name] for name in only if name in item}


def _projection(only: Sequence[str] | None) -> dict[str, Any]:
    """Return the request's projection: these attributes, the key and the format.

    Placeholder names stand for the attributes, so that none is a reserved word of DynamoDB.
    """
    if only is None:
        return {}
    names = {f"#a{place}": name for place, name in enumerate(dict.fromkeys((*KEY, FORMAT, *only)))}
    return {"ProjectionExpression": ", ".join(names), "ExpressionAttributeNames": names}
