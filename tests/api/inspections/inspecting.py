"""A company that inspects: its scheme, its contacts, and what its inspectors say."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.api.client import Api
from tests.api.company import Company
from tests.api.uploads.sending import SCHEME, Desk

#: Answer time (40) comes from the chat system. Tone (30) and manner (30) are judged by inspection:
#: 10 points less for each failing ticket of two, and the mean mark of ten as a share.
JUDGED: dict[str, Any] = {
    **SCHEME,
    "dimensions": [
        {
            "code": "quality",
            "name": "Quality",
            "points": "100",
            "indicators": [
                SCHEME["dimensions"][0]["indicators"][0],
                {
                    "code": "tone",
                    "name": {"zh": "用语规范", "en": "Tone"},
                    "direction": "lower",
                    "max_points": "30",
                    "value": {
                        "kind": "sample",
                        "failures": "failing",
                        "size": "drawn",
                        "required_size": "2",
                        "checklist": [
                            {"code": "greeting", "name": {"zh": "问候", "en": "Greeting"}},
                            {"code": "words", "name": {"zh": "用语", "en": "Words"}},
                            {
                                "code": "privacy",
                                "name": {"zh": "隐私", "en": "Privacy"},
                                "critical": True,
                            },
                        ],
                        "fails_at": 2,
                    },
                    "rule": {"kind": "count_deduct", "per_incident": "10", "zero_at": "3"},
                },
                {
                    "code": "manner",
                    "name": {"zh": "服务态度", "en": "Manner"},
                    "direction": "higher",
                    "max_points": "30",
                    "target": "10",
                    "value": {
                        "kind": "rating",
                        "raters": {"inspector": "1"},
                        "scale": {"min": "0", "max": "10"},
                    },
                    "rule": {"kind": "proportional"},
                },
            ],
        }
    ],
    "sources": [
        {"code": "chat", "name": {"zh": "客服系统", "en": "Chat system"}},
        {"code": "qa", "name": {"zh": "质检", "en": "Inspection"}, "judged_by": "inspection"},
    ],
    "columns": [
        {"code": "wait_seconds", "name": {"zh": "等待", "en": "Waiting"}, "source": "chat"},
        {"code": "contacts", "name": {"zh": "接待", "en": "Contacts"}, "source": "chat"},
        {"code": "failing", "name": {"zh": "不合格", "en": "Failing"}, "source": "qa"},
        {"code": "drawn", "name": {"zh": "抽检", "en": "Drawn"}, "source": "qa"},
        {"code": "manner_inspector", "name": {"zh": "态度", "en": "Manner"}, "source": "qa"},
    ],
}
PASSED = {"tone.greeting": "pass", "tone.words": "pass", "tone.privacy": "pass"}


def contacts(employee_id: str, number: int = 4, month: str = "2026-10") -> list[dict[str, str]]:
    """Contacts of a person: one a day from the first on, by phone and chat in turn."""
    return [
        {
            "employee_id": employee_id,
            "contact": f"t-{employee_id}-{n}",
            "day": f"{month}-{n:02d}",
            "channel": ("phone", "chat")[n % 2],
        }
        for n in range(1, number + 1)
    ]


def said(*failing: str, mark: str | None = "8", **more: Any) -> dict[str, Any]:
    """What an inspector submits: these items fail, and the others pass."""
    verdicts = {**PASSED, **{f"tone.{item}": "fail" for item in failing}}
    passage = "“just wait”" if failing else None
    return {
        "verdicts": verdicts,
        "marks": {"manner": mark},
        "passage": passage,
        "submitted": True,
        **more,
    }


@dataclass
class Bureau:
    """A company with people 1001 and 1002, and inspectors i1, i2 and i3 with keys of their own."""

    company: Company
    desk: Desk
    inspectors: Mapping[str, Api]

    @property
    def hr(self) -> Api:
        return self.company.hr

    def ask(self, **more: Any) -> Any:
        """Ask for an inspection of October; return the answer."""
        body = {
            "scheme": "desk",
            "source": "qa",
            "period": "2026-10",
            "per_agent": 2,
            "inspectors": ["i1", "i2", "i3"],
            "seed": "0123456789abcdef",
            "contacts": [*contacts("1001"), *contacts("1002")],
        }
        found = {name: value for name, value in {**body, **more}.items() if value is not None}
        return self.hr.post("/v1/inspections", found)

    def drawn(self, **more: Any) -> str:
        """Make an inspection, and let the worker draw; return its path."""
        path = f"/v1/inspections/{self.ask(**more).ok(201)['id']}"
        self.work()
        return path

    def work(self) -> None:
        """Deliver every message to the scoring function until none is left."""
        for body in self.desk.world.messages("uploads"):
            self.desk.deliver_body(body)

    def tasks(self, **query: Any) -> list[tuple[Api, dict[str, Any]]]:
        """Return every inspector's tasks, by ticket."""
        found = [
            (api, task)
            for api in self.inspectors.values()
            for task in api.get("/v1/inspection-tasks", query={"limit": 200, **query}).ok()["items"]
        ]
        return sorted(found, key=lambda one: one[1]["id"])

    def put(self, api: Api, task: Mapping[str, Any], body: Mapping[str, Any]) -> Any:
        """Write a task as it is now."""
        return api.put(f"/v1/inspection-tasks/{task['id']}", dict(body), if_match="*")

    def judge(self, answers: Iterable[Mapping[str, Any]]) -> None:
        """Submit the open tasks, in the order of their ids."""
        for (api, task), body in zip(self.tasks(status="open"), answers, strict=True):
            self.put(api, task, body).ok()

    def close(self, path: str, **more: Any) -> Any:
        """Close an inspection, and let the worker do it; return the inspection."""
        self.hr.patch(path, {"status": "closed", **more}, if_match="*").ok()
        self.work()
        return self.hr.get(path).ok()

    def card(self, employee_id: str, *, by: Api | None = None, **query: Any) -> Any:
        path = f"/v1/employees/{employee_id}/scorecards/2026-10"
        return (by or self.hr).get(path, query={"scheme": "desk", **query}).ok()
