"""How a package declares its stored collections: how each is copied, erased and deleted.

Each package lists its collections in its ``holdings.py``. Copies, erasures and deletions
(:mod:`chalicelib.privacy`) work from these lists alone. So a package that stores something new
edits only itself. Every start of the API's function reads all ``holdings.py`` files. For a short
start they import modules and look up a module's members only inside functions.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Protocol

from chalicelib.person_keys import PersonKey
from chalicelib.store.converters import Item
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.scope import Collection

Row = Mapping[str, Any]
Rows = Callable[[Context, Item], Iterable[Row]]

#: The name of the erasure's note that collects the names that stored data gives the person.
NAMES = "names"
#: The name of the note with the person's ids in other systems, each as ``system:id``.
EXTERNAL_IDS = "external_ids"


class Removal(IntEnum):
    """The order in which a deletion removes collections.

    Roots and the company are removed only after all work from before the deletion has ended.
    """

    LEAVES = 1
    #: Items that lead to other partitions, or that work from before the deletion reads.
    ROOTS = 2
    #: The company's own settings, removed last.
    COMPANY = 3


class ErasureStage(IntEnum):
    """The order of an erasure's steps. Within a stage, steps run in the order of packages."""

    CREDENTIALS = 1
    #: Results give the names that the person had in files (:data:`NAMES`).
    RESULTS = 2
    #: Other items that name the person.
    MENTIONS = 3
    LOG = 4
    COPIES = 5
    #: Last, because the erasure waits while a file is being read.
    FILES = 6


class ErasureBusy(Exception):
    """Another worker is writing the items that the step changes. The step continues later."""


class Erasing(Protocol):
    """A running erasure, as a package's step sees it.

    ``first_month`` is the month in which the company was onboarded, ``2026-11``.
    """

    @property
    def context(self) -> Context: ...

    @property
    def id(self) -> str:
        """The erasure's id, which names no person."""

    @property
    def first_month(self) -> str: ...

    @property
    def person(self) -> PersonKey:
        """The person's lasting key."""

    def called(self, employee_id: str, since: str, until: str) -> bool:
        """Whether the person was called so at any moment between two (RFC 3339, UTC).

        An id that was given up is the person's until somebody else has it.
        """

    @property
    def pseudonym(self) -> str:
        """The text that replaces the employee id."""

    @property
    def requested_at(self) -> str:
        """When the erasure was requested (RFC 3339, UTC): the register forgot the person then."""

    @property
    def deletes_files(self) -> bool:
        """Whether the erasure also deletes stored files that name the person."""

    @property
    def holdings(self) -> Sequence["Holding"]:
        """All collections of the service."""

    def count(self, name: str, number: int = 1) -> None:
        """Add to a count of changed items that the erasure reports."""

    def note(self, name: str, *values: str) -> None:
        """Keep values for later steps. They are removed when the erasure ends."""

    def noted(self, name: str) -> Sequence[str]:
        """Return the values that steps have noted under the name, each once."""


@dataclass(frozen=True, slots=True)
class ErasureStep:
    """What an erasure does with a collection.

    ``work`` continues from a checkpoint (None: from the start). It works in pieces and yields the
    checkpoint after each. A repeated piece changes nothing. Raises ErasureBusy.

    ``with_results`` takes the scheme and the period. It moves what follows from the person's
    results of the period. It runs under the period's lease, directly after the results have moved,
    so that nothing new is made from the results in between.
    """

    stage: ErasureStage
    work: Callable[[Erasing, str | None], Iterator[str]]
    with_results: Callable[[Erasing, str, str], None] | None = None


@dataclass(frozen=True, slots=True)
class ErasedWhenAsked:
    """How the request for an erasure erases a collection in the request's own transaction."""

    how: str


@dataclass(frozen=True, slots=True)
class ErasedWithResults:
    """How the step of the results erases a collection, in the transaction that moves a result."""

    how: str


@dataclass(frozen=True, slots=True)
class NothingPersonal:
    """Why an erasure skips a collection: it holds no personal data."""

    reason: str


@dataclass(frozen=True, slots=True)
class Copied:
    """How a copy of the company shows a collection: the file's name, and the rows of an item.

    Collections with the same name are copied together, at the position of the first.
    """

    name: str
    rows: Rows


@dataclass(frozen=True, slots=True)
class NotCopied:
    """Why a copy leaves a collection out."""

    reason: str


@dataclass(frozen=True, slots=True)
class Targets:
    """Targets of audit events that name a person.

    A target is ``prefix`` followed by the id of a thing. ``names(id, employee_id)`` says whether
    the id belongs to the person. ``resolve`` returns the id that the log has for the name that a
    request uses, such as a former id (None: the log has the name). An erasure replaces the id with
    the pseudonym. Of ``before`` and ``after`` it keeps the ``harmless`` members alone. Events of
    the actions in ``kept`` stay unchanged.
    """

    prefix: str
    names: Callable[[str, str], bool]
    harmless: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    resolve: Callable[[Context, str], str] | None = None


@dataclass(frozen=True, slots=True)
class Holding:
    """A collection: its partitions, how a copy shows it, what an erasure does with it.

    ``partitions`` returns every partition that may hold items, without a scan. Its second
    argument is the month in which the company was onboarded (``2026-11``). Partitions may be empty.
    ``removed_singly``: a deletion removes item by item, where batches are refused because they
    could also write.
    """

    collection: Collection
    partitions: Callable[[Context, str], Iterable[str]]
    copied: Copied | NotCopied
    erased: ErasureStep | ErasedWhenAsked | ErasedWithResults | NothingPersonal
    removal: Removal = Removal.LEAVES
    removed_singly: bool = False
    targets: Targets | None = None


def sort_keys(context: Context, partition: str) -> list[str]:
    """Return the sort keys of a partition's items, in order.

    The list is read whole before it is returned, so the caller may remove items meanwhile.
    """
    return [item["sk"] for item in context.table.query_all(partition, only=("pk", "sk"))]
