"""An erasure takes a person out of inspections: as the one inspected, and as an inspector."""

from tests.api.inspections.inspecting import Bureau, contacts, said
from tests.api.named import is_named
from tests.api.people.worker import Worker


def everything_stored(house: Bureau) -> str:
    """All items of inspections, as text."""
    items = house.desk.world.items()
    return "\n".join(repr(item) for item in items if "#inspection" in item["pk"]["S"])


def test_who_was_inspected_becomes_a_pseudonym_without_words(bureau: Bureau) -> None:
    own = [
        {"employee_id": "1001", "contact": name, "day": "2026-10-01", "channel": "phone"}
        for name in ("first", "second")
    ]
    path = bureau.drawn(contacts=[*own, *contacts("1002", 2)])
    bureau.judge([said("privacy", note="1001 again")] * 2 + [said("privacy")] * 2)
    bureau.close(path)
    bureau.company.admin.post("/v1/employees/1001/erase", {"files": "delete"}).ok(202)
    Worker(bureau.desk.world).work()
    stored = everything_stored(bureau)
    assert "erased-" in stored
    assert not is_named("1001", stored)
    # The other's tickets stay as they were.
    (told,) = bureau.card("1002", explain="true")["inspections"]
    assert told["tickets"][0]["passages"] == ["“just wait”"]


def test_an_inspector_becomes_a_pseudonym_and_the_judgements_stay(bureau: Bureau) -> None:
    path = bureau.drawn(contacts=contacts("1001"), inspectors=["i1"])
    bureau.judge([said("privacy"), said()])
    bureau.close(path)
    bureau.company.admin.post("/v1/employees/i1/erase", {"files": "keep"}).ok(202)
    Worker(bureau.desk.world).work()
    found = bureau.hr.get(path).ok()
    (inspector,) = found["inspectors"]
    assert inspector.startswith("erased-")
    assert found["progress"] == [{"employee_id": inspector, "assigned": 2, "submitted": 2}]
    assert {one["rater"] for one in found["statistics"][0]["raters"]} == {inspector}
    (told,) = bureau.card("1001", explain="true")["inspections"]
    assert [one["inspectors"] for one in told["tickets"]] == [[inspector], [inspector]]
    assert "'i1'" not in everything_stored(bureau)
