"""Appeals against what a role of raters gave: no rater decides, and the role is left out."""

import pytest

from tests.api.appeals.court import PATH
from tests.api.company import Company
from tests.api.rating_rounds.conftest import ring  # noqa: F401 (a fixture)
from tests.api.rating_rounds.rating import Ring
from tests.api.rating_rounds.test_closing import filled
from tests.api.settled_month import settled
from tests.api.uploads.sending import chat_of, qa_of

SUPERIOR = {"kind": "rating", "indicator": "teamwork", "role": "superior"}
LEFT_OUT = {"kind": "role_left_out", "indicator": "teamwork", "role": "superior"}


@pytest.fixture
def rated(ring: Ring, acme: Company) -> Ring:  # noqa: F811
    """a1 has 40 s and 88 %, and 7.9375 of peers (7.375) and superior (8.5): 83.88, published."""
    acme.admin.patch("/v1/tenant", {"appeal_days": 7}, if_match="*").ok()
    path = filled(ring)
    ring.desk.send(chat_of("a1,4000,100"), source="chat")
    ring.desk.send(qa_of("a1,88,100"), source="qa")
    ring.close(path)
    # The others were rated by nobody and await their figures.
    settled(acme.hr, "publish", "2026-10", "desk", incomplete=4).ok()
    return ring


def filed(ring: Ring, against: dict[str, str]) -> str:  # noqa: F811
    revision = ring.card("a1")["revision"]
    body = {"period": "2026-10", "scheme": "desk", "revision": revision, "reason": "不公"}
    made = ring.of("a1").post(PATH, {**body, "against": against}).ok(201)
    return f"{PATH}/{made['id']}"


@pytest.mark.long
def test_a_contested_role_is_left_out_by_somebody_who_did_not_rate(
    rated: Ring, acme: Company
) -> None:
    acme.hr.put("/v1/employees/judge", {"name": "J", "team": "office"}).ok(201)
    judge = acme.with_key(role="hr", employee_id="judge")
    appeal = filed(rated, SUPERIOR)
    judge.post(f"{appeal}/review", if_match="*").ok()
    body = {"decision": "upheld", "reason": "主管不在岗", "remedies": [LEFT_OUT]}
    judge.post(f"{appeal}/decide", body, if_match="*").ok()
    for message in rated.world.messages("uploads"):
        rated.desk.deliver_body(message)
    # The peers alone: 7.375, twice that are 14.75 of 20; with 32 and 36 it is 82.75.
    line = rated.line("a1")
    assert (line["value"], line["points"]) == ("7.375", "14.75")
    told = {one["role"]: one["value"] for one in line["ratings"]}
    assert told == {"peer": "7.375", "superior": None, "self": "10"}
    card = rated.card("a1")
    assert (card["total"], card["caused_by"]) == ("82.75", [appeal.rpartition("/")[2]])


@pytest.mark.long
def test_raters_of_the_contested_role_and_superiors_may_not_decide(
    rated: Ring, acme: Company
) -> None:
    lead = acme.with_key(role="admin", employee_id="lead")
    peer = acme.with_key(role="admin", employee_id="a2")
    of_superior = filed(rated, SUPERIOR)
    of_peers = filed(rated, {**SUPERIOR, "role": "peer"})
    of_line = filed(rated, {"kind": "line", "indicator": "teamwork"})
    for judge, appeal in ((lead, of_superior), (peer, of_peers), (lead, of_line), (peer, of_line)):
        judge.post(f"{appeal}/review", if_match="*").problem(403, "own_judgement")
    peer.post(f"{of_superior}/review", if_match="*").ok()


@pytest.mark.long
def test_superiors_do_not_read_appeals_against_ratings(rated: Ring, acme: Company) -> None:
    appeal = filed(rated, SUPERIOR)
    rated.of("lead").get(appeal).problem(404)
    assert rated.of("lead").get(PATH).ok()["items"] == []
    assert rated.of("a1").get(appeal).ok()["against"]["role"] == "superior"
    assert acme.hr.get(appeal).ok()["against"]["role"] == "superior"


def test_figures_that_a_round_gave_are_not_put_by_hand(rated: Ring, acme: Company) -> None:
    acme.hr.put("/v1/employees/judge", {"name": "J", "team": "office"}).ok(201)
    judge = acme.with_key(role="hr", employee_id="judge")
    appeal = filed(rated, SUPERIOR)
    judge.post(f"{appeal}/review", if_match="*").ok()
    wrong = {"kind": "figures", "columns": {"teamwork_superior": "10"}}
    body = {"decision": "upheld", "reason": "x", "remedies": [wrong]}
    refused = judge.post(f"{appeal}/decide", body, if_match="*").problem(422)
    assert refused["errors"][0]["code"] == "fed_by_round"
