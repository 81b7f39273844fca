"""The service, deployed to a local AWS of its own, with the proxy between functions and AWS."""

import contextlib
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from infra import local_aws, ports
from infra.deployment import Deployment
from infra.stage import LOCAL, Stage
from infra.up import up
from tests.chaos.processes import Processes
from tests.chaos.proxy import Proxy
from tests.stack.released import release

#: Time limits of the workers. A run keeps a part free for its end: 20 seconds, of a copy 60.
SECONDS = {"score_upload": 40, "run_export": 40, "run_job": 90, "export_tick": 40}
#: A received message is hidden for so long until its worker hides it itself.
HIDDEN_SECONDS = 60
CONCURRENCY = 32


@dataclass(frozen=True, slots=True)
class Deployed:
    """A running service: names and addresses, the operator's key, and the proxy."""

    home: Path
    deployment: Deployment
    operator_key: str
    proxy: Proxy
    processes: Processes

    @property
    def url(self) -> str:
        return self.deployment.api_url

    @property
    def stage(self) -> Stage:
        found = self.deployment
        return Stage(LOCAL, self.home, found.region, found.endpoint)

    def client(self, service: str) -> Any:
        """Return a boto3 client that reaches AWS without the proxy."""
        return self.stage.client(service)

    @property
    def queues(self) -> dict[str, str]:
        found = self.deployment
        return {
            "uploads": found.uploads_queue_url,
            "exports": found.exports_queue_url,
            "jobs": found.jobs_queue_url,
        }

    @property
    def dead_letters(self) -> dict[str, str]:
        found = self.deployment
        return {
            "dead uploads": found.uploads_dead_letters_url,
            "dead exports": found.exports_dead_letters_url,
            "dead jobs": found.jobs_dead_letters_url,
        }


@contextlib.contextmanager
def deployed() -> Iterator[Deployed]:
    """Deploy to a new local AWS in a temporary directory. At the end everything has ended."""
    home = Path(tempfile.mkdtemp(prefix="servicescore-chaos-"))
    proxy: Proxy | None = None
    try:
        # Functions beside each other, so that a user's requests keep no worker from its message.
        local_aws.start(home / "aws", ports.free_port(), concurrency=CONCURRENCY)
        deployment = up(home)
        processes = Processes(home, deployment.functions)
        proxy = Proxy(deployment.endpoint or "", processes)
        key = (home / "operator-key").read_text().strip()
        made = Deployed(home, deployment, key, proxy, processes)
        _redirect(made)
        _hide_briefly(made)
        yield made
    finally:
        if proxy is not None:
            proxy.close()
        local_aws.stop(home / "aws")
        shutil.rmtree(home, ignore_errors=True)


def _redirect(made: Deployed) -> None:
    """Give every function its port of the proxy as the address of AWS."""
    functions = made.client("lambda")
    for function, name in made.deployment.functions.items():
        found = functions.get_function_configuration(FunctionName=name)
        variables = dict(found["Environment"]["Variables"])
        endpoint = f"http://127.0.0.1:{made.proxy.open_port(function)}"
        variables["SERVICESCORE_ENDPOINT_URL"] = endpoint
        # Links and forms that the API gives out do not lead through the proxy: it only signs them.
        direct = made.deployment.endpoint or ""
        variables["SERVICESCORE_PUBLIC_ENDPOINT_URL"] = direct if function == "app" else endpoint
        limit = {"Timeout": SECONDS[function]} if function in SECONDS else {}
        release(functions, name, Environment={"Variables": variables}, **limit)


def _hide_briefly(made: Deployed) -> None:
    sqs = made.client("sqs")
    for url in (*made.queues.values(), *made.dead_letters.values()):
        # The bucket's test event may have been in the hands of a worker that was just replaced.
        sqs.purge_queue(QueueUrl=url)
        sqs.set_queue_attributes(
            QueueUrl=url, Attributes={"VisibilityTimeout": str(HIDDEN_SECONDS)}
        )
