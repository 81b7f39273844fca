"""A scheme of two lines, easy to check by hand: waiting time or its growth, and answers.

Waiting time: 60 s is 0 points and 30 s all 50. Growth: 0 % is 0 points and 20 % all 50. Answers:
100 % is all 50.
"""

from typing import Any

from tests.api.uploads.sending import Desk

NAMES = {"zh": "客服", "en": "Desk"}
BY_WAIT = {"kind": "linear", "zero_at": "60", "full_at": "30"}
BY_GROWTH = {"kind": "linear", "zero_at": "0", "full_at": "20"}
GROWTH = {"kind": "growth", "of": {"kind": "metric", "column": "wait"}}


def line(code: str, value: Any, rule: Any, points: str = "50", **more: Any) -> dict[str, Any]:
    direction = "lower" if rule is BY_WAIT else "higher"
    found = {"code": code, "name": NAMES, "direction": direction, "max_points": points}
    return {**found, "value": value, "rule": rule, **more}


WAIT = line("wait_time", {"kind": "metric", "column": "wait"}, BY_WAIT, not_available="team_mean")
ANSWERS = line(
    "answers",
    {"kind": "metric", "column": "answered"},
    {"kind": "linear", "zero_at": "0", "full_at": "100"},
)


def scheme(*lines: dict[str, Any], max_unavailable: str = "0.5") -> dict[str, Any]:
    lines = lines or (WAIT, ANSWERS)
    return {
        "code": "desk",
        "name": NAMES,
        "total_points": "100",
        "max_unavailable": max_unavailable,
        "dimensions": [{"code": "all", "name": NAMES, "points": "100", "indicators": list(lines)}],
        "grades": [
            {"code": "good", "name": NAMES, "min": "80", "coefficient": "1.1"},
            {"code": "poor", "name": NAMES, "min": "0", "coefficient": "0.6"},
        ],
    }


def rows(*people: str) -> bytes:
    """A file of rows "id,team,wait,answered"; without the last cell all is answered."""
    head = "employee_id,team,wait,answered"
    return "\n".join(
        [head, *(one if one.count(",") == 3 else f"{one},100" for one in people), ""]
    ).encode()


def results(desk: Desk, period: str = "2026-10", more: str = "") -> dict[str, tuple[str, int]]:
    """Return total and revision by person."""
    cards = desk.caller.get(f"/v1/periods/{period}/scorecards?scheme=desk{more}").ok()["items"]
    return {card["employee_id"]: (card["total"], card["revision"]) for card in cards}


def totals(desk: Desk, period: str = "2026-10", more: str = "") -> dict[str, str]:
    return {person: total for person, (total, _) in results(desk, period, more).items()}


def rescore(desk: Desk, period: str = "2026-10") -> None:
    desk.caller.post(f"/v1/periods/{period}/rescore", {"scheme": "desk"}).ok(202)
    for message in desk.world.messages("uploads"):
        desk.deliver_body(message)
