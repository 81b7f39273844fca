"""Who sees which case, and what of it."""

from chalicelib.cases.records import Case, read_case
from chalicelib.errors import Conflict, NotFound
from chalicelib.language import Text
from chalicelib.person_keys import PersonKey
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.principal import Principal
from chalicelib.tenancy.roles import Role


def visible(principal: Principal, case: Case) -> bool:
    """Return whether the caller may see a case.

    The person sees what was confirmed, and a proposed case about which they were asked, whatever
    else they are: hr, or the lead of the own team. Other superiors of the person and readers of the
    company see all of them.
    """
    if principal.person == case.person:
        return case.was_confirmed or case.was_asked
    return principal.oversees(case.team)


def sees_evidence(principal: Principal, case: Case) -> bool:
    """Return whether the caller sees the evidence: hr, admin, and the person concerned."""
    return principal.has(Role.ADMIN, Role.HR) or principal.is_own(case.person)


def refuse_own(context: Context, person: PersonKey) -> None:
    """Raise Conflict (409) ``own_case`` for a case about the caller, whatever their roles are and
    the company's setting is: nobody proposes, changes or decides it."""
    if context.principal.person == person:
        raise Conflict("own_case", OWN)


def seen(context: Context, case_id: str) -> Case:
    """Return a case that the caller may see. Raises NotFound (404) for every other."""
    case = read_case(context, case_id)
    if case is None or not visible(context.principal, case):
        raise NotFound("case")
    return case


OWN = Text(
    "关于本人的个案由他人提出、修改和决定；本人的意见由经办人记录。",
    "A case about yourself is for others to propose, change and decide; they record what you "
    "answer.",
)
