"""What a person says of the own result: seen, seen and agreed, or nothing."""

from typing import Any

import pytest

from tests.api.answer import Reply
from tests.api.client import Api
from tests.api.clock import Clock
from tests.api.company import Company
from tests.api.named import is_named
from tests.api.people.worker import Worker
from tests.api.settled_month import settled
from tests.api.uploads.sending import Desk, csv_of, published
from tests.api.world import World

CARD = "/v1/employees/1001/scorecards/2026-10"
DESK = {"scheme": "desk"}
LIST = "/v1/periods/2026-10/acknowledgements"


@pytest.fixture
def month(acme: Company, world: World) -> Desk:
    """October of 1001 and 1002 of team red and 1003 of team blue, published."""
    published(acme)
    desk = Desk(world, acme.hr, "acme")
    red = ("1001,Ann,red,4000,100,88,100", "1002,Bob,red,7200,100,80,100")
    desk.send(csv_of(*red, "1003,Cy,blue,4000,100,88,100"))
    settled(acme.hr, "publish", "2026-10", "desk").ok()
    return desk


def say(person: Api, form: str, revision: int = 1, card: str = CARD) -> Reply:
    return person.post(f"{card}/acknowledge", {**DESK, "revision": revision, "form": form})


def shown(caller: Api) -> Any:
    return caller.get(CARD, query=DESK).ok()["acknowledgement"]


def forms(caller: Api, **query: Any) -> dict[str, str]:
    """Return what everybody of the list said, page by page of one."""
    found: dict[str, str] = {}
    asked = {**DESK, "limit": 1, **query}
    while True:
        page = caller.get(LIST, query=asked).ok()
        found |= {one["employee_id"]: one["form"] for one in page["items"]}
        if page["next"] is None:
            return found
        asked["cursor"] = page["next"]


def board(acme: Company) -> Any:
    return acme.hr.get("/v1/periods/2026-10/board?scheme=desk").ok()["acknowledged"]


@pytest.mark.long
def test_silence_is_shown_as_silence_and_seen_may_become_agreed(month: Desk, acme: Company) -> None:
    silent = {"form": "silent", "at": None, "revision": 1, "former_revision": None}
    assert shown(acme.agent) == silent
    assert say(acme.agent, "seen").ok()["form"] == "seen"
    assert shown(acme.hr)["form"] == "seen"
    assert board(acme) == {"seen": 1, "seen_and_agreed": 0, "seen_and_appealed": 0}
    say(acme.agent, "seen_and_agreed").ok()
    assert shown(acme.supervisor)["form"] == "seen_and_agreed"
    assert board(acme) == {"seen": 0, "seen_and_agreed": 1, "seen_and_appealed": 0}
    say(acme.agent, "seen").problem(409, "already_agreed")


def test_the_same_again_changes_nothing(month: Desk, acme: Company) -> None:
    first = say(acme.agent, "seen").ok()
    assert say(acme.agent, "seen").ok() == first
    log = acme.admin.get("/v1/audit-events", query={"target": "employees/1001"}).ok()["items"]
    assert [one["action"] for one in log].count("scorecards.acknowledge") == 1


def test_a_later_revision_is_silent_itself(month: Desk, acme: Company, clock: Clock) -> None:
    say(acme.agent, "seen_and_agreed").ok()
    clock.advance(minutes=1)
    month.send(csv_of("1001,Ann,red,4000,100,90,100"))
    told = shown(acme.agent)
    assert (told["form"], told["revision"], told["former_revision"]) == ("silent", 2, 1)
    former = acme.agent.get(CARD, query={**DESK, "revision": 1}).ok()["acknowledgement"]
    assert (former["form"], former["revision"]) == ("seen_and_agreed", 1)
    refused = say(acme.agent, "seen").problem(409, "revision_replaced")
    assert refused["revision"] == 2
    say(acme.agent, "seen", revision=2).ok()
    assert board(acme) == {"seen": 1, "seen_and_agreed": 0, "seen_and_appealed": 0}


def test_open_ones_are_listed_for_whoever_leads_the_team(month: Desk, acme: Company) -> None:
    say(acme.agent, "seen").ok()
    assert forms(acme.hr) == {"1001": "seen", "1002": "silent", "1003": "silent"}
    assert forms(acme.supervisor, form="silent") == {"1002": "silent"}
    assert forms(acme.hr, team="blue") == {"1003": "silent"}


def test_nobody_says_it_for_another(month: Desk, acme: Company) -> None:
    say(acme.hr, "seen").problem(403)
    other = acme.with_role("agent", employee_id="1002")
    say(other, "seen").problem(404)
    lead = acme.with_key(roles=["supervisor", "agent"], employee_id="1002", teams=["red"])
    say(lead, "seen").problem(404)


def test_there_is_nothing_to_say_before_publication(acme: Company, world: World) -> None:
    published(acme)
    desk = Desk(world, acme.hr, "acme")
    desk.send(csv_of("1001,Ann,red,4000,100,88,100"))
    say(acme.agent, "seen").problem(404)
    assert shown(acme.hr) is None
    assert forms(acme.hr) == {}


@pytest.mark.long
def test_a_void_result_is_not_acknowledged(month: Desk, acme: Company) -> None:
    acme.hr.post(f"{CARD}/void", {**DESK, "reason": "not theirs"}).ok(202)
    for message in month.world.messages("uploads"):
        month.deliver_body(message)
    say(acme.agent, "seen", revision=2).problem(409, "nothing_to_acknowledge")


@pytest.mark.long
def test_an_erased_persons_word_moves_to_the_pseudonym(month: Desk, acme: Company) -> None:
    say(acme.agent, "seen_and_agreed").ok()
    acme.admin.post("/v1/employees/1001/erase", {"files": "keep"}).ok(202)
    Worker(month.world).work()
    found = forms(acme.hr)
    (pseudonym,) = set(found) - {"1002", "1003"}
    assert found[pseudonym] == "seen_and_agreed"
    stored = [one for one in month.world.items() if "acknowledgements" in one["pk"]["S"]]
    assert not is_named("1001", stored)
