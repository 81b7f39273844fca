"""Who sees which appeal, and what of it.

The person sees the own. hr, admin and auditor see all. A supervisor sees those of the own teams,
but not those against ratings: what raters gave, and what is said of it, is not for superiors.
"""

from chalicelib.appeal_records.records import RATING, Appeal, read_appeal
from chalicelib.errors import NotFound
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.principal import Principal
from chalicelib.tenancy.roles import Role


def visible(principal: Principal, appeal: Appeal) -> bool:
    """Return whether the caller may see an appeal."""
    if principal.sees_all or principal.is_own(appeal.person):
        return True
    return appeal.against["kind"] != RATING and principal.oversees(appeal.team)


def sees_evidence(principal: Principal, appeal: Appeal) -> bool:
    """Return whether the caller sees the evidence: hr, admin, and the person."""
    return principal.has(Role.ADMIN, Role.HR) or principal.is_own(appeal.person)


def seen(context: Context, appeal_id: str) -> Appeal:
    """Return an appeal that the caller may see. Raises NotFound (404) for every other."""
    found = read_appeal(context, appeal_id)
    if found is None or not visible(context.principal, found):
        raise NotFound("appeal")
    return found
