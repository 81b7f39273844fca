"""A veto of the month: proposed by one person, confirmed by another, and revoked as unproven."""

import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from demo.client import Client
from demo.tenants import DemoTenant
from demo.words import Words

MOST_SECONDS: Final = 60
KEY_LIFE: Final = timedelta(hours=1)


def show_veto(
    client: Client, tenant: DemoTenant, cards: Sequence[Any], period: str, words: Words
) -> None:
    """Record a veto about somebody near the middle, and revoke it; print the result at each step.

    A run that was broken off is continued, and a veto of an earlier run is not recorded again.
    """
    known = client.items("/cases", period=period, scheme=tenant.scheme, kind="veto")
    case = next(known, None)
    if case is not None and case["status"] == "revoked":
        print(f"\n  {words.veto_kept.format(id=case['employee_id'])}")
        return
    ranked = [card for card in cards if card["total"] is not None]
    about = ranked[len(ranked) // 2]["employee_id"] if case is None else case["employee_id"]
    others = [card["employee_id"] for card in ranked if card["employee_id"] != about]
    proposer, decider = (_as_person(client, employee_id) for employee_id in others[:2])
    if case is None:
        case = proposer.post("/cases", _proposal(tenant, about, period, words)).body
    print(f"\n  {words.veto_proposed.format(id=about, period=period)}")
    print(f"    {_result(client, tenant, about, period, words)}")
    path = f"/cases/{case['id']}"
    if case["status"] == "proposed":
        decider.post(f"{path}/confirm", {}, decider.get(path).etag)
    _followed(client, path)
    print(f"    {words.veto_confirmed}: {_result(client, tenant, about, period, words)}")
    decider.post(f"{path}/revoke", {"reason": words.veto_unproven}, decider.get(path).etag)
    _followed(client, path)
    print(f"    {words.veto_revoked}: {_result(client, tenant, about, period, words)}")


def _as_person(client: Client, employee_id: str) -> Client:
    """Return a client whose key is bound to a person, for an hour."""
    until = (datetime.now(UTC) + KEY_LIFE).isoformat(timespec="seconds")
    body = {"role": "hr", "employee_id": employee_id, "expires_at": until}
    return Client(client.url, client.post("/api-keys", body).body["secret"], client.locale)


def _proposal(tenant: DemoTenant, employee_id: str, period: str, words: Words) -> dict[str, object]:
    return {
        "kind": "veto",
        "code": tenant.veto,
        "employee_id": employee_id,
        "period": period,
        "scheme": tenant.scheme,
        "reason": words.veto_reason,
        "hearing": {"answer": words.veto_answer},
    }


def _followed(client: Client, path: str) -> None:
    """Wait until the result follows the case."""
    deadline = time.monotonic() + MOST_SECONDS
    while (effect := client.get(path).body["effect"])["status"] in ("pending", "failed"):
        if effect["status"] == "failed" or time.monotonic() > deadline:
            raise TimeoutError(f"the result does not follow {path}: {effect}")
        time.sleep(0.2)


def _result(client: Client, tenant: DemoTenant, employee_id: str, period: str, words: Words) -> str:
    path = f"/employees/{employee_id}/scorecards/{period}"
    card = client.get(path, scheme=tenant.scheme).body
    rank = card["rank"]["position"] if card["rank"] else words.unranked
    return words.veto_result.format(
        total=card["total"],
        grade=card["grade_name"][tenant.locale],
        coefficient=card["coefficient"],
        rank=rank,
    )
