"""A worker that draws a round, or counts a closed one, dies at any write."""

import json
from typing import Any

import pytest
from moto.core import DEFAULT_ACCOUNT_ID as ACCOUNT
from moto.sqs.models import sqs_backends

from chalicelib.rating_rounds import drawing
from tests.api.clock import Clock
from tests.api.people.worker import Worker
from tests.api.rating_rounds.conftest import ring  # noqa: F401 (a fixture)
from tests.api.rating_rounds.rating import PERIOD, TEAM, Ring
from tests.api.results.settled_anew import count_anew, told
from tests.api.worker import worker_in
from tests.api.world import REGION
from tests.faults.killing import NEVER, Killed, killed_at
from tests.profiles import choose


def settled(ring: Ring, platform: Any) -> Any:  # noqa: F811
    with worker_in(platform, "acme") as context:
        return told(context, PERIOD)


def chosen(writes: list[str]) -> list[int]:
    """The numbers of some writes: a round is closed ten times at most."""
    middle = len(writes) // 2
    few = [1, middle, len(writes)]
    return choose(quick=few, long=sorted({*few, 2, middle + 1, len(writes) - 1}))


@pytest.mark.deep
def test_a_closed_round_is_counted_once_wherever_the_worker_dies(
    ring: Ring,  # noqa: F811
    platform: Any,
    clock: Clock,
) -> None:
    path, writes = ring.open(), list[str]()

    def killed(number: int, mark: str) -> None:
        """The superior gives a mark, and the worker that counts it dies before this write."""
        nonlocal writes
        ring.rate("lead", "superior", "a1", mark, mark)
        closed = ring.hr.post(f"{path}/close", if_match="*").ok()
        clock.advance(seconds=40)
        # The queue keeps the closing's own message back by the machine's clock.
        sqs_backends[ACCOUNT][REGION].queues["uploads"]._messages.clear()
        message = {"kind": "score_upload", "tenant": "acme", "attempt": 0}
        body = json.dumps({**message, "upload": closed["upload"]})
        try:
            with killed_at(platform, number, after=False) as seen:
                ring.desk.run_once(body)
        except Killed:
            clock.advance(minutes=30)
            ring.desk.deliver_body(body)
        else:
            writes = list(seen)
        assert ring.line("a1")["value"] == mark, number
        before = settled(ring, platform)
        clock.advance(minutes=3)
        count_anew(platform, "acme", PERIOD)
        assert settled(ring, platform) == before, number
        again = {"reason": "Once more", "closes_on": "2026-12-20"}
        ring.hr.post(f"{path}/reopen", again, if_match="*").ok()

    killed(NEVER, "1")
    killed(NEVER, "2")
    for n, number in enumerate(chosen(writes), start=3):
        killed(number, str(n))


@pytest.mark.deep
def test_a_round_is_drawn_whole_wherever_the_worker_dies(
    ring: Ring,  # noqa: F811
    platform: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(drawing, "PIECE", 2)
    progress: list[tuple[int, int | None]] = []
    body = {"scheme": "desk", "period": PERIOD, "closes_on": "2026-11-20", "teams": ["red"]}
    writes: list[str] = []

    def killed(number: int) -> None:
        nonlocal writes
        made = ring.hr.post("/v1/rating-rounds", {**body, "seed": "one"}).ok(201)
        (message,) = ring.world.messages("jobs")
        try:
            with killed_at(platform, number, after=False) as seen:
                Worker(ring.world).deliver(message)
        except Killed:
            shown = ring.hr.get(f"/v1/rating-rounds/{made['id']}").ok()["progress"]
            if shown is not None:
                progress.append((shown["done"], shown["known"]))
            Worker(ring.world).deliver(message)
        else:
            writes = list(seen)
        found = ring.hr.get(f"/v1/rating-rounds/{made['id']}").ok()
        # three peers each, the own person, and the superior for five
        assert (found["status"], found["forms"]) == ("draft", 25), number
        sheets = f"acme#rating-sheets#{made['id']}#"
        kept = [one for one in ring.world.items() if one["pk"]["S"].startswith(sheets)]
        assert len(kept) == 6, number

    killed(NEVER)
    for number in range(1, len(writes) + 1):
        killed(number)
    # The raters are known when the register was read, and then drawn by twos.
    assert list(dict.fromkeys(progress)) == [(0, None), (0, 6), (2, 6), (4, 6), (6, 6)]


@pytest.mark.deep
def test_who_joined_is_added_once_wherever_the_worker_dies(
    ring: Ring,  # noqa: F811
    platform: Any,
) -> None:
    """All of a team rate each other, themselves, and are rated by lead: a team of n has n(n-1) + 2n
    forms, as if it had been drawn whole."""
    number, writes, size = NEVER, list[str](), len(TEAM)
    while True:
        path = ring.make(roles=[{"role": "peer", "all": True}])
        newcomer = f"b{size}"
        ring.hr.put(f"/v1/employees/{newcomer}", {"name": "B", "team": "red"}).ok(201)
        size += 1
        ring.hr.post(f"{path}/add-joined", if_match="*").ok()
        (message,) = ring.world.messages("jobs")
        worker = Worker(ring.world)
        try:
            with killed_at(platform, number, after=False) as seen:
                worker.deliver(message)
        except Killed:
            worker.deliver(message)
        else:
            writes = list(seen)
        found = ring.hr.get(path).ok()
        assert (found["people"], found["forms"]) == (size, size * (size + 1)), number
        assert (found["joined"], found["adding_since"]) == (None, None), number
        items = ring.hr.get(f"{path}/progress").ok()["items"]
        assert sum(one["forms"] for one in items) == found["forms"], number
        left = [one for one in chosen(writes) if one > number]
        if not left:
            return
        number = left[0]


@pytest.mark.deep
def test_raters_are_examined_once_wherever_the_worker_dies(
    ring: Ring,  # noqa: F811
    platform: Any,
) -> None:
    """lead gives 5 people 9 where their one peer gives 5: two flags, whoever dies when."""
    path = ring.open(roles=[{"role": "peer", "number": 1}])
    for rater in TEAM:
        (ratee,) = [one["employee_id"] for one in ring.tasks(rater) if one["role"] == "peer"]
        ring.rate(rater, "peer", ratee, "5", "5")
        ring.rate("lead", "superior", rater, "9", "9")
    worker, number, writes = Worker(ring.world), NEVER, list[str]()
    message = {"kind": "examine_raters", "tenant": "acme", "attempt": 0}
    body = json.dumps({**message, "id": path.rpartition("/")[2]})
    while number <= len(writes):
        closed = ring.hr.post(f"{path}/close", if_match="*").ok()
        ring.count(closed["upload"])
        try:
            with killed_at(platform, number, after=False) as seen:
                worker.deliver(body)
        except Killed:
            ring.clock.advance(minutes=30)
            worker.deliver(body)
        else:
            writes = list(seen)
        found = ring.hr.get(f"{path}/flags").ok()["items"]
        assert sorted(one["code"] for one in found) == ["lenient", "low_alpha"], number
        (period,) = [one for one in ring.world.items() if one["pk"]["S"] == "acme#periods"]
        assert [one["N"] for one in period["flags"]["M"].values()] == ["2"], number
        again = {"reason": "Once more", "closes_on": "2026-12-20"}
        ring.hr.post(f"{path}/reopen", again, if_match="*").ok()
        number += 1
