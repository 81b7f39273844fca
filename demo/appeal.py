"""An appeal of a published month that is upheld after the lock: what was paid stands, and the
corrected result beside it explains itself."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from demo.client import ApiProblem, Client
from demo.follow_up import exported
from demo.report import scorecards, show_explained
from demo.tenants import DemoTenant
from demo.words import Words

KEY_LIFE: Final = timedelta(hours=1)
#: A refusal says what is to be sent to go on: ``"accept": {"open_appeals": 1}``.
ASKED: Final = re.compile(r'"accept": \{"(\w+)": (\d+)\}')
LOOKED_AT: Final = 12
OPEN: Final = ("filed", "in_review")


def show_appeal(client: Client, tenant: DemoTenant, period: str, words: Words) -> None:
    """Publish the month, let somebody appeal, lock it, and uphold the appeal; print each step.

    A run that was broken off is continued, and an appeal of an earlier run is not filed again.
    """
    found = next(client.items("/appeals", period=period, scheme=tenant.scheme), None)
    if found is not None and found["status"] not in OPEN:
        print(f"\n  {words.appeal_kept.format(id=found['employee_id'], period=period)}")
        return
    cards = [one for one in scorecards(client, tenant, period) if one["total"] is not None]
    if found is None:
        _settle(client, tenant, period, "publish")
        found = _filed(client, tenant, _disputed(client, tenant, cards), words)
    about = found["employee_id"]
    print(f"\n  {words.appeal_filed.format(id=about, period=period)}")
    print(f"    {words.appeal_reason}")
    _settle(client, tenant, period, "lock")
    paid = _card(client, tenant, about, period)
    print(f"    {words.appeal_paid}: {_result(paid, tenant, words)}", flush=True)
    judge = next(one["employee_id"] for one in cards if one["employee_id"] != about)
    _uphold(_as_person(client, "hr", judge), found, _remedy(tenant, paid), words)
    stands = _card(client, tenant, about, period, effective="true")
    print(f"    {words.appeal_upheld}: {_result(stands, tenant, words)}")
    show_explained(stands, tenant.locale, words)
    _show_difference(client, tenant, period, words)


def _show_difference(client: Client, tenant: DemoTenant, period: str, words: Words) -> None:
    """Print the lines of the file that carries the difference to payroll."""
    _, content = exported(client, tenant, period, content="differences")
    print(f"\n    {words.appeal_difference}")
    for line in content.decode("utf-8-sig").splitlines():
        print(f"      {line}")


def _settle(client: Client, tenant: DemoTenant, period: str, verb: str) -> None:
    """Publish or lock the month, and accept by its count what a refusal names."""
    accept: dict[str, int] = {}
    while True:
        try:
            body = {"scheme": tenant.scheme, "accept": accept}
            client.post(f"/periods/{period}/{verb}", body)
        except ApiProblem as problem:
            if problem.code == "period_locked":  # by a run that was broken off
                return
            asked = ASKED.search(problem.detail)
            if asked is None or asked[1] in accept:
                raise
            accept[asked[1]] = int(asked[2])
        else:
            return


def _disputed(client: Client, tenant: DemoTenant, cards: Sequence[Any]) -> Any:
    """Return the best card that the contested line alone keeps from the next grade."""
    for one in cards[:LOOKED_AT]:
        card = _card(client, tenant, one["employee_id"], one["period"])
        next_grade = card["next_grade"] or {"changes": ()}
        if any(change["indicator"] == tenant.appeal for change in next_grade["changes"]):
            return card
    raise RuntimeError(f"{tenant.appeal} alone keeps nobody from the next grade")


def _filed(client: Client, tenant: DemoTenant, card: Any, words: Words) -> Any:
    body = {
        "period": card["period"],
        "scheme": tenant.scheme,
        "revision": card["revision"],
        "against": {"kind": "line", "indicator": tenant.appeal},
        "reason": words.appeal_reason,
    }
    return _as_person(client, "agent", card["employee_id"]).post("/appeals", body).body


def _remedy(tenant: DemoTenant, card: Any) -> dict[str, Any]:
    """Return the remedy: of the contested share all of the whole counts."""
    part, whole = tenant.corrected
    return {"kind": "figures", "columns": {part: _line(tenant, card)["inputs"][whole]}}


def _uphold(judge: Client, found: Any, remedy: dict[str, Any], words: Words) -> None:
    path = f"/appeals/{found['id']}"
    read = judge.get(path)
    if read.body["status"] == "filed":
        read = judge.post(f"{path}/review", {}, read.etag)
    decision = {"decision": "upheld", "reason": words.appeal_decision, "remedies": [remedy]}
    judge.post(f"{path}/decide", decision, read.etag)


def _as_person(client: Client, role: str, employee_id: str) -> Client:
    """Return a client whose key is bound to a person, for an hour."""
    until = (datetime.now(UTC) + KEY_LIFE).isoformat(timespec="seconds")
    body = {"role": role, "employee_id": employee_id, "expires_at": until}
    return Client(client.url, client.post("/api-keys", body).body["secret"], client.locale)


def _card(client: Client, tenant: DemoTenant, employee_id: str, period: str, **query: str) -> Any:
    path = f"/employees/{employee_id}/scorecards/{period}"
    return client.get(path, scheme=tenant.scheme, explain="true", **query).body


def _line(tenant: DemoTenant, card: Any) -> Any:
    return next(one for one in card["lines"] if one["indicator"] == tenant.appeal)


def _result(card: Any, tenant: DemoTenant, words: Words) -> str:
    return words.appeal_result.format(
        total=card["total"],
        grade=card["grade_name"][tenant.locale],
        coefficient=card["coefficient"],
        revision=card["revision"],
    )
