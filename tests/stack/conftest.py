"""The packaged application on a separate local AWS for the tests, called over HTTP."""

import contextlib
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import requests

from infra import local_aws, ports
from infra.deployment import Deployment
from infra.stage import LOCAL, Stage
from infra.up import up


@dataclass(frozen=True)
class Stack:
    """A deployed service: its address, the operator's key, and its AWS."""

    home: Path
    deployment: Deployment
    operator_key: str
    session: requests.Session = field(default_factory=requests.Session)

    @property
    def url(self) -> str:
        """Return the API's address, without ``/v1`` and without a slash at the end."""
        return self.deployment.api_url

    @property
    def stage(self) -> Stage:
        return Stage(LOCAL, self.home, self.deployment.region, self.deployment.endpoint)

    def client(self, service: str) -> Any:
        """Return a boto3 client of this stack's AWS."""
        return self.stage.client(service)

    def request(
        self, method: str, path: str, key: str | None = None, **more: Any
    ) -> requests.Response:
        """Send one request (``path`` begins with ``/v1``), with the key as bearer if given."""
        headers = {**({"Authorization": f"Bearer {key}"} if key else {}), **more.pop("headers", {})}
        return self.session.request(method, self.url + path, headers=headers, timeout=60, **more)

    def workers(self, function: str) -> list[int]:
        """Return the processes that run a function (by its name in app.py), for a test to kill."""
        unpacked = f"ministack-lambda-{self.deployment.functions[function]}-".encode()
        home = str(self.home).encode()
        found = []
        for path in Path("/proc").glob("[0-9]*/cmdline"):
            with contextlib.suppress(FileNotFoundError, ProcessLookupError):
                command = path.read_bytes()
                if unpacked in command and home in command:
                    found.append(int(path.parent.name))
        return found

    def logs(self, function: str) -> str:
        """Return the log of a function (by its name in app.py), for a failing test to show."""
        group = f"/aws/lambda/{self.deployment.functions[function]}"
        pages = self.client("logs").get_paginator("filter_log_events")
        return "".join(
            event["message"].rstrip("\n") + "\n"
            for page in pages.paginate(logGroupName=group)
            for event in page["events"]
        )


@pytest.fixture(scope="session")
def stack(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Stack]:
    """Make one deployment for all tests of the run, on a free port, in a temporary directory.

    IAM is enforced: an action that a function's policy does not allow fails as on AWS.

    After a failed test the data stays, with the local AWS's log in ``aws/log``.
    """
    home = tmp_path_factory.mktemp("stack")
    try:
        deployment = up(home, ports.free_port(), enforce_iam=True)
        key = (home / "operator-key").read_text().strip()
        stack = Stack(home, deployment, key)
        yield stack
        stack.session.close()
    finally:
        local_aws.stop(home / "aws")
        if not request.session.testsfailed:
            shutil.rmtree(home, ignore_errors=True)
