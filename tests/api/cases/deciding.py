"""Propose, hear, confirm and revoke as a company's people do."""

from dataclasses import dataclass
from typing import Any

from tests.api.client import Api
from tests.api.company import Company
from tests.api.uploads.sending import Desk

VETOES = [
    {
        "code": "fraud",
        "name": {"zh": "弄虚作假", "en": "Fraud"},
        "grade": "unqualified",
        "grade_name": {"zh": "不合格", "en": "Unqualified"},
        "coefficient": "0",
    },
    {"code": "leak", "name": {"zh": "泄密", "en": "Leak"}, "grade": "poor"},
]
#: A letter of praise: +1, at most 2. A lost parcel: −2, at most 6.
EXTRAS = [
    {
        "code": "praise",
        "name": {"zh": "表扬信", "en": "Letter of praise"},
        "kind": "award",
        "per_case": "1",
        "at_most": "2",
    },
    {
        "code": "lost",
        "name": {"zh": "丢件", "en": "Lost parcel"},
        "kind": "penalty",
        "per_case": "2",
        "at_most": "6",
    },
]
PATH = "/v1/cases"


@dataclass
class Panel:
    """A company's people who record cases: ``lead`` proposes them, ``head`` decides."""

    company: Company
    desk: Desk
    lead: Api
    head: Api

    def propose(self, employee_id: str, kind: str, **about: Any) -> Any:
        body = {"employee_id": employee_id, "kind": kind, "period": "2026-10", "scheme": "desk"}
        answer = self.lead.post(PATH, {"reason": "记录在案", **body, **about})
        answer.ok(201)
        return answer

    def decide(self, case_id: str, how: str, **said: Any) -> Any:
        """Decide without letting the worker run."""
        path = f"{PATH}/{case_id}"
        body = None if how == "confirm" else {"reason": "复核", **said}
        etag = self.head.get(path).etag
        return self.head.post(f"{path}/{how}", body, if_match=etag)

    def confirmed(self, employee_id: str, kind: str, **about: Any) -> str:
        """Propose and confirm a case, and let the worker apply it. Return its id."""
        if kind == "veto":
            about = {"hearing": {"answer": "本人承认"}, **about}
        case_id: str = self.propose(employee_id, kind, **about).ok(201)["id"]
        self.decide(case_id, "confirm").ok()
        self.work()
        return case_id

    def revoked(self, case_id: str) -> None:
        self.decide(case_id, "revoke").ok()
        self.work()

    def work(self) -> None:
        """Let the worker do what waits."""
        for message in self.desk.world.messages("uploads"):
            self.desk.deliver_body(message)

    def case(self, case_id: str) -> Any:
        return self.head.get(f"{PATH}/{case_id}").ok()

    def card(self, employee_id: str, **query: Any) -> Any:
        path = f"/v1/employees/{employee_id}/scorecards/2026-10"
        return self.company.hr.get(path, query=query).ok()

    def brief(self, employee_id: str) -> tuple[Any, ...]:
        """Return total, grade, coefficient and rank of a result."""
        card = self.card(employee_id)
        rank = card["rank"] and (card["rank"]["position"], card["rank"]["of"])
        return card["total"], card["grade"], card["coefficient"], rank
