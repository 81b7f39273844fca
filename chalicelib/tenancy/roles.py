"""The roles of credentials, and the sets of roles that routes are open to.

Each route names the roles that may call it (``roles=``). A route without them cannot be declared.
:class:`chalicelib.tenancy.principal.Principal` decides what a role sees *within* an operation: a
supervisor the own team, an agent the own results.
"""

from enum import StrEnum


class Role(StrEnum):
    """What a credential may do. ``operator`` runs the platform and sees no tenant's results."""

    OPERATOR = "operator"
    ADMIN = "admin"
    HR = "hr"
    SUPERVISOR = "supervisor"
    AGENT = "agent"
    AUDITOR = "auditor"


#: The roles that a tenant can give to its own keys.
TENANT_ROLES = (Role.ADMIN, Role.HR, Role.SUPERVISOR, Role.AGENT, Role.AUDITOR)

OPERATOR = frozenset({Role.OPERATOR})
ADMINS = frozenset({Role.ADMIN})
STAFF = frozenset({Role.ADMIN, Role.HR})
AUDITORS = frozenset({Role.ADMIN, Role.AUDITOR})
#: Roles that see the whole company.
READERS = frozenset({Role.ADMIN, Role.HR, Role.AUDITOR})
#: Readers, and supervisors, who see their own team.
LEADERS = READERS | {Role.SUPERVISOR}
#: Roles that make and change improvement plans.
PLANNERS = STAFF | {Role.SUPERVISOR}
#: Every role of a company.
EVERYBODY = frozenset(TENANT_ROLES)
