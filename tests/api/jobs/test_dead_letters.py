"""Whatever comes into a dead-letter queue, in whichever way, has a visible end, and can be sent
again."""

import json
from collections.abc import Callable
from typing import Any, cast

import pytest

import app
from chalicelib.jobs.batch import MOST_TRIES
from chalicelib.jobs.dead_letters import DeadLetter, kept, tell
from chalicelib.jobs.kinds import QUEUES
from chalicelib.tenancy.current_tenant import acting_as_operator
from chalicelib.tenancy.platform import Platform
from infra.dead_letters import record_of, shown
from infra.deployment import Deployment
from infra.redrive import redrive
from infra.stage import Stage
from tests.api.clock import Clock
from tests.api.exports.delivering import deliver
from tests.api.fixtures import Lines
from tests.api.jobs.cases import EVERY_CASE, Case, House
from tests.api.jobs.test_giving_up import Killed, finish, given_up
from tests.api.uploads.sending import Context
from tests.api.world import World

Dead = Callable[..., Any]


@pytest.fixture
def dead(platform: Platform, clock: Clock) -> Dead:
    """Deliver a dead letter to its reader, as from the dead-letter queue of this queue."""

    def read(body: str, queue: str, message: str = "m-1", **attributes: str) -> Any:
        sent = str(int(clock.now.timestamp() * 1000))
        record = {
            "messageId": message,
            "body": body,
            "eventSourceARN": f"arn:aws:sqs:x:1:servicescore-x-{queue}-dead-letters",
            "attributes": {"SentTimestamp": sent, "ApproximateReceiveCount": "1", **attributes},
        }
        return app.read_dead_letters({"Records": [record]}, Context())

    return read


DONE: dict[str, Any] = {"batchItemFailures": []}


def entries(platform: Platform) -> list[DeadLetter]:
    with acting_as_operator():
        return list(kept(platform.table))


def ends(house: House) -> list[str]:
    """The actions of audit events that tell of work that has failed."""
    found = house.admin.get("/v1/audit-events", query={"limit": 200}).ok()["items"]
    return [one["action"] for one in found if (one["after"] or {}).get("status") == "failed"]


def again(platform: Platform, world: World, *only: str) -> dict[str, int]:
    """Send dead letters again, as the operator's command does."""
    urls = {f"{queue}_queue_url": world.queue_urls[queue] for queue in QUEUES}
    # Nothing is left in the dead-letter queues.
    letters = {
        f"{queue}_dead_letters_url": world.sqs.create_queue(QueueName=f"{queue}-dead")["QueueUrl"]
        for queue in QUEUES
    }
    where = ("stage", "region", "stack_name", "package_sha256", "api_id", "api_url", "bucket")
    texts = dict.fromkeys((*where, "table"), "x")
    deployed = Deployment(endpoint=None, functions={}, **texts, **urls, **letters)

    class Here:
        def client(self, _: str) -> Any:
            return world.sqs

    return redrive(cast(Stage, Here()), deployed, platform.table, only or ("m-1",))


def test_a_letter_that_no_run_of_ours_has_seen_ends_the_work(
    house: House, case: Case, dead: Dead, platform: Platform
) -> None:
    """Five deliveries to throttled functions, or to processes killed at their first line."""
    asked, body = case.asked(house)

    assert dead(body, case.queue, MessageGroupId="acme") == DONE

    assert case.see(house, asked) == case.failed
    (letter,) = entries(platform)
    assert (letter.message, letter.kind, letter.tenant, letter.group) == (
        *("m-1", case.kind, "acme", "acme"),
    )
    assert (letter.queue, letter.body, letter.unreadable) == (case.queue, body, None)


def test_a_last_try_that_was_killed_has_its_event_when_its_letter_is_read(
    house: House, case: Case, dead: Dead, clock: Clock
) -> None:
    asked, body = case.asked(house)
    with case.broken(Killed), pytest.raises(Killed):
        deliver(house.desk.world, body, received=MOST_TRIES, queue=case.queue)
    clock.advance(minutes=6)
    assert case.see(house, asked) == case.failed
    if case.kind == "delete_tenant":
        return  # The company has no feed any more.
    before = len(ends(house))

    for _ in range(2):
        assert dead(body, case.queue) == DONE

    assert len(ends(house)) == before + 1


@pytest.mark.long
def test_work_whose_failure_was_told_is_not_told_again_by_its_letter(
    house: House, case: Case, dead: Dead, platform: Platform
) -> None:
    if case.kind == "delete_tenant":
        return
    _, body = case.asked(house)
    given_up(house.desk.world, case, body)
    told = ends(house)

    assert dead(body, case.queue) == DONE

    assert (ends(house), len(entries(platform))) == (told, 1)


def test_a_letter_sent_again_completes_its_work_and_leaves_the_list(
    house: House, case: Case, dead: Dead, platform: Platform, clock: Clock
) -> None:
    asked, body = case.asked(house)
    dead(body, case.queue, MessageGroupId="acme")
    # A deletion waits for half an hour for what was begun before.
    clock.advance(minutes=76)

    assert again(platform, house.desk.world) == {**dict.fromkeys(QUEUES, 0), case.queue: 1}
    finish(house.desk.world, clock)

    assert case.see(house, asked) == case.done
    assert entries(platform) == []


def test_work_that_is_given_up_again_after_it_was_sent_again_is_told_again(
    house: House, case: Case, dead: Dead
) -> None:
    if case.kind == "delete_tenant":
        return
    asked, body = case.asked(house)
    for _ in range(2):
        given_up(house.desk.world, case, body)
        assert dead(body, case.queue) == DONE

    assert len(ends(house)) == 2
    assert case.see(house, asked) == case.failed


@pytest.mark.parametrize("queue", QUEUES)
@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("not JSON", "not JSON"),
        ('{"kind": "?", "tenant": "acme"}', "not a kind of ours"),
        ('{"kind": "run_export", "tenant": 7}', "no tenant"),
        ('{"Records": 1}', "not a message of ours"),
    ],
)
def test_what_cannot_be_read_is_listed_with_the_reason(
    dead: Dead, platform: Platform, body: str, why: str, queue: str
) -> None:
    assert dead(body, queue) == DONE
    (letter,) = entries(platform)
    assert (letter.kind, letter.tenant, letter.unreadable) == ("unknown", None, why)


def test_a_message_of_ours_that_names_no_record_is_listed(
    house: House, dead: Dead, platform: Platform
) -> None:
    for body in (
        '{"kind": "run_export", "tenant": "acme"}',
        '{"kind": "copy_tenant", "tenant": "acme", "copy": "x"}',
    ):
        assert dead(body, "exports") == DONE
    assert {letter.kind for letter in entries(platform)} == {"run_export", "copy_tenant"}


def test_an_event_of_s3_with_an_unreadable_record_ends_the_upload_of_the_good_one(
    house: House, dead: Dead, platform: Platform
) -> None:
    case = EVERY_CASE["score_upload"]
    asked, body = case.asked(house)
    body = json.dumps({"Records": [{}, *json.loads(body)["Records"]]})

    dead(body, "uploads")

    assert case.see(house, asked) == case.failed
    (letter,) = entries(platform)
    assert (letter.kind, letter.unreadable) == ("score_upload", "not a record of S3's")


@pytest.mark.parametrize(
    "body",
    [
        '{"Event": "s3:TestEvent"}',
        '{"kind": "run_export", "tenant": "nobody", "export": "exp_1"}',
        '{"kind": "due_export", "tenant": "nobody", "due": "2026-11-05T08:00:00.000Z"}',
        '{"kind": "due_export", "tenant": "nobody"}',
    ],
)
def test_a_test_event_or_a_message_of_a_company_that_is_gone_is_done_with(
    dead: Dead, platform: Platform, body: str
) -> None:
    assert dead(body, "uploads") == DONE
    assert entries(platform) == []


def test_a_due_time_given_up_every_hour_is_one_entry(
    house: House, dead: Dead, platform: Platform, clock: Clock
) -> None:
    """It stays in the register of due times, so every tick asks for it again."""
    body = (
        '{"kind": "due_export", "tenant": "acme", "due": "2026-11-05T08:00:00.000Z", "attempt": 0}'
    )
    for hour in range(3):
        dead(body, "exports", message=f"m-{hour}")
        clock.advance(hours=1)
    (letter,) = entries(platform)
    assert (letter.message, letter.kind) == ("m-2", "due_export")


def test_a_changed_schedule_given_up_is_sent_again_by_itself(
    house: House, dead: Dead, platform: Platform
) -> None:
    """Nothing else would enter its due time in the register, and no export would ever be due."""
    body = {"enabled": True, "day": 1, "hour": 8}
    house.admin.put("/v1/export-schedule", body, if_match="*").ok()
    (message,) = house.desk.world.messages("exports")

    dead(message, "exports")

    assert house.desk.world.delayed("exports") == 1
    assert [letter.kind for letter in entries(platform)] == ["schedule_changed"]


def test_a_letter_that_cannot_be_noted_stays_in_its_queue(
    house: House, dead: Dead, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = EVERY_CASE["copy_tenant"]
    _, body = case.asked(house)
    monkeypatch.setattr("chalicelib.jobs.dead_letters.messages", lambda *_: 1 / 0)
    assert dead(body, case.queue)["batchItemFailures"] == [{"itemIdentifier": "m-1"}]


def test_a_letter_whose_work_cannot_be_marked_is_listed_and_read_again(
    house: House, dead: Dead, platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = EVERY_CASE["copy_tenant"]
    asked, body = case.asked(house)
    with monkeypatch.context() as broken:
        broken.setattr("chalicelib.audit.work_ends.end_work", lambda *_: 1 / 0)
        assert len(dead(body, case.queue)["batchItemFailures"]) == 1
    assert len(entries(platform)) == 1
    assert dead(body, case.queue) == DONE
    assert case.see(house, asked) == case.failed


def test_the_letters_of_a_deleted_company_go_with_it(
    house: House, dead: Dead, platform: Platform, clock: Clock
) -> None:
    dead(EVERY_CASE["run_export"].asked(house)[1], "exports")
    dead("not JSON", "exports")
    deletion = EVERY_CASE["delete_tenant"]
    _, body = deletion.asked(house)
    clock.advance(minutes=76)
    deliver(house.desk.world, body, queue="jobs")
    finish(house.desk.world, clock)
    assert [letter.unreadable for letter in entries(platform)] == ["not JSON"]


def test_how_many_letters_are_kept_is_told(
    house: House, dead: Dead, platform: Platform, lines: Lines
) -> None:
    for body in ("one", "two"):
        dead(body, "jobs")
    tell(platform)
    told = [line for line in lines() if line["event"] == "dead_letters_kept"]
    assert [line["dead_letters_kept"] for line in told] == [1, 1, 2]
    (directive,) = told[-1]["_aws"]["CloudWatchMetrics"]
    assert directive["Dimensions"] == [["stage"]]


def test_the_command_shows_a_letter_with_its_records_state_and_nothing_of_a_person(
    house: House, case: Case, dead: Dead, platform: Platform
) -> None:
    _, body = case.asked(house)
    dead(body, case.queue)
    (letter,) = entries(platform)

    told = "\n".join(shown(letter, record_of(platform.table, letter)))

    assert f"m-1  {case.kind}  {case.queue}" in told
    if case.kind != "delete_tenant":
        assert "gave_up_at 2026-11-05T08:00:00.000Z" in told
        assert letter.work[0] in told
    assert "Bob" not in told
    assert "1002" not in told


def test_the_command_shows_the_period_that_a_letter_would_have_settled(
    house: House, dead: Dead, platform: Platform
) -> None:
    body = '{"kind": "settle_period", "tenant": "acme", "period": "2026-10", "scheme": "desk", '
    dead(body + '"work": "upl_gone"}', "uploads")
    (letter,) = entries(platform)
    assert "settled_at" in shown(letter, record_of(platform.table, letter))[-1]


@pytest.mark.parametrize("kind", EVERY_CASE)
def test_the_command_shows_a_letter_that_names_too_little(
    house: House, dead: Dead, platform: Platform, kind: str
) -> None:
    """One such letter must not hide the others."""
    dead(json.dumps({"kind": kind, "tenant": "acme", "due": "x"}), EVERY_CASE[kind].queue)
    (letter,) = entries(platform)
    assert shown(letter, record_of(platform.table, letter))[-1] == "  record: none"
