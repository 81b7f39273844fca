"""Writes of many items as JSON at once: botocore walks every attribute by its model first.

Items are already in DynamoDB's own form (:mod:`chalicelib.store.converters`), so of a batch or a
transaction only bytes are left to be written as base64. That walk is a third of what a batch costs
the process. The request's headers, its signature, its hooks (the guard's among them) and its
retries stay botocore's.
"""

import json
from base64 import b64encode
from collections.abc import Mapping
from typing import Any

OPERATIONS = ("BatchWriteItem", "TransactWriteItems")


class _DirectSerializer:
    """A client's serializer that takes such writes as they are."""

    def __init__(self, serializer: Any) -> None:
        self._serializer = serializer

    def __getattr__(self, name: str) -> Any:
        return getattr(self._serializer, name)

    def serialize_to_request(self, parameters: Mapping[str, Any], model: Any) -> dict[str, Any]:
        """What botocore would make of it: the same request with the same body."""
        if model.name not in OPERATIONS:
            return dict(self._serializer.serialize_to_request(parameters, model))
        request = dict(self._serializer.serialize_to_request({}, model))
        request["body"] = json.dumps(parameters, default=_base64).encode()
        return request


def encode_directly(client: Any) -> None:
    """Put it on a DynamoDB client. Doing so again changes nothing."""
    if not isinstance(client._serializer, _DirectSerializer):
        client._serializer = _DirectSerializer(client._serializer)


def _base64(value: object) -> str:
    if isinstance(value, (bytes, bytearray)):
        return b64encode(value).decode("ascii")
    raise TypeError(f"{type(value).__name__} cannot be sent")
