"""Read the API's dated changelog, docs/api/changelog.md, whose form is strict.

An entry has a heading with its date, one or more sentences, and a list of its breaking changes::

    ## 2027-06-01

    The hint of a key's secret is gone: nobody could use it.

    Announced: 2026-11-29

    Breaking:

    - `GET /v1/api-keys: answer member "items[].hint" removed`

``Announced`` is the date of the entry that announced the change, :data:`NOTICE` or more before. A
change that cannot wait has ``At once:`` and the reason instead.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

CHANGELOG = Path(__file__).parents[3] / "docs/api/changelog.md"
#: The least time between the announcement of a removal and the removal.
NOTICE = timedelta(days=180)

_BREAKING = "Breaking:"
_ITEM = re.compile(r"- `([^`]+)`")
_REASON = re.compile(r"(Announced|At once): (.+)")


class MalformedChangelog(ValueError):
    """An unreadable entry: its heading, and the fault."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One dated entry. ``admits`` are the breaking changes that it names, as `breaking` does."""

    dated: date
    text: str
    admits: tuple[str, ...] = ()
    announced: date | None = None
    at_once: str | None = None


def entries(text: str) -> list[Entry]:
    """Return the entries, newest first, in the order of the text. Raises MalformedChangelog."""
    _, *parts = re.split(r"^## ", text, flags=re.MULTILINE)
    found = [_entry(part) for part in parts]
    for newer, older in pairwise(found):
        if newer.dated < older.dated:
            raise MalformedChangelog(f"{older.dated} stands below {newer.dated}: newest first")
    for place, entry in enumerate(found):
        _check(entry, found[place + 1 :])
    return found


def _entry(part: str) -> Entry:
    heading, *rest = part.splitlines()
    try:
        dated = date.fromisoformat(heading)
    except ValueError:
        raise MalformedChangelog(f"{heading}: a heading is a date, as 2026-11-29") from None
    told, reason, admits = [], None, list[str]()
    lines = iter(rest)
    for line in lines:
        if line == _BREAKING:
            admits = list(_items(dated, lines))
        elif found := _REASON.fullmatch(line):
            reason = found
        else:
            told.append(line)
    return Entry(
        dated,
        "\n".join(told).strip(),
        tuple(admits),
        announced=_date(dated, reason[2]) if reason and reason[1] == "Announced" else None,
        at_once=reason[2] if reason and reason[1] == "At once" else None,
    )


def _items(dated: date, lines: Iterator[str]) -> Iterator[str]:
    for line in filter(None, lines):
        found = _ITEM.fullmatch(line)
        if not found:
            raise MalformedChangelog(f"{dated}: below {_BREAKING} each line is - `one change`")
        yield found[1]


def _date(dated: date, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise MalformedChangelog(f"{dated}: {text} is no date") from None


def _check(entry: Entry, older: Sequence[Entry]) -> None:
    if not entry.text:
        raise MalformedChangelog(f"{entry.dated}: a sentence says what changed")
    if len(set(entry.admits)) < len(entry.admits):
        raise MalformedChangelog(f"{entry.dated}: names a change twice")
    told = entry.announced is not None or entry.at_once is not None
    if told != bool(entry.admits):
        raise MalformedChangelog(
            f"{entry.dated}: Announced or At once, when it breaks something, and only then"
        )
    if entry.announced is None:
        return
    if entry.announced not in {each.dated for each in older}:
        raise MalformedChangelog(f"{entry.dated}: there is no entry of {entry.announced}")
    if entry.announced + NOTICE > entry.dated:
        raise MalformedChangelog(
            f"{entry.dated}: announced {entry.announced}, less than {NOTICE.days} days before"
        )
