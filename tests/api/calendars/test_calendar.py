"""GET /v1/calendar: what is due on which day, what says so, and what is late."""

from typing import Any

import pytest

from chalicelib.calendars import reading
from tests.api.client import Api
from tests.api.company import Company
from tests.api.fixtures import Calls
from tests.api.settled_month import settled
from tests.api.uploads.sending import IN_PARTS, SCHEME, Desk, chat_of, csv_of, published
from tests.api.world import World

RULES = {"data_due": {"day": 5}, "publication": {"day": 8}, "lock": {"day": 31}}
NOVEMBER = {"from": "2026-11-01", "to": "2026-11-30"}


@pytest.fixture
def desk(acme: Company, world: World) -> Desk:
    """A scheme of two sources, of which the chat system has a day of its own, the third."""
    published(acme, IN_PARTS)
    acme.hr.put("/v1/calendar/rules", RULES, if_match="*").ok()
    return Desk(world, acme.hr, "acme")


def due(caller: Api, period: str = "2026-10", **query: str) -> list[tuple[Any, ...]]:
    """Return the entries of a period: day, kind, source, what says it, done, late."""
    found = caller.get("/v1/calendar", query={**NOVEMBER, **query}).ok()
    names = ("due_on", "kind", "source", "basis", "done", "late")
    of_period = (one for one in found["entries"] if one["period"] == period)
    return [tuple(one[name] for name in names) for one in of_period]


def test_a_month_has_the_days_of_its_sources_and_else_those_of_the_company(
    desk: Desk, acme: Company
) -> None:
    # Today is the fifth: the chat system is late, the inspection is not. November has 30 days.
    assert due(acme.hr) == [
        ("2026-11-03", "data_due", "chat", "source", False, True),
        ("2026-11-05", "data_due", "qa", "rule", False, False),
        ("2026-11-08", "publication", None, "rule", False, False),
        ("2026-11-30", "lock", None, "rule", False, False),
    ]
    assert acme.supervisor.get("/v1/calendar", query=NOVEMBER).ok()["late"] == 1
    desk.send(chat_of("1001,4000,100"), source="chat")
    assert due(acme.hr)[0] == ("2026-11-03", "data_due", "chat", "source", True, False)


def test_a_short_month_has_its_last_day(desk: Desk, acme: Company) -> None:
    found = due(acme.hr, "2027-01", **{"from": "2027-02-01", "to": "2027-02-28"})
    assert ("2027-02-28", "lock", None, "rule", False, False) in found


def test_an_announced_plan_goes_first_and_takes_the_habits_for_what_it_does_not_say(
    desk: Desk, acme: Company
) -> None:
    body = {"scheme": "desk", "dates": {"lock": "2027-01-20", "data_due": None}}
    made = acme.hr.post("/v1/periods/2026-12/announcement", body).ok(201)
    assert made["dates"] == {
        "data_due": None,
        "ratings_due": None,
        "publication": "2027-01-08",
        "window_ends": None,
        "lock": "2027-01-20",
    }
    january = {"from": "2027-01-06", "to": "2027-01-31"}
    assert due(acme.hr, "2026-12", **january) == [
        ("2027-01-08", "publication", None, "announcement", False, False),
        ("2027-01-20", "lock", None, "announcement", False, False),
    ]


def test_people_may_appeal_so_many_days_from_the_publication(desk: Desk, acme: Company) -> None:
    acme.admin.patch("/v1/tenant", {"appeal_days": 7}, if_match="*").ok()
    window = [one for one in due(acme.hr) if one[1] == "window_ends"]
    assert window == [("2026-11-15", "window_ends", None, "rule", False, False)]
    desk.send(csv_of("1001,Ann,red,4000,100,88,100"))
    settled(acme.hr, "publish", "2026-10", "desk").ok()
    steps = {one[1]: one for one in due(acme.hr)}
    # Published on the fifth, and nothing is awaited any more.
    assert steps["window_ends"][0] == "2026-11-12"
    assert steps["window_ends"][3:] == ("happened", False, False)
    assert steps["publication"][4:] == (True, False)
    assert not any(one[-1] for one in due(acme.hr))


def test_the_export_is_due_at_its_hour_in_the_companys_zone(desk: Desk, acme: Company) -> None:
    schedule = {"enabled": True, "day": 9, "hour": 8}
    acme.admin.put("/v1/export-schedule", schedule, if_match="*").ok()
    found = acme.hr.get("/v1/calendar", query=NOVEMBER).ok()["entries"]
    (export,) = [one for one in found if one["kind"] == "export"]
    # 08:00 in Shanghai.
    assert (export["due_on"], export["due_at"]) == ("2026-11-09", "2026-11-09T00:00:00.000Z")
    assert (export["done"], export["late"], export["basis"]) == (False, False, "setting")


def test_a_rating_round_says_until_when_it_takes_answers(desk: Desk, acme: Company) -> None:
    rules = {**RULES, "ratings_due": {"day": 6}}
    acme.hr.put("/v1/calendar/rules", rules, if_match="*").ok()
    ratings = [one for one in due(acme.hr) if one[1] == "ratings_due"]
    assert ratings == [("2026-11-06", "ratings_due", None, "rule", False, False)]


def test_a_scheme_may_have_days_of_its_own(desk: Desk, acme: Company) -> None:
    published(acme, {**SCHEME, "code": "phone"})
    own = {"scheme": "phone", "lock": {"day": 20}}
    acme.hr.put("/v1/calendar/rules", own, if_match="*").ok()
    phone = due(acme.hr, scheme="phone")
    assert [one[:4] for one in phone] == [
        ("2026-11-05", "data_due", None, "rule"),
        ("2026-11-08", "publication", None, "rule"),
        ("2026-11-20", "lock", None, "rule"),
    ]
    found = acme.hr.get("/v1/calendar/rules?scheme=phone").ok()
    assert (found["lock"], found["publication"]) == ({"day": 20}, None)
    wrong = {"publication": {"day": 9}, "lock": {"day": 8}}
    refused = acme.hr.put("/v1/calendar/rules", wrong, if_match="*").problem(422)
    assert refused["errors"][0]["code"] == "out_of_order"


def test_schemes_beyond_the_first_are_asked_for_one_by_one(
    desk: Desk, acme: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    published(acme, {**SCHEME, "code": "phone"})
    monkeypatch.setattr(reading, "MOST_SCHEMES", 1)
    found = acme.hr.get("/v1/calendar", query=NOVEMBER).ok()
    assert (found["more_schemes"], {one["scheme"] for one in found["entries"]}) == (True, {"desk"})
    one = acme.hr.get("/v1/calendar", query={**NOVEMBER, "scheme": "phone"}).ok()
    assert one["more_schemes"] is False


def test_further_schemes_cost_no_further_requests(desk: Desk, acme: Company, calls: Calls) -> None:
    def asked() -> int:
        """Of a process that has compiled the versions."""
        due(acme.hr)
        calls()
        due(acme.hr)
        return len([one for one in calls() if one != "Lease"])

    one = asked()
    for code in ("phone", "mail", "night"):
        published(acme, {**SCHEME, "code": code})
    assert asked() == one


@pytest.mark.parametrize(
    ("days", "status"),
    [
        ({"from": "2026-11-01", "to": "2026-10-31"}, 422),
        # 190 days from 2026-11-01 is 2027-05-10.
        ({"from": "2026-11-01", "to": "2027-05-10"}, 200),
        ({"from": "2026-11-01", "to": "2027-05-11"}, 422),
        ({"from": "0001-01-01", "to": "0001-02-01"}, 200),
        ({"from": "9999-12-01", "to": "9999-12-31"}, 200),
        ({**NOVEMBER, "scheme": "none"}, 404),
    ],
)
def test_any_days_may_be_asked_for_but_not_too_many(
    desk: Desk, acme: Company, days: dict[str, str], status: int
) -> None:
    assert acme.hr.get("/v1/calendar", query=days).status == status
