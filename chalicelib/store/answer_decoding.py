"""Decode answers with many items from JSON directly, without botocore's walk over every attribute.

Items stay in DynamoDB's own form (:mod:`chalicelib.store.converters`), so an answer only needs its
bytes from base64. botocore's walk by its model is most of the processor time of a list's page.
botocore still reads the answer's head, its errors and everything of other operations.
"""

import json
import re
from base64 import b64decode
from collections.abc import Mapping
from typing import Any

#: The outputs that are decoded here, by botocore's names.
OUTPUTS = frozenset(("BatchGetItemOutput", "GetItemOutput", "QueryOutput"))
#: The name of a binary attribute. As a text, such as a grade's code, no colon follows it.
_BINARY = re.compile(rb'"BS?"\s*:')


class _DirectParser:
    """A parser that decodes these outputs itself; botocore parses the others, and all errors."""

    def __init__(self, parser: Any) -> None:
        self._parser = parser

    def parse(self, response: Mapping[str, Any], shape: Any) -> dict[str, Any]:
        """Return the same answer as botocore's parser would."""
        if response["status_code"] >= 300 or shape is None or shape.name not in OUTPUTS:
            return dict(self._parser.parse(response, shape))
        body = response["body"]
        binary = _BINARY.search(body) is not None
        members = json.loads(body, object_hook=_bytes) if binary else json.loads(body)
        head = self._parser.parse({**response, "body": b"{}"}, shape)
        known = shape.members
        return {
            **{name: one for name, one in members.items() if one is not None and name in known},
            **head,
        }


class _DirectParsers:
    """A client's maker of parsers, whose parsers decode directly."""

    def __init__(self, factory: Any) -> None:
        self._factory = factory

    def __getattr__(self, name: str) -> Any:
        return getattr(self._factory, name)

    def create_parser(self, protocol: str) -> Any:
        return _DirectParser(self._factory.create_parser(protocol))


def decode_directly(client: Any) -> None:
    """Make a DynamoDB client decode these outputs directly. A second call changes nothing."""
    endpoint = client._endpoint
    if not isinstance(endpoint._response_parser_factory, _DirectParsers):
        endpoint._response_parser_factory = _DirectParsers(endpoint._response_parser_factory)


def _bytes(found: dict[str, Any]) -> dict[str, Any]:
    """Decode a binary attribute. In a map, a member of this name is an attribute, no text."""
    if len(found) != 1:
        return found
    ((kind, value),) = found.items()
    if kind == "B" and isinstance(value, str):
        return {kind: b64decode(value)}
    if kind == "BS" and isinstance(value, list):
        return {kind: [b64decode(one) for one in value]}
    return found
