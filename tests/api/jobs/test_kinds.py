"""Kinds of background work are registered once, and their messages find them."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

import app
from chalicelib.appeals import jobs as appeals
from chalicelib.cases.queue import send_to_pilot
from chalicelib.cases.records import Case as RecordedCase
from chalicelib.contents import Contents, Package
from chalicelib.corrections import queue as corrections
from chalicelib.costs import jobs as costs
from chalicelib.exports.holdings import package as exports
from chalicelib.jobs.kinds import QUEUES, Kind
from chalicelib.person_keys import PersonKey
from chalicelib.rating_rounds import jobs as rating_rounds
from chalicelib.rating_rounds.count_queue import send_count
from chalicelib.results.abandoned import ask_to_settle
from chalicelib.tenancy.platform import Platform
from infra.template import merge_template
from tests.api.clock import Clock
from tests.api.exports.delivering import deliver
from tests.api.exports.payroll import Payroll
from tests.api.fixtures import Lines
from tests.api.jobs.cases import CASES, EVERY_CASE, MONTH, Case, House
from tests.api.jobs.test_giving_up import finish
from tests.api.worker import worker_in
from tests.api.world import World
from tests.loading import loaded

ROOT = Path(app.__file__).parent
FAILED, DONE = 1, 0


def failures(answer: Any) -> int:
    return len(answer["batchItemFailures"])


def test_each_kind_is_registered_once_and_has_a_queue_of_the_template() -> None:
    assert {kind.queue for kind in app.CONTENTS.jobs} == set(QUEUES)
    assert set(Counter(kind.name for kind in app.CONTENTS.jobs).values()) == {1}
    resources = merge_template()["Resources"]
    for queue in QUEUES:
        assert resources[f"{queue.title()}Queue"]["Type"] == "AWS::SQS::Queue"
        assert resources[f"{queue.title()}DeadLetters"]["Type"] == "AWS::SQS::Queue"


def unlisted(contents: Contents) -> list[str]:
    """The kinds that modules of chalicelib define and no package of these contents lists."""
    paths = [
        path.relative_to(ROOT)
        for path in sorted((ROOT / "chalicelib").rglob("*.py"))
        # Without the import no module can make one.
        if re.search(r"\bkinds\b", path.read_text(encoding="utf-8"))
    ]
    modules = [loaded(".".join(path.with_suffix("").parts)) for path in paths]
    found = [kind for one in modules for kind in vars(one).values() if isinstance(kind, Kind)]
    return sorted({kind.name for kind in found if kind not in contents.jobs})


def test_every_kind_that_a_module_defines_is_listed_in_a_holdings_module() -> None:
    """A failure here is repaired in the ``holdings.py`` of the package: ``jobs=(…)``."""
    assert unlisted(app.CONTENTS) == []


def test_a_kind_that_no_package_lists_is_found() -> None:
    others = [one for one in app.CONTENTS.packages if one is not exports]
    assert unlisted(Contents(others)) == ["due_export", "run_export", "schedule_changed"]


def test_two_kinds_of_one_name_are_refused_by_that_name() -> None:
    export = next(one for one in exports.jobs if one.name == "run_export")
    with pytest.raises(ValueError, match="have the name run_export"):
        Contents([exports, Package(jobs=(export,))])


def test_payrolls_exports_share_their_queue_with_their_schedule_alone() -> None:
    assert {kind.name for kind in app.CONTENTS.jobs if kind.queue == "exports"} == {
        *("run_export", "due_export", "schedule_changed", "take_snapshot"),
    }


@pytest.mark.parametrize("kind", ["erase_person", "copy_tenant", "delete_tenant"])
def test_a_message_on_the_queue_that_its_kind_has_left_is_forwarded_word_for_word(
    house: House, kind: str
) -> None:
    """As an update finds it: sent by the make before, to the exports queue."""
    case = EVERY_CASE[kind]
    asked, body = case.asked(house)
    before = case.see(house, asked)
    old = json.dumps({**json.loads(body), "attempt": 3})

    assert failures(deliver(house.desk.world, old, queue="exports")) == DONE

    assert case.see(house, asked) == before, "the exports worker does not work on it"
    assert house.desk.world.messages("exports") == []
    assert house.desk.world.messages("jobs") == [old]


@pytest.mark.long
def test_a_forwarded_message_is_worked_on_by_its_own_worker(house: House, clock: Clock) -> None:
    case = EVERY_CASE["erase_person"]
    asked, body = case.asked(house)

    deliver(house.desk.world, body, queue="exports")
    finish(house.desk.world, clock)

    assert case.see(house, asked) == case.done


@pytest.mark.parametrize("queue", QUEUES)
@pytest.mark.parametrize(
    "body",
    [
        "not JSON",
        "[]",
        "{}",
        '{"kind": "?", "tenant": "acme"}',
        '{"kind": ["run_export"], "tenant": "acme"}',
        '{"kind": "run_export"}',
        '{"kind": "run_export", "tenant": 7}',
        '{"kind": "run_export", "tenant": "Not One"}',
        '{"kind": "run_export", "tenant": "acme", "attempt": "x"}',
    ],
)
def test_what_is_no_message_of_ours_fails(
    world: World, platform: Platform, body: str, queue: str
) -> None:
    assert failures(deliver(world, body, queue=queue)) == FAILED


@pytest.mark.parametrize(
    "body",
    [
        '{"kind": "run_export", "tenant": "acme"}',
        '{"kind": "due_export", "tenant": "acme", "due": 7}',
        '{"kind": "schedule_changed", "tenant": "acme", "revision": "x"}',
        '{"kind": "erase_person", "tenant": "acme"}',
        '{"kind": "copy_tenant", "tenant": "acme", "copy": null}',
        '{"kind": "rescore_period", "tenant": "acme", "scheme": "desk", "period": 10, "id": "x"}',
        '{"kind": "score_upload", "tenant": "acme", "upload": 1}',
        '{"kind": "score_upload", "tenant": "acme", "upload": "upl_x", "claim": 7}',
        '{"kind": "score_upload", "tenant": "acme", "upload": "upl_x", "waited": "x"}',
    ],
)
def test_a_message_that_lacks_what_its_kind_needs_fails(house: House, body: str) -> None:
    kind = app.CONTENTS.job(json.loads(body)["kind"])
    assert kind is not None
    assert failures(deliver(house.desk.world, body, queue=kind.queue)) == FAILED


#: Records that S3 does not send.
POISON: tuple[Any, ...] = ({}, "x", {"eventName": "ObjectCreated:Put", "s3": {"object": {}}})


@pytest.mark.long
@pytest.mark.parametrize("place", [0, 1, 2])
@pytest.mark.parametrize("poison", POISON, ids=range(len(POISON)))
def test_an_unreadable_record_hides_no_good_one_before_or_after_it(
    house: House, poison: Any, place: int
) -> None:
    uploads = [house.desk.announce(period=f"2026-0{month}") for month in (7, 8)]
    records = [house.desk.put(upload, MONTH) for upload in uploads]
    records.insert(place, poison)

    answer = deliver(house.desk.world, house.desk.message(*records), queue="uploads")

    assert failures(answer) == FAILED, "the poison is kept for the operator"
    for upload in uploads:
        assert house.admin.get(f"/v1/uploads/{upload['id']}").ok()["status"] == "completed"


def test_a_record_whose_run_fails_hides_no_good_one_after_it(house: House) -> None:
    first, second = (house.desk.announce(period=f"2026-0{month}") for month in (7, 8))
    records = [house.desk.put(upload, MONTH) for upload in (first, second)]
    from chalicelib.uploads import run as runs

    scored = runs.run

    def one_fails(context: Any, upload_id: str, *more: Any) -> Any:
        if upload_id == first["id"]:
            raise RuntimeError
        return scored(context, upload_id, *more)

    with mock.patch("chalicelib.uploads.run.run", one_fails):
        answer = deliver(
            house.desk.world, house.desk.message(*records), received=5, queue="uploads"
        )

    assert failures(answer) == FAILED
    ends = [house.admin.get(f"/v1/uploads/{one['id']}").ok() for one in (first, second)]
    assert [end["status"] for end in ends] == ["rejected", "completed"]


def test_an_event_about_no_upload_is_done_with(world: World, platform: Platform) -> None:
    for key in ("uploads/acme//month.csv", "uploads/acme", "exports/acme/exp_1/x.csv", "x"):
        record = {"eventName": "ObjectCreated:Post", "s3": {"object": {"key": key}}}
        body = json.dumps({"Records": [record]})
        assert failures(deliver(world, body, queue="uploads")) == DONE, key


def test_a_message_of_a_company_that_is_gone_is_done_with(world: World, platform: Platform) -> None:
    for kind in app.CONTENTS.jobs:
        members = {"due": "2026-11-05T08:00:00.000Z"} if kind.name == "due_export" else {}
        body = json.dumps({"kind": kind.name, "tenant": "nobody", **members})
        assert failures(deliver(world, body, queue=kind.queue)) == DONE, kind.name


@pytest.fixture
def sent(platform: Platform) -> Iterator[list[Any]]:
    """What is sent to the queues, message by message."""
    found: list[Any] = []

    def note(params: Any, **_: Any) -> None:
        found.extend(params.get("Entries", [params]))

    events = platform.queues.meta.events
    names = [f"provide-client-params.sqs.{name}" for name in ("SendMessage", "SendMessageBatch")]
    for name in names:
        events.register(name, note)
    yield found
    for name in names:
        events.unregister(name, note)


@pytest.mark.long
def test_every_message_that_is_sent_is_of_its_tenants_group(
    house: House, clock: Clock, platform: Platform, sent: list[Any]
) -> None:
    """Asked for, handed on, forwarded, sent again: of every kind."""
    payroll = Payroll(house.desk.world, house.company.hr)
    hour = {"enabled": True, "day": clock.now.day, "hour": 23}
    house.admin.put("/v1/export-schedule", hour, if_match="*").ok()
    payroll.work()
    clock.advance(hours=24)
    payroll.tick()
    finish(house.desk.world, clock)
    # At some hour of a day its usage is summed, and at some its rating rounds are looked at.
    for _ in range(24):
        clock.advance(hours=1)
        costs.tick(platform)
        rating_rounds.tick(platform)
    finish(house.desk.world, clock)
    appeals.tick(platform)
    _ask_about_evidence(house)
    finish(house.desk.world, clock)
    for case in CASES:
        # Each comes to its end: an erasure removes a copy that is at work.
        _, body = case.asked(house)
        deliver(house.desk.world, body, milliseconds=19_000, queue=case.queue)
        finish(house.desk.world, clock)
    deliver(house.desk.world, '{"kind": "copy_tenant", "tenant": "acme", "copy": "x"}')
    house.desk.run_once('{"kind": "score_upload", "tenant": "acme", "upload": "upl_x"}')
    with worker_in(platform, "acme") as context:
        ask_to_settle(context, "2026-09", "desk", "upl_x")
        rating_rounds.send_examination(context, "rnd_x")
        rating_rounds.send_joining(context, "rnd_x", 0)
        corrections.send(context, "cor_x")
        send_count(context, "apl_x", 0)
        about = ("desk", "2026-10", PersonKey("1001"))
        case = RecordedCase("cas_x", "veto", *about, "confirmed", "x", {}, "", "")
        send_to_pilot(context, case, 2)

    groups = [(one.get("MessageGroupId"), json.loads(one["MessageBody"])) for one in sent]
    ours = [(group, body) for group, body in groups if "kind" in body]
    assert {group for group, _ in ours} == {"acme"}
    assert {body["kind"] for _, body in ours} >= {kind.name for kind in app.CONTENTS.jobs}


def _ask_about_evidence(house: House) -> None:
    """Ask for a look at a file of a proposed case, and remove the file."""
    about = {"employee_id": "1002", "scheme": "desk", "period": "2026-07"}
    said = {"kind": "exemption", "treatment": "full", "reason": "x"}
    case = f"/v1/cases/{house.admin.post('/v1/cases', {**about, **said}).ok(201)['id']}"
    letter = {"filename": "letter.pdf", "content_type": "application/pdf"}
    file = house.admin.post(f"{case}/files", letter).ok(201)
    house.desk.put(file, b"%PDF-")
    house.admin.post(f"{case}/files/{file['id']}/check").ok(202)
    house.admin.delete(f"{case}/files/{file['id']}").ok(204)


def line_of(lines: Lines, kind: str) -> dict[str, Any]:
    return next(line for line in lines() if line["event"] == "job" and line["kind"] == kind)


def test_each_message_has_a_line_with_metrics_by_kind(
    house: House, case: Case, lines: Lines
) -> None:
    _, body = case.asked(house)

    deliver(house.desk.world, body, received=2, queue=case.queue)

    line = line_of(lines, case.kind)
    (directive,) = line["_aws"]["CloudWatchMetrics"]
    assert directive["Dimensions"] == [["stage", "kind"]]
    assert {metric["Name"] for metric in directive["Metrics"]} == {
        *("age_seconds", "tries", "hand_ons", "forwarded", "held_back", "failures"),
        *("dead_letters", "milliseconds", "read_units", "write_units"),
    }
    for metric in directive["Metrics"]:
        assert isinstance(line[metric["Name"]], int | float), metric
    assert (line["stage"], line["tenant"], line["tries"]) == ("test", "acme", 2)
    assert (line["failures"], line["dead_letters"], line["forwarded"]) == (0, 0, 0)
    assert line["read_units"] > 0
    # A snapshot is written by transactions alone, of which moto tells no units.
    assert line["write_units"] > 0 or case.kind == "take_snapshot"


@pytest.mark.parametrize(("received", "dead"), [(4, 0), (5, 1)])
def test_a_failure_is_counted_and_the_last_as_a_dead_letter(
    house: House, case: Case, lines: Lines, received: int, dead: int
) -> None:
    _, body = case.asked(house)

    with case.broken():
        deliver(house.desk.world, body, received=received, queue=case.queue)

    line = line_of(lines, case.kind)
    assert (line["failures"], line["dead_letters"]) == (1, dead)


def test_a_run_that_hands_on_and_a_message_that_is_forwarded_are_counted(
    house: House, lines: Lines
) -> None:
    case = EVERY_CASE["copy_tenant"]
    _, body = case.asked(house)
    deliver(house.desk.world, body, queue="exports")
    forwarded = line_of(lines, case.kind)
    assert (forwarded["forwarded"], forwarded["hand_ons"], forwarded["write_units"]) == (1, 0, 0)

    deliver(house.desk.world, body, milliseconds=19_000, queue="jobs")
    assert [line["hand_ons"] for line in lines() if line["event"] == "job"][-1] == 1


def test_what_cannot_be_read_is_counted_under_no_kind(
    world: World, platform: Platform, lines: Lines
) -> None:
    deliver(world, "not JSON", received=5, queue="jobs")
    line = line_of(lines, "unknown")
    assert (line["tenant"], line["failures"], line["dead_letters"]) == (None, 1, 1)
