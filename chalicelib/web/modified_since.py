"""``modified_since``: what a copy in another system has to read again.

A change carries the moment at which its request or chunk began, and can be read only once it is
written. Whoever asks in between and next time asks from that moment on would never see it. So
what is a little older than asked for is given as well: given twice is harmless, left out is lost.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from chalicelib.tenancy.context import timestamp

#: Longer than a request may run (29 s), or a chunk of an upload from its reading to its writing.
OVERLAP = timedelta(minutes=1)

#: What the description of every list with the filter says.
WORDS = "also gives what changed up to a minute before"


def asked_since(query: Mapping[str, Any]) -> str | None:
    """The time from which changes are given, as records hold times; None: no such filter."""
    asked = query.get("modified_since")
    return None if asked is None else timestamp(asked - OVERLAP)
