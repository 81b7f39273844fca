"""Who sees which case, and what of it."""

from chalicelib.cases.records import Case, read_case
from chalicelib.errors import NotFound
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.principal import Principal
from chalicelib.tenancy.roles import Role


def visible(principal: Principal, case: Case) -> bool:
    """Return whether the caller may see a case.

    The person's superior and readers of the company see all of them. The person sees what was
    confirmed, and a proposed case about which they were asked.
    """
    if principal.oversees(case.team):
        return True
    return principal.is_own(case.person) and (case.was_confirmed or case.was_asked)


def sees_evidence(principal: Principal, case: Case) -> bool:
    """Return whether the caller sees the evidence: hr, admin, and the person concerned."""
    return principal.has(Role.ADMIN, Role.HR) or principal.is_own(case.person)


def seen(context: Context, case_id: str) -> Case:
    """Return a case that the caller may see. Raises NotFound (404) for every other."""
    case = read_case(context, case_id)
    if case is None or not visible(context.principal, case):
        raise NotFound("case")
    return case
