"""Whoever corrects results of locked months, and what is seen of them."""

from dataclasses import dataclass
from typing import Any

from tests.api.answer import Reply
from tests.api.company import Company
from tests.api.exports.payroll import Payroll
from tests.api.uploads.sending import Desk

PERIOD = "2026-10"
WHY = {"scheme": "desk", "reason": "the inspection was counted twice"}


@dataclass
class Correcting:
    """``file`` is the export of the locked month that payroll has."""

    company: Company
    desk: Desk
    payroll: Payroll
    file: str

    def ask(self, employee_id: str, period: str = PERIOD, **figures: Any) -> Reply:
        body = {**WHY, "employee_id": employee_id, "period": period, "figures": figures}
        return self.company.hr.post("/v1/corrections", body)

    def correct(self, employee_id: str, period: str = PERIOD, **figures: Any) -> dict[str, Any]:
        """Correct figures, and let what follows be done. Returns the correction."""
        found: dict[str, Any] = self.ask(employee_id, period, **figures).ok(201)
        self.follow()
        return found

    def follow(self) -> None:
        while messages := self.desk.world.messages("uploads"):
            for body in messages:
                assert self.desk.deliver_body(body) == {"batchItemFailures": []}

    def card(self, employee_id: str, period: str = PERIOD, **query: Any) -> dict[str, Any]:
        path = f"/v1/employees/{employee_id}/scorecards/{period}"
        return dict(self.company.hr.get(path, query={"scheme": "desk", **query}).ok())

    def stands(self, employee_id: str, period: str = PERIOD) -> tuple[str | None, str, int]:
        """Total, state and revision of what stands now."""
        found = self.card(employee_id, period, effective="true")
        return found["total"], found["state"], found["revision"]

    def everything_locked(self, period: str = PERIOD) -> list[Any]:
        """All that is read of a locked month, and the bytes of its file."""
        hr, month = self.company.hr, f"/v1/periods/{period}"
        again = self.payroll.made(period=period)
        cards = hr.get(f"{month}/scorecards", query={"explain": "true"}).ok()["items"]
        return [
            cards,
            [hr.get(f"{month}/bonus-coefficients").ok()["items"]],
            hr.get(f"{month}/bonus-coefficients", headers={"Accept": "text/csv"}).text,
            [self.card(one["employee_id"], period, explain="true") for one in cards],
            self.payroll.content(again),
            again["sha256"],
        ]
