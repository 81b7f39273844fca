"""Measure the costliest requests that a key may make, at their bounds.

``make bench-largest``: the API's function in one process, with the tests' AWS. Each request is as
large as its bound allows (largest_requests.py), one more would be refused or become a job. Of each
it tells the status, the function's processor seconds without those of the tests' AWS, and the
requests of the table; then what is left of the gateway's 29 seconds on the smaller processor of
the deployed function: ``share`` is (processor seconds / PART + requests × WAIT) / 29. A function of
1,769 MB has one processor, so 1,024 MB have 0.58 of one (AWS's Lambda documentation, "Configure
Lambda function memory"). WAIT is an assumption: the median of a DynamoDB request is below it.

Bounded: each request once, after one that warms up the scheme's rules.
"""

import argparse
import json
import os
import secrets
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from typing import Any
from unittest import mock

import moto.core.botocore_stubber as stubber
from chalice.app import Chalice
from chalice.test import Client
from moto import mock_aws

GATEWAY, PART, WAIT = 29.0, 1024 / 1769, 0.01


class Clockwork:
    """The processor seconds of the function and of the tests' AWS, and the requests between."""

    def __init__(self) -> None:
        self.function = self.aws = 0.0
        self.requests = 0

    @contextmanager
    def running(self) -> Iterator[None]:
        """Count in the block."""
        serve, answer = Chalice.__call__, stubber.BotocoreStubber.__call__

        def timed_serve(app: Chalice, event: Any, context: Any) -> Any:
            begun = time.process_time()
            try:
                return serve(app, event, context)
            finally:
                self.function += time.process_time() - begun

        def timed_answer(one: Any, *given: Any, **named: Any) -> Any:
            self.requests += 1
            begun = time.process_time()
            try:
                return answer(one, *given, **named)
            finally:
                self.aws += time.process_time() - begun

        with (
            mock.patch.object(Chalice, "__call__", timed_serve),
            mock.patch.object(stubber.BotocoreStubber, "__call__", timed_answer),
        ):
            yield

    def taken(self) -> dict[str, float]:
        """Return what was counted since the last time."""
        seconds, requests = self.function - self.aws, self.requests
        self.function = self.aws = 0.0
        self.requests = 0
        share = (seconds / PART + requests * WAIT) / GATEWAY
        return {"seconds": round(seconds, 2), "requests": requests, "share": round(share, 2)}


def measured(names: list[str]) -> Iterator[dict[str, Any]]:
    """Make each request, or those that are named, and yield what it took."""
    from benchmarks.largest_prepared import Bench
    from benchmarks.largest_requests import REQUESTS
    from tests.api.quick_moto import quick_moto
    from tests.api.world import ENVIRONMENT, World

    with mock_aws(), quick_moto(), mock.patch.dict(os.environ, ENVIRONMENT):
        world = World()
        for name, url in world.queue_urls.items():
            os.environ[f"SERVICESCORE_{name.upper()}_QUEUE_URL"] = url
        import app
        from tests.api.clock import Clock

        counted = Clockwork()
        with mock.patch.object(secrets, "randbits", world.take_id), Client(app.app) as client:
            for number, (name, prepared) in enumerate(REQUESTS.items()):
                if names and name not in names:
                    continue
                world.clear()
                app.platform().start_over(Clock())
                ask = prepared(Bench(f"company-{number}", world, app.platform(), client))
                with counted.running():
                    found = ask()
                size = len(found.content)
                yield {
                    "request": name,
                    "status": found.status,
                    "bytes": size,
                    **counted.taken(),
                    **refusal(found),
                }


def refusal(found: Any) -> dict[str, str]:
    """Return why a request was refused, to see that its size is wrong."""
    if found.status < 400:
        return {}
    first = (found.json.get("errors") or [found.json])[0]
    return {"refused": f"{first.get('pointer', '')} {first['code']} {first.get('message', '')}"}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("names", nargs="*", help="those requests only")
    with Path(os.devnull).open("w") as nowhere:
        told = sys.stdout
        # The service writes its log lines to the output.
        with redirect_stdout(nowhere):
            for one in measured(options.parse_args().names):
                print(json.dumps(one), file=told, flush=True)


if __name__ == "__main__":
    main()
