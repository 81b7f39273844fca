"""The calendar as an iCalendar feed by a secret link, read back with another library."""

from collections.abc import Callable
from typing import Any

import pytest
from icalendar import Calendar

from tests.api.client import Api
from tests.api.clock import Clock
from tests.api.company import Company
from tests.api.fixtures import Lines
from tests.api.uploads.sending import IN_PARTS, Desk, csv_of, published
from tests.api.world import World

RULES = {"publication": {"day": 8}, "lock": {"day": 20}}
NAMES = {"zh": "客服，考核；甲\\乙", "en": "Desk, appraisal; a\\b " + "x" * 90}


@pytest.fixture
def desk(acme: Company, world: World) -> Desk:
    published(acme, {**IN_PARTS, "name": NAMES})
    acme.hr.put("/v1/calendar/rules", RULES, if_match="*").ok()
    return Desk(world, acme.hr, "acme")


@pytest.fixture
def link(desk: Desk, acme: Company) -> Any:
    return acme.hr.post("/v1/calendar-links", {"name": "team wall"}).ok(201)


def events(api: Api, link: Any) -> dict[str, Any]:
    """Return the events of a feed by their ids, as a calendar program reads them."""
    answer = api.get(link["path"])
    assert (answer.status, answer.headers["content-type"]) == (200, "text/calendar; charset=utf-8")
    assert all(len(line.encode()) <= 75 for line in answer.text.split("\r\n"))
    assert answer.text.replace("\r\n", "").count("\n") == 0
    found = Calendar.from_ical(answer.text)
    assert found.errors == []
    assert all(event.errors == [] for event in found.walk("VEVENT"))
    return {str(event["UID"]): event for event in found.walk("VEVENT")}


def test_a_calendar_program_reads_the_days_in_both_languages(api: Api, link: Any) -> None:
    found = events(api, link)
    lock = found["2026-10.desk.lock@acme.servicescore"]
    assert lock.decoded("DTSTART").isoformat() == "2026-11-20"
    assert lock.decoded("DTEND").isoformat() == "2026-11-21"
    # Commas, semicolons and backslashes come back, and folded lines are whole.
    assert str(lock["SUMMARY"]) == (
        f"锁定结果：{NAMES['zh']} 2026-10 · Results are locked: {NAMES['en']} 2026-10"
    )
    assert "2026-10.desk.data_due.chat@acme.servicescore" in found


def test_a_feed_may_be_in_one_language_and_of_one_scheme(
    api: Api, desk: Desk, acme: Company
) -> None:
    wanted = {"language": "zh", "scheme": "desk"}
    made = acme.hr.post("/v1/calendar-links", wanted).ok(201)
    lock = events(api, made)["2026-10.desk.lock@acme.servicescore"]
    assert str(lock["SUMMARY"]) == f"锁定结果：{NAMES['zh']} 2026-10"
    acme.hr.post("/v1/calendar-links", {"scheme": "none"}).problem(422)


def test_what_has_an_hour_is_an_instant(api: Api, link: Any, acme: Company) -> None:
    schedule = {"enabled": True, "day": 9, "hour": 8}
    acme.admin.put("/v1/export-schedule", schedule, if_match="*").ok()
    export = events(api, link)["2026-10.desk.export@acme.servicescore"]
    # 08:00 in Shanghai.
    assert export.decoded("DTSTART").isoformat() == "2026-11-09T00:00:00+00:00"


def test_an_entry_that_moves_keeps_its_id_and_is_stamped_anew(
    api: Api, link: Any, acme: Company, clock: Clock
) -> None:
    before = events(api, link)
    unchanged = api.get(link["path"])
    assert api.get(link["path"], headers={"If-None-Match": unchanged.etag}).status == 304
    clock.advance(hours=1)
    assert api.get(link["path"]).text == unchanged.text
    moved = {**RULES, "lock": {"day": 21}}
    acme.hr.put("/v1/calendar/rules", moved, if_match="*").ok()
    after = events(api, link)
    assert set(after) == set(before)
    lock = "2026-10.desk.lock@acme.servicescore"
    assert after[lock].decoded("DTSTART").isoformat() == "2026-11-21"
    assert after[lock].decoded("LAST-MODIFIED") > before[lock].decoded("LAST-MODIFIED")
    assert after[lock].decoded("DTSTAMP") == after[lock].decoded("LAST-MODIFIED")


def test_a_link_is_shown_once_replaced_and_revoked(api: Api, link: Any, acme: Company) -> None:
    (listed,) = acme.hr.get("/v1/calendar-links").ok()["items"]
    assert "secret" not in listed
    assert (listed["name"], listed["revoked_at"]) == ("team wall", None)
    place = f"/v1/calendar-links/{link['id']}"
    renewed = acme.hr.post(f"{place}/replace").ok()
    api.get(link["path"]).problem(404)
    assert set(events(api, renewed))
    acme.hr.delete(place).ok(204)
    acme.hr.delete(place).ok(204)
    api.get(renewed["path"]).problem(404)
    acme.hr.post(f"{place}/replace").problem(409, "link_revoked")


def _other_company(secret: str, globex: Company) -> str:
    return secret.replace("_acme_", "_globex_")


def _guessed(secret: str, globex: Company) -> str:
    return secret[:-43] + "A" * 43


def _a_key(secret: str, globex: Company) -> str:
    return str(globex.admin.key)


@pytest.mark.parametrize("wrong", [_other_company, _guessed, _a_key, lambda *_: "", lambda *_: "x"])
def test_no_other_text_opens_a_feed(
    api: Api, link: Any, globex: Company, wrong: Callable[[str, Company], str]
) -> None:
    text = wrong(link["secret"], globex)
    refused = api.get("/v1/calendar.ics", query={"link": text}).problem(404)
    assert refused["detail"] == api.get("/v1/calendar.ics").problem(404)["detail"]


def test_a_suspended_companys_feed_is_shut(api: Api, link: Any, operator: Api) -> None:
    operator.patch("/v1/tenants/acme", {"status": "suspended"}, if_match="*").ok()
    api.get(link["path"]).problem(404)


def test_a_secret_is_stored_and_logged_nowhere_and_opens_nothing_else(
    api: Api, link: Any, world: World, lines: Lines, acme: Company
) -> None:
    events(api, link)
    random = link["secret"][-43:]
    assert random not in str([item for item in world.items() if "idempotency" not in str(item)])
    assert random not in str(lines())
    assert random not in str(acme.admin.get("/v1/audit-events").ok())
    assert acme.admin.as_(link["secret"]).get("/v1/calendar", query={}).status == 401


def test_a_feed_names_no_person(api: Api, link: Any, desk: Desk, acme: Company) -> None:
    desk.send(csv_of("1001,Ann,red,4000,100,88,100"))
    acme.hr.post("/v1/periods/2026-10/announcement", {"scheme": "desk"}).ok(201)
    text = api.get(link["path"]).text
    assert "2026-10.desk" in text
    assert not any(name in text for name in ("1001", "Ann", "red", "88"))
