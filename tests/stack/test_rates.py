"""A limit applies to all processes of the deployed function together."""

import time
import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from tests.stack.conftest import Stack

pytestmark = [pytest.mark.stack, pytest.mark.long]

LIMIT, CALLERS, REQUESTS = 20, 8, 40
#: The most rounds of requests to try until more than one process runs the function.
ROUNDS = 30
#: The most minutes to try until all requests, which take some seconds, fit into one minute.
TRIES, ENOUGH_SECONDS = 4, 20


def test_of_many_requests_at_a_time_as_many_are_served_as_the_company_may_have(
    stack: Stack,
) -> None:
    tenant = f"rates-{uuid.uuid4().hex[:8]}"
    body = {"id": tenant, "name": tenant, "limits": {"requests_per_minute": LIMIT}}
    made = stack.request("POST", "/v1/tenants", stack.operator_key, json=body).json()
    bearer = {"Authorization": f"Bearer {made['api_key']['secret']}"}

    def ask(_: int) -> requests.Response:
        return requests.get(f"{stack.url}/v1/tenant", headers=bearer, timeout=60)

    _run_by_several_processes(stack)
    for tried in range(TRIES):
        # A new minute each time: earlier requests count in the one that they came in.
        left = 60 - time.time() % 60
        if tried or left < ENOUGH_SECONDS:
            time.sleep(left + 0.5)
        minute = time.time() // 60
        with ThreadPoolExecutor(CALLERS) as callers:
            answers = list(callers.map(ask, range(REQUESTS)))
        if time.time() // 60 == minute:
            break
    else:
        pytest.fail("the requests never fitted into one minute")

    assert Counter(answer.status_code for answer in answers) == {
        200: LIMIT,
        429: REQUESTS - LIMIT,
    }
    refused = [answer for answer in answers if answer.status_code == 429]
    assert {answer.json()["code"] for answer in refused} == {"too_many_requests"}
    assert all(1 <= int(answer.headers["Retry-After"]) <= 60 for answer in refused)


def _run_by_several_processes(stack: Stack) -> None:
    """Send requests that no company's limit counts until several processes run the function."""

    def ask(_: int) -> None:
        answer = stack.request("GET", "/v1/tenants", stack.operator_key)
        assert answer.status_code == 200, answer.text

    for _ in range(ROUNDS):
        with ThreadPoolExecutor(CALLERS) as callers:
            list(callers.map(ask, range(2 * CALLERS)))
        if len(stack.workers("app")) > 1:
            return
    pytest.fail("all requests were served by one process")
