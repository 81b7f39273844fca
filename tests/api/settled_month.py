"""Publish or lock a month for tests of something else, in which people may have no result."""

from typing import Any

from tests.api.answer import Reply
from tests.api.client import Api


def settled(caller: Api, verb: str, period: str, scheme: str, **accept: int) -> Reply:
    """Publish or lock a period, and accept just the people that the refusal names as missing."""
    path, body = f"/v1/periods/{period}/{verb}", {"scheme": scheme}
    reply = caller.post(path, {**body, "accept": accept})
    if reply.status == 409 and reply.json["code"] == "missing_people":
        taken: dict[str, Any] = {**accept, "missing": reply.json["missing_people"]}
        reply = caller.post(path, {**body, "accept": taken})
    return reply
