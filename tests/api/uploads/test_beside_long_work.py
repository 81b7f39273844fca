"""Two companies have long work in all workers: a third's few rows begin after a few steps.

Counted in steps of a second each by a clock that only they move, never in real time.
"""

from collections.abc import Callable
from typing import Any

import pytest

import app
from chalicelib.jobs import fair_share
from chalicelib.uploads import chunk
from chalicelib.uploads.kept_transcript import KeptTranscript
from tests.api.client import Api
from tests.api.clock import Clock
from tests.api.company import Company
from tests.api.fixtures import Calls
from tests.api.uploads.sending import Context, Desk, csv_of, id_of, published
from tests.api.uploads.sharing import others_always_wait
from tests.api.uploads.stepping import people, short_steps, xlsx
from tests.api.world import World

ROWS = people(60)


@pytest.fixture
def globex_desk(world: World, globex: Company) -> Desk:
    published(globex)
    return Desk(world, globex.hr, "globex")


@pytest.fixture
def initech_desk(world: World, operator: Api) -> Desk:
    company = Company(operator, "initech")
    published(company)
    return Desk(world, company.hr, "initech")


class Steps:
    """The steps of long work so far: chunks of two people, and rows of a workbook that is opened.

    ``then``: what happens during the next step.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.count = 0
        self.then: Callable[[], Any] | None = None

    def step(self) -> None:
        self._clock.advance(seconds=1)
        self.count += 1
        then, self.then = self.then, None
        if then is not None:
            then()


@pytest.fixture
def steps(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Steps:
    found = Steps(clock)
    score, over = chunk.score, KeptTranscript.over
    share, ask_again = fair_share.SHARE, fair_share.ASK_AGAIN
    waits = fair_share.others_wait
    short_steps(monkeypatch)
    # Short steps of the opening alone: the share is the true one.
    monkeypatch.setattr(fair_share, "SHARE", share)
    monkeypatch.setattr(fair_share, "ASK_AGAIN", ask_again)
    monkeypatch.setattr(fair_share, "BEHIND_OTHERS", 60)
    monkeypatch.setattr(fair_share, "others_wait", waits)

    def scored(job: chunk.Job, batch: chunk.Batch) -> chunk.Scored:
        found.step()
        return score(job, batch)

    def row_read(steps: KeptTranscript) -> bool:
        found.step()
        return over(steps)

    monkeypatch.setattr(chunk, "SIZE", 2)
    monkeypatch.setattr(chunk, "score", scored)
    monkeypatch.setattr(KeptTranscript, "over", row_read)
    return found


def run(body: str) -> None:
    """Hand a message to a worker, whatever others are in the queue."""
    record = {"messageId": id_of(body), "receiptHandle": "receipt", "body": body}
    app.score_upload({"Records": [record]}, Context())


@pytest.mark.parametrize(
    ("name", "content"), [("month.csv", csv_of(*ROWS)), ("month.xlsx", xlsx(*ROWS))]
)
def test_ten_rows_begin_after_a_few_steps_of_two_companies_that_have_all_workers(
    desk: Desk, globex_desk: Desk, initech_desk: Desk, steps: Steps, name: str, content: bytes
) -> None:
    """Each of the two runs ends after five steps, or six; the chunk that is made ahead counts."""
    small = initech_desk.announce()
    arrives = initech_desk.message(initech_desk.put(small, csv_of(*people(10))))
    queue = desk.world.queue_urls["uploads"]
    steps.then = lambda: desk.world.sqs.send_message(QueueUrl=queue, MessageBody=arrives)

    uploads = []
    for one in (desk, globex_desk):
        upload = one.announce(filename=name)
        body = one.message(one.put(upload, content))
        uploads.append((one, upload))
        before = steps.count
        run(body)
        assert steps.count - before <= 7, "a run that others wait for has a share of five seconds"
    for one, upload in uploads:
        assert one.caller.get(f"/v1/uploads/{upload['id']}").ok()["status"] == "processing"

    # What comes next is the small file: those that handed on come after it.
    assert desk.world.messages("uploads") == [arrives]
    initech_desk.run_once(arrives)
    assert initech_desk.caller.get(f"/v1/uploads/{small['id']}").ok()["status"] == "completed"


def test_a_small_file_asks_nobody(desk: Desk, calls: Calls) -> None:
    upload = desk.announce()
    record = desk.put(upload, csv_of(*people(10)))
    calls()
    desk.deliver(record)
    assert "GetQueueAttributes" not in calls()


def test_a_run_that_is_handed_on_at_any_one_point_ends_as_one_run_does(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Others wait at the first moment when the run asks, then at the second, and so on."""
    monkeypatch.setattr(chunk, "SIZE", 2)
    others_always_wait(monkeypatch)
    asked, wait_at = [0], [0]

    def only_then(*_: object) -> bool:
        asked[0] += 1
        return asked[0] == wait_at[0]

    monkeypatch.setattr(fair_share, "others_wait", only_then)
    rows = csv_of(*people(3), "1009,Bad,red,x,100,88,100", *people(6)[4:])

    def seen(period: str) -> Any:
        asked[0] = 0
        upload = desk.send(rows, period=period)
        cards = desk.caller.get(f"/v1/periods/{period}/scorecards").ok()["items"]
        told = [(c["employee_id"], c["revision"], c["total"], c["rank"]) for c in cards]
        counts = {k: n for k, n in upload["counts"].items() if k != "new_people"}
        return upload["status"], counts, told

    whole = seen("2026-01")
    points = asked[0]
    assert points == 4  # After the columns, between three chunks, before all is counted.
    for number in range(1, points + 1):
        wait_at[0] = number
        assert seen(f"2026-{number + 1:02}") == whole
        assert asked[0] >= number, "it was handed on there"
