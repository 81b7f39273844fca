"""The service on a separate local AWS, for measurements."""

import contextlib
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests

from benchmarks.upload_sheet import PERIOD, scheme
from infra import local_aws, ports
from infra.deployment import Deployment
from infra.stage import LOCAL, Stage
from infra.up import up

#: Agents for each partition of a period's scorecards, as onboarding advises.
AGENTS_PER_SHARD = 10_000
UNDER_WAY = ("awaiting_file", "processing")


@dataclass
class Service:
    """The deployed service, as a tenant's system calls it."""

    home: Path
    deployment: Deployment
    session: requests.Session

    def call(self, method: str, path: str, key: str, **more: Any) -> Any:
        headers = {"Authorization": f"Bearer {key}", **more.pop("headers", {})}
        answer = self.session.request(
            method, self.deployment.api_url + path, headers=headers, timeout=300, **more
        )
        answer.raise_for_status()
        return answer

    def tenant(
        self,
        name: str,
        agents: int,
        rules: dict[str, Any] | None = None,
        limits: dict[str, int] | None = None,
    ) -> str:
        """Onboard a company of so many agents with the ten-line scheme; return its key.

        ``rules``: another form of that scheme. ``limits``: further limits of the company.
        """
        operator = (self.home / "operator-key").read_text().strip()
        body = {
            "id": name,
            "name": name,
            "shards": shards(agents),
            "unknown_employees": "create",
            "appeal_days": 0,
            "limits": {"max_employees": max(agents, 1000), **(limits or {})},
        }
        made = self.call("POST", "/v1/tenants", operator, json=body).json()
        key = str(made["api_key"]["secret"])
        draft = self.call("POST", "/v1/schemes", key, json=rules or scheme())
        self.call(
            "POST",
            "/v1/schemes/bench/publish",
            key,
            json={"effective_from": PERIOD},
            headers={"If-Match": draft.headers["ETag"]},
        )
        return key

    def announce(
        self, key: str, filename: str = "month.csv", source: str | None = None
    ) -> dict[str, Any]:
        body = {"scheme": "bench", "period": PERIOD, "filename": filename}
        if source is not None:
            body["source"] = source
        return dict(self.call("POST", "/v1/uploads", key, json=body).json())

    def post(self, made: dict[str, Any], content: bytes) -> None:
        """Send the file by the form that the announcement returned."""
        form = made["form"]
        sent = self.session.post(
            form["url"], data=form["fields"], files={"file": content}, timeout=600
        )
        sent.raise_for_status()

    def read(self, key: str, made: dict[str, Any]) -> dict[str, Any]:
        """Return an upload. A question that the gateway of a busy machine gave up is put again."""
        while True:
            try:
                return dict(self.call("GET", f"/v1/uploads/{made['id']}", key).json())
            except requests.HTTPError as error:
                if error.response.status_code not in (502, 504):
                    raise

    def upload(
        self, key: str, content: bytes, pause: float = 0.1, source: str | None = None
    ) -> tuple[float, dict[str, Any]]:
        """Return the seconds from the POST of the file to its last scorecard, and the upload.

        ``pause`` is the first interval, in seconds, between two questions for the state.
        ``source``: the one source of the file; None: all.
        """
        made = self.announce(key, source=source)
        begun = time.perf_counter()
        self.post(made, content)
        while (found := self.read(key, made))["status"] in UNDER_WAY:
            # Rarely, so that asking does not affect the measurement.
            time.sleep(min(2.0, pause + (time.perf_counter() - begun) / 20))
        taken = time.perf_counter() - begun
        if found["status"] != "completed":
            raise SystemExit(f"the upload ended as {found['status']}: {found['reason']}")
        return taken, found

    def client(self, name: str) -> Any:
        """Return a client of the local AWS, with botocore's default settings."""
        deployment = self.deployment
        return Stage(LOCAL, self.home, deployment.region, deployment.endpoint).client(name)


def shards(agents: int) -> int:
    return -(-agents // AGENTS_PER_SHARD)


@contextmanager
def deployed() -> Iterator[Service]:
    """Start a local AWS with the service on it; remove it afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        try:
            deployment = up(home, ports.free_port())
            with requests.Session() as session:
                yield Service(home, deployment, session)
        finally:
            local_aws.stop(home / "aws")


def workers(service: Service, function: str = "score_upload") -> Iterator[Path]:
    """Return the directories under /proc of a function's workers."""
    unpacked = f"ministack-lambda-{service.deployment.functions[function]}-".encode()
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            command = path.read_bytes()
            if unpacked in command and str(service.home).encode() in command:
                yield path.parent


def peak_memory(service: Service) -> int:
    """Return the peak memory, in bytes, of a worker of the scoring function."""
    told = [(path / "status").read_text() for path in workers(service)]
    return max(int(one.partition("VmHWM:")[2].split()[0]) * 1024 for one in told)


def processor_seconds(service: Service, function: str = "score_upload") -> float:
    """Return the processor seconds used so far by the local AWS, a function's workers and this
    process."""
    instance = local_aws.running(service.home / "aws")
    paths = [*workers(service, function), Path(f"/proc/{instance.pid if instance else 0}")]
    ticks = 0
    for path in paths:
        fields = (path / "stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK") + time.process_time()
