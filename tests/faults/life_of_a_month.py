"""A month of three people, to which anything may happen between its file and the pay slip."""

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from chalicelib.tenancy.platform import Platform
from tests.api.answer import Reply
from tests.api.client import Api
from tests.api.clock import Clock
from tests.api.exports.payroll import Payroll
from tests.api.people.worker import Worker
from tests.api.uploads.sending import Desk, csv_of
from tests.faults.killing import Killed, killed_at
from tests.faults.month_as_read import MONTH, MonthAsRead

PLACE = {"scheme": "desk", "period": "2026-10"}
PEOPLE = ("1001", "1002", "1003")
#: Refusals that a caller may meet: the month is in another state, or somebody else was first.
REFUSED = (403, 404, 409, 412, 422)
WHY = {"code": "E17", "reason": "no account"}
FULL = {"kind": "exemption", "indicator": "resolution", "treatment": "full"}


def seconds(chance: random.Random) -> str:
    """Seconds of 100 contacts: 20 to 90 s each."""
    return str(100 * chance.randrange(20, 91))


@dataclass
class Life(MonthAsRead):
    """What happens is chosen by ``chance``. ``kills``: how often a process dies at a write."""

    desk: Desk
    platform: Platform
    clock: Clock
    chance: random.Random
    kills: float
    payroll: Payroll
    judges: list[Api]
    agents: dict[str, Api]
    #: The bytes of each file that payroll has fetched.
    fetched: dict[str, bytes] = field(default_factory=dict)
    erased: set[str] = field(default_factory=set)
    #: The id of the erasure.
    erasure: str | None = None
    #: The rows of the locked month as they were read first, by employee id.
    locked: dict[str, dict[str, str]] | None = None
    done: list[str] = field(default_factory=list)
    #: How often each was taken, and how often refused.
    said: Counter[tuple[str, int]] = field(default_factory=Counter)

    # --- what people do ---------------------------------------------------------------------

    def file(self) -> None:
        """A file of one person with other figures. It waits at a locked month."""
        body = {**PLACE, "filename": "month.csv"}
        announced = self.say(lambda: self.desk.caller.post("/v1/uploads", body))
        if announced.status != 201:
            return
        person = self.somebody()
        content = csv_of(f"{person},,red,{seconds(self.chance)},100,88,100")
        self.desk.put(announced.json, content)
        self.work(self.desk.message(self.desk.put(announced.json, content)))

    def publish(self) -> None:
        self.settle("publish")

    def lock(self) -> None:
        self.settle("lock")

    def reopen(self) -> None:
        body = {"scheme": "desk", "reason": "a file came late"}
        self.say(lambda: self.company.admin.post(f"{MONTH}/reopen", body))

    def appeal(self) -> None:
        person = self.somebody()
        card = self.company.hr.get(f"/v1/employees/{person}/scorecards/2026-10").json
        against: dict[str, str] = {"kind": "line", "indicator": "answer_time"}
        cases = [one for one in self.cases("confirmed") if one["employee_id"] == person]
        if cases and self.chance.random() < 0.5:
            against = {"kind": "case", "case": cases[0]["id"]}
        body = {**PLACE, "revision": card.get("revision", 1), "reason": "上错了工单"}
        self.say(lambda: self.agents[person].post("/v1/appeals", {**body, "against": against}))

    def decide(self) -> None:
        appeals = self.company.hr.get("/v1/appeals").ok()["items"]
        open_ones = [one for one in appeals if one["status"] in ("filed", "in_review")]
        if not open_ones:
            return
        one, judge = self.chance.choice(open_ones), self.chance.choice(self.judges)
        if one["status"] == "filed":
            self.on(judge, f"/v1/appeals/{one['id']}", "review", None)
        faster = {"kind": "figures", "columns": {"wait_seconds": seconds(self.chance)}}
        decision, remedies = self.chance.choice(
            [("upheld", [faster]), ("partly_upheld", [FULL]), ("rejected", [])]
        )
        body = {"decision": decision, "reason": "核对了系统记录", "remedies": remedies}
        self.on(judge, f"/v1/appeals/{one['id']}", "decide", body)

    def case(self) -> None:
        body = {**PLACE, **FULL, "employee_id": self.somebody(), "reason": "停电"}
        self.say(lambda: self.judges[0].post("/v1/cases", body))

    def judge_case(self) -> None:
        if open_ones := self.cases("proposed", "confirmed"):
            one = self.chance.choice(open_ones)
            how = "confirm" if one["status"] == "proposed" else "revoke"
            body = None if how == "confirm" else {"reason": "复核"}
            self.on(self.judges[1], f"/v1/cases/{one['id']}", how, body)

    def correct(self) -> None:
        figures = {"wait_seconds": seconds(self.chance)}
        body = {**PLACE, "employee_id": self.somebody(), "figures": figures, "reason": "double"}
        self.say(lambda: self.company.hr.post("/v1/corrections", body))

    def export(self) -> None:
        """A file of the month, with the differences beside it or in it."""
        place = self.chance.choice(("own_file", "same_file"))
        body = {**PLACE, "format": "csv", "differences": place}
        self.say(lambda: self.company.hr.post("/v1/exports", body))

    def fetch(self) -> None:
        """Payroll takes a file's link, and then has its bytes."""
        for one in self.company.payroll.get("/v1/exports").ok()["items"]:
            if one["status"] == "completed" and one["delivery"] != "superseded":
                found = self.company.payroll.get(f"/v1/exports/{one['id']}").ok()
                self.fetched.setdefault(one["id"], self.payroll.content(found))

    def answer(self) -> None:
        if self.fetched:
            export = self.chance.choice(sorted(self.fetched))
            rows = [{"employee_id": self.somebody(), "answer": "rejected", **WHY}]
            body = {"rows": self.chance.choice([rows, []]), "others": "accepted"}
            path = f"/v1/exports/{export}/receipt"
            self.say(lambda: self.company.payroll.post(path, body))

    def answer_line(self) -> None:
        """Payroll accepts or rejects a line of differences, now and then one that it answered."""
        files = [one for one in self.files() if one["content"] == "differences" or one["lines"]]
        if files:
            export = self.chance.choice(files)["id"]
            row = {"employee_id": self.somebody(), "period": "2026-10", "kind": "arrears"}
            rejected = {"answer": "rejected", **WHY}
            said = self.chance.choice(({"answer": "accepted"}, {"answer": "accepted"}, rejected))
            path = f"/v1/exports/{export}/receipt"
            self.say(lambda: self.company.payroll.post(path, {"rows": [{**row, **said}]}))

    def agree(self) -> None:
        """Somebody consents to give money back."""
        waiting = [one for one in self.differences() if one["status"] == "waiting"]
        if waiting:
            path = f"/v1/corrections/{self.chance.choice(waiting)['correction']}/basis"
            body = {"kind": "consent", "text": "agreed", "given_on": "2026-11-05"}
            self.say(lambda: self.company.hr.post(path, body))

    def erase(self) -> None:
        """One person is erased; the others' month goes on."""
        if len(self.erased) == 0:
            self.erased.add("1003")
            body = {"files": "keep"}
            asked = self.say(lambda: self.company.admin.post("/v1/employees/1003/erase", body))
            self.erasure = asked.ok(202)["id"]
            self.work_all()

    def time(self) -> None:
        self.clock.advance(days=self.chance.choice((1, 4, 8)))

    def step(self) -> None:
        """Let something happen, and let the workers do what follows."""
        before = [self.file, self.appeal, self.decide, self.case, self.judge_case]
        after = [self.lock, self.publish, self.correct, self.export, self.fetch, self.answer]
        after += [self.answer_line, self.agree]
        seldom = [self.reopen, self.reopen, self.time, self.erase]
        locked = self.state() == "locked"
        chosen = self.chance.choice(before + after * (3 if locked else 1) + seldom)
        self.done.append(chosen.__name__)
        chosen()
        self.work_all()
        self.clock.advance(minutes=1)

    # --- how it happens -----------------------------------------------------------------------

    def somebody(self) -> str:
        return self.chance.choice([one for one in PEOPLE if one not in self.erased])

    def settle(self, verb: str) -> None:
        """Publish or lock, and accept what the board names, by its count."""
        board = self.company.hr.get(f"{MONTH}/board", query={"scheme": "desk"}).ok()
        accept = {one["accept"]: one["count"] for one in board["obstacles"] if one["accept"]}
        body = {"scheme": "desk", "accept": accept}
        self.say(lambda: self.company.hr.post(f"{MONTH}/{verb}", body))

    def on(self, caller: Api, path: str, how: str, body: Any) -> None:
        found = caller.get(path)
        if found.status == 200:
            self.say(lambda: caller.post(f"{path}/{how}", body, if_match=found.etag))

    def say(self, ask: Callable[[], Reply]) -> Reply:
        """Ask; sometimes the process dies at a write, and the caller asks again."""
        if self.chance.random() < self.kills:
            number, after = self.chance.randrange(1, 8), self.chance.random() < 0.5
            try:
                with killed_at(self.platform, number, after=after):
                    reply = ask()
            except Killed:
                self.clock.advance(minutes=20)
                reply = ask()
        else:
            reply = ask()
        self.said[self.done[-1], reply.status] += 1
        assert reply.status in (200, 201, 202, 204, *REFUSED), (self.done, reply)
        return reply

    def work(self, body: str) -> None:
        """Deliver a message of the uploads' queue; sometimes its process dies, and it comes again;
        sometimes it comes twice."""
        if self.chance.random() < self.kills:
            number, after = self.chance.randrange(1, 15), self.chance.random() < 0.5
            try:
                with killed_at(self.platform, number, after=after):
                    self.desk.deliver_body(body)
            except Killed:
                self.clock.advance(minutes=20)
                self.desk.deliver_body(body)
        else:
            self.desk.deliver_body(body)
        if self.chance.random() < self.kills:
            self.desk.deliver_body(body)

    def work_all(self) -> None:
        """Let all workers do what waits, until nothing does."""
        others = Worker(self.desk.world)
        for _ in range(20):
            waiting = self.desk.world.messages("uploads")
            for body in waiting:
                self.work(body)
            if not others.work() and not waiting:
                return
        raise AssertionError("the work does not come to an end")
