"""Stored appeals, and what is appealed of a result."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from chalicelib.appeal_records.keys import (
    index_of_employee_appeals,
    key_of_appeal,
    key_of_appealed_result,
)
from chalicelib.person_keys import PersonKey
from chalicelib.scorecards.appeal_ids import is_appeal_id
from chalicelib.store.converters import Item
from chalicelib.store.keys import Key
from chalicelib.store.records import from_item, stored_as, to_item
from chalicelib.tenancy.context import Context

FILED, IN_REVIEW, WITHDRAWN = "filed", "in_review", "withdrawn"
UPHELD, PARTLY_UPHELD, REJECTED = "upheld", "partly_upheld", "rejected"
DECISIONS: Final = (UPHELD, PARTLY_UPHELD, REJECTED)
OPEN: Final = (FILED, IN_REVIEW)
STATUSES: Final = (*OPEN, *DECISIONS, WITHDRAWN)
#: What an appeal may be against.
RESULT, LINE, CASE, RATING = "result", "line", "case", "rating"
KINDS: Final = (RESULT, LINE, CASE, RATING)
#: The members that say which line, case or role of raters it is.
MEMBERS: Final[Mapping[str, tuple[str, ...]]] = {
    RESULT: (),
    LINE: ("indicator",),
    CASE: ("case",),
    RATING: ("indicator", "role"),
}
#: Appeals against one result at most: an item has what they are against.
MOST_OF_RESULT: Final = 20
#: Steps after which its person changes an appeal no more. Those to come are few.
MOST_STEPS: Final = 30

#: Members of steps that tell what was done about a decision after it.
AGAIN, COUNTED = "again", "counted"
LATER: Final = frozenset({AGAIN, COUNTED})

Step = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Appeal:
    """An appeal of a person against the own result of a scheme's period.

    ``against`` has ``kind`` and the MEMBERS of it; ``card_revision`` is the revision of the result
    that was appealed against, ``version`` that of the scheme which made it, ``team`` its team.
    ``window_until`` is the last day of the window in which it was filed, ``due_on`` the day by
    which it is to be decided, ``overdue_since`` when the service saw that it was not.

    ``instance`` is 1, or 2 before and after the second decision. ``steps`` are all that happened,
    the oldest first: ``status`` (or ``step``), ``instance``, ``at``, ``by`` (the credential),
    ``person`` (who answers for it) and ``reason``; they are added and never changed. ``judges``
    say who gave what is contested, for the figures: ``source`` and ``by``.

    ``files`` is evidence as files (evidence/records.py). ``remedies`` are those of the decision
    that stands (appeals/remedies.py). ``correction`` is the one by which they were carried out
    last, because the period was locked.
    """

    id: str
    scheme: str
    period: str
    person: PersonKey = field(metadata=stored_as("employee_id"))
    status: str
    against: dict[str, Any]
    version: int
    card_revision: int
    reason: str
    filed_at: str
    window_until: str
    due_on: str
    updated_at: str
    steps: tuple[Step, ...]
    team: str | None = None
    evidence: str | None = None
    files: tuple[dict[str, Any], ...] = ()
    instance: int = 1
    judges: tuple[Mapping[str, Any], ...] = ()
    remedies: tuple[Mapping[str, Any], ...] = ()
    correction: str | None = None
    overdue_since: str | None = None
    revision: int = 1

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    @property
    def awaits_raters(self) -> bool:
        """Whether a role of raters was asked again, and what they answer is not counted yet."""
        return any(one.get("awaited") for one in self.remedies)

    @property
    def subject(self) -> str:
        """What it is against as one text: of each subject of a result one appeal is open."""
        return subject_of(self.against)

    @property
    def decided(self) -> Step | None:
        """The last decision; None before the first one."""
        found = [one for one in self.steps if is_decision(one)]
        return found[-1] if found else None


@dataclass(frozen=True, slots=True)
class AppealedResult:
    """What a person appeals of a result: ``open`` appeals by subject, and by subject the revision
    of the result about which an appeal was ``decided`` last. ``appeals`` counts them all."""

    period: str
    scheme: str
    person: PersonKey = field(metadata=stored_as("employee_id"))
    open: dict[str, str] = field(default_factory=dict)
    decided: dict[str, int] = field(default_factory=dict)
    appeals: int = 0
    revision: int = 0


def is_decision(step: Step) -> bool:
    """Return whether a step is a decision, and not what was done about one later."""
    return step["status"] in DECISIONS and not LATER & step.keys()


def subject_of(against: Mapping[str, Any]) -> str:
    kind = str(against["kind"])
    return ":".join((kind, *(str(against[name]) for name in MEMBERS[kind])))


def appeal_of(item: Item) -> Appeal:
    """Return the appeal that an item holds."""
    return from_item(Appeal, item)


def appeal_write(context: Context, appeal: Appeal) -> tuple[Key, Item]:
    """Return the write of an appeal, with its entry in the employee index."""
    scope = context.scope
    index = index_of_employee_appeals(scope, appeal.person)
    return key_of_appeal(scope, appeal.id), {
        **to_item(appeal),
        **scope.index_entry(index, appeal.id),
    }


def read_appeal(context: Context, appeal_id: str) -> Appeal | None:
    """Read an appeal. None when there is none of this id."""
    if not is_appeal_id(appeal_id):
        return None
    item = context.table.get(key_of_appeal(context.scope, appeal_id))
    return None if item is None else appeal_of(item)


def read_appealed(context: Context, period: str, scheme: str, person: PersonKey) -> AppealedResult:
    """Return what is appealed of a result; of one without appeals it is empty."""
    item = context.table.get(key_of_appealed_result(context.scope, period, scheme, person))
    return (
        AppealedResult(period, scheme, person) if item is None else from_item(AppealedResult, item)
    )


def appealed_write(context: Context, found: AppealedResult) -> tuple[Key, Item]:
    """Return the write of what is appealed of a result."""
    key = key_of_appealed_result(context.scope, found.period, found.scheme, found.person)
    return key, to_item(found)
