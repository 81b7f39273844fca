"""The columns of a file that identify the employee: id, name and team."""

from typing import Final, Literal

from chalicelib.scoring.text import Text, text

from .faults import called
from .words import name_key

Field = Literal["employee_id", "employee_name", "team"]

# Best name first: in a file with 班组 and 部门, the smaller group is the team.
_NAMES: Final[dict[Field, str]] = {
    "employee_id": "employee_id 员工编号 工号 员工ID 员工工号 员工号 人员编号 客服工号 坐席工号 "
    "座席工号 职工号 employee_no employee_number staff_id staff_no agent_id",
    "employee_name": "employee_name 员工姓名 姓名 客服姓名 坐席姓名 座席姓名 人员姓名 员工名称 "
    "staff_name agent_name full_name name",
    "team": "team 团队 班组 小组 组别 所属团队 所属班组 所属小组 team_name group 部门 所属部门 "
    "department dept",
}

LABELS: Final[dict[Field, tuple[str, str]]] = {
    "employee_id": ("员工编号", "Employee ID"),
    "employee_name": ("员工姓名", "Employee name"),
    "team": ("团队", "Team"),
}
"""The names of the fields in our own files, in Chinese and English."""


def employee_called(heading: str, employee_field: str) -> Text:
    """Return the name of the employee's column for sentences about a file."""
    own = employee_field == "employee_id"
    return called(heading, employee_field, text(*LABELS["employee_id"]) if own else None)


def field_names(employee_field: str) -> dict[Field, tuple[str, ...]]:
    """Return the header keys of each field, best first.

    When `employee_field` is `employee_id`, the employee's column has all its usual names. Otherwise
    `employee_field` is its only name.
    """
    names: dict[Field, tuple[str, ...]] = {
        field: tuple(name_key(name) for name in words.split()) for field, words in _NAMES.items()
    }
    if employee_field != "employee_id":
        names["employee_id"] = (name_key(employee_field),)
    return names


def template_heading(zh: str, en: str, code: str) -> str:
    """Return the heading of a column in our own templates: all its names in one cell."""
    names = " / ".join(dict.fromkeys(name for name in (zh, en) if name))
    return f"{names} ({code})" if names else code
