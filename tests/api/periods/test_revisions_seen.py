"""Former revisions that an agent may read: those that were published to them."""

from tests.api.clock import Clock
from tests.api.company import Company
from tests.api.uploads.sending import Desk, csv_of

CARD = "/v1/employees/1001/scorecards/2026-10"
#: 1001 again: 30 s, 90 %: 40 + 60 = 100
BETTER = csv_of("1001,Ann,red,3000,100,90,100")
#: A third time: 50 s, 90 %: two whole steps over 30 s cost 8 points each: 40 − 16 + 60 = 84
LATER = csv_of("1001,Ann,red,5000,100,90,100")


def test_an_agent_reads_no_revision_that_was_replaced_before_publication(
    october: Desk, acme: Company, clock: Clock
) -> None:
    clock.advance(minutes=1)
    october.send(BETTER)
    clock.advance(minutes=1)
    acme.hr.post("/v1/periods/2026-10/publish", {"scheme": "desk"}).ok()
    clock.advance(minutes=1)
    october.send(LATER)

    assert acme.agent.get(CARD).ok()["revision"] == 3
    assert acme.agent.get(CARD, query={"revision": 2}).ok()["total"] == "100.00"
    acme.agent.get(CARD, query={"revision": 1}).problem(404, "not_found")
    assert acme.hr.get(CARD, query={"revision": 1}).ok()["total"] == "88.00"


def test_a_revision_of_a_published_period_stays_readable(
    october: Desk, acme: Company, clock: Clock
) -> None:
    acme.hr.post("/v1/periods/2026-10/publish", {"scheme": "desk"}).ok()
    clock.advance(minutes=1)
    october.send(BETTER)
    assert acme.agent.get(CARD, query={"revision": 1}).ok()["total"] == "88.00"
    acme.agent.get(CARD, query={"revision": 3}).problem(404, "not_found")
