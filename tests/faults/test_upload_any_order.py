"""A period ends with the results of its files in their order, whatever order their events have.

Several files of one period arrive, with corrections. Their events are delivered in any order, twice
or late, and workers die or are throttled at any write. At the end each person has the result of the
last file that names the person. Each change is a revision with its upload and row. Nothing else is
in the table.
"""

import copy
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    precondition,
    rule,
    run_state_machine_as_test,
)

from chalicelib.results import stored_state
from chalicelib.tenancy.platform import Platform
from chalicelib.uploads import chunk
from tests.api.clock import Clock
from tests.api.company import Company
from tests.api.uploads.sending import SCHEME, Desk, csv_of, published
from tests.api.uploads.sharing import a_step_is_a_share, others_always_wait
from tests.api.world import BUCKET
from tests.faults import held_queue
from tests.faults.held_queue import HeldQueue
from tests.faults.mishaps import MISHAPS, Killed, mishap
from tests.profiles import choose

PEOPLE = ("1001", "1002", "王五 3", "1004&x", "1005")
#: Seconds waited per contact, and the line's points of 40: by the first version (8 less a step of
#: 10 s over 30) and by the second (5 less a step). "x" is no number: a bad row.
WAITS = {"30": (40, 40), "40": (32, 35), "57": (24, 30), "x": None}
FILENAME = "10月 客服考核+(2).csv"


@dataclass
class Sent:
    """A sent file: the figures of each person, and the version that scored it."""

    id: str
    key: str
    waits: dict[str, str]

    def content(self) -> bytes:
        rows = [f"{who},N {who},red,{wait}00,100,90,100" for who, wait in self.waits.items()]
        return csv_of(*rows).replace(b"x00", b"x")


@dataclass
class Bench:
    """The state machine's environment: one company, one queue, a new scheme for each example."""

    desk: Desk
    company: Company
    platform: Platform
    clock: Clock
    queue: HeldQueue
    examples: Iterator[int] = field(default_factory=lambda: iter(range(1000)))


class Uploads(RuleBasedStateMachine):
    """Sends, duplicates and delivers. The check is at the end, when all messages are handled."""

    bench: Bench
    sent = Bundle("sent")

    def __init__(self) -> None:
        super().__init__()
        self.queue = self.bench.queue
        self.queue.waiting.clear()
        self.queue.dead.clear()
        self.scheme = f"desk-{next(self.bench.examples)}"
        self.files: list[Sent] = []
        self.garbage: set[str] = set()
        self.versions = 1
        published(self.bench.company, {**SCHEME, "code": self.scheme})

    @rule(
        target=sent,
        waits=st.dictionaries(st.sampled_from(PEOPLE), st.sampled_from(sorted(WAITS)), min_size=1),
    )
    def send(self, waits: dict[str, str]) -> Sent:
        """A file arrives, and S3 sends an event."""
        self.bench.clock.advance(seconds=1)
        made = self.bench.desk.announce(scheme=self.scheme, filename=FILENAME)
        file = Sent(made["id"], made["form"]["fields"]["key"], waits)
        self.files.append(file)
        self._put(file, file.content())
        return file

    @rule(file=sent)
    def send_another_by_the_same_form(self, file: Sent) -> None:
        """The object is overwritten. One form takes one file, so the first file counts."""
        self._put(file, csv_of("1001,Mallory,red,0,100,100,100"))

    def _put(self, file: Sent, content: bytes) -> None:
        world = self.bench.desk.world
        answer = world.s3.put_object(Bucket=BUCKET, Key=file.key, Body=content)
        self.queue.post(held_queue.arrival(file.key, answer["VersionId"], len(content)))

    @precondition(lambda self: self.queue.waiting)
    @rule(place=st.integers(0, 9))
    def duplicate(self, place: int) -> None:
        """A message is delivered twice: the queue only promises at least once."""
        waiting = self.queue.waiting
        self.queue.post(waiting[place % len(waiting)][0])

    @rule(name=st.sampled_from(["s3_test_event", "s3_object_removed"]))
    def hear_of_something_else(self, name: str) -> None:
        """S3 sends a test event, or an event that is no arrival of an upload."""
        self.queue.post(json.dumps(held_queue.event(name)))

    @rule(body=st.sampled_from(["{not json", "[]", '{"kind": "score_upload", "tenant": 7}']))
    def receive_garbage(self, body: str) -> None:
        self.queue.post(body)
        self.garbage.add(body)

    @precondition(lambda self: self.versions == 1)
    @rule()
    def republish(self) -> None:
        """The scheme changes while files are in transit: five points a step instead of eight."""
        scheme: Any = copy.deepcopy({**SCHEME, "code": self.scheme})
        scheme["dimensions"][0]["indicators"][0]["rule"]["per_step"] = "5"
        admin = self.bench.company.admin
        path = f"/v1/schemes/{self.scheme}"
        saved = admin.put(path, scheme, if_match=admin.get(path).headers["etag"])
        body = {"effective_from": "2026-10", "reason": "x"}
        said = admin.post(f"{path}/publish", body, if_match=saved.headers["etag"])
        if said.status == 409:
            # Results of the month cannot be compared while a file is being scored.
            assert said.json["code"] in ("period_busy", "period_unfinished")
            return
        said.ok(201)
        self.versions = 2

    @precondition(lambda self: self.queue.waiting)
    @rule(place=st.integers(0, 9))
    def deliver(self, place: int) -> None:
        self.queue.deliver(place)

    @precondition(lambda self: any(tries < 3 for _, tries in self.queue.waiting))
    @rule(place=st.integers(0, 9), kind=st.sampled_from(MISHAPS), number=st.integers(1, 12))
    def deliver_with_a_mishap(self, place: int, kind: str, number: int) -> None:
        """At most three mishaps for one message, so the fifth delivery is not its last."""
        chances = [n for n, (_, tries) in enumerate(self.queue.waiting) if tries < 3]
        bench = self.bench
        try:
            with mishap(bench.platform, bench.desk.world, kind, number, self._meanwhile):
                self.queue.deliver(chances[place % len(chances)])
        except Killed:
            pass

    def _meanwhile(self) -> None:
        if self.queue.waiting:
            self.queue.deliver(0)

    @rule()
    def wait(self) -> None:
        """Wait until a dead worker's claim has ended."""
        self.bench.clock.advance(minutes=6)

    def teardown(self) -> None:
        self.queue.drain()
        expected = History()
        for file in self.files:
            expected.add(file, self._upload(file))
        assert self._stored() == expected.revisions
        assert self._ranks() == expected.ranks()
        assert set(self.queue.dead) == self.garbage
        self._lock()

    def _upload(self, file: Sent) -> Any:
        return self.bench.desk.caller.get(f"/v1/uploads/{file.id}").ok()

    def _stored(self) -> dict[str, list[tuple[int, Decimal, str, int]]]:
        """Return all revisions by person, as (revision, total, upload, row), from the table."""
        found: dict[str, list[tuple[int, Decimal, str, int]]] = {}
        for item in self.bench.desk.world.items():
            if item["pk"]["S"].startswith(f"acme#scores#{self.scheme}#2026-10#"):
                told = (
                    int(item["revision"]["N"]),
                    Decimal(item["total"]["N"]),
                    item["upload"]["S"],
                    int(item["row"]["N"]),
                )
                found.setdefault(item["employee_id"]["S"], []).append(told)
        return {who: sorted(revisions) for who, revisions in found.items()}

    def _ranks(self) -> dict[str, tuple[int, int]]:
        """Return each person's rank as (position, of), as a reader sees it."""
        path = f"/v1/periods/2026-10/scorecards?scheme={self.scheme}"
        told = self.bench.desk.caller.get(path).ok()["items"]
        return {
            card["employee_id"]: (card["rank"]["position"], card["rank"]["of"]) for card in told
        }

    def _lock(self) -> None:
        """At the end no run holds the period, and a locked period takes no file."""
        if not self._stored():
            return
        late = self.send({"1001": "30"})
        before = self._stored()
        self._locked()
        self.queue.drain()
        told = self._upload(late)
        assert (told["status"], told["reason"]["code"]) == ("rejected", "period_locked")
        assert self._stored() == before

    def _locked(self) -> None:
        """Lock the period, with the late file, with the people of the other schemes, who are the
        same (two results pay each), and without those who have no result."""
        admin, path = self.bench.company.admin, "/v1/periods/2026-10/lock"
        accept: dict[str, int] = {}
        for code, member in (
            ("several_results", "several_results"),
            ("uploads_running", "running_uploads"),
            ("missing_people", "missing"),
        ):
            asked = admin.post(path, {"scheme": self.scheme, "accept": accept})
            if asked.status == 409 and asked.json["code"] == code:
                told = "missing_people" if member == "missing" else member
                accept[member] = asked.problem(409, code)[told]
        admin.post(path, {"scheme": self.scheme, "accept": accept}).ok()


class History:
    """The expected results of a period's files, one after another."""

    def __init__(self) -> None:
        self.says: dict[str, tuple[int, str]] = {}
        self.revisions: dict[str, list[tuple[int, Decimal, str, int]]] = {}

    def add(self, file: Sent, told: Any) -> None:
        """Add the next file, and check the upload as the API shows it against the file."""
        good = {who: wait for who, wait in file.waits.items() if wait != "x"}
        bad = len(file.waits) - len(good)
        assert told["status"] == ("completed_with_errors" if bad else "completed")
        assert told["progress"] == {"done": len(file.waits), "known": len(file.waits)}
        assert told["counts"]["scored"] == len(good)
        assert told["counts"]["failed"] == bad
        for row, (who, wait) in enumerate(file.waits.items(), start=2):
            if wait == "x" or self.says.get(who) == (told["version"], wait):
                continue
            self.says[who] = (told["version"], wait)
            points = WAITS[wait]
            assert points is not None
            # 90 % solved is the target: 60 points, added to those of the waiting time.
            total = Decimal(60 + points[told["version"] - 1])
            revisions = self.revisions.setdefault(who, [])
            revisions.append((len(revisions) + 1, total, file.id, row))

    def ranks(self) -> dict[str, tuple[int, int]]:
        """Return ranks: one more than the number of people with a higher total."""
        totals = {who: revisions[-1][1] for who, revisions in self.revisions.items()}
        return {
            who: (1 + sum(other > total for other in totals.values()), len(totals))
            for who, total in totals.items()
        }


@pytest.fixture
def bench(
    desk: Desk,
    acme: Company,
    platform: Platform,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
) -> Bench:
    monkeypatch.setattr(chunk, "SIZE", 2)
    monkeypatch.setattr(platform.table, "_sleep", lambda _: None)
    own = HeldQueue(clock)
    monkeypatch.setitem(platform.__dict__, "queues", own)
    return Bench(desk, acme, platform, clock, own)


def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stored cards are read by key, and a run ends after each step."""
    others_always_wait(monkeypatch)


def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """A run reads the whole period first, and counts and ranks from the cards it knows."""
    monkeypatch.setattr(stored_state, "WHOLE_FROM", 1)


def crowded(monkeypatch: pytest.MonkeyPatch) -> None:
    """A large run hands over once another message waits, so the next run reads by key."""
    large(monkeypatch)
    a_step_is_a_share(monkeypatch)


@pytest.mark.deep
@pytest.mark.parametrize("kind", [small, large, crowded])
def test_any_order_of_events_and_mishaps_ends_the_same(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, kind: Callable[[pytest.MonkeyPatch], None]
) -> None:
    kind(monkeypatch)
    machine = type("Machine", (Uploads,), {"bench": bench})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=choose(quick=3, long=12),
            stateful_step_count=14,
            derandomize=True,
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
