"""Publish or lock a month for tests of something else, in which people may have no result."""

from typing import Any

from tests.api.answer import Reply
from tests.api.client import Api


def settled(caller: Api, verb: str, period: str, scheme: str, **accept: int) -> Reply:
    """Publish or lock a period, and accept just the people that the refusal names as missing, and
    those that it names as not told of the plan, and cases that wait."""
    path, body = f"/v1/periods/{period}/{verb}", {"scheme": scheme}
    taken: dict[str, Any] = dict(accept)
    reply = caller.post(path, {**body, "accept": taken})
    named = {
        "missing_people": "missing",
        "not_told": "not_told",
        "cases_waiting": "waiting_cases",
    }
    for code, member in named.items():
        if reply.status == 409 and reply.json["code"] == code:
            taken[member] = reply.json.get(code, reply.json.get(member))
            reply = caller.post(path, {**body, "accept": taken})
    return reply
