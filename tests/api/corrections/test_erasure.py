"""An erased person in corrections: what was before and after stays, whom it was about goes."""

from tests.api.corrections.correcting import WHY, Correcting
from tests.api.named import is_named
from tests.api.people.worker import Worker

OURS = ("acme#corrections", "acme#corrected-results", "acme#scores#")


def test_an_erased_person_is_a_pseudonym_in_corrections_and_what_stands(paid: Correcting) -> None:
    first, second = paid.correct("1001", solved="78"), paid.correct("1001", solved="95")
    other = paid.correct("1002", solved="90")
    acme = paid.company
    acme.admin.post("/v1/employees/1001/erase", {"files": "keep"}).ok(202)
    Worker(paid.desk.world).work()

    listed = {one["id"]: one for one in acme.hr.get("/v1/corrections").ok()["items"]}
    assert set(listed) == {first["id"], second["id"], other["id"]}
    gone = listed[second["id"]]
    assert (gone["reason"], gone["figures"]) == (None, [])
    assert (gone["before"], gone["after"]) == (second["before"], second["after"])
    assert listed[other["id"]] == other
    # The pseudonym's result is read as any other is, with every revision.
    pseudonym = gone["employee_id"]
    assert pseudonym != "1001"
    cards = acme.hr.get(
        "/v1/periods/2026-10/scorecards", query={"effective": "true", "state": "locked"}
    ).ok()["items"]
    totals = {one["employee_id"]: one["total"] for one in cards}
    assert totals == {pseudonym: "92.00", "1002": "68.00", "1003": "40.00"}
    assert paid.card(pseudonym, revision=2)["total"] == "68.00"
    for item in paid.desk.world.items():
        if item["pk"]["S"].startswith(OURS):
            assert not is_named("1001", item), item
            if pseudonym in str(item):
                assert WHY["reason"] not in str(item)


def test_who_made_a_correction_is_erased_from_it(paid: Correcting) -> None:
    acme = paid.company
    maker = acme.with_role("hr", employee_id="1003")
    body = {**WHY, "employee_id": "1001", "period": "2026-10", "figures": {"solved": "78"}}
    made = maker.post("/v1/corrections", body).ok(201)
    assert made["made"]["employee_id"] == "1003"
    paid.follow()
    acme.admin.post("/v1/employees/1003/erase", {"files": "keep"}).ok(202)
    Worker(paid.desk.world).work()

    found = acme.hr.get(f"/v1/corrections/{made['id']}").ok()

    assert found["made"]["employee_id"] != "1003"
    assert (found["reason"], found["figures"]) == (made["reason"], made["figures"])
