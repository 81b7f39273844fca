"""What else names somebody whom a withdrawn file had put on the register: then the person stays.

A person who signs in by the company's own provider leaves nothing here until they are named by one
of these, so a sign-in alone keeps nobody.
"""

from chalicelib.api_keys.binding import bound_people
from chalicelib.cases.keys import index_of_employee_cases
from chalicelib.people.records import Employee
from chalicelib.person_keys import PersonKey
from chalicelib.plans.keys import index_of_employee_plans
from chalicelib.plans.records import PERSON
from chalicelib.scorecards.visibility import places
from chalicelib.teams.sight import leads
from chalicelib.tenancy.context import Context
from chalicelib.uploads.kept_people import CASE, KEY, LEADS, PLAN, RESULT
from chalicelib.uploads.records import Upload


class NamedElsewhere:
    """Finds what names people beside the file. Create one for each chunk of people.

    A person costs four or five requests; the company's keys are read once, at the first need.
    """

    def __init__(self, context: Context, upload: Upload) -> None:
        self._context = context
        self._own = (upload.period, upload.scheme)
        self._bound: dict[PersonKey, str] | None = None

    def by(self, there: Employee) -> str | None:
        """Return the first thing that names the person, a key of WHY; None: nothing does."""
        context, person = self._context, there.key
        if any(place != self._own for place in places(context, person)):
            return RESULT
        if context.table.keys_of_employee(index_of_employee_cases(context.scope, person)):
            return CASE
        if self._has_plan(person):
            return PLAN
        if self._has_key(there):
            return KEY
        return LEADS if leads(context, person) else None

    def _has_plan(self, person: PersonKey) -> bool:
        """Return whether somebody has made or changed a plan. Drafts of the system go by
        themselves with the result."""
        table = self._context.table
        keys = table.keys_of_employee(index_of_employee_plans(self._context.scope, person))
        found = table.get_many(keys, only=("pk", "sk", "origin", "changed")) if keys else {}
        return any(one.get("changed") or one.get("origin") == PERSON for one in found.values())

    def _has_key(self, there: Employee) -> bool:
        """Return whether a key is bound to the person as they are now: made since they came."""
        if self._bound is None:
            self._bound = bound_people(self._context)
        made_at = self._bound.get(there.key)
        return made_at is not None and (there.returned_at or "") <= made_at
