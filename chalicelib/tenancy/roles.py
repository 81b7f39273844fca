"""The roles of credentials, and the sets of roles that routes are open to.

Each route says which roles may call it (``roles=``); one that does not say so cannot be declared.
What a role sees *within* an operation (a supervisor the own team, an agent the own results) is
decided by :class:`chalicelib.tenancy.principal.Principal`.
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


#: The roles a tenant can give to its own keys.
TENANT_ROLES = (Role.ADMIN, Role.HR, Role.SUPERVISOR, Role.AGENT, Role.AUDITOR)

OPERATOR = frozenset({Role.OPERATOR})
ADMINS = frozenset({Role.ADMIN})
STAFF = frozenset({Role.ADMIN, Role.HR})
AUDITORS = frozenset({Role.ADMIN, Role.AUDITOR})
#: Those who see the whole company.
READERS = frozenset({Role.ADMIN, Role.HR, Role.AUDITOR})
#: And supervisors, who see their own team.
LEADERS = READERS | {Role.SUPERVISOR}
#: Who makes and changes improvement plans.
PLANNERS = STAFF | {Role.SUPERVISOR}
#: Every role of a company.
EVERYBODY = frozenset(TENANT_ROLES)
