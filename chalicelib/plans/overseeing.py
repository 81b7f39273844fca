"""Who works with which plan as a superior: by the team, or by the department that it is for."""

from chalicelib.plans.records import Plan
from chalicelib.teams.sight import headed
from chalicelib.tenancy.context import Context


class Overseeing:
    """Says of plans whether the caller oversees them. Create one for each request.

    The caller's departments are read once, with the first plan of a department.
    """

    def __init__(self, context: Context) -> None:
        self._context = context
        self._headed: frozenset[str] | None = None

    def of(self, plan: Plan) -> bool:
        """Return whether the caller oversees what the plan is for."""
        if plan.department is None:
            return self._context.principal.oversees(plan.team)
        return self.heads(plan.department)

    def heads(self, department: str) -> bool:
        """Return whether the caller supervises a department, or sees the whole company."""
        if self._context.principal.sees_all:
            return True
        if self._headed is None:
            self._headed = headed(self._context)
        return department in self._headed
