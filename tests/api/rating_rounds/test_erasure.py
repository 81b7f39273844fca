"""What an erasure leaves in a rating round: marks under a pseudonym, and nobody's name or words."""

from typing import Any

from tests.api.people.erased import opened
from tests.api.people.worker import Worker
from tests.api.rating_rounds.rating import Ring
from tests.api.rating_rounds.test_closing import filled


def erase(ring: Ring, who: str) -> Any:
    admin = ring.company.admin
    asked = admin.post(f"/v1/employees/{who}/erase", {"files": "keep"}).ok(202)
    Worker(ring.world).work()
    return admin.get(f"/v1/erasures/{asked['id']}").ok()


def left(ring: Ring) -> str:
    """What is stored of rounds, sheets and forms, and of what is said of raters."""
    mine = ("#rating-", "#rater-")
    return str(
        [one for one in opened(ring.world) if any(one_of in one["pk"]["S"] for one_of in mine)]
    )


def test_what_an_erased_rater_gave_still_counts_under_a_pseudonym(ring: Ring) -> None:
    path = filled(ring)
    ring.rate("a2", "peer", "a1", "8", "6", comment="A remark of A2")
    assert erase(ring, "a2")["status"] == "completed"
    ring.close(path)
    # as before: peers 7.375, superior 8.5
    assert ring.line("a1")["value"] == "7.9375"
    assert "'a2'" not in left(ring)
    assert "A remark" not in left(ring)
    query = {"employee_id": "a1"}
    items = ring.hr.get(f"{path}/comments", query=query).ok()["items"]
    assert [one["comments"] for one in items] == [[], [], []]


def test_what_was_said_about_an_erased_person_has_no_name_and_no_words(ring: Ring) -> None:
    path = filled(ring)
    ring.rate("a2", "peer", "a1", "8", "6", comment="A remark about A1")
    ring.close(path)
    assert erase(ring, "a1")["status"] == "completed"
    for trace in ("'a1'", "#a1", "a1#", "A remark"):
        assert trace not in left(ring), trace
    (sheet,) = ring.hr.get(f"{path}/assignments", query={"employee_id": "a2"}).ok()["items"]
    gone = [form for form in sheet["forms"] if form["notices"]]
    assert [(form["employee_id"], form["status"]) for form in gone] == [(None, "submitted")]


def test_an_erasure_waits_while_the_values_of_a_round_are_counted(ring: Ring) -> None:
    path = filled(ring)
    closed = ring.hr.post(f"{path}/close", if_match="*").ok()
    admin = ring.company.admin
    asked = admin.post("/v1/employees/a2/erase", {"files": "keep"}).ok(202)
    for body in ring.world.messages("jobs"):
        Worker(ring.world).deliver(body)
    assert admin.get(f"/v1/erasures/{asked['id']}").ok()["status"] != "completed"
    ring.count(closed["upload"])
    assert ring.line("a1")["value"] == "7.9375"
