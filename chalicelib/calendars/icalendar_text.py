"""Text of an iCalendar stream (RFC 5545): values escaped, lines folded at 75 octets.

It writes what a feed has: events with days or instants in UTC, so that no description of a time
zone is needed, and texts. Reading it back with a full library is a test's
(docs/decisions/calendar.md says why that library does not ship).
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Final

#: Octets of a line without its break, at most (RFC 5545, 3.1).
LONGEST: Final = 75
BREAK: Final = "\r\n"
_ESCAPED: Final = {"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"}


def escaped(text: str) -> str:
    """Return a text as a value of the type TEXT (3.3.11). Controls, which it cannot hold, go."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        _ESCAPED.get(one, one) for one in lines if one == "\n" or one == "\t" or one.isprintable()
    )


def folded(line: str) -> str:
    """Return a content line with breaks, each before at most 75 octets, and in no character."""
    parts, size = [""], 0
    for one in line:
        octets = len(one.encode())
        if size + octets > LONGEST:
            # The blank that begins a further line counts.
            parts.append(" ")
            size = 1
        parts[-1] += one
        size += octets
    return BREAK.join(parts) + BREAK


def day(text: str) -> str:
    """Return a day, ``2026-11-05``, as a value of the type DATE."""
    return date.fromisoformat(text).strftime("%Y%m%d")


def instant(text: str) -> str:
    """Return a time, RFC 3339, as a DATE-TIME in UTC, to the second."""
    return datetime.fromisoformat(text).astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def component(name: str, lines: Iterable[tuple[str, str]], inner: Iterable[str] = ()) -> str:
    """Return a component: properties as pairs of name (with parameters) and value, as they are
    written, then further components."""
    return "".join(_lines(name, lines, inner))


def _lines(name: str, lines: Iterable[tuple[str, str]], inner: Iterable[str]) -> Iterator[str]:
    yield folded(f"BEGIN:{name}")
    for label, value in lines:
        yield folded(f"{label}:{value}")
    yield from inner
    yield folded(f"END:{name}")


def parameters(name: str, **given: str) -> str:
    """Return a property's name with parameters: ``DTSTART;VALUE=DATE``."""
    found: Mapping[str, str] = given
    return ";".join([name, *(f"{label}={value}" for label, value in found.items())])
