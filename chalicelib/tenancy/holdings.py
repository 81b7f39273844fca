"""What a package keeps of a company, said once: how it is copied, erased and deleted.

Each package lists its collections in its ``holdings.py``. Copies, erasures and deletions
(:mod:`chalicelib.privacy`) work from these lists alone, so a package that keeps something new edits
nothing but itself. A start of the API's function reads every ``holdings.py``: it imports modules,
and asks for what is in them inside a function.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Protocol

from chalicelib.store.converters import Item
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.scope import Collection

Row = Mapping[str, Any]
Rows = Callable[[Context, Item], Iterable[Row]]

#: The note of an erasure under which steps keep the names that the person had in stored things.
NAMES = "names"


class Removal(IntEnum):
    """The order in which a deletion removes.

    Roots and the company go only when all that was begun before the deletion has ended.
    """

    LEAVES = 1
    #: Other partitions are found by these items, or work that was begun before reads them.
    ROOTS = 2
    #: The company's own settings: last of all.
    COMPANY = 3


class ErasureStage(IntEnum):
    """The order in which an erasure works. Within a stage steps run in the order of packages."""

    CREDENTIALS = 1
    #: Results tell the names that the person had in files (:data:`NAMES`).
    RESULTS = 2
    #: What else names the person.
    MENTIONS = 3
    LOG = 4
    COPIES = 5
    #: Last, because a file that is being read keeps the erasure waiting.
    FILES = 6


class ErasureBusy(Exception):
    """Somebody else is writing what the step is to change. The step goes on later."""


class Erasing(Protocol):
    """An erasure at work, as a package's step sees it.

    ``first_month`` is the month in which the company was onboarded, ``2026-11``.
    """

    @property
    def context(self) -> Context: ...

    @property
    def first_month(self) -> str: ...

    @property
    def person(self) -> str:
        """The employee id."""

    @property
    def pseudonym(self) -> str:
        """What takes the place of the employee id."""

    @property
    def deletes_files(self) -> bool:
        """Whether stored files that name the person are to go too."""

    @property
    def holdings(self) -> Sequence["Holding"]:
        """All collections of the service."""

    def count(self, name: str, number: int = 1) -> None:
        """Add to what the erasure tells that it has changed."""

    def note(self, name: str, *values: str) -> None:
        """Remember values for later steps. Forgotten when the erasure ends."""

    def noted(self, name: str) -> Sequence[str]:
        """The values that steps have noted under the name, each once."""


@dataclass(frozen=True, slots=True)
class ErasureStep:
    """What an erasure does with a collection.

    ``work`` goes on from a checkpoint (None: from the start), piece after piece, and gives the
    checkpoint after each. A piece that is done again changes nothing more. Raises ErasureBusy.

    ``with_results`` (given the scheme and the period) moves what follows from the person's results
    of a period. It runs under the period's lease, at once after the results have moved, so that
    nothing is made anew from them in between.
    """

    stage: ErasureStage
    work: Callable[[Erasing, str | None], Iterator[str]]
    with_results: Callable[[Erasing, str, str], None] | None = None


@dataclass(frozen=True, slots=True)
class ErasedWhenAsked:
    """How the request for an erasure itself erases a collection, in its own transaction."""

    how: str


@dataclass(frozen=True, slots=True)
class NothingPersonal:
    """Why an erasure need not look at a collection."""

    reason: str


@dataclass(frozen=True, slots=True)
class Copied:
    """How a copy of the company shows a collection: a file's name, and the rows of an item.

    Collections of the same name are copied together, at the place of the first.
    """

    name: str
    rows: Rows


@dataclass(frozen=True, slots=True)
class NotCopied:
    """Why a copy leaves a collection out."""

    reason: str


@dataclass(frozen=True, slots=True)
class Targets:
    """Targets of audit events that name the person whom they are about.

    A target is ``prefix`` and the id of a thing. ``names`` says whether such an id is of a person
    (an employee id). An erasure puts the pseudonym in the id's place and keeps of ``before`` and
    ``after`` the ``harmless`` members alone. Events of the actions in ``kept`` stay as they are.
    """

    prefix: str
    names: Callable[[str, str], bool]
    harmless: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Holding:
    """A collection: where all its items lie, how a copy shows it, what an erasure does with it.

    ``partitions`` names every partition that may hold items, found without a scan; the second
    argument is the month in which the company was onboarded. Partitions may be empty.
    """

    collection: Collection
    partitions: Callable[[Context, str], Iterable[str]]
    copied: Copied | NotCopied
    erased: ErasureStep | ErasedWhenAsked | NothingPersonal
    removal: Removal = Removal.LEAVES
    targets: Targets | None = None


def sort_keys(context: Context, partition: str) -> list[str]:
    """The sort keys of a partition's items, in order. Read whole: the caller may remove items."""
    return [item["sk"] for item in context.table.query_all(partition, only=("pk", "sk"))]
