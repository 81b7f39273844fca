"""The veto that the demonstration records and revokes."""

import json
from typing import Any

import pytest

from demo.client import Client
from demo.tenants import TENANTS
from demo.veto import show_veto
from demo.words import WORDS
from tests.demo.conftest import Service

TELECOM = TENANTS[2]
GOOD, OUT = {"zh": "良好", "en": "Good"}, {"zh": "不合格", "en": "Unqualified"}


def _card(number: int, **other: Any) -> dict[str, Any]:
    rank = {"position": number, "of": 3}
    card = {"employee_id": f"T{number}", "total": "80.00", "grade_name": GOOD, "rank": rank}
    return {**card, "coefficient": "1.1", **other}


def _case(status: str, effect: str | None = None) -> dict[str, Any]:
    told = None if effect is None else {"status": effect}
    return {"id": "cas_1", "employee_id": "T2", "status": status, "effect": told}


def test_two_people_decide_and_the_result_is_afterwards_what_it_was(
    service: Service, capsys: pytest.CaptureFixture[str]
) -> None:
    card, etag = _card(2), {"ETag": '"1"'}
    vetoed = _card(2, grade_name=OUT, coefficient="0", rank=None)
    service.answers = [
        (200, {}, {"items": [], "next": None}),
        (201, {}, {"secret": "first"}),
        (201, {}, {"secret": "second"}),
        (201, {}, _case("proposed")),
        (200, {}, card),
        (200, etag, _case("proposed")),
        (200, {}, _case("confirmed", "pending")),
        (200, {}, _case("confirmed", "pending")),
        (200, {}, _case("confirmed", "in_effect")),
        (200, {}, vetoed),
        (200, etag, _case("confirmed", "in_effect")),
        (200, {}, _case("revoked", "pending")),
        (200, {}, _case("revoked", "ended")),
        (200, {}, card),
    ]
    cards = [_card(1), card, _card(3)]
    show_veto(Client(service.url, "admin"), TELECOM, cards, "2026-10", WORDS["en"])

    made = [json.loads(one["body"]) for one in service.asked if one["path"] == "/v1/api-keys"]
    assert [one["employee_id"] for one in made] == ["T1", "T3"]
    by = {
        one["path"].rpartition("/")[2]: one["headers"]["Authorization"]
        for one in service.asked
        if one["method"] == "POST"
    }
    assert (by["cases"], by["confirm"], by["revoke"]) == (
        "Bearer first", "Bearer second", "Bearer second",
    )  # fmt: skip
    before, confirmed, revoked = capsys.readouterr().out.splitlines()[-3:]
    assert confirmed.strip() == "confirmed: total 80.00, Unqualified, coefficient 0, rank none"
    assert revoked.strip() == f"revoked: {before.strip()}"


def test_a_veto_of_an_earlier_run_is_not_recorded_again(service: Service) -> None:
    service.answers = [(200, {}, {"items": [_case("revoked", "ended")], "next": None})]
    show_veto(Client(service.url, "admin"), TELECOM, [_card(1)], "2026-10", WORDS["zh"])
    assert len(service.asked) == 1
