"""A breaking change: where in a body, and what."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum


class Way(Enum):
    """Which way a value travels: to the API, which may not take less, or from it."""

    REQUEST = "request"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class Change:
    """What changed at a place of a body, as ``items[].rank``; the body itself is ``""``."""

    place: str
    what: str

    def told(self, subject: str) -> str:
        """As a phrase: ``answer member "rank.of" removed``."""
        where = f' member "{self.place}"' if self.place else ""
        return f"{subject}{where} {self.what}"


def below(name: str, changes: Iterable[Change]) -> Iterator[Change]:
    """The same changes, seen from one level above: of the member ``name``, or of ``[]``."""
    for change in changes:
        dot = "." if change.place and not change.place.startswith("[") else ""
        yield Change(f"{name}{dot}{change.place}", change.what)
