"""A rating round of one team: its people rate each other and themselves, by links."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from demo.client import ApiProblem, Client
from demo.shapes import near, source
from demo.tenants import DemoTenant
from demo.words import Words

MOST_SECONDS: Final = 60
MARKS: Final = (1.0, 2.0, 3.0, 4.0, 4.5, 5.0)


def show_rating_round(client: Client, tenant: DemoTenant, period: str, words: Words) -> None:
    """Open a round of the tenant's rating team, let its raters fill it in, and close it.

    A run that was broken off is continued, and a round of an earlier run is not made again.
    """
    known = next(client.items("/rating-rounds", period=period, scheme=tenant.scheme), None)
    if known is not None and known["status"] == "closed":
        print(f"\n  {words.round_kept.format(period=period)}")
        return
    path = f"/rating-rounds/{(known or _made(client, tenant, period))['id']}"
    drawn = _drawn(client, path)
    print(f"\n  {words.round_drawn.format(period=period, **_counts(drawn.body))}", flush=True)
    if drawn.body["status"] == "draft":
        client.post(f"{path}/open", {}, drawn.etag)
    raters = [one["employee_id"] for one in client.items(f"{path}/assignments")]
    listed = client.post(f"{path}/links", {"employees": raters}).body["items"]
    for link in listed:
        _fill_in(Client(client.url, link["secret"], client.locale), link["employee_id"])
    print(f"    {words.round_links.format(links=len(listed))}")
    for one in client.items(f"{path}/progress"):
        said = words.round_progress.format(
            team=one["team"],
            role=one["role_name"][tenant.locale],
            submitted=one["submitted"],
            forms=one["forms"],
        )
        print(f"    {said}")
    client.post(f"{path}/close", {}, client.get(path).etag)
    print(f"    {words.round_closed}", flush=True)


def _made(client: Client, tenant: DemoTenant, period: str) -> Any:
    last = (datetime.now(UTC) + timedelta(days=7)).date().isoformat()
    wanted = {"scheme": tenant.scheme, "period": period, "closes_on": last}
    return client.post("/rating-rounds", {**wanted, "teams": [tenant.rating_team]}).body


def _drawn(client: Client, path: str) -> Any:
    deadline = time.monotonic() + MOST_SECONDS
    while (found := client.get(path)).body["status"] == "drawing":
        if time.monotonic() > deadline:
            raise TimeoutError(f"{path} is not drawn")
        time.sleep(0.2)
    return found


def _counts(found: Any) -> dict[str, int]:
    return {name: found[name] for name in ("people", "raters", "forms")}


def _fill_in(link: Client, rater: str) -> None:
    """Open the link of a rater, and submit every form."""
    try:
        secret = link.post("/rating-sessions", {}).body["secret"]
    except ApiProblem as problem:
        if problem.code == "link_over":  # filled in by a run that was broken off
            return
        raise
    session = Client(link.url, secret, link.locale)
    for task in list(session.items("/rating-tasks")):
        path = f"/rating-tasks/{task['id']}"
        answers = list(_answers(session.get(path).body, rater))
        saved = session.put(path, {"answers": answers}, "*")
        session.post(f"{path}/submit", {}, saved.etag)


def _answers(form: Any, rater: str) -> Iterator[dict[str, str]]:
    for question in form["questions"]:
        rng = source("rating-round", rater, form["employee_id"], question["question"])
        mark = f"{near(rng, 4.0, MARKS, 0.6):g}"
        names = {name: question[name] for name in ("indicator", "question")}
        yield {**names, "mark": mark}
