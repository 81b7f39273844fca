"""The writes of a changed person: the register, ids in other systems, the audit log."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pynamodb.expressions.operand import Path

from chalicelib.audit.records import event_write
from chalicelib.errors import Changed
from chalicelib.people import before_locks, external_ids
from chalicelib.people.audited import sides
from chalicelib.people.counting import Numbers, moved
from chalicelib.people.id_changes import Change, check_apart
from chalicelib.people.of_teams import item_of
from chalicelib.people.records import DELETED, Employee, key_of
from chalicelib.store.transactions import Unit
from chalicelib.tenancy.context import Context

CHANGE, DELETE, RENAME, REHIRE = (
    "employees.change",
    "employees.delete",
    "employees.rename",
    "employees.rehire",
)


@dataclass(frozen=True, slots=True)
class Draft:
    """A person's change that is not yet stored.

    ``changes`` are the items, the person's first; the others are items of ids that change hands.
    """

    changes: Sequence[Change]
    action: str = CHANGE

    @property
    def before(self) -> Employee | None:
        return self.changes[0].before

    @property
    def after(self) -> Employee:
        return self.changes[0].after

    @property
    def is_new(self) -> bool:
        """Whether the person is present now and was not before."""
        was = self.before is not None and self.before.status != DELETED
        return not was and self.after.status != DELETED

    @property
    def numbers(self) -> Numbers:
        """How the change changes the numbers of the register."""
        return moved(self.before, self.after)

    @property
    def changes_numbers(self) -> bool:
        return bool(self.numbers)

    @property
    def changes_something(self) -> bool:
        before, after = self.before, self.after
        if before is None or len(self.changes) > 1:
            return True
        return replace(after, updated_at=before.updated_at, revision=before.revision) != before


class Writer:
    """Writes the drafts of one request, by their numbers in it.

    Holders of ids in other systems are read together. Raises Conflict (409) as
    :func:`check_apart` does.
    """

    def __init__(self, context: Context, drafts: Mapping[int, Draft]) -> None:
        check_apart(draft.changes for draft in drafts.values() if draft.changes_something)
        self._context = context
        self._locks = before_locks.Changes(context)
        self.drafts = {number: self._stamped(draft) for number, draft in drafts.items()}
        self.ids = external_ids.of_changes(
            context, ((draft.before, draft.after) for draft in self.drafts.values())
        )

    def add(self, unit: Unit, draft: Draft) -> None:
        """Add the writes of a draft to the unit, with its audit event."""
        for change in draft.changes:
            put_changed(self._context, unit, change.before, change.after)
        external_ids.move(self._context, unit, self.ids, draft.before, draft.after)
        self._locks.keep(unit, draft.before, draft.after)
        unit.put(
            *event_write(
                self._context,
                draft.action,
                target(draft.after),
                *sides(draft.before, draft.after),
                revision=draft.after.revision,
            )
        )

    def _stamped(self, draft: Draft) -> Draft:
        first, *others = draft.changes
        stamped = self._locks.stamped(first.before, first.after)
        return replace(draft, changes=[Change(first.before, stamped), *others])


def put_changed(context: Context, unit: Unit, before: Employee | None, after: Employee) -> None:
    """Add the write of an item of the register, if it is still as it was read."""
    unchanged: Any = Path("pk").does_not_exist()
    if before is not None:
        unchanged = Path("revision") == before.revision
    unit.put(key_of(context, after.key), item_of(context, after), unchanged, Changed)


def target(employee: Employee) -> str:
    """Return the target of a person's audit events. It names the key, so it never changes."""
    return f"employees/{employee.key}"
