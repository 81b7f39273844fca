"""Stored late files, and what they say of each person."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any, Final

from chalicelib.audit import work_ends
from chalicelib.jobs import given_up
from chalicelib.language import Text
from chalicelib.late_files.keys import key_of_late_file, key_of_late_row
from chalicelib.person_keys import PersonKey
from chalicelib.store.converters import Item
from chalicelib.store.keys import Key
from chalicelib.store.records import from_item, to_item
from chalicelib.tenancy.context import Context

LOOKING, LOOKED_AT, TAKING, TAKEN = "looking", "looked_at", "taking", "taken"
REJECTED: Final = "rejected"
#: The shown state of one that was given up; never stored.
FAILED: Final = "failed"
OPEN: Final = (LOOKING, TAKING)
STATUSES: Final = (LOOKING, LOOKED_AT, TAKING, TAKEN, REJECTED, FAILED)
#: What becomes of a person's row: it would correct the result, has corrected it, or does not.
CHANGES, CORRECTED, REFUSED = "changes", "corrected", "refused"
OUTCOMES: Final = (CHANGES, CORRECTED, REFUSED)
#: Counted too: rows that say what stands.
SAME: Final = "same"
#: After this time without a step it has failed: its message is lost.
LONGEST = timedelta(hours=6)
GAVE_UP = Text(
    "多次尝试后仍无法完成，请重新提交。",
    "It could not be done, though it was tried several times; ask for it again.",
)


@dataclass(frozen=True, slots=True)
class LateFile:
    """A file for a locked month. ``upload`` has it.

    ``asked`` and ``ordered`` say who asked for the look, and for its taking: ``at``, ``by`` and
    ``person``. ``done`` is the checkpoint: people of the file that were looked at, or the row that
    was taken last. ``counts`` are people by outcome, and SAME. ``reason`` is why it was rejected.
    """

    id: str
    upload: str
    scheme: str
    period: str
    cause: str
    status: str
    asked: dict[str, Any]
    updated_at: str
    ordered: dict[str, Any] | None = None
    done: int = 0
    counts: dict[str, int] | None = None
    reason: dict[str, Any] | None = None
    finished_at: str | None = None
    gave_up_at: str | None = None
    revision: int = 1


@dataclass(frozen=True, slots=True)
class LateRow:
    """What a late file says of a person.

    ``called`` is the id in the file, ``person`` whom it leads to (None: nobody). ``figures`` are
    the columns that would be another, row by row, each as ``{"number"}`` or ``{"text"}``, empty for
    none. ``stood`` is the revision that stood at the look, ``before`` and ``after`` as of a
    correction (corrections/records.py). ``why`` says why it is REFUSED: ``code`` and ``message``.
    """

    file: str
    number: int
    called: str
    outcome: str
    person: PersonKey | None = None
    figures: tuple[dict[str, Any], ...] | None = None
    before: dict[str, Any] | None = None
    after: dict[str, Any] | None = None
    difference: Decimal | None = None
    stood: int | None = None
    correction: str | None = None
    why: dict[str, Any] | None = None


def late_file_of(item: Item) -> LateFile:
    """Return the late file that an item holds."""
    return from_item(LateFile, item)


def late_row_of(item: Item) -> LateRow:
    """Return what an item says of a person."""
    return from_item(LateRow, item)


def read_late_file(context: Context, late_file_id: str) -> LateFile | None:
    """Return a late file as stored; None when there is none of this id."""
    item = context.table.get(key_of_late_file(context.scope, late_file_id))
    return None if item is None else late_file_of(item)


def late_file_write(context: Context, one: LateFile) -> tuple[Key, Item]:
    return key_of_late_file(context.scope, one.id), to_item(one)


def late_row_write(context: Context, one: LateRow) -> tuple[Key, Item]:
    return key_of_late_row(context.scope, one.file, one.number), to_item(one)


def as_shown(found: LateFile, context: Context) -> LateFile:
    """Return it as it is shown: failed when given up, or without a step for hours."""
    if found.status not in OPEN:
        return found
    return given_up.failed_if_over(found, found.updated_at, LONGEST, context.now, GAVE_UP)


def note_given_up(context: Context, late_file_id: str, at: str | None) -> None:
    """Store since when it counts as given up, unless it has ended or does not exist."""
    work_ends.note_given_up(
        context,
        key_of_late_file(context.scope, late_file_id),
        at,
        OPEN,
        lambda: read_late_file(context, late_file_id),
        "late_files.end",
        f"late-files/{late_file_id}",
    )


def packed(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row of cells as it is stored: numbers with their own digits."""
    return {code: _packed(cell) for code, cell in row.items()}


def unpacked(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row of cells that was packed."""
    return {
        code: Decimal(cell["number"]) if "number" in cell else cell.get("text")
        for code, cell in row.items()
    }


def _packed(cell: Any) -> dict[str, str]:
    if cell is None:
        return {}
    return {"number": format(cell, "f")} if isinstance(cell, Decimal) else {"text": str(cell)}
