"""People whom a withdrawn file had put on the register and stay, and what keeps each."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from chalicelib.language import Text
from chalicelib.person_keys import PersonKey

CHANGED: Final = "changed"
RESULT: Final = "result"
CASE: Final = "case"
PLAN: Final = "plan"
KEY: Final = "api_key"
LEADS: Final = "leads_team"

WHY: Final[Mapping[str, Text]] = {
    CHANGED: Text(
        "文件撤回后此人仍在名册上：建立之后已有人修改。",
        "The person stays on the register without the file: somebody has changed them since.",
    ),
    RESULT: Text(
        "文件撤回后此人仍在名册上：另有结果。",
        "The person stays on the register without the file: there is another result of theirs.",
    ),
    CASE: Text(
        "文件撤回后此人仍在名册上：有关于此人的个案。",
        "The person stays on the register without the file: a case is about them.",
    ),
    PLAN: Text(
        "文件撤回后此人仍在名册上：有人为其制定或修改了改进计划。",
        "The person stays on the register without the file: somebody has made or changed an "
        "improvement plan for them.",
    ),
    KEY: Text(
        "文件撤回后此人仍在名册上：有绑定此人的有效密钥。",
        "The person stays on the register without the file: a key in force is bound to them.",
    ),
    LEADS: Text(
        "文件撤回后此人仍在名册上：是团队的负责人或主管。",
        "The person stays on the register without the file: they lead a team.",
    ),
}


@dataclass(frozen=True, slots=True)
class KeptPerson:
    """Somebody who stays, and the first thing that keeps them: a key of WHY."""

    person: PersonKey
    because: str
