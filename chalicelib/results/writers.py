"""The work that writes results, as the sweep of leases asks about it: how it stands, and its
message.

A package whose work takes periods' leases registers a :class:`Writer` in its ``holdings.py``
(``Package(writers=...)``). Ids of its work begin with the writer's prefix.
"""

from collections.abc import Iterator
from enum import Enum
from typing import Protocol

from chalicelib.cases.in_force import standing_of
from chalicelib.cases.queue import send as ask_for_effect
from chalicelib.cases.records import read_case
from chalicelib.jobs import given_up
from chalicelib.periods.records import PeriodRecord
from chalicelib.results.queue import OPEN, Rescore, send
from chalicelib.scorecards.case_ids import PREFIX
from chalicelib.scorecards.erasure import LEASED_FOR
from chalicelib.tenancy.context import Context


class State(Enum):
    """How the work stands that has left a lease behind.

    ``OPEN``: a run of it is to come. ``ENDED``: its results are whole and settled, or it has made
    none. ``BROKEN_OFF``: it was given up or is gone, so results may be stored that are not settled.
    """

    OPEN = 1
    ENDED = 2
    BROKEN_OFF = 3


class Writer(Protocol):
    """A kind of work that writes results."""

    @property
    def prefix(self) -> str:
        """The beginning of the ids of its work: ``upl_``."""

    def state(self, context: Context, record: PeriodRecord, /) -> State:
        """Return how the work stands that holds the period (``writer_work``)."""

    def resume(self, context: Context, record: PeriodRecord, /) -> None:
        """Send a message for another run of that work."""

    def unfinished(self, context: Context, record: PeriodRecord, most: int, /) -> list[str]:
        """Return the ids of up to ``most`` files of the period that came and are not scored yet."""

    def locked(self, context: Context, record: PeriodRecord, /) -> None:
        """Send messages for work that the lock of the period, about to be committed, ends."""


class Rescorings:
    """Rescorings. Their state is in the period's record."""

    prefix = "rsc_"

    def state(self, context: Context, record: PeriodRecord) -> State:
        found = record.rescoring or {}
        if found.get("status") in OPEN:
            over = given_up.is_over(context, found.get("gave_up_at"))
            return State.BROKEN_OFF if over else State.OPEN
        return State.ENDED if found.get("id") == record.writer_work else State.BROKEN_OFF

    def resume(self, context: Context, record: PeriodRecord) -> None:
        asked = (record.rescoring or {})["id"]
        send(context, Rescore(record.scheme, record.period, asked))

    def unfinished(self, _context: Context, _record: PeriodRecord, _most: int) -> list[str]:
        """Return none: a rescoring has no file."""
        return []

    def locked(self, _context: Context, _record: PeriodRecord) -> None:
        """Do nothing: no such work is open in a period that can be locked."""


class Erasures:
    """Erasures of persons. They take only periods that nobody holds, and change no figures."""

    prefix = LEASED_FOR

    def state(self, _context: Context, _record: PeriodRecord) -> State:
        return State.ENDED

    def resume(self, _context: Context, _record: PeriodRecord) -> None:
        """Do nothing: an erasure has its own message."""

    def unfinished(self, _context: Context, _record: PeriodRecord, _most: int) -> list[str]:
        """Return none: an erasure has no file."""
        return []

    def locked(self, _context: Context, _record: PeriodRecord) -> None:
        """Do nothing: no such work is open in a period that can be locked."""


class AppliedCases:
    """Effects of recorded cases: one person's result each. What is due is stored with the cases."""

    prefix = PREFIX

    def state(self, context: Context, record: PeriodRecord) -> State:
        case = read_case(context, record.writer_work or "")
        if case is None:
            return State.BROKEN_OFF
        standing = standing_of(context, case)
        if standing.due_since is None:
            return State.ENDED
        over = given_up.is_over(context, standing.gave_up_at)
        return State.BROKEN_OFF if over else State.OPEN

    def resume(self, context: Context, record: PeriodRecord) -> None:
        case = read_case(context, record.writer_work or "")
        if case is not None:
            ask_for_effect(context, case)

    def unfinished(self, _context: Context, _record: PeriodRecord, _most: int) -> list[str]:
        """Return none: a case has no file."""
        return []

    def locked(self, _context: Context, _record: PeriodRecord) -> None:
        """Do nothing: no such work is open in a period that can be locked."""


rescorings: Writer = Rescorings()
erasures: Writer = Erasures()
applied_cases: Writer = AppliedCases()


def writer_of(context: Context, record: PeriodRecord) -> Writer | None:
    """Return the writer whose work holds the period; None for work of an unknown kind."""
    work = record.writer_work or ""
    return next((one for one in _registered(context) if work.startswith(one.prefix)), None)


def unfinished_work(context: Context, record: PeriodRecord, most: int) -> list[str]:
    """Return the ids of up to ``most`` files of the period that came and are not scored yet."""
    found: list[str] = []
    for one in _registered(context):
        found += one.unfinished(context, record, most - len(found))
    return found


def tell_locked(context: Context, record: PeriodRecord) -> None:
    """Let work know of the lock that it has been accepted to leave behind."""
    for one in _registered(context):
        one.locked(context, record)


def _registered(context: Context) -> Iterator[Writer]:
    yield from context.platform.contents.writers
