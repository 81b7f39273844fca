"""Stored cases."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from chalicelib.cases.keys import index_of_employee_cases, key_of_case
from chalicelib.person_keys import PersonKey
from chalicelib.scorecards.case_ids import is_case_id
from chalicelib.store.converters import Item
from chalicelib.store.keys import Key
from chalicelib.store.records import from_item, stored_as, to_item
from chalicelib.tenancy.context import Context

PROPOSED: Final = "proposed"
CONFIRMED: Final = "confirmed"
DECLINED: Final = "declined"
REVOKED: Final = "revoked"
STATUSES: Final = (PROPOSED, CONFIRMED, DECLINED, REVOKED)


@dataclass(frozen=True, slots=True)
class Case:
    """A case of one person, of one scheme's period.

    ``code`` is that of a veto of the scheme. ``indicator``, ``treatment`` and ``target`` (a decimal
    as text) are an exemption's; without an indicator it is about the whole result. ``team`` is the
    person's in the period when the case was proposed.

    ``hearing`` tells that the person was heard: ``asked_on`` and ``answer_by`` (days), ``answer``,
    and ``at`` and ``by`` of the record. ``former_hearings`` were taken back: each has ``about``
    (what the case said then), ``changed`` and ``taken_back_at`` too. ``said_since``: when what it
    says changed last (None: never). ``proposal`` and the ``decisions`` by status have ``at``,
    ``by`` (the credential), ``person`` (who answers for it, None: nobody) and ``reason``.
    ``appeal`` is the one whose decision made the case, or revoked it.
    ``authors`` are the people who proposed the case or changed it. ``files`` is evidence as files
    (evidence/records.py).
    """

    id: str
    kind: str
    scheme: str
    period: str
    person: PersonKey = field(metadata=stored_as("employee_id"))
    status: str
    reason: str
    proposal: dict[str, Any]
    created_at: str
    updated_at: str
    team: str | None = None
    code: str | None = None
    indicator: str | None = None
    treatment: str | None = None
    target: str | None = None
    evidence: str | None = None
    hearing: dict[str, Any] | None = None
    former_hearings: tuple[dict[str, Any], ...] = ()
    said_since: str | None = None
    decisions: dict[str, Any] = field(default_factory=dict)
    authors: tuple[PersonKey, ...] = ()
    files: tuple[dict[str, Any], ...] = ()
    appeal: str | None = None
    revision: int = 1

    @property
    def was_confirmed(self) -> bool:
        """Whether the case is in force, or was before it was revoked."""
        return self.status in (CONFIRMED, REVOKED)

    @property
    def was_asked(self) -> bool:
        """Whether the person was asked about the case, as it is or as it was before."""
        hearings = (*self.former_hearings, self.hearing or {})
        return any(one.get("asked_on") is not None for one in hearings)


def case_of(item: Item) -> Case:
    """Return the case that an item holds."""
    return from_item(Case, item)


def case_write(context: Context, case: Case) -> tuple[Key, Item]:
    """Return the write of a case, with its entry in the employee index."""
    scope = context.scope
    index = index_of_employee_cases(scope, case.person)
    item = {name: value for name, value in to_item(case).items() if value not in ((), {})}
    return key_of_case(scope, case.id), {**item, **scope.index_entry(index, case.id)}


def read_case(context: Context, case_id: str) -> Case | None:
    """Read a case. None when there is none of this id."""
    if not is_case_id(case_id):
        return None
    item = context.table.get(key_of_case(context.scope, case_id))
    return None if item is None else case_of(item)


def read_cases(context: Context, case_ids: Iterable[str]) -> dict[str, Case]:
    """Read cases by id, in one batch. Those that are not there are left out."""
    keys = [key_of_case(context.scope, one) for one in dict.fromkeys(case_ids)]
    if not keys:
        return {}
    found = map(case_of, context.table.get_many(keys).values())
    return {case.id: case for case in found}
