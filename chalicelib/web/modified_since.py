"""``modified_since``: the filter for items that a copy in another system must read again.

A change carries the time at which its request or chunk began. It becomes readable later, when it
is written. A client that reads in between, and next asks for changes since that reading, would
miss it. So the filter also returns items that are slightly older than asked for. An item that is
returned twice is harmless; a missing one is lost.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from chalicelib.tenancy.context import timestamp

#: Longer than a request (29 s), and longer than an upload's chunk takes from reading to writing.
OVERLAP = timedelta(minutes=1)

#: The first moment that a time can be.
FIRST = datetime.min.replace(tzinfo=UTC)

#: The description of the filter in OpenAPI.
WORDS = "also gives what changed up to a minute before"


def asked_since(query: Mapping[str, Any]) -> str | None:
    """Return the time from which changes are listed, in the form of stored times.

    ``query`` is the loaded query of a list. Return None without the filter.
    """
    asked = query.get("modified_since")
    if asked is None:
        return None
    # The first minute of year 1 has no time a minute before it.
    return timestamp(max(asked, FIRST + OVERLAP) - OVERLAP)
