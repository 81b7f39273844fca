"""Appeal, review and decide as a company's people do."""

from dataclasses import dataclass
from typing import Any

from tests.api.answer import Reply
from tests.api.client import Api
from tests.api.company import Company
from tests.api.uploads.sending import Desk

PATH = "/v1/appeals"
LINE = {"kind": "line", "indicator": "answer_time"}
WHOLE = {"kind": "result"}


@dataclass
class Court:
    """A company with October published: ``first`` and ``second`` decide, bound to people."""

    company: Company
    desk: Desk
    first: Api
    second: Api

    @property
    def agent(self) -> Api:
        return self.company.agent

    def file(self, against: Any = None, who: Api | None = None, **more: Any) -> Reply:
        body = {"period": "2026-10", "scheme": "desk", "revision": 1, "reason": "上错了工单"}
        body |= {"against": LINE if against is None else against, **more}
        return (who or self.agent).post(PATH, body)

    def filed(self, against: Any = None, **more: Any) -> str:
        return str(self.file(against, **more).ok(201)["id"])

    def act(self, who: Api, appeal: str, how: str, body: Any = None) -> Reply:
        """Do something with an appeal as it was read."""
        path = f"{PATH}/{appeal}"
        etag = self.company.hr.get(path).etag
        return who.post(f"{path}/{how}", body, if_match=etag)

    def review(self, appeal: str, who: Api | None = None) -> Reply:
        return self.act(who or self.first, appeal, "review")

    def decide(self, appeal: str, decision: str, *remedies: Any, who: Api | None = None) -> Reply:
        body = {"decision": decision, "reason": "核对了系统记录", "remedies": list(remedies)}
        return self.act(who or self.first, appeal, "decide", body)

    def decided(self, appeal: str, decision: str, *remedies: Any, who: Api | None = None) -> Any:
        """Review and decide, and let the worker carry it out. Returns the appeal."""
        self.review(appeal, who).ok()
        self.decide(appeal, decision, *remedies, who=who).ok()
        self.work()
        return self.read(appeal)

    def work(self) -> None:
        """Let the worker do what waits."""
        for message in self.desk.world.messages("uploads"):
            self.desk.deliver_body(message)

    def read(self, appeal: str, who: Api | None = None) -> Any:
        return (who or self.company.hr).get(f"{PATH}/{appeal}").ok()

    def card(self, employee_id: str = "1001", **query: Any) -> Any:
        path = f"/v1/employees/{employee_id}/scorecards/2026-10"
        return self.company.hr.get(path, query=query).ok()
