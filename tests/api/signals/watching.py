"""A company that looks its months through: a scheme whose figures come by person or by contact."""

from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from tests.api.answer import Reply
from tests.api.cases.deciding import EXTRAS, VETOES
from tests.api.client import Api
from tests.api.clock import Clock
from tests.api.company import Company
from tests.api.uploads.sending import SCHEME, Desk, csv_of
from tests.api.world import World

PATH, RUNS = "/v1/signals", "/v1/signal-runs"
SETTINGS = "/v1/schemes/desk/signal-settings"
MONTH = {"scheme": "desk", "period": "2026-10"}
CONTACTS = "employee_id,team,ticket,customer,topic,at,resolved,wait"
SOLVED = [{"field": "resolved", "equals": "Y"}]
#: The resolution rate (of 100) beside the number of solved ones.
PAIR: dict[str, Any] = {
    "code": "rate-and-count",
    "first": {"indicator": "resolution"},
    "second": {"column": "solved"},
    "distance": "20",
    "basis": "§4",
}
AGAIN = {
    "customer": "customer",
    "at": "at",
    "solved": "resolved",
    "says": ["Y"],
    "within_days": 7,
    "percent": "50",
    "least": 3,
}
PAST = {"indicator": "resolution", "distance": "10", "months": 6}


def scheme() -> dict[str, Any]:
    made = {
        "wait_seconds": {"sum": "wait"},
        "contacts": {"count": {}},
        "solved": {"count": {"where": SOLVED}},
        "raised": {"count": {}},
    }
    columns = [{"code": one, "name": one, "from_contacts": how} for one, how in made.items()]
    contacts = {"key": "ticket", "fields": [{"code": "ticket", "name": "Ticket"}]}
    more = {"vetoes": VETOES, "extras": EXTRAS, "columns": columns, "contacts": contacts}
    return {**deepcopy(SCHEME), **more}


def person(employee_id: str, rate: int, raised: int = 100, team: str = "red") -> str:
    """A row: a resolution rate of ``rate`` percent, of so many raised."""
    return f"{employee_id},{employee_id},{team},3000,100,{rate * raised // 100},{raised}"


@dataclass
class Watch:
    """hr has months looked through; ``head`` decides, ``lead`` supervises team red."""

    world: World
    company: Company
    clock: Clock
    desk: Desk
    head: Api
    lead: Api

    @property
    def hr(self) -> Api:
        return self.company.hr

    def rules(self, **said: Any) -> Any:
        return self.hr.put(SETTINGS, said, if_match="*").ok()

    def month(self, *rows: str, period: str = "2026-10") -> None:
        upload = self.desk.send(csv_of(*rows), period=period)
        assert upload["status"] == "completed", upload

    def contacts(self, *rows: str) -> None:
        upload = self.desk.send("\n".join([CONTACTS, *rows, ""]).encode(), grain="contact")
        assert upload["status"] == "completed", upload

    def look(self) -> Any:
        """Have October looked through, and let the worker do it; return the run."""
        run = self.hr.post(RUNS, MONTH).ok(201)
        self.work()
        found = self.hr.get(f"{RUNS}/{run['id']}").ok()
        assert found["status"] == "completed", found
        return found

    def work(self) -> None:
        for message in self.world.messages("uploads"):
            self.desk.deliver_body(message)

    def found(self, caller: Api | None = None, **query: Any) -> dict[str, Any]:
        """The signals of October by employee id and kind: ``1001 far_apart``."""
        items = (caller or self.hr).get(PATH, query={**MONTH, **query}).ok()["items"]
        return {f"{one['employee_id']} {one['kind']}": one for one in items}

    def dismiss(self, signal: Any, caller: Api | None = None) -> Reply:
        path = f"{PATH}/{signal['id']}/dismiss"
        return (caller or self.head).post(path, {"reason": "a new product"}, if_match="*")

    def propose(self, signal: Any, caller: Api | None = None, **about: Any) -> Reply:
        body = {"kind": "penalty", "code": "lost", "reason": "looked at the tickets", **about}
        path = f"{PATH}/{signal['id']}/propose-case"
        return (caller or self.head).post(path, body, if_match="*")

    def kind(self, run: Any, kind: str) -> tuple[int, int, int]:
        """What a run looked at, found, and had too few data of."""
        (one,) = [one for one in run["kinds"] if one["kind"] == kind]
        return one["looked_at"], one["found"], one["few_data"]
