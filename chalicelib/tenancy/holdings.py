"""What a package keeps of a company, said once: how it is copied, erased and deleted.

Each package lists its collections in its ``holdings.py``. Copies, erasures and deletions
(:mod:`chalicelib.privacy`) work from these lists alone, so a package that keeps something new edits
nothing but itself.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Protocol

from chalicelib.store.converters import Item
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.scope import Collection

Row = Mapping[str, Any]


class Removal(IntEnum):
    """The order in which a deletion removes: what others are found by goes after them."""

    LEAVES = 1
    #: Other partitions are found by these items.
    ROOTS = 2
    #: The company's own settings: last of all.
    COMPANY = 3


class ErasureStage(IntEnum):
    """The order in which an erasure works: what tells of the person goes before what it is needed
    for."""

    CREDENTIALS = 1
    #: They tell the names that the person had in files.
    RESULTS = 2
    #: What else names the person.
    MENTIONS = 3
    LOG = 4
    FILES = 5


class ErasureBusy(Exception):
    """Somebody else is writing what the step is to change. The step goes on later."""


class Erasing(Protocol):
    """An erasure at work, as a package's step sees it.

    ``person`` is the employee id, ``pseudonym`` what takes its place. ``names`` are those that the
    person had in results, ``uploads`` the ids of uploads whose bad rows were the person's.
    """

    context: Context
    #: The month of the company's first audit events, ``2026-11``.
    first_month: str

    @property
    def person(self) -> str: ...

    @property
    def pseudonym(self) -> str: ...

    @property
    def names(self) -> Sequence[str]: ...

    @property
    def uploads(self) -> Sequence[str]: ...

    @property
    def deletes_files(self) -> bool:
        """Whether stored files that name the person are to go too."""

    def count(self, name: str, number: int = 1) -> None:
        """Add to what the erasure tells that it has changed."""

    def note(self, **parts: tuple[str, ...]) -> None:
        """Remember ``names`` or ``uploads`` for later steps."""


@dataclass(frozen=True, slots=True)
class ErasureStep:
    """What an erasure does with a collection.

    ``work`` goes on from a checkpoint (None: from the start), piece after piece, and gives the
    checkpoint after each. A piece that is done again changes nothing more. Raises ErasureBusy.
    """

    stage: ErasureStage
    work: Callable[[Erasing, str | None], Iterator[str]]


@dataclass(frozen=True, slots=True)
class Copied:
    """How a copy of the company shows a collection: a file's name, and the rows of an item."""

    name: str
    rows: Callable[[Context, Item], Iterable[Row]]


@dataclass(frozen=True, slots=True)
class NotCopied:
    """Why a copy leaves a collection out."""

    reason: str


@dataclass(frozen=True, slots=True)
class NothingPersonal:
    """Why an erasure need not look at a collection."""

    reason: str


@dataclass(frozen=True, slots=True)
class Holding:
    """A collection: where all its items lie, how a copy shows it, what an erasure does with it.

    ``partitions`` names every partition that may hold items, found without a scan; the second
    argument is the month in which the company was onboarded. Partitions may be empty.
    """

    collection: Collection
    partitions: Callable[[Context, str], Iterable[str]]
    copied: Copied | NotCopied
    erased: ErasureStep | NothingPersonal
    removal: Removal = Removal.LEAVES
