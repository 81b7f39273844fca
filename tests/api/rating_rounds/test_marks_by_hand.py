"""Marks that hr corrects by hand: the person and the superior read what they come to."""

import json

from tests.api.client import Api
from tests.api.company import Company
from tests.api.rating_rounds.rating import Ring
from tests.api.settled_month import settled
from tests.api.uploads.sending import chat_of, qa_of

FORMS = b"employee_id,teamwork_peer,teamwork_superior,teamwork_self\na1,3.19;5.27;7.43,8,\n"
#: (3.21 + 5.31 + 7.44) ÷ 3 = 5.32
SINGLE, COMBINED = {"teamwork_peer": "3.21;5.31;7.44"}, {"teamwork_peer": "5.32"}
#: What a round makes of thirty raters' marks, which nobody may type.
OF_A_ROUND = {"teamwork_peer": "300/30(30)"}
LINE = {"kind": "line", "indicator": "teamwork"}


def month(ring: Ring, company: Company) -> None:
    company.admin.patch("/v1/tenant", {"appeal_days": 7}, if_match="*").ok()
    ring.desk.send(chat_of("a1,4000,100"), source="chat")
    ring.desk.send(qa_of("a1,88,100"), source="qa")
    ring.desk.send(FORMS, source="forms")


def readers(ring: Ring) -> tuple[Api, ...]:
    return ring.hr, ring.of("a1"), ring.of("lead")


def test_a_correction_tells_marks_combined_and_of_a_small_group_nothing(
    ring: Ring, acme: Company
) -> None:
    month(ring, acme)
    settled(ring.hr, "lock", "2026-10", "desk", open_windows=1).ok()
    about = {"scheme": "desk", "period": "2026-10", "employee_id": "a1", "reason": "typed wrongly"}
    (wrong,) = ring.hr.post("/v1/corrections", {**about, "figures": OF_A_ROUND}).problem(422)[
        "errors"
    ]
    assert (wrong["pointer"], wrong["code"]) == ("/figures/teamwork_peer", "combined_marks")
    ring.hr.post("/v1/corrections", {**about, "figures": SINGLE}).ok(201)
    ring.hr.post("/v1/corrections", {**about, "figures": {"teamwork_peer": "4.44"}}).ok(201)
    for reader in readers(ring):
        newest, first = reader.get("/v1/corrections").ok()["items"]
        assert (first["figures"], newest["figures"]) == ([COMBINED], [{"teamwork_peer": None}])
    # The marks are what is scored: (4.44 + 8) ÷ 2 = 6.22, doubled.
    line = ring.card("a1", effective="true")["lines"][2]
    assert (line["value"], line["points"]) == ("6.22", "12.44")


def test_a_remedy_tells_marks_combined_and_is_carried_out_by_the_marks(
    ring: Ring, acme: Company
) -> None:
    month(ring, acme)
    settled(ring.hr, "publish", "2026-10", "desk").ok()
    acme.hr.put("/v1/employees/judge", {"name": "J", "team": "office"}).ok(201)
    judge = acme.with_key(role="hr", employee_id="judge")
    body = {"period": "2026-10", "scheme": "desk", "revision": ring.card("a1")["revision"]}
    filed = ring.of("a1").post("/v1/appeals", {**body, "reason": "不公", "against": LINE}).ok(201)
    path = f"/v1/appeals/{filed['id']}"
    judge.post(f"{path}/review", if_match="*").ok()
    of_a_round = [{"kind": "figures", "columns": OF_A_ROUND}]
    decision = {"decision": "upheld", "reason": "typed wrongly", "remedies": of_a_round}
    (wrong,) = judge.post(f"{path}/decide", decision, if_match="*").problem(422)["errors"]
    assert (wrong["pointer"], wrong["code"]) == (
        "/remedies/0/columns/teamwork_peer",
        "combined_marks",
    )
    remedies = [{"kind": "figures", "columns": SINGLE}]
    decision = {"decision": "upheld", "reason": "typed wrongly", "remedies": remedies}
    judge.post(f"{path}/decide", decision, if_match="*").ok()
    for reader in readers(ring):
        told = reader.get(path).ok()["remedies"]
        assert told[0]["columns"] == COMBINED
        assert "3.21" not in json.dumps(told)
    for message in ring.world.messages("uploads"):
        ring.desk.deliver_body(message)
    # (5.32 + 8) ÷ 2
    assert ring.line("a1")["value"] == "6.66"
