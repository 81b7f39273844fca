"""The attack: what a person rated, or their superior, can find out of what one peer gave."""

import gzip
import json
from typing import Any

import pytest
from pynamodb.expressions.operand import Path

from chalicelib.rating_forms.keys import key_of_round
from chalicelib.tenancy.platform import Platform
from tests.api.people.worker import Worker
from tests.api.rating_rounds.rating import TEAM, Ring
from tests.api.settled_month import settled
from tests.api.uploads.sending import chat_of, qa_of
from tests.api.worker import worker_in
from tests.api.world import BUCKET

PEERS = TEAM[1:]
#: Marks that occur nowhere else, so that an answer with one of them tells it.
MARKS = {"a2": "3.19", "a3": "5.27", "a4": "7.43", "a5": "9.61"}


def given(ring: Ring, raters: tuple[str, ...] = PEERS) -> str:
    path = ring.open()
    for rater in raters:
        comment = f"A word of {MARKS[rater]}"
        ring.rate(rater, "peer", "a1", MARKS[rater], MARKS[rater], comment=comment)
    return path


def seen(ring: Ring, path: str, person: str) -> dict[str, Any]:
    """What a caller sees of the round and of a1, status, body and validator of each answer."""
    caller, query = ring.of(person), {"scheme": "desk"}
    card = "/v1/employees/a1/scorecards/2026-10"
    asked: list[tuple[str, dict[str, str]]] = [
        (card, query),
        (card, {**query, "explain": "true"}),
        ("/v1/employees/a1/scorecards", {}),
        ("/v1/periods/2026-10", {}),
        (path, {}),
        (f"{path}/assignments", {}),
        (f"{path}/comments", {"employee_id": "a1"}),
        ("/v1/rating-rounds", {}),
        ("/v1/audit-events", {}),
    ]
    found = {}
    for place, more in asked:
        reply = caller.get(place, query=more)
        body = {**reply.json, "request_id": None} if isinstance(reply.json, dict) else reply.json
        found[f"{place} {more}"] = (reply.status, body, reply.headers.get("etag"))
    return found


@pytest.mark.long
@pytest.mark.parametrize("who", ["a1", "lead"])
def test_reading_twice_around_a_submission_shows_no_difference(ring: Ring, who: str) -> None:
    ring.desk.send(chat_of("a1,4000,100"), source="chat")
    path = given(ring, PEERS[:3])
    before = seen(ring, path, who)
    ring.rate("a5", "peer", "a1", "1", "1")
    assert seen(ring, path, who) == before


@pytest.mark.long
def test_after_the_round_no_answer_has_a_mark_or_says_whose_it_is(ring: Ring) -> None:
    path = given(ring)
    ring.desk.send(chat_of("a1,4000,100"), source="chat")
    ring.desk.send(qa_of("a1,88,100"), source="qa")
    ring.close(path)
    settled(ring.hr, "publish", "2026-10", "desk", incomplete=4).ok()
    for who in ("a1", "lead"):
        text = json.dumps(seen(ring, path, who))
        assert not [peer for peer in PEERS if f'"{peer}"' in text or f"{peer.upper()}" in text]
        # (3.19 + 5.27 + 7.43 + 9.61) ÷ 4 = 6.375, of four
        assert '"6.375"' in text
        words = text.replace("A word of ", "")
        assert not [mark for mark in MARKS.values() if f'"{mark}"' in text], words
        assert [mark for mark in MARKS.values() if mark not in words] == []


@pytest.mark.long
def test_a_small_group_is_told_nothing_and_counts_nothing(ring: Ring) -> None:
    path = given(ring, PEERS[:2])
    ring.rate("lead", "superior", "a1", "8", "8")
    ring.close(path)
    text = json.dumps(seen(ring, path, "lead"))
    # (3.19 + 5.27) ÷ 2 = 4.23
    assert "4.23" not in text
    assert "A word" not in text
    assert ring.line("a1")["value"] == "8"


def test_a_round_of_before_counts_two_marks_no_more_than_it_shows_them(
    ring: Ring, platform: Platform
) -> None:
    """Older versions took an ``anonymity_min`` of 2, with which nobody is shown what counts."""
    body = {"scheme": "desk", "period": "2026-10", "closes_on": "2026-11-20", "anonymity_min": 2}
    (fault,) = ring.hr.post("/v1/rating-rounds", body).problem(422)["errors"]
    assert fault["pointer"] == "/anonymity_min"
    path = given(ring, PEERS[:2])
    ring.rate("lead", "superior", "a1", "8", "8")
    asks_for(platform, path, 2)

    assert ring.close(path)["anonymity_min"] == 3

    # The superior's 8 alone. With the peers' (3.19 + 5.27) ÷ 2 = 4.23 it was 6.115, and
    # 2 × 6.115 − 8 gave 4.23 away.
    assert ring.line("a1")["value"] == "8"


def asks_for(platform: Platform, path: str, least: int) -> None:
    """Store what a round asks for, as an older version did."""
    with worker_in(platform, "acme") as context:
        key = key_of_round(context.scope, path.rpartition("/")[2])
        context.unit.update(key, [Path("anonymity_min").set(least)])
        context.unit.commit()


@pytest.mark.long
def test_what_a_round_of_before_gave_stays_as_it_is(ring: Ring, platform: Platform) -> None:
    path = given(ring, PEERS[:2])
    ring.rate("lead", "superior", "a1", "8", "8")
    ring.close(path)
    asks_for(platform, path, 2)
    again = {"reason": "somebody was ill", "closes_on": "2026-12-20"}
    ring.hr.post(f"{path}/reopen", again, if_match="*").ok()
    assert ring.close(path)["anonymity_min"] == 2


@pytest.mark.long
def test_one_more_rater_after_a_reopening_cannot_be_told_by_the_difference(ring: Ring) -> None:
    path = given(ring, PEERS[:3])
    ring.close(path)
    # (3.19 + 5.27 + 7.43) ÷ 3 = 5.296667
    first = ring.line("a1")["ratings"][0]
    assert (first["value"], first["count"]) == ("5.296667", 3)
    said = ring.hr.get(f"{path}/comments", query={"employee_id": "a1"}).ok()
    body = {"reason": "a5 was ill", "closes_on": "2026-11-20"}
    ring.hr.post(f"{path}/reopen", body, if_match="*").ok()
    ring.rate("a5", "peer", "a1", MARKS["a5"], MARKS["a5"], comment="One more word")
    ring.close(path)
    assert ring.line("a1")["ratings"][0] == first
    assert ring.hr.get(f"{path}/comments", query={"employee_id": "a1"}).ok() == said


def test_marks_of_a_file_are_shown_combined_and_of_a_small_group_not_at_all(ring: Ring) -> None:
    header = "employee_id,teamwork_peer,teamwork_superior,teamwork_self"
    sent = f"{header}\na1,3.19;5.27;7.43,8,\na2,3.19;5.27,8,\n".encode()
    ring.desk.send(sent, source="forms")
    # (3.19 + 5.27 + 7.43) ÷ 3 = 5.296667
    first, second = ring.line("a1"), ring.line("a2")
    assert first["inputs"]["teamwork_peer"] == "5.296667"
    told = {one["role"]: (one["value"], one["count"]) for one in first["ratings"]}
    assert told == {"peer": ("5.296667", 3), "superior": ("8", 1), "self": (None, None)}
    assert second["inputs"]["teamwork_peer"] is None
    explained = json.dumps([ring.card(one, explain="true") for one in ("a1", "a2")])
    assert "5.296667 from 3 marks" in explained
    assert "fewer than 3 marks, not shown" in explained
    assert not [mark for mark in MARKS.values() if mark in explained]


@pytest.mark.long
def test_comments_are_shuffled_and_shown_to_the_person_when_the_period_is_published(
    ring: Ring,
) -> None:
    path = given(ring)
    query = {"employee_id": "a1"}
    comments = f"{path}/comments"
    assert ring.hr.get(comments, query=query).problem(409)["code"] == "round_not_closed"
    ring.close(path)
    items = ring.hr.get(comments, query=query).ok()["items"]
    (peers,) = [one["comments"] for one in items if one["role"] == "peer"]
    assert sorted(peers) == sorted(f"A word of {mark}" for mark in MARKS.values())
    # The order depends on the texts and the round's secret: not on who wrote first.
    assert ring.of("a1").get(comments, query=query).problem(404)["missing"] == "rating_round"
    assert ring.of("a2").get(comments, query=query).problem(404)["missing"] == "rating_round"
    # As hr and as the lead of the own team a1 is still the person.
    others = [
        ring.company.with_key(role="hr", employee_id="a1"),
        ring.company.with_key(role="supervisor", team="red", employee_id="a1"),
    ]
    for caller in others:
        caller.get(comments, query=query).problem(404)
    settled(ring.hr, "publish", "2026-10", "desk", incomplete=5).ok()
    for caller in (ring.of("a1"), *others):
        assert caller.get(comments, query=query).ok()["items"] == items


@pytest.mark.long
def test_the_audit_log_the_copy_and_the_upload_tell_no_mark(ring: Ring) -> None:
    path = given(ring)
    closed = ring.close(path)
    admin = ring.company.admin
    log = json.dumps(admin.get("/v1/audit-events", query={"limit": 200}).ok())
    upload = json.dumps(ring.hr.get(f"/v1/uploads/{closed['upload']}").ok())
    admin.post("/v1/tenant/copies").ok(201)
    Worker(ring.world).work()
    assert [name for name in ring.world.objects() if "rating_rounds" in name]
    stored = b"".join(
        gzip.decompress(ring.world.s3.get_object(Bucket=BUCKET, Key=name)["Body"].read())
        for name in ring.world.objects()
        if name.endswith(".gz")
    ).decode()
    assert closed["id"] in stored
    for mark in MARKS.values():
        assert mark not in log
        assert mark not in upload
        assert mark not in stored
