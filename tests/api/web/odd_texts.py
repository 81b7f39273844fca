"""Texts that a caller may put wherever a request names something, and what no key may exceed."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote

from chalicelib.tenancy.platform import Platform

#: Each is odd in its own way. None names anything.
ODD: Mapping[str, str] = {
    "1,100 characters": "x" * 1100,
    "1,200 bytes in 300 characters": "\U00020bb7" * 300,
    "escaped to more than it is": "%#" * 400,
    "a NUL": "a\0b",
    "half of a surrogate pair": "a\ud800b",
    "a slash": "a/b",
    "3,000 characters": "y" * 3000,
    "a blank": " ",
}
#: DynamoDB's limits, in bytes.
MOST = {"pk": 2048, "employee_pk": 2048, "sk": 1024, "employee_sk": 1024}


def in_a_path(text: str) -> str:
    """Return the text as a client writes it into a path. A half pair has no UTF-8 and is CESU-8."""
    return quote(text.encode("utf-8", "surrogatepass"), safe="")


@contextmanager
def watched_keys(platform: Platform) -> Iterator[list[str]]:
    """Note every key that the table would refuse: empty, too long, or no text."""
    refused: list[str] = []

    def look(params: Any, **_: object) -> None:
        refused.extend(_refused(params))

    client = platform.table.connection.connection.client
    client.meta.events.register_first("provide-client-params.dynamodb.*", look)
    try:
        yield refused
    finally:
        client.meta.events.unregister("provide-client-params.dynamodb.*", look)


def _refused(params: Any) -> Iterator[str]:
    if isinstance(params, Mapping):
        for name, value in params.items():
            if name in MOST and isinstance(value, Mapping) and "S" in value:
                text = str(value["S"])
                if not 0 < len(text.encode("utf-8", "surrogatepass")) <= MOST[name]:
                    yield f"{name} {text[:40]}"
            yield from _refused(value)
    elif isinstance(params, list):
        for value in params:
            yield from _refused(value)
