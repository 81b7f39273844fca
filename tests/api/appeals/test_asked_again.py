"""A role of raters is asked again about the person, in place of what it gave.

a1 has 32 for answering, 36 for solving, and 7.9375 of peers (7.375) and superior (8.5), doubled
15.875: 83.88.
"""

import json
from typing import Any

import pytest

from tests.api.answer import Reply
from tests.api.appeals.test_ratings import LEFT_OUT, SUPERIOR, filed, rated  # noqa: F401
from tests.api.client import Api
from tests.api.company import Company
from tests.api.people.worker import Worker
from tests.api.rating_rounds.conftest import ring  # noqa: F401 (a fixture)
from tests.api.rating_rounds.rating import Ring, answers
from tests.api.settled_month import settled

ASKED = {**SUPERIOR, "kind": "role_asked_again", "closes_on": "2026-11-25"}
LINE = {"kind": "line", "indicator": "teamwork"}


@pytest.fixture
def judge(acme: Company) -> Api:
    acme.hr.put("/v1/employees/judge", {"name": "J", "team": "office"}).ok(201)
    return acme.with_key(role="hr", employee_id="judge")


def decide(judge: Api, appeal: str, *remedies: Any) -> Reply:
    judge.post(f"{appeal}/review", if_match="*").ok()
    body = {"decision": "upheld", "reason": "主管当时不在岗", "remedies": list(remedies)}
    return judge.post(f"{appeal}/decide", body, if_match="*")


def round_of(judge: Api, appeal: str) -> str:
    return f"/v1/rating-rounds/{judge.get(appeal).ok()['remedies'][0]['round']}"


def count(ring: Ring, appeal: str) -> None:  # noqa: F811
    """Let the worker count what was answered, and what follows from it."""
    ring.clock.advance(seconds=40)
    message = {"kind": "count_answers", "tenant": "acme", "id": appeal.rpartition("/")[2]}
    ring.desk.deliver_body(json.dumps({**message, "attempt": 0}))


def state(judge: Api, appeal: str) -> list[str]:
    return [one["state"] for one in judge.get(appeal).ok()["remedies"]]


def test_a_role_answers_again_and_the_new_revision_names_the_appeal(
    rated: Ring,  # noqa: F811
    judge: Api,
) -> None:
    appeal = filed(rated, SUPERIOR)
    others = rated.card("a2")["revision"]
    decide(judge, appeal, ASKED).ok()
    assert (judge.get(appeal).ok()["status"], state(judge, appeal)) == ("upheld", ["awaited"])
    path = round_of(judge, appeal)
    assert rated.hr.get(path).ok()["status"] == "open"

    # The superior is asked about a1 alone, and nobody else at all.
    assert {one["employee_id"]: one["open"] for one in rated.tasks("lead")} == {
        "a1": True, "a2": False, "a3": False, "a4": False, "a5": False,
    }  # fmt: skip
    assert not any(one["open"] for one in rated.tasks("a2"))
    (about_a2,) = [one for one in rated.tasks("lead") if one["employee_id"] == "a2"]
    refused = rated.of("lead").put(
        f"/v1/rating-tasks/{about_a2['id']}", answers("1", "1"), if_match="*"
    )
    refused.problem(409, "round_not_open")
    rated.rate("lead", "superior", "a1", "6", "6")
    # What was given stands until the round is closed again and the answers are counted.
    assert rated.card("a1")["total"] == "83.88"
    rated.hr.post(f"{path}/close", if_match="*").ok()
    assert state(judge, appeal) == ["pending"]

    count(rated, appeal)
    # (7.375 + 6) ÷ 2 = 6.6875, doubled 13.375, half up 13.38: 32 + 36 + 13.38.
    card = rated.card("a1")
    assert (card["total"], card["caused_by"]) == ("81.38", [appeal.rpartition("/")[2]])
    told = {one["role"]: (one["value"], one["count"]) for one in rated.line("a1")["ratings"]}
    assert told == {"peer": ("7.375", 4), "superior": ("6", 1), "self": ("10", 1)}
    assert state(judge, appeal) == ["done"]
    # Nobody else's result is touched, and the raters stay known as who judged.
    assert rated.card("a2")["revision"] == others
    (forms,) = [one for one in card["sources"] if one["code"] == "forms"]
    assert forms["rating_round"] == path.rpartition("/")[2]
    assert rated.of("a1").get(appeal).ok()["steps"][-1]["counted"] == ["superior"]
    # It comes twice: there is nothing left to count.
    count(rated, appeal)
    assert rated.card("a1")["revision"] == card["revision"]
    assert len(judge.get(appeal).ok()["steps"]) == 4


def test_a_round_that_nobody_closes_closes_by_itself_after_its_last_day(
    rated: Ring,  # noqa: F811
    judge: Api,
) -> None:
    """Asked until the 25th: with the superior's 6 it is 81.38, as above."""
    appeal = filed(rated, SUPERIOR)
    decide(judge, appeal, ASKED).ok()
    path = round_of(judge, appeal)
    rated.rate("lead", "superior", "a1", "6", "6")

    def look() -> str:
        message = {"kind": "close_due_rounds", "tenant": "acme", "attempt": 0}
        rated.desk.deliver_body(json.dumps(message))
        return str(rated.hr.get(path).ok()["status"])

    while rated.clock().date().isoformat() < "2026-11-25":
        assert look() == "open"
        rated.clock.advance(days=5)
    rated.clock.advance(days=1)
    assert look() == "closed"
    assert look() == "closed"
    count(rated, appeal)

    assert (rated.card("a1")["total"], state(judge, appeal)) == ("81.38", ["done"])


@pytest.mark.long
def test_no_single_rater_of_an_anonymous_role_shows_by_the_difference(
    rated: Ring,  # noqa: F811
    judge: Api,
) -> None:
    appeal = filed(rated, {**SUPERIOR, "role": "peer"})
    decide(judge, appeal, {**ASKED, "role": "peer"}).ok()
    path = round_of(judge, appeal)
    for rater in ("a2", "a3"):
        rated.rate(rater, "peer", "a1", "1", "1")
    rated.hr.post(f"{path}/close", if_match="*").ok()
    count(rated, appeal)
    # Two forms have changed, and three make the role anonymous: what was told stands.
    assert (rated.line("a1")["value"], state(judge, appeal)) == ("7.9375", ["done"])
    # The next appeal asks once more: with the third form the role is told anew.
    again = filed(rated, LINE)
    decide(judge, again, {**ASKED, "role": "peer"}).ok()
    rated.rate("a4", "peer", "a1", "1", "1")
    rated.hr.post(f"{path}/close", if_match="*").ok()
    count(rated, again)
    # (1 + 1 + 1 + 6) ÷ 4 = 2.25; with the superior's 8.5: 5.375.
    assert rated.line("a1")["value"] == "5.375"


@pytest.mark.long
def test_in_a_locked_month_the_answers_are_a_correction(
    rated: Ring,  # noqa: F811
    judge: Api,
    acme: Company,
) -> None:
    appeal = filed(rated, SUPERIOR)
    decide(judge, appeal, ASKED).ok()
    path = round_of(judge, appeal)
    rated.clock.advance(days=8)
    accepted = {"incomplete": 4, "flags": acme.hr.get("/v1/periods/2026-10").ok().get("flags", 0)}
    # What is awaited is named as an appeal that is open, and taken by count.
    refused = settled(acme.hr, "lock", "2026-10", "desk", incomplete=4).json
    assert (refused["code"], refused["open_appeals"]) == ("appeals_open", 1), accepted
    settled(acme.hr, "lock", "2026-10", "desk", incomplete=4, open_appeals=1).ok()
    paid = rated.card("a1")
    rated.rate("lead", "superior", "a1", "6", "6")
    rated.hr.post(f"{path}/close", if_match="*").ok()
    count(rated, appeal)
    found = judge.get(appeal).ok()
    assert (state(judge, appeal), found["correction"][:4]) == (["done"], "cor_")
    made = acme.hr.get(f"/v1/corrections/{found['correction']}").ok()
    assert (made["before"]["total"], made["after"]["total"]) == ("83.88", "81.38")
    assert rated.card("a1")["total"] == paid["total"]
    assert rated.card("a1", effective="true")["total"] == "81.38"


@pytest.mark.long
def test_a_role_that_answers_the_same_in_a_locked_month_changes_nothing(
    rated: Ring,  # noqa: F811
    judge: Api,
    acme: Company,
) -> None:
    appeal = filed(rated, SUPERIOR)
    rated.clock.advance(days=8)
    settled(acme.hr, "lock", "2026-10", "desk", incomplete=4, open_appeals=1).ok()
    decide(judge, appeal, ASKED).ok()
    rated.hr.post(f"{round_of(judge, appeal)}/close", if_match="*").ok()
    count(rated, appeal)
    (remedy,) = judge.get(appeal).ok()["remedies"]
    assert (remedy["state"], remedy["because"]["code"]) == ("done", "unchanged")
    assert judge.get(appeal).ok()["correction"] is None


@pytest.mark.long
def test_two_appeals_ask_in_one_round_at_once(rated: Ring, judge: Api) -> None:  # noqa: F811
    first, second = filed(rated, SUPERIOR), filed(rated, {**SUPERIOR, "role": "peer"})
    decide(judge, first, ASKED).ok()
    decide(judge, second, {**ASKED, "role": "peer", "closes_on": "2026-11-27"}).ok()
    path = round_of(judge, first)
    found = rated.hr.get(path).ok()
    assert (found["closes_on"], found["asked_again"]) == ("2026-11-27", ["superior", "peer"])
    rated.rate("lead", "superior", "a1", "6", "6")
    rated.hr.post(f"{path}/close", if_match="*").ok()
    for appeal in (first, second):
        count(rated, appeal)
        assert state(judge, appeal) == ["done"]
    assert rated.card("a1")["total"] == "81.38"


@pytest.mark.long
def test_an_erased_person_is_asked_about_no_more_and_nothing_waits(
    rated: Ring,  # noqa: F811
    judge: Api,
    acme: Company,
) -> None:
    appeal = filed(rated, SUPERIOR)
    decide(judge, appeal, ASKED).ok()
    path = round_of(judge, appeal)
    acme.admin.post("/v1/employees/a1/erase", {"files": "keep"}).ok(202)
    Worker(rated.world).work()
    assert not any(one["open"] for one in rated.tasks("lead"))
    rated.hr.post(f"{path}/close", if_match="*").ok()
    count(rated, appeal)
    assert state(judge, appeal) == ["failed"]
    figures = acme.hr.get("/v1/appeals/figures", query={"period": "2026-10", "scheme": "desk"})
    assert figures.ok()["awaiting_raters"] == 0


def test_who_cannot_be_asked_again_is_said(rated: Ring, judge: Api) -> None:  # noqa: F811
    appeal = filed(rated, SUPERIOR)
    refused = decide(
        judge,
        appeal,
        {**ASKED, "closes_on": "2026-10-01"},
        {**ASKED, "role": "self"},
        {**ASKED, "role": "client"},
        SUPERIOR | {"kind": "role_asked_again"},
        LEFT_OUT,
    )
    found = [(one["pointer"], one["code"]) for one in refused.problem(422)["errors"]]
    assert found == [
        ("/remedies/0/closes_on", "in_past"),
        ("/remedies/1/role", "own_marks"),
        ("/remedies/2/role", "unknown_role"),
        ("/remedies/3/closes_on", "required"),
        ("/remedies/3/role", "role_twice"),
        ("/remedies/4/role", "role_twice"),
    ]
    remedies = [{**ASKED, "closes_on": "9026-10-01"}]
    body = {"decision": "upheld", "reason": "x", "remedies": remedies}
    (far,) = judge.post(f"{appeal}/decide", body, if_match="*").problem(422)["errors"]
    assert (far["pointer"], far["code"]) == ("/remedies/0/closes_on", "too_far")


@pytest.mark.long
def test_raters_of_a_role_that_was_left_out_decide_on_no_later_appeal(
    rated: Ring,  # noqa: F811
    judge: Api,
    acme: Company,
) -> None:
    decide(judge, filed(rated, SUPERIOR), LEFT_OUT).ok()
    for message in rated.world.messages("uploads"):
        rated.desk.deliver_body(message)
    again = filed(rated, LINE)
    peer = acme.with_key(role="admin", employee_id="a2")
    peer.post(f"{again}/review", if_match="*").problem(403, "own_judgement")
