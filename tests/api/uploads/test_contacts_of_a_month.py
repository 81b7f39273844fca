"""Contacts of a month: repeated ones, people of several teams, sources that they do not give."""

from typing import Any

import pytest

from tests.api.company import Company
from tests.api.uploads.sending import IN_PARTS, SCHEME, Desk, chat_of, published, qa_of
from tests.api.uploads.test_source_files import brief, where
from tests.api.world import World

#: Each contact has a key; it was solved, or not.
COUNTED: dict[str, dict[str, Any]] = {
    "wait_seconds": {"sum": "wait"},
    "contacts": {"count": {}},
    "solved": {"count": {"where": [{"field": "ok", "equals": True}]}},
    "raised": {"count": {}},
}
CONTACTS = {
    "key": "ticket",
    "fields": [
        {"code": "ticket", "name": {"zh": "工单号", "en": "Ticket"}},
        {"code": "wait", "name": {"zh": "等待秒数", "en": "Wait"}},
        {"code": "ok", "name": {"zh": "是否解决", "en": "Solved"}},
    ],
}
HEADER = "employee_id,team,ticket,wait,ok"


def made(document: dict[str, Any], *codes: str) -> dict[str, Any]:
    """The document, with these columns made of contacts."""
    columns = document.get("columns") or [{"code": one, "name": one} for one in COUNTED]
    return {
        **document,
        "contacts": CONTACTS,
        "columns": [
            {**one, "from_contacts": COUNTED[one["code"]]} if one["code"] in codes else one
            for one in columns
        ],
    }


def contacts(*rows: str, header: str = HEADER) -> bytes:
    return "\n".join([header, *rows, ""]).encode()


def sent(desk: Desk, content: bytes, **more: Any) -> Any:
    return desk.send(content, grain="contact", **more)


def found(desk: Desk, upload: Any, kind: str) -> list[Any]:
    page: list[Any] = desk.caller.get(f"/v1/uploads/{upload['id']}/findings?kind={kind}").ok()[
        "items"
    ]
    return page


def errors(desk: Desk, upload: Any) -> list[Any]:
    page = desk.caller.get(f"/v1/uploads/{upload['id']}/errors").ok()["items"]
    return [(one["row"], one["errors"][0]["code"]) for one in page]


@pytest.fixture
def counting(acme: Company, world: World) -> Desk:
    published(acme, made(SCHEME, *COUNTED))
    return Desk(world, acme.hr, "acme")


@pytest.fixture
def parts(acme: Company, world: World) -> Desk:
    published(acme, made(IN_PARTS, "wait_seconds", "contacts"))
    return Desk(world, acme.hr, "acme")


def test_a_contact_that_stands_twice_counts_once_and_is_a_finding(counting: Desk) -> None:
    content = contacts("1001,,1,30,Y", "1001,,2,50,N", "1001,,1,30,Y", "1001,,1,30,Y")
    looked = sent(counting, content, dry_run=True)
    upload = sent(counting, content)

    assert (upload["status"], upload["counts"]["rows"]) == ("completed", 4)
    for one in (looked, upload):
        (told,) = found(counting, one, "repeated_contact")
        assert (told["column"], told["heading"], told["row"], told["rows"], told["text"]) == (
            "ticket", "ticket", 4, 2, "4, 5",
        )  # fmt: skip
    # 80 s over 2 contacts are 40 s: 40 − 8 × 1 = 32 points. 1 of 2 solved, 40 below: 0 points.
    assert brief(counting)[2] == "32.00"


def test_contacts_with_one_key_and_two_contents_are_errors(counting: Desk) -> None:
    upload = sent(counting, contacts("1001,,1,30,Y", "1002,,1,30,Y", "1003,,2,30,Y"))

    assert (upload["status"], upload["counts"]["scored"]) == ("completed_with_errors", 1)
    assert errors(counting, upload) == [
        (3, "contact_repeated"),
        (2, "other_row_bad"),
    ]


def test_the_upload_may_name_the_key_itself(acme: Company, world: World) -> None:
    published(acme, {**made(SCHEME, *COUNTED), "contacts": None})
    desk = Desk(world, acme.hr, "acme")
    content = contacts("1001,,1,30,Y", "1001,,1,30,Y")
    assert sent(desk, content)["contact_key"] is None
    without = desk.caller.get("/v1/employees/1001/scorecards/2026-10").ok()
    assert without["lines"][0]["inputs"]["contacts"] == "2"

    upload = sent(desk, content, contact_key="Ticket")
    assert upload["contact_key"] == "Ticket"
    once = desk.caller.get("/v1/employees/1001/scorecards/2026-10").ok()
    assert once["lines"][0]["inputs"]["contacts"] == "1"
    assert len(found(desk, upload, "repeated_contact")) == 1


def test_a_file_that_was_looked_at_is_applied_with_the_key_that_its_upload_named(
    acme: Company, world: World
) -> None:
    published(acme, {**made(SCHEME, *COUNTED), "contacts": None})
    desk = Desk(world, acme.hr, "acme")
    content = contacts("1001,,1,30,Y", "1001,,1,30,Y")
    looked = sent(desk, content, contact_key="ticket", dry_run=True)

    desk.caller.post(f"/v1/uploads/{looked['id']}/apply", {}).ok(202)
    for message in world.messages("uploads"):
        desk.deliver_body(message)

    upload = desk.caller.get(f"/v1/uploads/{looked['id']}").ok()
    assert (upload["status"], upload["contact_key"]) == ("completed", "ticket")
    once = desk.caller.get("/v1/employees/1001/scorecards/2026-10").ok()
    assert once["lines"][0]["inputs"]["contacts"] == "1"


def test_a_key_is_only_of_contacts_and_a_source_not_of_past_results(counting: Desk) -> None:
    body = {"scheme": "desk", "period": "2026-05", "filename": "a.csv"}
    for more, pointer, code in (
        ({"contact_key": "ticket"}, "/contact_key", "only_of_contacts"),
        ({"grain": "results", "source": "chat"}, "/source", "not_of_past_results"),
    ):
        problem = counting.caller.post("/v1/uploads", {**body, **more}).problem(422)
        assert [(one["pointer"], one["code"]) for one in problem["errors"]] == [(pointer, code)]


def test_a_person_of_several_teams_is_in_the_registers(counting: Desk, acme: Company) -> None:
    acme.hr.put("/v1/employees/1001", {"team": "Blue"}).ok(201)
    upload = sent(
        counting,
        contacts("1001,Red,1,3,Y", "1001,red ,2,3,Y", "1001,blue,3,3,Y", "1002,Red,4,3,Y"),
    )

    (told,) = found(counting, upload, "several_teams")
    assert (told["row"], told["team"], told["text"]) == (2, "Blue", "Red 2, Blue 1")
    assert upload["warnings"] == []
    card = counting.caller.get("/v1/employees/1001/scorecards/2026-10").ok()
    assert card["team"] == "Blue"


def test_without_the_registers_team_among_them_most_contacts_say_it(
    counting: Desk, acme: Company
) -> None:
    acme.hr.put("/v1/employees/1001", {"team": "Green"}).ok(201)
    content = contacts(
        "1001,Red,1,3,Y", "1001,Blue,2,3,Y", "1001,Blue,3,3,Y", "1002,Red,4,3,Y", "1002,Blue,5,3,Y"
    )
    looked = sent(counting, content, dry_run=True)
    upload = sent(counting, content)

    # Of two that are equal the first one counts.
    for one in (looked, upload):
        told = found(counting, one, "several_teams")
        assert [(each["row"], each["team"]) for each in told] == [(2, "Blue"), (5, "Red")]
    (warned,) = upload["warnings"]
    assert (warned["code"], warned["rows"]) == (
        "other_team",
        [{"row": 2, "file": "Blue", "register": "Green"}],
    )


def test_contacts_are_of_the_sources_that_they_give_and_leave_the_others(parts: Desk) -> None:
    inspected = parts.send(qa_of("1001,88,100"), source="qa")
    upload = sent(parts, contacts("1001,,1,30,Y", "1001,,2,50,N"))

    assert (upload["source"], upload["sources"], upload["incomplete"]) == (None, ["chat"], 0)
    # 40 s: 32 points, and 56 points of the inspection.
    assert brief(parts) == (2, "provisional", "88.00", [])
    assert where(parts) == {"chat": (upload["id"], 2), "qa": (inspected["id"], 2)}

    again = sent(parts, contacts("1001,,1,30,Y"), source="chat")
    assert (again["source"], again["sources"]) == ("chat", ["chat"])
    assert brief(parts)[2] == "96.00"


def test_contacts_of_a_source_that_they_do_not_give_are_refused(parts: Desk) -> None:
    upload = sent(parts, contacts("1001,,1,30,Y"), source="qa")
    assert (upload["status"], upload["reason"]["code"]) == ("rejected", "no_contact_rule")
    assert upload["reason"]["details"]["columns"] == ["solved", "raised"]


@pytest.mark.long
def test_contacts_that_are_taken_back_take_their_sources_alone(parts: Desk) -> None:
    parts.send(chat_of("1001,2500,100"), source="chat")
    inspected = parts.send(qa_of("1001,88,100"), source="qa")
    upload = sent(parts, contacts("1001,,1,30,Y", "1001,,2,50,N"))
    assert brief(parts)[2] == "88.00"  # 40 s: 32 points, and 56

    parts.caller.post(f"/v1/uploads/{inspected['id']}/withdraw", {"reason": "x"}).ok(202)
    for message in parts.world.messages("uploads"):
        parts.deliver_body(message)
    assert where(parts) == {"chat": (upload["id"], 2), "qa": ("awaited",)}
    parts.caller.post(f"/v1/uploads/{upload['id']}/withdraw", {"reason": "x"}).ok(202)
    for message in parts.world.messages("uploads"):
        parts.deliver_body(message)

    # 25 s of the file before are the full 40 points, and the inspection is awaited.
    assert brief(parts) == (5, "incomplete", None, ["qa"])
