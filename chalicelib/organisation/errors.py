"""What refuses a change of teams."""

from typing import Any

from chalicelib.errors import Conflict, OverLimit
from chalicelib.language import Text
from chalicelib.teams.records import MOST_NAMES, MOST_TEAMS, NameEntry


def name_taken(name: str, entry: NameEntry | None) -> Conflict:
    """Return the 409 for a name that another team has (None: it got it just now)."""
    code = entry.code if entry else None
    return Conflict(
        "team_name_taken",
        Text(
            f"名称“{name}”已属于团队 {code or '（刚被修改）'}。",
            f"The name {name} is already that of team {code or '(just changed)'}.",
        ),
        name=name,
        team_code=code,
    )


def code_taken(code: str) -> Conflict:
    """Return the 409 for a code that there is already."""
    return Conflict(
        "team_exists",
        Text(f"团队代码 {code} 已存在。", f"There is a team with the code {code} already."),
        team_code=code,
    )


def already_merged(code: str, into: str) -> Conflict:
    """Return the 409 for a team that is another team now."""
    return Conflict(
        "team_merged",
        Text(f"团队 {code} 已并入 {into}。", f"Team {code} was merged into {into}."),
        team_code=into,
    )


def in_use(code: str, found: dict[str, Any]) -> Conflict:
    """Return the 409 for a team that something names, with examples of what."""
    return Conflict(
        "team_in_use",
        Text(
            f"团队 {code} 已被使用，不能删除；可将其归档：PATCH 状态 archived。",
            f"Team {code} is named by people, results, keys or pilots, so it cannot be deleted. "
            "Archive it instead: PATCH with status archived.",
        ),
        **found,
    )


def too_many_teams() -> OverLimit:
    return OverLimit(
        "too_many_teams",
        Text(f"最多可有 {MOST_TEAMS} 个团队。", f"There can be at most {MOST_TEAMS} teams."),
    )


def too_many_names(number: int) -> OverLimit:
    return OverLimit(
        "too_many_names",
        Text(
            f"一个团队最多可有 {MOST_NAMES} 个名称和旧代码，此次将有 {number} 个。"
            "请先删去一些别名。",
            f"A team has at most {MOST_NAMES} names and former codes; this would make {number}. "
            "Remove some aliases first.",
        ),
        most=MOST_NAMES,
    )
