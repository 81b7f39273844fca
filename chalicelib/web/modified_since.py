"""``modified_since``: the filter for items that a copy in another system must read again.

A change carries the time at which its request or chunk began. It becomes readable later, when it
is written. A client that reads in between, and next asks for changes since that reading, would
miss it. So the filter also returns items that are slightly older than asked for. An item that is
returned twice is harmless; a missing one is lost.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from chalicelib.tenancy.context import timestamp

#: Longer than a request (29 s), and longer than an upload's chunk takes from reading to writing.
OVERLAP = timedelta(minutes=1)

#: The description of the filter in OpenAPI.
WORDS = "also gives what changed up to a minute before"


def asked_since(query: Mapping[str, Any]) -> str | None:
    """Return the time from which changes are listed, in the form of stored times.

    ``query`` is the loaded query of a list. Return None without the filter.
    """
    asked = query.get("modified_since")
    return None if asked is None else timestamp(asked - OVERLAP)
