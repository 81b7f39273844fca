"""What the process works with: settings, AWS clients behind the guard, the clock.

Made once per process from the environment, lazily: a client is built when it is first
used. Every client is made here, so that none escapes the guard.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, TypeVar

from botocore.session import Session, get_session

from chalicelib.store.connection import connect
from chalicelib.store.objects import Objects
from chalicelib.store.table import Table
from chalicelib.tenancy.credentials import AtWork, CredentialsAtWork, Roles, Sessions
from chalicelib.tenancy.guard import check_object, guard
from chalicelib.tenancy.rate_limits import Rates

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Settings:
    """Where things are. ``endpoint`` is a local AWS's, else None; ``signing_key`` signs cursors.

    ``roles`` are those that requests are signed with (the API's function); None: its own alone.
    """

    table: str
    bucket: str
    uploads_queue: str
    exports_queue: str
    jobs_queue: str
    stage: str
    signing_key: str
    region: str
    endpoint: str | None
    public_endpoint: str | None
    roles: Roles | None = None

    @staticmethod
    def from_environment() -> "Settings":
        """Raises KeyError when the deployment left a name out."""
        env = os.environ
        endpoint = env.get("SERVICESCORE_ENDPOINT_URL") or None
        tenant_role = env.get("SERVICESCORE_TENANT_ROLE")
        return Settings(
            table=env["SERVICESCORE_TABLE"],
            bucket=env["SERVICESCORE_BUCKET"],
            uploads_queue=env.get("SERVICESCORE_UPLOADS_QUEUE_URL", ""),
            exports_queue=env.get("SERVICESCORE_EXPORTS_QUEUE_URL", ""),
            jobs_queue=env.get("SERVICESCORE_JOBS_QUEUE_URL", ""),
            stage=env.get("SERVICESCORE_STAGE", "dev"),
            signing_key=env["SERVICESCORE_SIGNING_KEY"],
            region=env.get("AWS_REGION") or env.get("AWS_DEFAULT_REGION") or "us-east-1",
            endpoint=endpoint,
            public_endpoint=env.get("SERVICESCORE_PUBLIC_ENDPOINT_URL") or endpoint,
            roles=Roles(tenant_role, env["SERVICESCORE_OPERATOR_ROLE"]) if tenant_role else None,
        )


def utc_now() -> datetime:
    """The clock of the process."""
    return datetime.now(UTC)


class Platform:
    """The process's clients and clock. Tests make their own with other settings and clock.

    ``contents`` is the service's table of contents (:class:`chalicelib.contents.Contents`), for
    work that concerns every package; None where there is no such work.
    """

    def __init__(
        self,
        settings: Settings,
        clock: Callable[[], datetime] = utc_now,
        contents: Any = None,
    ) -> None:
        self.settings = settings
        self.contents = contents
        self.start_over(clock)

    def start_over(self, clock: Callable[[], datetime]) -> None:
        """Another clock, nothing remembered of former requests; the clients stay."""
        self.clock = clock
        self.sessions = Sessions(lambda: self.sts, lambda: self.clock())
        self.rates = Rates()
        self._remembered: dict[type[Any], Any] = {}

    def remembered(self, kind: type[T]) -> T:
        """The process's one object of this kind (keys fetched, counts), made when first needed."""
        if kind not in self._remembered:
            self._remembered[kind] = kind()
        found: T = self._remembered[kind]
        return found

    @cached_property
    def table(self) -> Table:
        settings = self.settings
        connection = connect(settings.table, self._session, settings.region, settings.endpoint)
        guard(connection.connection.client)
        return Table(connection)

    @cached_property
    def objects(self) -> Objects:
        client = guard(self._client("s3", self.settings.public_endpoint))
        return Objects(client, self.settings.bucket, check_object)

    @cached_property
    def queues(self) -> Any:
        return self._client("sqs", self.settings.endpoint)

    @cached_property
    def sts(self) -> Any:
        return self._client("sts", self.settings.endpoint)

    @cached_property
    def _own(self) -> Session:
        """Of the function's own credentials: for its queues, and for the roles that it assumes."""
        return get_session()

    @cached_property
    def _session(self) -> Session:
        """Of the credentials that the table and the bucket are asked with."""
        if self.settings.roles is None:
            return self._own
        session = get_session()
        credentials = CredentialsAtWork(
            self.settings.roles, lambda: self.sessions, self._own.get_credentials
        )
        session.register_component("credential_provider", AtWork(credentials))
        # What both read of AWS's services is read once, and a second session costs little.
        session.register_component("data_loader", self._own.get_component("data_loader"))
        return session

    def _client(self, service: str, endpoint: str | None) -> Any:
        from botocore.config import Config

        style: Any = {"addressing_style": "path"} if endpoint else {}
        # STS stands before a request of its own, which needs time too.
        seconds, retries = (3, 2) if service == "sts" else (10, 4)
        session = self._session if service == "s3" else self._own
        return session.create_client(
            service,
            region_name=self.settings.region,
            endpoint_url=endpoint,
            config=Config(
                connect_timeout=2,
                read_timeout=seconds,
                retries={"mode": "standard", "max_attempts": retries},
                signature_version="s3v4" if service == "s3" else None,
                s3=style,
            ),
        )
