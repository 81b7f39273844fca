"""Mishaps of a worker: each happens once, at the n-th write to the table."""

import base64
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError, ReadTimeoutError

from chalicelib.tenancy.platform import Platform
from tests.api.world import TABLE, World

WRITES = ("PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem", "TransactWriteItems")
BEFORE = ("killed before", "refused", "answer lost, sent again", "part left out", "meanwhile")
AFTER = ("killed after", "answer lost")
MISHAPS = (*BEFORE, *AFTER)


class Killed(BaseException):
    """The process is dead: no later line runs, not even in an ``except Exception``."""


@contextmanager
def mishap(
    platform: Platform, world: World, kind: str, number: int, meanwhile: Callable[[], object]
) -> Iterator[None]:
    """Cause a mishap of this kind at write ``number`` (from 1) inside the block:

    killed before, killed after   the process ends just before or just after the write
    refused                       DynamoDB refuses all writes (throttled), at every retry
    answer lost                   the write is made, and the call times out
    answer lost, sent again       the write is made twice, as botocore does after a time-out
    part left out                 only the first half of a batch is written (UnprocessedItems)
    meanwhile                     another worker takes the next message before the write
    """
    events = platform.table.connection.connection.client.meta.events
    strike = _Strike(world, kind, number, meanwhile)
    hooks = {
        "provide-client-params.dynamodb.*": strike.count,
        "before-call.dynamodb.*": strike.before,
        "after-call.dynamodb.*": strike.after,
    }
    for name, hook in hooks.items():
        events.register(name, hook)
    try:
        yield
    finally:
        for name, hook in hooks.items():
            events.unregister(name, hook)


@dataclass
class _Strike:
    """Counts writes, and causes the mishap once."""

    world: World
    kind: str
    number: int
    meanwhile: Callable[[], object]
    seen: int = 0
    struck: bool = False

    def count(self, model: Any, **_: Any) -> None:
        self.seen += model.name in WRITES

    def _due(self, model: Any, *kinds: str) -> bool:
        writes = ("BatchWriteItem",) if self.kind == "part left out" else WRITES
        due = self.seen >= self.number and model.name in writes and self.kind in kinds
        # Throttling continues; every other mishap happens once.
        due = due and not (self.struck and self.kind != "refused")
        self.struck = self.struck or due
        return due

    def before(self, model: Any, params: Any, **_: Any) -> Any:
        if not self._due(model, *BEFORE):
            return None
        match self.kind:
            case "killed before":
                raise Killed
            case "refused":
                code = {"Code": "ProvisionedThroughputExceededException", "Message": "slower"}
                raise ClientError({"Error": code}, model.name)
            case "answer lost, sent again":
                _made(self.world, model.name, params)
            case "part left out":
                return _half(self.world, params)
            case _:
                self.meanwhile()
        return None

    def after(self, model: Any, **_: Any) -> None:
        if self._due(model, *AFTER):
            if self.kind == "killed after":
                raise Killed
            raise ReadTimeoutError(endpoint_url="https://dynamodb.example")


def _made(world: World, operation: str, params: Any) -> None:
    """Make the same request once, from another client."""
    asked = json.loads(params["body"])
    method = {"UpdateItem": "update_item", "BatchWriteItem": "batch_write_item"}.get(operation)
    if method is not None:
        try:
            getattr(world.dynamodb, method)(**_bytes_read(asked))
        except ClientError as error:
            # The condition does not hold. Then the second try fails as the first did.
            assert error.response["Error"]["Code"] == "ConditionalCheckFailedException"  # noqa: PT017


def _half(world: World, params: Any) -> tuple[Any, dict[str, Any]]:
    """Write the first half of the batch, and return the second half as unprocessed."""
    (requests,) = json.loads(params["body"])["RequestItems"].values()
    taken, left = requests[: len(requests) // 2], requests[len(requests) // 2 :]
    if taken:
        world.dynamodb.batch_write_item(RequestItems={TABLE: taken})

    class Http:
        status_code = 200

    return Http, {"UnprocessedItems": {TABLE: left}, "ResponseMetadata": {"HTTPStatusCode": 200}}


def _bytes_read(value: Any) -> Any:
    """Return the value with JSON's base 64 as bytes, as boto3 takes them."""
    if isinstance(value, dict):
        return {
            name: base64.b64decode(inner) if name == "B" else _bytes_read(inner)
            for name, inner in value.items()
        }
    return [_bytes_read(one) for one in value] if isinstance(value, list) else value
