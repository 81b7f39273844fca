"""The columns every file has besides the scheme's: who the row is about."""

from typing import Final, Literal

from chalicelib.scoring.text import Text, text

from .faults import called
from .words import name_key

Field = Literal["employee_id", "employee_name", "team"]

# Best first: where a file has 班组 and 部门, the nearer group is the team.
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
"""What our own files call them, in Chinese and English."""


def employee_called(heading: str, employee_field: str) -> Text:
    """The employee's column as sentences about a file call it."""
    own = employee_field == "employee_id"
    return called(heading, employee_field, text(*LABELS["employee_id"]) if own else None)


def field_names(employee_field: str) -> dict[Field, tuple[str, ...]]:
    """The header keys of each field, best first. `employee_field` names the employee's column:
    the usual names when it is `employee_id`, itself alone otherwise."""
    names: dict[Field, tuple[str, ...]] = {
        field: tuple(name_key(name) for name in words.split()) for field, words in _NAMES.items()
    }
    if employee_field != "employee_id":
        names["employee_id"] = (name_key(employee_field),)
    return names


def template_heading(zh: str, en: str, code: str) -> str:
    """The heading our own templates give a column: all its names in one cell."""
    names = " / ".join(dict.fromkeys(name for name in (zh, en) if name))
    return f"{names} ({code})" if names else code
