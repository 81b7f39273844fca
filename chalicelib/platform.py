"""What the process works with: settings, AWS clients behind the guard, the clock.

Made once per process from the environment, lazily: a client is built when it is first
used. Every client is made here, so that none escapes the guard.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from pynamodb.connection.table import TableConnection

from chalicelib.store.objects import Objects
from chalicelib.store.table import Table, meta_table
from chalicelib.tenancy.guard import check_object, guard
from chalicelib.tenancy.sign_in.key_sets import KeySets
from chalicelib.web.rates import Rates


@dataclass(frozen=True, slots=True)
class Settings:
    """Where things are. ``endpoint`` is a local AWS's, else None; ``signing_key`` signs cursors."""

    table: str
    bucket: str
    uploads_queue: str
    exports_queue: str
    stage: str
    signing_key: str
    region: str
    endpoint: str | None
    public_endpoint: str | None

    @staticmethod
    def from_environment() -> "Settings":
        """Raises KeyError when the deployment left a name out."""
        env = os.environ
        endpoint = env.get("SERVICESCORE_ENDPOINT_URL") or None
        return Settings(
            table=env["SERVICESCORE_TABLE"],
            bucket=env["SERVICESCORE_BUCKET"],
            uploads_queue=env.get("SERVICESCORE_UPLOADS_QUEUE_URL", ""),
            exports_queue=env.get("SERVICESCORE_EXPORTS_QUEUE_URL", ""),
            stage=env.get("SERVICESCORE_STAGE", "dev"),
            signing_key=env["SERVICESCORE_SIGNING_KEY"],
            region=env.get("AWS_REGION") or env.get("AWS_DEFAULT_REGION") or "us-east-1",
            endpoint=endpoint,
            public_endpoint=env.get("SERVICESCORE_PUBLIC_ENDPOINT_URL") or endpoint,
        )


def utc_now() -> datetime:
    """The clock of the process."""
    return datetime.now(UTC)


class Platform:
    """The process's clients and clock. Tests make their own with other settings and clock."""

    def __init__(self, settings: Settings, clock: Callable[[], datetime] = utc_now) -> None:
        self.settings = settings
        self.start_over(clock)

    def start_over(self, clock: Callable[[], datetime]) -> None:
        """Another clock, and nobody's requests counted yet; the clients stay."""
        self.clock = clock
        self.rates = Rates()
        self.key_sets = KeySets()

    @cached_property
    def table(self) -> Table:
        settings = self.settings
        connection = TableConnection(
            settings.table,
            region=settings.region,
            host=settings.endpoint,
            connect_timeout_seconds=2,
            read_timeout_seconds=10,
            max_retry_attempts=4,
            meta_table=meta_table(settings.table),
        )
        guard(connection.connection.client)
        return Table(connection)

    @cached_property
    def objects(self) -> Objects:
        client = guard(self._client("s3", self.settings.public_endpoint))
        return Objects(client, self.settings.bucket, check_object)

    @cached_property
    def queues(self) -> Any:
        return self._client("sqs", self.settings.endpoint)

    def _client(self, service: str, endpoint: str | None) -> Any:
        import boto3
        from botocore.config import Config

        style: Any = {"addressing_style": "path"} if endpoint else {}
        return boto3.client(
            service,  # type: ignore[call-overload]
            region_name=self.settings.region,
            endpoint_url=endpoint,
            config=Config(
                connect_timeout=2,
                read_timeout=10,
                retries={"mode": "standard", "max_attempts": 4},
                signature_version="s3v4" if service == "s3" else None,
                s3=style,
            ),
        )
