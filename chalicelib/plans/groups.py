"""Teams and departments as subjects of plans: found by what a request names."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from chalicelib.errors import invalid_value
from chalicelib.language import Text
from chalicelib.plans.overseeing import Overseeing
from chalicelib.plans.records import DEPARTMENT, TEAM
from chalicelib.teams.canonical import canonical
from chalicelib.teams.sight import is_department, named
from chalicelib.tenancy.context import Context

NO_TEAM = Text("没有此团队。", "There is no such team.")
NO_DEPARTMENT = Text("没有此部门。", "There is no such department.")
NAME_IT = Text("请指明对象。", "Name what it is.")
NOT_OF_KIND = Text("此项不属于该类对象。", "This member is not of this kind of subject.")


class Group(NamedTuple):
    """A team, by its text, or a department, by its code: the other is None."""

    team: str | None = None
    department: str | None = None

    @property
    def name(self) -> str:
        """The group as one text, from which ids of its plans are made."""
        kind = TEAM if self.department is None else DEPARTMENT
        return f"{kind}:{self.team if self.department is None else self.department}"


def asked_group(context: Context, subject: Mapping[str, Any]) -> Group:
    """Return the group that a request names (``kind`` team or department, and the member of it).

    Raises Invalid (422) ``required`` and ``not_of_this_kind``; ``unknown_team`` and
    ``unknown_department`` also for one that the caller does not oversee.
    """
    kind = subject["kind"]
    given = subject.get(kind)
    for name in ("employee_id", TEAM, DEPARTMENT):
        if name != kind and subject.get(name) is not None:
            raise invalid_value(f"/subject/{name}", "not_of_this_kind", NOT_OF_KIND)
    if given is None:
        raise invalid_value(f"/subject/{kind}", "required", NAME_IT)
    if kind == TEAM:
        team = named(context, given)
        if team is None or not context.principal.oversees(team.text):
            raise invalid_value("/subject/team", "unknown_team", NO_TEAM)
        # What names the team from now on keeps it from being deleted.
        canonical(context, [team.text])
        return Group(team=team.text)
    if not (Overseeing(context).heads(given) and is_department(context, given)):
        raise invalid_value("/subject/department", "unknown_department", NO_DEPARTMENT)
    return Group(department=given)
