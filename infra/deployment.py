"""The addresses and names of a finished deployment, stored in ``stack.json``."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from infra import stack
from infra.stage import Stage

API_STAGE = "api"


@dataclass(frozen=True, slots=True)
class Deployment:
    """Names and addresses of the parts. ``endpoint`` is None on AWS; ``functions`` as in app.py."""

    stage: str
    region: str
    endpoint: str | None
    stack_name: str
    package_sha256: str
    api_id: str
    api_url: str
    table: str
    bucket: str
    uploads_queue_url: str
    uploads_dead_letters_url: str
    exports_queue_url: str
    exports_dead_letters_url: str
    jobs_queue_url: str
    jobs_dead_letters_url: str
    functions: dict[str, str]

    def write(self, home: Path) -> None:
        """Write it as ``stack.json`` under ``home``."""
        home.mkdir(parents=True, exist_ok=True)
        text = json.dumps(asdict(self), indent=2) + "\n"
        (home / "stack.json").write_text(text, encoding="utf-8")


def read(home: Path) -> Deployment:
    """Read the deployment stored under ``home``. Raises FileNotFoundError."""
    return Deployment(**json.loads((home / "stack.json").read_text(encoding="utf-8")))


def of(stage: Stage, package_sha256: str) -> Deployment:
    """Return the deployment as CloudFormation describes it."""
    found = stack.outputs(stage)
    return Deployment(
        stage=stage.name,
        region=stage.region,
        endpoint=stage.endpoint,
        stack_name=stage.stack_name,
        package_sha256=package_sha256,
        api_id=found["RestAPIId"],
        api_url=_api_url(stage, found),
        table=found["Table"],
        bucket=found["Bucket"],
        uploads_queue_url=found["UploadsQueueUrl"],
        uploads_dead_letters_url=found["UploadsDeadLettersUrl"],
        exports_queue_url=found["ExportsQueueUrl"],
        exports_dead_letters_url=found["ExportsDeadLettersUrl"],
        jobs_queue_url=found["JobsQueueUrl"],
        jobs_dead_letters_url=found["JobsDeadLettersUrl"],
        functions={
            "app": found["APIHandlerName"],
            "authorizer": found["AuthorizerName"],
            "score_upload": found["ScoreUploadName"],
            "export_tick": found["ExportTickName"],
            "seal_audit": found["SealAuditName"],
            "run_export": found["RunExportName"],
            "run_job": found["RunJobName"],
            "read_dead_letters": found["ReadDeadLettersName"],
        },
    )


def _api_url(stage: Stage, found: dict[str, str]) -> str:
    """Return the API's URL without a slash at the end: ``{api_url}/v1/health``."""
    if stage.endpoint is None:
        return found["EndpointURL"].rstrip("/")
    return f"{stage.endpoint}/restapis/{found['RestAPIId']}/{API_STAGE}/_user_request_"
