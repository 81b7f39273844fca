"""Facts of a person that hold from a day on: team, full-time share, level, stage, scheme.

A list of entries ``{"from": day, "value": text or None}`` by day. An entry holds until the next one
begins. The first may have no ``from``: it always held. Before the first nothing is known (None).
Days are texts, ``2026-11-05``. A full-time share is a decimal's text, ``0.5``.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final, Protocol

Entry = dict[str, str | None]

TEAM, FTE, LEVEL, STAGE, SCHEME = FACTS = ("team", "fte", "level", "stage", "scheme")
#: Entries of one fact, employments and leaves that a person may have of each.
MOST_ENTRIES: Final = 100


class WithFacts(Protocol):
    """Somebody with dated facts. ``team`` is that of the last write."""

    @property
    def team(self) -> str | None: ...

    @property
    def facts(self) -> Mapping[str, Sequence[Entry]]: ...


def entries_of(person: WithFacts, fact: str) -> Sequence[Entry]:
    """Return the entries of a fact. A team without entries has always been the person's."""
    found = person.facts.get(fact)
    if not found and fact == TEAM and person.team is not None:
        return [{"value": person.team}]
    return found or []


def value_on(entries: Sequence[Mapping[str, Any]], day: str) -> str | None:
    """Return the value that holds on a day; None when nothing is known of it."""
    value = None
    for entry in entries:
        if (entry.get("from") or "") > day:
            break
        value = entry.get("value")
    return value


def values_on(person: WithFacts, day: str) -> dict[str, str | None]:
    """Return the value of each fact on a day."""
    return {fact: value_on(entries_of(person, fact), day) for fact in FACTS}


def with_value(entries: Sequence[Entry], value: str | None, since: str | None) -> list[Entry]:
    """Return the entries with a value from a day on, until the next entry begins.

    ``since`` None: the value always held, until the next entry begins.
    """
    start = since or ""
    others = [entry for entry in entries if (entry.get("from") or "") != start]
    return in_order([*others, {"from": since, "value": value}])


def in_order(entries: Sequence[Mapping[str, Any]]) -> list[Entry]:
    """Return the entries by day, without those that say what held before them."""
    found: list[Entry] = []
    last: str | None = None
    for entry in sorted(entries, key=lambda one: one.get("from") or ""):
        value, since = entry.get("value"), entry.get("from")
        if value != last:
            found.append({"value": value} if since is None else {"from": since, "value": value})
            last = value
    return found
