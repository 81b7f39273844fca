"""Fixtures of the tests that run the API in process. A conftest imports those that it needs.

=============  ==================================================================================
``world``      AWS in process, empty: ``.items()``, ``.objects()``, ``.messages("uploads")``, and
               boto3 clients without the guard (``.dynamodb``, ``.s3``, ``.sqs``)
``clock``      the process's clock, stopped at 2026-11-05T08:00Z: ``clock.advance(hours=25)``
``platform``   the app's own Platform over ``world`` and ``clock``
``api``        a caller without a key: ``api.get("/v1/health").ok()``
``operator``   the operator's caller
``acme``,      two companies: ``acme.admin``, ``.hr``, ``.supervisor`` (team red), ``.agent``
``globex``     (employee 1001), ``.auditor``; ``acme.with_role("agent", employee_id="7")``
``lines``      the log lines written so far, parsed: ``lines()``
``calls``      the names of the AWS requests made since the last ``calls()``; the write that takes
               a lease of the caller's requests (``tenancy.rate_limits``) is named ``Lease``,
               the write of a company's usage (``tenancy.usage``) is left out
=============  ==================================================================================

What plain fixtures leave behind is kept, and put back for the next test that sets up the same ones:
:mod:`tests.api.remembering`.

An answer is checked when it is read: ``.ok(201)`` gives the JSON of a success, ``.problem(422,
"invalid_request")`` the JSON of a refusal after checking the common shape of problems.
"""

import json
import os
import secrets
from collections.abc import Callable, Iterator
from typing import Any
from unittest import mock

import pytest
from chalice.test import Client
from moto import mock_aws

from chalicelib.tenancy.platform import Platform
from tests.api.client import Api
from tests.api.clock import Clock
from tests.api.company import Company
from tests.api.quick_moto import quick_moto
from tests.api.world import ENVIRONMENT, World

Calls = Callable[[], list[str]]
Lines = Callable[[], list[dict[str, Any]]]


@pytest.fixture(scope="session")
def _aws() -> Iterator[World]:
    with quick_moto(), mock_aws():
        world = World()
        queues = {
            f"SERVICESCORE_{name.upper()}_QUEUE_URL": url for name, url in world.queue_urls.items()
        }
        with mock.patch.dict(os.environ, {**ENVIRONMENT, **queues}):
            yield world


@pytest.fixture
def world(_aws: World) -> World:
    _aws.clear()
    return _aws


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def platform(world: World, clock: Clock) -> Iterator[Platform]:
    """Return the app's platform: clients shared by all tests, clock and rates for this test.

    The clock stands still, so many ids are made in one millisecond: they are in their order.
    """
    import app
    from chalicelib.schemes import compiled
    from chalicelib.store import identifiers

    found = app.platform()
    found.start_over(clock)
    compiled.forget()
    world.next_id = secrets.randbits(59)
    with mock.patch.object(identifiers.secrets, "randbits", world.take_id):
        yield found


@pytest.fixture(scope="session")
def _client(_aws: World) -> Iterator[Client]:
    import app

    with Client(app.app) as client:
        yield client


@pytest.fixture
def api(platform: Platform, _client: Client) -> Api:
    return Api(_client)


@pytest.fixture
def operator(api: Api, platform: Platform) -> Api:
    from chalicelib.api_keys.operator_keys import issue_operator_key

    return api.as_(issue_operator_key(platform.table, platform.clock))


@pytest.fixture
def acme(operator: Api) -> Company:
    return Company(operator, "acme")


@pytest.fixture
def globex(operator: Api) -> Company:
    return Company(operator, "globex")


@pytest.fixture
def calls(platform: Platform) -> Iterator[Calls]:
    """Record the requests of the app's own DynamoDB, S3 and SQS clients, in their order."""
    made: list[str] = []

    def note(model: Any, params: Any, **_: object) -> None:
        if model.name == "UpdateItem" and b'#usage"' in params["body"]:
            return
        lease = model.name == "UpdateItem" and b'#requests"' in params["body"]
        made.append("Lease" if lease else model.name)

    def taken() -> list[str]:
        found = made[:]
        made.clear()
        return found

    clients = (
        platform.table.connection.connection.client,
        platform.objects.client,
        platform.queues,
    )
    for client in clients:
        client.meta.events.register_first("before-call.*.*", note)
    yield taken
    for client in clients:
        client.meta.events.unregister("before-call.*.*", note)


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> Iterator[Lines]:
    from chalicelib.telemetry import logger

    logger.addHandler(caplog.handler)
    yield lambda: [
        json.loads(record.getMessage()) for record in caplog.records if record.name == logger.name
    ]
    logger.removeHandler(caplog.handler)
