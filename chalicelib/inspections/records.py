"""Stored inspections."""

from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import Any, Final

from chalicelib.inspections.agreeing import Tolerance
from chalicelib.inspections.drawing import Terms
from chalicelib.inspections.keys import key_of_inspection
from chalicelib.jobs import given_up
from chalicelib.language import Text
from chalicelib.person_keys import PersonKey
from chalicelib.store.converters import Item
from chalicelib.store.records import from_item
from chalicelib.tenancy.context import Context

DRAWING: Final = "drawing"
OPEN: Final = "open"
#: The open tasks of an inspector go to others.
HANDING_ON: Final = "handing_on"
CLOSING: Final = "closing"
CLOSED: Final = "closed"
CANCELLING: Final = "cancelling"
CANCELLED: Final = "cancelled"
#: Nothing could be drawn; ``reason`` says why.
FAILED: Final = "failed"
STATUSES: Final = (DRAWING, OPEN, HANDING_ON, CLOSING, CLOSED, CANCELLING, CANCELLED, FAILED)
#: A worker is at it, or will be.
AT_WORK: Final = (DRAWING, HANDING_ON, CLOSING, CANCELLING)
#: Work that has not moved for so long has lost its message.
LONGEST: Final = timedelta(hours=6)
GAVE_UP: Final = Text(
    "多次尝试后仍未完成，已放弃；再次提交同样的请求即可继续。",
    "Given up after several tries. The same request, sent again, makes it go on.",
)


@dataclass(frozen=True, slots=True)
class Inspection:
    """An inspection: what is drawn for which source, who judges, and how far it is.

    ``days`` are the first and the last day of the contacts. ``inspectors`` are people, and
    ``drawn_as`` what they were called when it was drawn. ``frame`` says where contacts come from:
    ``upload`` with the names of its fields ``contact``, ``day`` and ``channel``, or none: they were
    sent, and are packed in ``sent`` until they are drawn. ``version`` of the scheme is the one in
    effect when the inspection was made; its checklists hold.

    ``done`` counts the people whose tickets are written, ``people`` all of the frame. ``left_out``
    counts what is not in the frame, by name; ``unknown`` are ids that nobody has (the first ones).
    ``upload`` is the upload of its figures, once it was closed. ``tolerance_marks`` is a decimal as
    text. ``moved_at`` is when a worker last came on.

    ``joined`` counts the inspectors, at the end of the list, who came after the draw. ``stopped``
    are inspectors whose tasks were handed on: they get no more. ``handing`` is the last handing on:
    ``from`` whom, ``to`` whom; ``handed`` counts its tasks that have gone to others so far.
    """

    id: str
    status: str
    scheme: str
    version: int
    source: str
    period: str
    days: tuple[str, ...]
    per_agent: int
    double_percent: int
    tolerance_items: int
    tolerance_marks: str
    inspectors: tuple[PersonKey, ...]
    drawn_as: tuple[str, ...]
    inspectors_shown: bool
    seed: str
    frame: dict[str, Any]
    created_at: str
    created_by: str
    updated_at: str
    moved_at: str
    sent: bytes | None = None
    revision: int = 1
    people: int = 0
    done: int = 0
    contacts: int = 0
    tickets: int = 0
    tasks: int = 0
    frame_sha256: str | None = None
    left_out: dict[str, int] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()
    upload: str | None = None
    reason: dict[str, Any] | None = None
    finished_at: str | None = None
    joined: int = 0
    stopped: tuple[PersonKey, ...] = ()
    handing: dict[str, Any] | None = None
    handed: int = 0
    gave_up_at: str | None = None

    @property
    def terms(self) -> Terms:
        """What is drawn, as the draw takes it."""
        drawn_among = self.drawn_as[: len(self.drawn_as) - self.joined]
        return Terms(self.seed, self.per_agent, self.double_percent, drawn_among)

    @property
    def called(self) -> dict[PersonKey, str]:
        """What the inspectors were called when they came: the names that chance is made of."""
        return dict(zip(self.inspectors, self.drawn_as, strict=True))

    @property
    def tolerance(self) -> Tolerance:
        """By how much two inspectors may differ."""
        return Tolerance(self.tolerance_items, Decimal(self.tolerance_marks))

    def failed_at(self, context: Context) -> str | None:
        """Return since when its work counts as given up; None: it has ended, or goes on."""
        if self.status not in AT_WORK:
            return None
        return given_up.ended_at(self.gave_up_at, self.moved_at, LONGEST, context.now)


def inspection_of(item: Item) -> Inspection:
    """Return the inspection that an item holds."""
    return from_item(Inspection, item)


def read_inspection(context: Context, inspection_id: str) -> Inspection | None:
    """Read an inspection. None when there is none of this id."""
    item = context.table.get(key_of_inspection(context.scope, inspection_id))
    return None if item is None else inspection_of(item)
