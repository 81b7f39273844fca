"""The roles of credentials, and the sets of roles that routes are open to.

Each route names the roles that may call it (``roles=``). A route without them cannot be declared.
:class:`chalicelib.tenancy.principal.Principal` decides what roles see *within* an operation: a
supervisor the own teams, an agent the own results, and several roles together what each sees.
"""

from collections.abc import Iterable
from enum import StrEnum


class Role(StrEnum):
    """What a credential may do. ``operator`` runs the platform and sees no tenant's results.

    ``rater`` and ``invited`` come with a link of a rating round alone, and no key has them: the
    link opens a session once (``invited``), the session fills in the own forms of the round.
    """

    OPERATOR = "operator"
    ADMIN = "admin"
    HR = "hr"
    SUPERVISOR = "supervisor"
    AGENT = "agent"
    AUDITOR = "auditor"
    PAYROLL = "payroll"
    INSPECTOR = "inspector"
    RATER = "rater"
    INVITED = "invited"


def in_order(roles: Iterable[Role]) -> tuple[Role, ...]:
    """Return the roles in the order of :class:`Role`, each once."""
    given = frozenset(roles)
    return tuple(role for role in Role if role in given)


#: The roles that a tenant can give to its own keys.
TENANT_ROLES = (
    Role.ADMIN,
    Role.HR,
    Role.SUPERVISOR,
    Role.AGENT,
    Role.AUDITOR,
    Role.PAYROLL,
    Role.INSPECTOR,
)

OPERATOR = frozenset({Role.OPERATOR})
ADMINS = frozenset({Role.ADMIN})
STAFF = frozenset({Role.ADMIN, Role.HR})
AUDITORS = frozenset({Role.ADMIN, Role.AUDITOR})
#: Roles that see the whole company.
READERS = frozenset({Role.ADMIN, Role.HR, Role.AUDITOR})
#: Readers, and supervisors, who see their own teams.
LEADERS = READERS | {Role.SUPERVISOR}
#: Roles that make and change improvement plans.
PLANNERS = STAFF | {Role.SUPERVISOR}
#: People as those who are scored.
SCORED = frozenset({Role.AGENT})
#: The payroll system: coefficients, exports and receipts, and nothing else.
PAYROLL = frozenset({Role.PAYROLL})
#: Readers of the whole company, and payroll.
PAY_READERS = READERS | PAYROLL
#: Who judges drawn contacts. The role gives the own tasks, and nothing else.
INSPECTORS = frozenset({Role.INSPECTOR})
#: Every role of a company that works with results.
EVERYBODY = frozenset(TENANT_ROLES) - PAYROLL - INSPECTORS
#: Who was sent the link of a rating round, and has not opened it.
INVITED = frozenset({Role.INVITED})
#: Who rates: everybody, and raters without an account.
RATERS = EVERYBODY | {Role.RATER}
#: Every role there is.
ANYBODY = frozenset(Role)
