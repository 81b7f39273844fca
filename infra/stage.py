"""The target of a deployment: AWS, or the local AWS at its endpoint."""

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config

from infra.runtime import Runtime, of_this_machine

LOCAL = "local"
REGION = "us-east-1"


@dataclass(frozen=True)
class Stage:
    """One target. ``home`` is the directory for ``stack.json`` and the operator's key."""

    name: str
    home: Path
    region: str = REGION
    endpoint: str | None = None
    parameters: dict[str, str] = field(default_factory=dict)
    #: What the package is built for; this machine without a stage's file.
    runtime: Runtime = field(default_factory=of_this_machine)

    @property
    def stack_name(self) -> str:
        return f"servicescore-{self.name}"

    @property
    def artifacts_bucket(self) -> str:
        """Return the name of the bucket from which CloudFormation reads packages and templates."""
        return f"servicescore-artifacts-{self.account}-{self.region}"

    @cached_property
    def account(self) -> str:
        return str(self.client("sts").get_caller_identity()["Account"])

    def client(self, service: str) -> Any:
        """Return a client of an AWS service; for the local AWS it has made-up credentials."""
        retries: Any = {"mode": "standard", "max_attempts": 5}
        if self.endpoint is None:
            session = boto3.Session(region_name=self.region)
            return session.client(service, config=Config(retries=retries))  # type: ignore[call-overload]
        session = boto3.Session("test", "test", region_name=self.region)
        return session.client(
            service,  # type: ignore[call-overload]
            endpoint_url=self.endpoint,
            config=Config(retries=retries, s3={"addressing_style": "path"}),
        )
