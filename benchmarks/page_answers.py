"""Answer pages of a checkout's lists in process, with recorded answers of the table.

A process of its own for ``make bench-read BEFORE=PATH`` (benchmarks/pages_in_turn.py):
``python benchmarks/page_answers.py CHECKOUT PEOPLE``. It takes the code and the tests' AWS in
process of that checkout, makes a company with a settled month, and then answers a line of its input
(the name of a page) with a line of JSON: the processor milliseconds of the function, those of a
bare client with botocore's defaults for the same reading requests, the size and the digest of the
answer.

The first answers of the table come from moto and are kept by their requests. Later ones are these
bytes; a request that was not seen before (a count) goes to moto, and its time is taken off.
"""

import gc
import json
import os
import secrets
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any
from unittest import mock

#: Reading requests, as DynamoDB's protocol names them.
READS = ("GetItem", "BatchGetItem", "Query")
PERIOD = "2026-10"
PAGES = {
    "scorecards, 200": (f"/v1/periods/{PERIOD}/scorecards", "200"),
    "scorecards, 1": (f"/v1/periods/{PERIOD}/scorecards", "1"),
    "coefficients, 200": (f"/v1/periods/{PERIOD}/bonus-coefficients", "200"),
    "employees, 200": ("/v1/employees", "200"),
}


class Recorded:
    """The table's answers by request, and the processor time of those that were not kept."""

    def __init__(self, answer: Any, response: Any, raw: Any) -> None:
        self._answer, self._response, self._raw = answer, response, raw
        self._kept: dict[tuple[str, bytes], tuple[int, dict[str, str], bytes]] = {}
        self.seconds = 0.0
        #: The requests of the last page, as (operation, body).
        self.made: list[tuple[str, bytes]] = []

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Answer every request in the block."""
        self._answer.enabled = False
        try:
            yield
        finally:
            self._answer.enabled = True

    def __call__(self, request: Any, event_name: str, **_: Any) -> Any:
        target = request.headers["X-Amz-Target"]
        named = target.decode() if isinstance(target, bytes) else target
        key = named.rpartition(".")[2], bytes(request.body)
        self.made.append(key)
        if key not in self._kept or key[0] not in READS:
            begun = time.process_time()
            # botocore calls every handler, so moto is off but for these.
            self._answer.enabled = True
            found = self._answer(event_name, request)
            self._answer.enabled = False
            self._kept[key] = found.status_code, dict(found.headers), found.content
            self.seconds += time.process_time() - begun
        status, headers, content = self._kept[key]
        return self._response(request.url, status, headers, self._raw(content))


class Pages:
    """A company's pages: events of the function, and its recorded table."""

    def __init__(self, world: Any, people: int) -> None:
        from botocore.awsrequest import AWSResponse
        from chalice.test import Client
        from moto.core.botocore_stubber import MockRawResponse
        from moto.core.models import botocore_stubber

        import app
        from chalicelib.handlers import api
        from tests.api.clock import Clock

        self._world = world
        world.clear()
        self._platform, self._handler = app.platform(), api
        self._platform.start_over(Clock())
        self._recorded = Recorded(botocore_stubber, AWSResponse, MockRawResponse)
        with mock.patch.object(secrets, "randbits", self._world.take_id):
            caller = self._company(people, Client(app.app))
        self._events = {name: self._event(caller, *page) for name, page in PAGES.items()}
        for client in (self._platform.table.connection.connection.client, self._world.dynamodb):
            client.meta.events.register_first("before-send.dynamodb.*", self._recorded)
        gc.collect()
        gc.freeze()

    def _company(self, people: int, client: Any) -> Any:
        from chalicelib.api_keys.operator_keys import issue_operator_key
        from chalicelib.people.keys import key_of_employee
        from chalicelib.person_keys import PersonKey
        from tests.api.client import Api
        from tests.api.company import Company
        from tests.api.periods.many_results import many_results
        from tests.api.worker import worker_in

        operator_key = issue_operator_key(self._platform.table, self._platform.clock)
        operator = Api(client.__enter__()).as_(operator_key)
        company = Company(operator, "acme")
        limits = {"requests_per_minute": 1_000_000, "max_employees": people + 100}
        operator.patch("/v1/tenants/acme", {"limits": limits}, if_match="*").ok()
        many_results(company, self._world, self._platform, people)
        with worker_in(self._platform, "acme") as context:
            shards = context.register_shards
            like = context.table.get(key_of_employee(context.scope, PersonKey("0000"), shards))
            ids = [f"A{n:06d}" for n in range(people)]
            context.table.write_batch(
                (
                    key_of_employee(context.scope, PersonKey(one), shards),
                    {**like, "id": one, "name": f"客服{one}"},
                )
                for one in ids
            )
        return company.hr

    def _event(self, caller: Any, path: str, limit: str) -> dict[str, Any]:
        """Return the event that the gateway sends for a page."""
        import app

        sent: list[dict[str, Any]] = []
        answer = type(app.app).__call__

        def note(service: Any, event: dict[str, Any], context: Any) -> Any:
            sent.append(event)
            return answer(service, event, context)

        with mock.patch.object(type(app.app), "__call__", note):
            caller.get(path, query={"limit": limit}).ok()
        return sent[-1]

    def answered(self, name: str) -> dict[str, Any]:
        """Answer a page once; return what it took."""
        self._recorded.made.clear()
        before = self._recorded.seconds
        with self._recorded.alone():
            begun = time.process_time()
            answer = self._handler.handle(self._events[name], _Context())
            used = time.process_time() - begun - (self._recorded.seconds - before)
        body = str(answer["body"]).encode()
        requests = [one for one in self._recorded.made if one[0] in READS]
        return {
            "milliseconds": 1000 * used,
            "bare": 1000 * self._bare(requests),
            "requests": len(requests),
            "bytes": len(body),
            "sha256": sha256(body).hexdigest()[:12],
        }

    def _bare(self, requests: list[tuple[str, bytes]]) -> float:
        """Return the processor seconds of the same requests by a client with the defaults."""
        asked = [(name, json.loads(body)) for name, body in requests]
        with self._recorded.alone():
            before, begun = self._recorded.seconds, time.process_time()
            for name, parameters in asked:
                self._world.dynamodb._make_api_call(name, parameters)
            return time.process_time() - begun - (self._recorded.seconds - before)


class _Context:
    aws_request_id = "req_1"
    function_name = "app"

    def get_remaining_time_in_millis(self) -> int:
        return 29_000


def main() -> None:
    # Log lines go to the output too: answers have it alone.
    told = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    checkout, people = Path(sys.argv[1]).resolve(), int(sys.argv[2])
    sys.path[0] = str(checkout)
    from moto import mock_aws

    from tests.api.quick_moto import quick_moto
    from tests.api.world import ENVIRONMENT, World

    with mock_aws(), mock.patch.dict(os.environ, ENVIRONMENT):
        with quick_moto():
            world = World()
            for name, url in world.queue_urls.items():
                os.environ[f"SERVICESCORE_{name.upper()}_QUEUE_URL"] = url
            pages = Pages(world, people)
            for name in PAGES:
                pages.answered(name)
        told.write("ready\n")
        told.flush()
        for line in sys.stdin:
            told.write(json.dumps(pages.answered(line.strip())) + "\n")
            told.flush()


if __name__ == "__main__":
    main()
