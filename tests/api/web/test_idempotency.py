"""Idempotency-Key: the work is done once, and a repeated request gets the same answer."""

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.api_keys import service
from chalicelib.store.errors import ConditionFailed
from chalicelib.tenancy.platform import Platform
from chalicelib.web import idempotency
from tests.api.client import Api
from tests.api.clock import Clock
from tests.api.company import Company
from tests.api.web.walking import PRIVATE, ask
from tests.api.world import World

BODY = {"role": "hr", "name": "payroll"}


def _keys(company: Company) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = company.admin.get("/v1/api-keys").ok()["items"]
    return [key for key in found if key["name"] == "payroll"]


def test_the_same_key_and_body_get_the_same_answer_and_do_the_work_once(acme: Company) -> None:
    first = acme.admin.post("/v1/api-keys", BODY, idempotency_key="k1")
    again = acme.admin.post("/v1/api-keys", BODY, idempotency_key="k1")
    assert first.ok(201) == again.ok(201)
    assert first.headers["location"] == again.headers["location"]
    assert again.headers["idempotency-replayed"] == "true"
    assert "idempotency-replayed" not in first.headers
    assert len(_keys(acme)) == 1


def test_a_secret_that_is_shown_once_is_shown_again_to_who_repeats_the_request(
    acme: Company,
) -> None:
    first = acme.admin.post("/v1/api-keys", BODY, idempotency_key="k1").ok(201)
    again = acme.admin.post("/v1/api-keys", BODY, idempotency_key="k1").ok(201)
    assert again["secret"] == first["secret"]
    acme.admin.as_(again["secret"]).get("/v1/tenant").ok()


def test_what_is_kept_does_not_hold_the_secret(acme: Company, world: World) -> None:
    secret = acme.admin.post("/v1/api-keys", BODY, idempotency_key="k1").ok(201)["secret"]
    kept = str(world.items())
    assert secret not in kept
    assert secret.rsplit("_", 1)[1] not in kept


def test_the_same_key_with_another_body_is_422(acme: Company) -> None:
    acme.admin.post("/v1/api-keys", BODY, idempotency_key="k1").ok(201)
    other = {**BODY, "role": "auditor"}
    refused = acme.admin.post("/v1/api-keys", other, idempotency_key="k1")
    refused.problem(422, "idempotency_key_reused")
    assert len(_keys(acme)) == 1


def test_a_key_whose_request_is_at_work_is_409(
    acme: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    meanwhile: list[Any] = []
    issue = service.issue

    def slow(*args: Any, **more: Any) -> Any:
        if not meanwhile:
            meanwhile.append(None)
            meanwhile[0] = acme.admin.post("/v1/api-keys", BODY, idempotency_key="k1")
        return issue(*args, **more)

    monkeypatch.setattr(service, "issue", slow)
    acme.admin.post("/v1/api-keys", BODY, idempotency_key="k1").ok(201)
    meanwhile[0].problem(409, "request_in_progress")
    assert meanwhile[0].headers["retry-after"] == "2"
    assert len(_keys(acme)) == 1


def test_a_refused_request_gives_its_key_back(acme: Company) -> None:
    acme.admin.post("/v1/api-keys", {"role": "agent"}, idempotency_key="k1").problem(422)
    acme.admin.post("/v1/api-keys", BODY, idempotency_key="k1").ok(201)


def test_a_request_that_failed_gives_its_key_back(
    acme: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(service, "described", None)
        acme.admin.post("/v1/api-keys", BODY, idempotency_key="k1").problem(500)
    assert _keys(acme) == []
    acme.admin.post("/v1/api-keys", BODY, idempotency_key="k1").ok(201)
    assert len(_keys(acme)) == 1


def test_a_claim_whose_worker_died_is_taken_over_after_a_minute(
    acme: Company, platform: Platform, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(service, "described", None)
        patched.setattr(idempotency, "release", lambda *_: None)
        acme.admin.post("/v1/api-keys", BODY, idempotency_key="k1").problem(500)
    acme.admin.post("/v1/api-keys", BODY, idempotency_key="k1").problem(409)
    clock.advance(seconds=61)
    acme.admin.post("/v1/api-keys", BODY, idempotency_key="k1").ok(201)


def test_a_claim_that_was_written_but_answered_too_late_is_still_ours(
    acme: Company, platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The client repeats a write after a time-out. The second write finds the first one's claim."""
    put = platform.table.put

    def twice(*args: Any) -> None:
        put(*args)
        put(*args)

    monkeypatch.setattr(platform.table, "put", twice)
    acme.admin.post("/v1/api-keys", BODY, idempotency_key="k1").ok(201)
    assert len(_keys(acme)) == 1


def test_the_work_of_a_claim_that_was_taken_over_is_not_written(
    acme: Company, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first request stalls for over a minute. A second does the work. Then the first fails."""
    second: list[Any] = []
    issue = service.issue

    def stalled(*args: Any, **more: Any) -> Any:
        if not second:
            second.append(None)
            clock.advance(seconds=61)
            second[0] = acme.admin.post("/v1/api-keys", BODY, idempotency_key="k1")
        return issue(*args, **more)

    monkeypatch.setattr(service, "issue", stalled)
    first = acme.admin.post("/v1/api-keys", BODY, idempotency_key="k1")
    second[0].ok(201)
    first.problem(409, "request_in_progress")
    assert len(_keys(acme)) == 1


def test_the_answer_and_the_work_are_written_together_or_not_at_all(
    acme: Company, platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the transaction fails, neither the new key nor the answer exists. A retry makes both."""
    connection = platform.table.connection.connection

    def lost(**_: object) -> None:
        raise ConditionFailed

    with monkeypatch.context() as patched:
        patched.setattr(connection, "transact_write_items", lost)
        acme.admin.post("/v1/api-keys", BODY, idempotency_key="k1").problem(500)
    assert _keys(acme) == []
    acme.admin.post("/v1/api-keys", BODY, idempotency_key="k1").ok(201)
    assert len(_keys(acme)) == 1


def test_a_key_is_forgotten_after_24_hours(acme: Company, clock: Clock) -> None:
    acme.admin.post("/v1/api-keys", BODY, idempotency_key="k1").ok(201)
    clock.advance(hours=23, minutes=59)
    acme.admin.post("/v1/api-keys", BODY, idempotency_key="k1").ok(201)
    assert len(_keys(acme)) == 1
    clock.advance(minutes=2)
    acme.admin.post("/v1/api-keys", BODY, idempotency_key="k1").ok(201)
    assert len(_keys(acme)) == 2


def test_what_is_kept_is_removed_by_the_table_after_24_hours(
    acme: Company, world: World, clock: Clock
) -> None:
    acme.admin.post("/v1/api-keys", BODY, idempotency_key="k1").ok(201)
    kept = [item for item in world.items() if item["pk"]["S"] == "acme#idempotency"]
    until = (clock.now + timedelta(hours=24)).timestamp()
    assert [item["expires_at"]["N"] for item in kept] == [str(int(until))]


def test_an_answer_that_no_item_holds_is_not_kept_and_the_work_is_not_done_again(
    acme: Company, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a minute the claim would be free, if nothing said that the work is done."""
    monkeypatch.setattr(idempotency, "LARGEST", 100)
    acme.admin.post("/v1/api-keys", BODY, idempotency_key="once").ok(201)
    clock.advance(minutes=2)
    again = acme.admin.post("/v1/api-keys", BODY, idempotency_key="once")
    again.problem(409, "answer_not_kept")
    assert len(_keys(acme)) == 1


def test_two_companies_may_use_the_same_key(acme: Company, globex: Company) -> None:
    ours = acme.admin.post("/v1/api-keys", BODY, idempotency_key="k1").ok(201)
    theirs = globex.admin.post("/v1/api-keys", BODY, idempotency_key="k1").ok(201)
    assert ours["id"] != theirs["id"]


def test_a_rotated_key_of_the_same_reach_still_finds_the_answer(acme: Company) -> None:
    """The caller sends a request, gets a new API key and repeats the request with it."""
    old, new = acme.with_role("admin"), acme.with_role("admin")
    first = old.post("/v1/api-keys", BODY, idempotency_key="k1").ok(201)
    again = new.post("/v1/api-keys", BODY, idempotency_key="k1")
    assert again.ok(201) == first
    assert again.headers["idempotency-replayed"] == "true"


def test_a_replayed_answer_says_the_language_that_it_is_in(acme: Company) -> None:
    acme.admin.in_("zh").post("/v1/api-keys", BODY, idempotency_key="k1").ok(201)
    again = acme.admin.in_("en").post("/v1/api-keys", BODY, idempotency_key="k1")
    assert again.headers["content-language"] == "zh"


def test_two_paths_may_use_the_same_key(operator: Api, acme: Company) -> None:
    acme.admin.post("/v1/api-keys", BODY, idempotency_key="k1").ok(201)
    new = {"id": "initech", "name": "Initech"}
    operator.post("/v1/tenants", new, idempotency_key="k1").ok(201)


@pytest.mark.parametrize("header", ["", "x" * 256, "line\tbreak", "two words", "é"])
def test_a_header_that_is_no_key_is_400_on_every_post(acme: Company, header: str) -> None:
    headers = {"Idempotency-Key": header}
    for route in PRIVATE:
        reply = ask(acme.admin, route, headers=headers) if route.method == "POST" else None
        if reply is not None and reply.status != 403:
            reply.problem(400, "bad_idempotency_key")
