"""Stored improvement plans.

Proposed texts are not stored. They are made from the figures and the scheme's version when the plan
is read. So a drafted plan costs one write unit, and its entry in the employee index another.
"""

from dataclasses import dataclass, field
from typing import Any

from chalicelib.person_keys import PersonKey
from chalicelib.plans.ids import key_of
from chalicelib.plans.keys import index_of_employee_plans
from chalicelib.store.converters import Item
from chalicelib.store.keys import Key
from chalicelib.store.records import from_item, stored_as, to_item
from chalicelib.tenancy.context import Context

DRAFT, AGREED, IN_PROGRESS, DONE, CANCELLED = "draft", "agreed", "in_progress", "done", "cancelled"
#: A draft that a corrected result made unnecessary. Only the system sets this status.
WITHDRAWN = "withdrawn"

#: Flags: what a later result means for a plan that a person has changed.
RESULT_CHANGED, NO_LONGER_NEEDED = "result_changed", "no_longer_needed"

#: Origins.
SYSTEM, PERSON = "system", "person"


#: What a plan is for.
EMPLOYEE, TEAM, DEPARTMENT = "employee", "team", "department"
SUBJECTS = (EMPLOYEE, TEAM, DEPARTMENT)


#: Members with a plan's words. Null in a request restores the proposed words.
WORDS = ("problem", "cause", "measure", "expected_effect")


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan for one person, mostly for one indicator of one result; or for a team or a department.

    ``version`` and ``card_revision`` name the result that the plan follows from. ``figures`` are
    the result's figures: ``value``, ``target``, ``points``, ``max_points``, ``goal`` and ``gain``,
    each a decimal as text. ``slices`` are the slices below target. ``basis`` is a short form of the
    figures, by which a changed result is noticed.

    ``changed`` says that a person made or changed the plan. Drafting then keeps the plan, and notes
    in ``flag`` what has happened to the result. ``flagged_basis`` is the basis that the flag is
    about.

    A plan for a group has no ``person``, and follows from no single result: ``card_revision`` is 0
    and ``version`` the one by which its ``indicator`` is named. A team's has ``team`` (its text), a
    department's ``department`` (its code). ``meeting`` is the review meeting that decided it.
    """

    id: str
    scheme: str
    period: str
    status: str
    origin: str
    created_at: str
    updated_at: str
    due_date: str
    version: int
    card_revision: int
    person: PersonKey | None = field(default=None, metadata=stored_as("employee_id"))
    basis: str = ""
    revision: int = 1
    changed: bool = False
    indicator: str | None = None
    employee_name: str | None = None
    team: str | None = None
    grade: str | None = None
    figures: dict[str, str] | None = None
    slices: tuple[dict[str, str], ...] = ()
    problem: dict[str, str] | None = None
    cause: dict[str, str] | None = None
    measure: dict[str, str] | None = None
    expected_effect: dict[str, str] | None = None
    expected_value: str | None = None
    owner: dict[str, str] | None = None
    notes: tuple[dict[str, Any], ...] = ()
    flag: str | None = None
    flagged_basis: str | None = None
    department: str | None = None
    meeting: str | None = None

    @property
    def subject(self) -> str:
        """What the plan is for: one of SUBJECTS."""
        if self.person is not None:
            return EMPLOYEE
        return TEAM if self.department is None else DEPARTMENT


def plan_of(item: Item) -> Plan:
    """Return the plan that an item holds."""
    return from_item(Plan, item)


def plan_write(context: Context, plan: Plan) -> tuple[Key, Item]:
    """Return the write of a plan, with its entry in the employee index if it is a person's.

    Raises ValueError for a wrong plan id.
    """
    key = key_of(context.scope, plan.id, context.principal.shards)
    if key is None:
        raise ValueError("not a plan's id")
    item = {name: value for name, value in to_item(plan).items() if value != ()}
    if plan.person is None:
        return key, item
    index = index_of_employee_plans(context.scope, plan.person)
    return key, {**item, **context.scope.index_entry(index, plan.id)}


def read_plan(context: Context, plan_id: str) -> Plan | None:
    """Read a plan. None when there is none of this id."""
    key = key_of(context.scope, plan_id, context.principal.shards)
    item = None if key is None else context.table.get(key)
    return None if item is None else plan_of(item)
