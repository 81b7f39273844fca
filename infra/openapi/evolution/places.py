"""A breaking change at a place of a body."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum


class Way(Enum):
    """The direction of a value: to the API, which must not accept less, or from the API."""

    REQUEST = "request"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class Change:
    """One change. Its place is a path like ``items[].rank``; the body itself is ``""``."""

    place: str
    what: str

    def told(self, subject: str) -> str:
        """Return the change as a phrase: ``answer member "rank.of" removed``."""
        where = f' member "{self.place}"' if self.place else ""
        return f"{subject}{where} {self.what}"


def below(name: str, changes: Iterable[Change]) -> Iterator[Change]:
    """Return the changes with ``name`` (a member, or ``[]``) put before their places."""
    for change in changes:
        dot = "." if change.place and not change.place.startswith("[") else ""
        yield Change(f"{name}{dot}{change.place}", change.what)
