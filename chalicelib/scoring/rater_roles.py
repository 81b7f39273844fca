"""The names of usual roles of raters; another role is called by its code."""

from typing import Final

from .text import Text, text

ROLES: Final[dict[str, Text]] = {
    "peer": text("同事", "peer"),
    "peers": text("同事", "peers"),
    "superior": text("上级", "superior"),
    "supervisor": text("主管", "supervisor"),
    "self": text("自评", "self"),
    "customer": text("客户", "customer"),
    "inspector": text("质检员", "inspector"),
    "department": text("其他部门", "other departments"),
}

#: Roles whose raters are known by name to whom they rate. The raters of every other role are
#: anonymous.
NAMED: Final = frozenset({"self", "superior", "supervisor", "inspector", "customer"})
#: Marks of an anonymous role below which they are shown to nobody, where nothing else is said.
ANONYMITY_MIN: Final = 3


def is_anonymous(role: str) -> bool:
    """Whether the role's raters must not be told from each other."""
    return role not in NAMED
