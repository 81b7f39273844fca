"""Rescoring a period by the version now in effect, from stored inputs."""

from dataclasses import replace
from datetime import timedelta
from itertools import count
from typing import Any

import pytest

from chalicelib.results.queue import Rescore, message_of
from chalicelib.tenancy.platform import Platform
from chalicelib.tenancy.scope import TenantScope
from tests.api.company import Company
from tests.api.uploads.sending import SCHEME, Desk, csv_of

DESK = {"scheme": "desk"}


def with_resolution_target(target: str) -> dict[str, Any]:
    """The desk's scheme with another target for the resolution rate."""
    dimension = SCHEME["dimensions"][0]
    first, second = dimension["indicators"]
    return {
        **SCHEME,
        "dimensions": [{**dimension, "indicators": [first, {**second, "target": target}]}],
    }


def publish_next(acme: Company, scheme: dict[str, Any], effective_from: str = "2026-10") -> None:
    etag = acme.admin.get("/v1/schemes/desk").etag
    changed = acme.admin.put("/v1/schemes/desk", scheme, if_match=etag)
    changed.ok()
    body = {"effective_from": effective_from, "reason": "x"}
    acme.admin.post("/v1/schemes/desk/publish", body, if_match=changed.etag).ok(201)


def rescored(october: Desk, acme: Company, milliseconds: int = 300_000) -> Any:
    acme.hr.post("/v1/periods/2026-10/rescore", DESK).ok(202)
    (message,) = october.world.messages("uploads")
    october.deliver_body(message, milliseconds=milliseconds)
    return acme.hr.get("/v1/periods/2026-10").ok()["schemes"][0]


def totals(desk: Desk) -> list[tuple[str, int, str | None]]:
    cards = desk.caller.get("/v1/periods/2026-10/scorecards").ok()["items"]
    return [(card["employee_id"], card["revision"], card["total"]) for card in cards]


def test_results_become_new_revisions_by_the_new_version(october: Desk, acme: Company) -> None:
    # Target 80 % instead of 90: 1001 at 88 % and 1002 at 80 % lose no points for it.
    # 1001: 32 + 60 = 92; 1002: 8 + 60 = 68
    publish_next(acme, with_resolution_target("80"))

    period = rescored(october, acme)

    assert totals(october) == [("1001", 2, "92.00"), ("1002", 2, "68.00"), ("1003", 2, None)]
    assert period["rescoring"]["status"] == "completed"
    assert (period["rescoring"]["done"], period["rescoring"]["version"]) == (3, 2)
    assert period["grades"] == {"good": 1, "poor": 1}
    old = october.caller.get("/v1/employees/1002/scorecards/2026-10?revision=1").ok()
    new = october.caller.get("/v1/employees/1002/scorecards/2026-10").ok()
    assert (old["total"], old["scheme"]["version"], old["state"]) == ("48.00", 1, "superseded")
    assert (new["scheme"]["version"], new["source"]) == (2, old["source"])


def test_without_a_new_version_nothing_changes(october: Desk, acme: Company) -> None:
    before = totals(october)

    period = rescored(october, acme)

    assert totals(october) == before
    assert (period["rescoring"]["status"], period["rescoring"]["changed"]) == ("completed", 0)


def test_a_version_for_a_later_month_is_not_the_one_in_effect(october: Desk, acme: Company) -> None:
    publish_next(acme, with_resolution_target("80"), effective_from="2026-11")

    rescored(october, acme)

    assert [total for _, _, total in totals(october)] == ["88.00", "48.00", None]


def test_the_message_twice_changes_nothing_more(october: Desk, acme: Company) -> None:
    publish_next(acme, with_resolution_target("80"))
    acme.hr.post("/v1/periods/2026-10/rescore", DESK).ok(202)
    (message,) = october.world.messages("uploads")
    october.deliver_body(message)
    before = october.world.kept()

    october.deliver_body(message)

    assert october.world.kept() == before


@pytest.mark.parametrize(("attempt", "sent_again"), [(0, 1), (4, 1), (5, 0)])
def test_a_message_that_comes_before_its_record_is_sent_again_for_a_while(
    october: Desk, attempt: int, sent_again: int
) -> None:
    asked = Rescore("desk", "2026-10", "rsc_unknown")
    message = replace(message_of(TenantScope("acme"), asked), attempt=attempt)
    before = october.world.kept()

    october.run_once(message.body())

    assert october.world.kept() == before
    assert october.world.not_received("uploads") == sent_again, "its delay is one second"


def test_plans_follow_the_new_results(october: Desk, acme: Company) -> None:
    plans = "/v1/improvement-plans?employee_id=1002"
    before = {plan["indicator"] for plan in acme.hr.get(plans).ok()["items"]}
    publish_next(acme, with_resolution_target("80"))

    rescored(october, acme)

    after = {plan["indicator"]: plan for plan in acme.hr.get(plans).ok()["items"]}
    assert before == {"answer_time", "resolution"}
    assert set(after) == {"answer_time"}
    assert after["answer_time"]["result"] == {"version": 2, "revision": 2}


def test_a_rescoring_out_of_time_hands_on_and_comes_to_its_end(
    desk: Desk, acme: Company, platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Eleven people, two at a time. The clock advances at each reading, also when signing."""
    monkeypatch.setattr("chalicelib.results.rescoring.SIZE", 2)
    desk.send(csv_of(*(f"{number},,red,4000,100,88,100" for number in range(1001, 1012))))
    publish_next(acme, with_resolution_target("80"))
    acme.hr.post("/v1/periods/2026-10/rescore", DESK).ok(202)
    waiting = desk.world.messages("uploads")
    start, looks, runs = platform.clock(), count(), 0
    platform.clock = lambda: start + timedelta(seconds=next(looks) / 2)

    while waiting:
        runs += 1
        assert runs < 20
        desk.run_once(waiting.pop(), milliseconds=29_000)
        waiting = desk.world.messages("uploads")

    rescoring = acme.hr.get("/v1/periods/2026-10").ok()["schemes"][0]["rescoring"]
    assert runs > 1
    assert (rescoring["status"], rescoring["done"], rescoring["changed"]) == ("completed", 11, 11)
    assert {(revision, total) for _, revision, total in totals(desk)} == {(2, "92.00")}


def test_a_rescoring_that_fails_frees_the_period_for_its_next_delivery(
    october: Desk, acme: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish_next(acme, with_resolution_target("80"))
    acme.hr.post("/v1/periods/2026-10/rescore", DESK).ok(202)
    (message,) = october.world.messages("uploads")
    with monkeypatch.context() as broken:
        broken.setattr("chalicelib.results.finishing.settle", None)
        answer = october.run_once(message)

    assert len(answer["batchItemFailures"]) == 1
    acme.hr.post("/v1/periods/2026-10/lock", DESK).problem(409, "period_unfinished")
    october.deliver_body(message)
    assert [total for _, _, total in totals(october)] == ["92.00", "68.00", None]
    acme.hr.post("/v1/periods/2026-10/lock", DESK).ok()
