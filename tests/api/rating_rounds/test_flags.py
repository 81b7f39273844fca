"""Flags about the raters of a closed round: each is answered before the period is published."""

from decimal import Decimal
from typing import Any

import pytest

from chalicelib.person_keys import PersonKey
from chalicelib.rating_rounds.asking import Asked, ask_again
from chalicelib.tenancy.platform import Platform
from tests.api.answer import Reply
from tests.api.client import Api
from tests.api.rating_rounds.rating import PERIOD, TEAM, Ring
from tests.api.rating_rounds.test_erasure import erase, left
from tests.api.uploads.sending import chat_of, qa_of
from tests.api.worker import worker_in


@pytest.fixture
def boss(ring: Ring) -> Api:
    return ring.company.with_role("hr", employee_id="boss")


def rated(ring: Ring) -> str:
    """One peer gives everybody 5 and 5, lead 10 and 9: (5 + 4) ÷ 2 = 4.5 more, on each of five."""
    path = ring.open(roles=[{"role": "peer", "number": 1}])
    for rater in TEAM:
        (ratee,) = [one["employee_id"] for one in ring.tasks(rater) if one["role"] == "peer"]
        ring.rate(rater, "peer", ratee, "5", "5")
    for ratee in TEAM:
        ring.rate("lead", "superior", ratee, "10", "9")
    return path


def flags(ring: Ring, path: str) -> dict[str, Any]:
    """The flags of the last examination, by code."""
    return {one["code"]: one for one in ring.hr.get(f"{path}/flags").ok()["items"]}


def answered(boss: Api, path: str, flag: Any, how: str, **more: str) -> Any:
    body = {"answer": how, "reason": "talked to lead", **more}
    return boss.post(f"{path}/flags/{flag['id']}/answer", body)


def the_rest_of_the_month(ring: Ring) -> None:
    ring.desk.send(chat_of(*(f"{one},4000,100" for one in TEAM)), source="chat")
    ring.desk.send(qa_of(*(f"{one},88,100" for one in TEAM)), source="qa")


def publish(ring: Ring, **accept: int) -> Reply:
    """Publish, with all that stands in the way accepted, but what is about flags."""
    board = ring.hr.get(f"/v1/periods/{PERIOD}/board", query={"scheme": "desk"}).ok()
    named = {one["accept"]: one["count"] for one in board["obstacles"]}
    named.pop("flags", None)
    body = {"scheme": "desk", "accept": {**named, **accept}}
    return ring.hr.post(f"/v1/periods/{PERIOD}/publish", body)


def test_raters_are_examined_when_the_values_are_counted(ring: Ring) -> None:
    path = rated(ring)
    closed = ring.hr.post(f"{path}/close", if_match="*").ok()
    ring.clock.advance(seconds=40)
    ring.examine(path)
    ring.hr.get(f"{path}/statistics").problem(404, "not_found")
    ring.count(closed["upload"])
    ring.examine(path)
    assert ring.hr.get(f"{path}/statistics").ok()["flags"] == 2


def test_a_round_that_is_open_again_stands_in_the_way_of_publishing(ring: Ring) -> None:
    the_rest_of_the_month(ring)
    path = ring.open()
    ring.rate("lead", "superior", "a1", "8", "8")
    ring.close(path)
    again = {"reason": "somebody was ill", "closes_on": "2026-12-20"}
    ring.hr.post(f"{path}/reopen", again, if_match="*").ok()
    assert publish(ring).problem(409, "flags_unanswered")["flags"] == 1
    ring.close(path)
    publish(ring).ok()


def test_what_is_remarkable_is_listed_with_the_figures_behind_it(ring: Ring) -> None:
    path = rated(ring)
    ring.hr.get(f"{path}/statistics").problem(404, "not_found")
    ring.close(path)
    found = flags(ring, path)
    assert set(found) == {"lenient", "low_alpha"}
    lenient = found["lenient"]
    assert [(one["role"], one["employee_id"]) for one in lenient["raters"]] == [
        ("superior", "lead")
    ]
    # Of five people, 4.5 each: there is nothing between them, so the interval is the mean.
    figures = {name: Decimal(figure) for name, figure in lenient["figures"].items()}
    half = Decimal("4.5")
    assert figures == {"mean": half, "low": half, "high": half, "compared": 5}
    assert "higher than the others'" in lenient["text"]["en"]
    assert (found["low_alpha"]["raters"], lenient["answer"]) == ([], None)
    told = ring.hr.get(f"{path}/statistics").ok()
    (teamwork,) = told["indicators"]
    # lead and five peers rate; lead's team is not theirs, and each peer judged one person.
    assert teamwork["own_team"] == {"computed": 0, "few_data": 6}
    assert (teamwork["drift"], teamwork["drift_over_rounds"]) == (None, None)
    # Ten units of two marks: five people and two questions.
    assert (told["flags"], teamwork["agreement"]) == (2, {"units": 10, "exact": 0, "within": 0})
    assert teamwork["alpha"]["units"] == 10


@pytest.mark.long
def test_a_period_is_published_when_each_flag_is_answered_or_their_count_accepted(
    ring: Ring, boss: Api
) -> None:
    path = rated(ring)
    the_rest_of_the_month(ring)
    ring.close(path)
    assert publish(ring).problem(409, "flags_unanswered")["flags"] == 2
    board = ring.hr.get(f"/v1/periods/{PERIOD}/board", query={"scheme": "desk"}).ok()
    named = {one["code"]: (one["count"], one["accept"]) for one in board["obstacles"]}
    assert named["flags_unanswered"] == (2, "flags")
    found = flags(ring, path)
    kept = answered(boss, path, found["lenient"], "keep").ok()["answer"]
    assert (kept["answer"], kept["reason"]) == ("keep", "talked to lead")
    answered(boss, path, found["lenient"], "keep").problem(409, "flag_answered")
    publish(ring, flags=2).problem(409, "flags_unanswered")
    publish(ring, flags=1).ok()
    (event,) = [
        one
        for one in ring.company.admin.get("/v1/audit-events", query={"limit": 200}).ok()["items"]
        if one["action"] == "periods.publish"
    ]
    assert event["after"]["accepted_flags"] == 1


@pytest.mark.long
def test_what_was_answered_stays_answered_when_an_appeal_asks_about_one_person_again(
    ring: Ring, boss: Api, platform: Platform
) -> None:
    path = rated(ring)
    ring.close(path)
    answered(boss, path, flags(ring, path)["lenient"], "keep").ok()
    with worker_in(platform, "acme") as context:
        asked = [Asked(PersonKey("a1"), "superior", "apl_2026-10_0000000000000000000000")]
        ask_again(context, path.rpartition("/")[2], asked, "2026-11-25")
        context.unit.commit()
    ring.rate("lead", "superior", "a1", "9", "9")
    ring.hr.post(f"{path}/close", if_match="*").ok()
    ring.clock.advance(seconds=40)
    ring.examine(path)
    found = flags(ring, path)
    assert (found["lenient"]["answer"] or {}).get("answer") == "keep"
    assert found["low_alpha"]["answer"] is None


@pytest.mark.long
def test_a_closed_round_that_is_not_examined_yet_counts_as_one_flag(ring: Ring) -> None:
    path = ring.open()
    the_rest_of_the_month(ring)
    closed = ring.hr.post(f"{path}/close", if_match="*").ok()
    ring.count(closed["upload"])
    assert publish(ring).problem(409, "flags_unanswered")["flags"] == 1
    ring.examine(path)
    # Nobody gave a mark: few data are said, and nothing is flagged.
    (teamwork,) = ring.hr.get(f"{path}/statistics").ok()["indicators"]
    assert teamwork["alpha"]["value"] is None
    assert teamwork["alpha"]["not_computed"]["en"]
    assert flags(ring, path) == {}
    publish(ring).ok()


@pytest.mark.long
def test_a_round_that_is_open_again_counts_as_one_flag_until_it_is_closed(ring: Ring) -> None:
    path = ring.open()
    the_rest_of_the_month(ring)
    ring.close(path)
    ring.examine(path)
    body = {"reason": "The superior was on leave", "closes_on": "2026-11-25"}
    ring.hr.post(f"{path}/reopen", body, if_match="*").ok()
    refused = publish(ring).problem(409, "flags_unanswered")
    assert (refused["flags"], refused["rounds"]) == (1, [path.rpartition("/")[2]])
    ring.close(path)
    ring.examine(path)
    publish(ring).ok()


@pytest.mark.long
def test_a_role_is_left_out_as_a_whole_and_the_values_are_counted_without_it(
    ring: Ring, boss: Api
) -> None:
    path = rated(ring)
    ring.close(path)
    # Peers are too few to be told, so the superior's 9.5 is the value.
    assert ring.line("a1")["value"] == "9.5"
    found = flags(ring, path)
    answered(boss, path, found["low_alpha"], "leave_out").problem(422)
    answered(boss, path, found["lenient"], "leave_out").ok()
    after = ring.hr.get(path).ok()
    assert after["left_out"] == [{"role": "superior", "reason": "talked to lead"}]
    answered(boss, path, found["low_alpha"], "keep").problem(409, "flag_outdated")
    ring.count(after["upload"])
    ring.examine(path)
    assert ring.line("a1")["value"] is None
    # Nothing can be compared without the superior.
    assert flags(ring, path) == {}
    assert ring.hr.get(f"{path}/statistics").ok()["left_out"] == ["superior"]


@pytest.mark.long
def test_asking_again_opens_the_round_for_that_role_alone(ring: Ring, boss: Api) -> None:
    path = rated(ring)
    ring.close(path)
    found = flags(ring, path)
    answered(boss, path, found["lenient"], "ask_again").problem(422)
    again = answered(boss, path, found["lenient"], "ask_again", closes_on="2026-11-25")
    assert again.ok()["answer"]["answer"] == "ask_again"
    opened = ring.hr.get(path).ok()
    assert (opened["status"], opened["asked_again"]) == ("open", ["superior"])
    of_a1 = f"/v1/rating-tasks/{ring.tasks('a1')[0]['id']}"
    assert ring.save("a1", of_a1, "9", "9").problem(409)["code"] == "round_not_open"
    for ratee in TEAM:
        ring.rate("lead", "superior", ratee, "5", "5")
    ring.close(path)
    assert ring.line("a1")["value"] == "5"
    assert (ring.hr.get(path).ok()["asked_again"], flags(ring, path)) == ([], {})


@pytest.mark.long
def test_flags_are_read_by_hr_and_admin_and_answered_by_a_person(ring: Ring, boss: Api) -> None:
    path = rated(ring)
    ring.close(path)
    flag = flags(ring, path)["lenient"]
    for caller in (ring.company.auditor, ring.of("lead"), ring.of("a1")):
        caller.get(f"{path}/flags").problem(403)
        caller.get(f"{path}/statistics").problem(403)
    answered(ring.hr, path, flag, "keep").problem(403, "needs_a_person")
    answered(boss, path, {"id": "0100999999"}, "keep").problem(404)


@pytest.mark.long
def test_an_erased_rater_has_no_name_in_flags(ring: Ring) -> None:
    path = rated(ring)
    ring.close(path)
    assert erase(ring, "lead")["status"] == "completed"
    (rater,) = flags(ring, path)["lenient"]["raters"]
    assert (rater["role"], rater["employee_id"], rater["person"]) == ("superior", None, None)
    assert "'lead'" not in left(ring)


def test_nobody_answers_a_flag_about_the_own_marks(ring: Ring) -> None:
    path = rated(ring)
    ring.close(path)
    lead = ring.company.with_role("hr", employee_id="lead")
    found = flags(ring, path)
    answered(lead, path, found["lenient"], "keep").problem(409, "own_flag")
    # That all together agree little is about nobody.
    answered(lead, path, found["low_alpha"], "keep").ok()
