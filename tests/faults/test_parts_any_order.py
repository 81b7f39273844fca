"""Files of single sources, and of all, end as a plain reading of them says, in any order of events.

Three senders send parts of one month: the chat system, the inspection, and somebody a whole file.
Events are delivered in any order, twice or late, workers die or are throttled at any write, and hr
declares sources final, and results void or results again, and takes files back, in between. At the
end each person has, source by source, the figures of the last file that names the person for it and
was not taken back; who lacks a source has no total, unless it was declared final, nor has who is
void. Who has no file has no result. Every figure names its upload and row. Nothing is counted
twice.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.api.uploads.sending import IN_PARTS, chat_of, csv_of, published, qa_of
from tests.api.world import BUCKET
from tests.faults import held_queue
from tests.faults.mishaps import MISHAPS, Killed, mishap
from tests.faults.test_upload_any_order import Bench, bench, crowded, small  # noqa: F401
from tests.profiles import choose

PEOPLE = ("1001", "1002", "王五 3")
#: Points of the waiting seconds (40 at most, 8 less a step of 10 s over 30), of the solved percent
#: (60 at most, 2 less a point under 90). A blank has none and is left out.
WAITS = {"30": 40, "40": 32, "": None}
SOLVED = {"90": 60, "80": 40, "": None}
SOURCES = ("chat", "qa")
# Of one blank of the two the other is re-weighted: 100 × points ÷ maximum; max_unavailable is 1.
SCHEME = {**IN_PARTS, "max_unavailable": "1"}

Figures = tuple[str, str]


@dataclass
class Sent:
    """A file: its source (None: all), and of each person the figures by source."""

    id: str
    source: str | None
    rows: dict[str, Figures]
    withdrawn: bool = False

    def content(self) -> bytes:
        if self.source == "chat":
            return chat_of(*(f"{who},{_hundred(wait)},100" for who, (wait, _) in self.rows.items()))
        if self.source == "qa":
            return qa_of(*(f"{who},{solved},100" for who, (_, solved) in self.rows.items()))
        rows = self.rows.items()
        return csv_of(*(f"{who},N,red,{_hundred(w)},100,{s},100" for who, (w, s) in rows))


def _hundred(wait: str) -> str:
    return f"{wait}00" if wait else ""


class Parts(RuleBasedStateMachine):
    """Sends parts, declares and delivers. The check is at the end, when all is handled."""

    bench: Bench

    def __init__(self) -> None:
        super().__init__()
        self.queue = self.bench.queue
        self.queue.waiting.clear()
        self.queue.dead.clear()
        self.scheme = f"parts-{next(self.bench.examples)}"
        self.files: list[Sent] = []
        self.final: set[str] = set()
        self.void: set[str] = set()
        published(self.bench.company, {**SCHEME, "code": self.scheme})

    @rule(
        source=st.sampled_from((None, *SOURCES)),
        rows=st.dictionaries(
            st.sampled_from(PEOPLE),
            st.tuples(st.sampled_from(sorted(WAITS)), st.sampled_from(sorted(SOLVED))),
            min_size=1,
        ),
    )
    def send(self, source: str | None, rows: dict[str, Figures]) -> None:
        self.bench.clock.advance(seconds=1)
        desk = self.bench.desk
        more = {} if source is None else {"source": source}
        made = desk.announce(scheme=self.scheme, **more)
        file = Sent(made["id"], source, rows)
        self.files.append(file)
        key, content = made["form"]["fields"]["key"], file.content()
        answer = desk.world.s3.put_object(Bucket=BUCKET, Key=key, Body=content)
        self.queue.post(held_queue.arrival(key, answer["VersionId"], len(content)))

    @rule(source=st.sampled_from(SOURCES))
    def declare(self, source: str) -> None:
        """hr declares a source final for the period, when there are results already."""
        body = {"scheme": self.scheme, "source": source, "reason": "x"}
        asked = self.bench.company.hr.post("/v1/periods/2026-10/final", body)
        if asked.status == 202:
            self.final.add(source)
        elif asked.status == 409:
            asked.problem(409, "rescoring_under_way")  # about a person
        else:
            asked.problem(422, "invalid_request")  # no results yet

    @rule(who=st.sampled_from(PEOPLE), lifted=st.booleans())
    def declare_void(self, who: str, lifted: bool) -> None:
        """hr declares a result void, or lifts that, where there is one."""
        path = f"/v1/employees/{who}/scorecards/2026-10/void{'/lift' if lifted else ''}"
        asked = self.bench.company.hr.post(path, {"scheme": self.scheme, "reason": "x"})
        if asked.status == 202:
            (self.void.discard if lifted else self.void.add)(who)
        else:
            assert asked.status in (404, 409, 422), asked.text

    @precondition(lambda self: self.files)
    @rule(place=st.integers(0, 9))
    def withdraw(self, place: int) -> None:
        """hr takes a file back, when it is scored."""
        file = self.files[place % len(self.files)]
        path = f"/v1/uploads/{file.id}/withdraw"
        asked = self.bench.company.hr.post(path, {"reason": "x"})
        if asked.status == 202:
            file.withdrawn = True
        else:
            assert asked.status == 409, asked.text

    @precondition(lambda self: self.queue.waiting)
    @rule(place=st.integers(0, 9))
    def duplicate(self, place: int) -> None:
        waiting = self.queue.waiting
        self.queue.post(waiting[place % len(waiting)][0])

    @precondition(lambda self: self.queue.waiting)
    @rule(place=st.integers(0, 9))
    def deliver(self, place: int) -> None:
        self.queue.deliver(place)

    @precondition(lambda self: any(tries < 3 for _, tries in self.queue.waiting))
    @rule(place=st.integers(0, 9), kind=st.sampled_from(MISHAPS), number=st.integers(1, 12))
    def deliver_with_a_mishap(self, place: int, kind: str, number: int) -> None:
        chances = [n for n, (_, tries) in enumerate(self.queue.waiting) if tries < 3]
        own = self.bench
        try:
            with mishap(own.platform, own.desk.world, kind, number, self._meanwhile):
                self.queue.deliver(chances[place % len(chances)])
        except Killed:
            pass

    def _meanwhile(self) -> None:
        if self.queue.waiting:
            self.queue.deliver(0)

    @rule()
    def wait(self) -> None:
        self.bench.clock.advance(minutes=6)

    def teardown(self) -> None:
        self.queue.drain()
        caller = self.bench.desk.caller
        expected = {who: _plain(self.files, who, self.final) for who in PEOPLE}
        void = {who for who in self.void if expected[who]}
        for who in void:
            expected[who] = (None, dict.fromkeys(SOURCES, "void"))
        told = caller.get(f"/v1/periods/2026-10/scorecards?scheme={self.scheme}").ok()["items"]
        assert {card["employee_id"] for card in told} == {w for w in PEOPLE if expected[w]}
        totals = {}
        for card in told:
            who = card["employee_id"]
            total, states = expected[who]
            assert _decimal(card["total"]) == total, who
            assert (card["state"] == "incomplete") == ("awaited" in states.values()), who
            assert (card["state"] == "void") == (who in void), who
            if total is not None:
                totals[who] = total
            self._check_origins(who, _plain(self.files, who, self.final)[1])
        ranks = {card["employee_id"]: card["rank"] for card in told}
        for who, rank in ranks.items():
            above = sum(other > totals[who] for other in totals.values()) if who in totals else 0
            there = {"position": 1 + above, "of": len(totals)} if who in totals else None
            assert rank == there, who
        for file in self.files:
            upload = caller.get(f"/v1/uploads/{file.id}").ok()
            ended = "withdrawn" if file.withdrawn else "completed"
            assert (upload["status"], upload["counts"]["scored"]) == (ended, len(file.rows))
        if told:
            self._check_board(expected)
            self._withdraw_all()

    def _withdraw_all(self) -> None:
        """Without any file there is no result. All are asked for before the first is done."""
        for file in self.files:
            if not file.withdrawn:
                path = f"/v1/uploads/{file.id}/withdraw"
                self.bench.company.hr.post(path, {"reason": "x"}).ok(202)
        self.queue.drain()
        caller = self.bench.desk.caller
        assert not caller.get(f"/v1/periods/2026-10/scorecards?scheme={self.scheme}").ok()["items"]
        (period,) = caller.get(f"/v1/periods/2026-10?scheme={self.scheme}").ok()["schemes"]
        assert (period["scorecards"], period["void"], period["grades"]) == (0, 0, {})
        uploads = [caller.get(f"/v1/uploads/{file.id}").ok() for file in self.files]
        assert {upload["status"] for upload in uploads} == {"withdrawn"}

    def _check_origins(self, who: str, states: dict[str, str]) -> None:
        """The figures named by upload and row are those of the last file with a new content."""
        path = f"/v1/employees/{who}/scorecards/2026-10?scheme={self.scheme}"
        card = self.bench.desk.caller.get(path).ok()
        inputs = {name: cell for line in card["lines"] for name, cell in line["inputs"].items()}
        files = {file.id: file for file in self.files}
        for one in card["sources"]:
            code = one["code"]
            assert one["state"] == states[code]
            if one["state"] != "arrived":
                continue
            file = files[one["upload"]]
            assert file.source in (None, code)
            assert not file.withdrawn
            assert list(file.rows)[one["row"] - 2] == who
            wait, solved = file.rows[who]
            said = inputs["wait_seconds"] if code == "chat" else inputs["solved"]
            assert (said or "") == (_hundred(wait) if code == "chat" else solved)

    def _check_board(self, expected: dict[str, Any]) -> None:
        path = f"/v1/periods/2026-10/board?scheme={self.scheme}"
        board = self.bench.desk.caller.get(path).ok()
        states = [found[1] for found in expected.values() if found]
        for one in board["sources"]:
            counted = [state[one["code"]] for state in states]
            assert one["arrived"] == counted.count("arrived")
            assert one["final"] == counted.count("final")
        assert board["incomplete"] == sum("awaited" in state.values() for state in states)


def _plain(files: list[Sent], who: str, final: set[str]) -> Any:
    """The total and the state of each source by a plain reading of the files in their order."""
    figures: dict[str, str] = {}
    for file in files:
        if who in file.rows and not file.withdrawn:
            said = zip(SOURCES, file.rows[who], strict=True)
            figures |= {source: one for source, one in said if file.source in (None, source)}
    if not figures:
        return None
    states = {
        source: "arrived" if source in figures else "final" if source in final else "awaited"
        for source in SOURCES
    }
    if "awaited" in states.values():
        return None, states
    points = (WAITS.get(figures.get("chat", "")), SOLVED.get(figures.get("qa", "")))
    there = [(p, most) for p, most in zip(points, (40, 60), strict=True) if p is not None]
    if not there:
        return None, states
    earned, available = sum(p for p, _ in there), sum(most for _, most in there)
    return (Decimal(earned) * 100 / available).quantize(Decimal("0.01")), states


def _decimal(total: str | None) -> Decimal | None:
    return None if total is None else Decimal(total)


@pytest.mark.deep
@pytest.mark.parametrize("kind", [small, crowded])
def test_parts_in_any_order_end_as_a_plain_reading_says(
    bench: Bench,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
    kind: Callable[[pytest.MonkeyPatch], None],
) -> None:
    kind(monkeypatch)
    machine = type("Machine", (Parts,), {"bench": bench})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=choose(quick=1, long=12),
            stateful_step_count=12,
            derandomize=True,
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
