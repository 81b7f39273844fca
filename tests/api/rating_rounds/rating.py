"""A company that rates: a scheme with a rating of its own source, a team, and its callers."""

import json
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from tests.api.answer import Reply
from tests.api.client import Api
from tests.api.clock import Clock
from tests.api.company import Company
from tests.api.people.worker import Worker
from tests.api.uploads.sending import IN_PARTS, Desk
from tests.api.world import World

PERIOD = "2026-10"
TEAM = ("a1", "a2", "a3", "a4", "a5")
WORDS = {"zh": "及时共享信息", "en": "Shares information in time"}
ALWAYS = {"mark": "10", "name": {"zh": "总是", "en": "Always"}}
QUESTIONS = [
    {"code": "sharing", "name": WORDS, "anchors": [ALWAYS]},
    {"code": "helping", "name": {"zh": "协助解决", "en": "Helps to solve"}},
]
RATING = {
    "code": "teamwork",
    "name": {"zh": "协作", "en": "Teamwork"},
    "unit": "point",
    "direction": "higher",
    "max_points": "20",
    "value": {
        "kind": "rating",
        "raters": {"peer": "1", "superior": "1", "self": "0"},
        "scale": {"min": "0", "max": "10"},
        "questions": QUESTIONS,
    },
    "rule": {"kind": "linear", "zero_at": "0", "full_at": "10"},
}


def scheme() -> dict[str, Any]:
    """Answer time 40, resolution 40, teamwork 20: the mark times two."""
    found = deepcopy(IN_PARTS)
    answer, resolution = found["dimensions"][0]["indicators"]
    resolution["max_points"] = "40"
    found["dimensions"][0]["indicators"] = [answer, resolution, deepcopy(RATING)]
    found["sources"].append({"code": "forms", "name": {"zh": "评分表", "en": "Rating forms"}})
    roles = ("peer", "superior", "self")
    found["columns"] += [
        {"code": f"teamwork_{role}", "name": f"Teamwork {role}", "source": "forms", "type": "text"}
        for role in roles
    ]
    return found


@dataclass
class Ring:
    """hr runs rounds; ``lead`` supervises team red, in which ``a1`` to ``a5`` rate each other."""

    world: World
    company: Company
    clock: Clock
    desk: Desk
    callers: dict[str, Api] = field(default_factory=dict)

    @property
    def hr(self) -> Api:
        return self.company.hr

    def of(self, person: str) -> Api:
        """Return the caller bound to a person."""
        if person not in self.callers:
            more = {"team": "office"} if person == "lead" else {}
            role = "supervisor" if person == "lead" else "agent"
            self.callers[person] = self.company.with_role(role, employee_id=person, **more)
        return self.callers[person]

    def make(self, **more: Any) -> str:
        """Make a round of team red, drawn; return its path."""
        body = {"scheme": "desk", "period": PERIOD, "closes_on": "2026-11-20", "teams": ["red"]}
        body |= {"roles": [{"role": "peer", "number": 4}], "seed": "one", **more}
        made = self.hr.post("/v1/rating-rounds", body).ok(201)
        Worker(self.world).work()
        return f"/v1/rating-rounds/{made['id']}"

    def open(self, **more: Any) -> str:
        path = self.make(**more)
        self.hr.post(f"{path}/open", if_match="*").ok()
        return path

    def tasks(self, person: str, **query: Any) -> list[Any]:
        items: list[Any] = self.of(person).get("/v1/rating-tasks", query=query).ok()["items"]
        return items

    def rate(
        self, rater: str, role: str, ratee: str, *marks: str | None, comment: str | None = None
    ) -> None:
        """Save and submit a form: the marks of sharing and helping."""
        (task,) = [
            one for one in self.tasks(rater) if (one["role"], one["employee_id"]) == (role, ratee)
        ]
        path = f"/v1/rating-tasks/{task['id']}"
        self.save(rater, path, *marks, comment=comment).ok()
        self.of(rater).post(f"{path}/submit", if_match="*").ok()

    def save(self, rater: str, path: str, *marks: str | None, comment: str | None = None) -> Reply:
        etag = self.of(rater).get(path).etag
        return self.of(rater).put(path, answers(*marks, comment=comment), if_match=etag)

    def close(self, path: str) -> Any:
        """Close a round and let its values be counted; return the round."""
        found = self.hr.post(f"{path}/close", if_match="*").ok()
        self.count(found["upload"])
        self.examine(path)
        return self.hr.get(path).ok()

    def examine(self, path: str) -> None:
        """Let the raters of a closed round be examined."""
        message = {"kind": "examine_raters", "tenant": "acme", "attempt": 0}
        body = json.dumps({**message, "id": path.rpartition("/")[2]})
        assert Worker(self.world).deliver(body) == {"batchItemFailures": []}

    def count(self, upload: str) -> None:
        self.clock.advance(seconds=40)
        message = {"kind": "score_upload", "tenant": "acme", "upload": upload, "attempt": 0}
        self.desk.deliver_body(json.dumps(message))

    def card(self, person: str, caller: Api | None = None, **query: Any) -> Any:
        path = f"/v1/employees/{person}/scorecards/{PERIOD}"
        return (caller or self.hr).get(path, query={"scheme": "desk", **query}).ok()

    def line(self, person: str, caller: Api | None = None) -> Any:
        (found,) = [
            one for one in self.card(person, caller)["lines"] if one["indicator"] == "teamwork"
        ]
        return found


def answers(*marks: str | None, comment: str | None = None) -> dict[str, Any]:
    """The body of a form whose questions have these marks; None: cannot judge."""
    codes = ("sharing", "helping")
    return {
        "answers": [
            {"indicator": "teamwork", "question": code, "mark": mark}
            for code, mark in zip(codes, marks, strict=False)
        ],
        **({} if comment is None else {"comment": comment}),
    }
