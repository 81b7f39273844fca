"""The process's settings, guarded AWS clients and clock.

A process makes one platform, from the environment. Each client is made at its first use. Every
client is made here, so that none escapes the guard.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, TypeVar

from botocore.session import Session, get_session

# As modules, so that a function reads only those that its events use.
from chalicelib.outbound import exchange
from chalicelib.store import consumed_units
from chalicelib.store import objects as stored_objects
from chalicelib.store.connection import connect
from chalicelib.store.table import Table
from chalicelib.tenancy import credentials, rate_limits
from chalicelib.tenancy.guard import check_object, guard

T = TypeVar("T")

#: The stage of a service on one machine, for tests and demonstrations.
LOCAL = "local"


@dataclass(frozen=True, slots=True)
class Settings:
    """Names, addresses and keys of the deployment.

    ``endpoint`` is the URL of a local AWS, else None. ``signing_key`` is the secret of the
    stage from which the key of cursors is made; only the API's function has it. ``cors_origins``:
    whose pages may read the API's answers. ``roles`` sign the requests of the API's function and of
    the workers; None: the function's own credentials sign all requests.
    ``uploads_workers`` and the like are how many runs a queue starts at a time, at most.
    ``memory`` is the function's, in MB.
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
    roles: "credentials.Roles | None" = None
    cors_origins: tuple[str, ...] = ()
    uploads_workers: int = 2
    exports_workers: int = 5
    jobs_workers: int = 5
    memory: int = 1024

    @staticmethod
    def from_environment() -> "Settings":
        """Read the settings. Raises KeyError for a variable that the deployment did not set."""
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
            signing_key=env.get("SERVICESCORE_SIGNING_KEY", ""),
            region=env.get("AWS_REGION") or env.get("AWS_DEFAULT_REGION") or "us-east-1",
            endpoint=endpoint,
            public_endpoint=env.get("SERVICESCORE_PUBLIC_ENDPOINT_URL") or endpoint,
            roles=credentials.Roles(tenant_role, env.get("SERVICESCORE_OPERATOR_ROLE"))
            if tenant_role
            else None,
            cors_origins=tuple(filter(None, env.get("SERVICESCORE_CORS_ORIGINS", "").split(","))),
            uploads_workers=int(env.get("SERVICESCORE_UPLOADS_WORKERS") or 2),
            exports_workers=int(env.get("SERVICESCORE_EXPORTS_WORKERS") or 5),
            jobs_workers=int(env.get("SERVICESCORE_JOBS_WORKERS") or 5),
            memory=int(env.get("AWS_LAMBDA_FUNCTION_MEMORY_SIZE") or 1024),
        )


def utc_now() -> datetime:
    """Return the time of the process's clock, in UTC."""
    return datetime.now(UTC)


class Platform:
    """The process's clients and clock. Tests make platforms with other settings and clocks.

    ``contents`` is the service's table of contents (:class:`chalicelib.contents.Contents`), for
    work that concerns every package. It is None where there is no such work.
    """

    contents: Any = None

    def __init__(
        self,
        settings: Settings,
        clock: Callable[[], datetime] = utc_now,
        contents: Any = None,
    ) -> None:
        self.settings = settings
        if contents is not None:
            self.contents = contents
        self.start_over(clock)

    def start_over(self, clock: Callable[[], datetime]) -> None:
        """Set another clock and forget all state of former requests. The clients stay."""
        self.clock = clock
        self.__dict__.pop("sessions", None)
        self.__dict__.pop("rates", None)
        self._remembered: dict[type[Any], Any] = {}

    @cached_property
    def sessions(self) -> "credentials.Sessions":
        return credentials.Sessions(lambda: self.sts, lambda: self.clock())

    @cached_property
    def rates(self) -> "rate_limits.Rates":
        return rate_limits.Rates()

    def remembered(self, kind: type[T], make: Callable[[], T]) -> T:
        """Return the process's one object of this class, made at its first use (fetched keys)."""
        if kind not in self._remembered:
            self._remembered[kind] = make()
        found: T = self._remembered[kind]
        return found

    @cached_property
    def table(self) -> Table:
        settings = self.settings
        connection = connect(settings.table, self._session, settings.region, settings.endpoint)
        guard(connection.connection.client)
        return Table(connection)

    @cached_property
    def objects(self) -> "stored_objects.Objects":
        client = guard(self._client("s3", self.settings.public_endpoint))
        consumed_units.count_object_requests(client)
        return stored_objects.Objects(client, self.settings.bucket, check_object)

    @cached_property
    def queues(self) -> Any:
        return self._client("sqs", self.settings.endpoint)

    @cached_property
    def sts(self) -> Any:
        return self._client("sts", self.settings.endpoint)

    @property
    def outbound(self) -> "exchange.Outbound":
        """Requests to addresses that others have set. Loopback is for the local stage alone."""
        return exchange.Outbound(loopback=self.settings.stage == LOCAL)

    @cached_property
    def _own(self) -> Session:
        """The botocore session with the function's own credentials: for queues and for STS."""
        return get_session()

    @cached_property
    def _session(self) -> Session:
        """The botocore session that signs requests to the table and the bucket."""
        if self.settings.roles is None:
            return self._own
        session = get_session()
        signing = credentials.TenantCredentials(
            self.settings.roles, lambda: self.sessions, self._own.get_credentials
        )
        session.register_component(
            "credential_provider", credentials.TenantCredentialProvider(signing)
        )
        # Both sessions share the loaded service descriptions, so the second one costs little.
        session.register_component("data_loader", self._own.get_component("data_loader"))
        return session

    def _client(self, service: str, endpoint: str | None) -> Any:
        from botocore.config import Config

        style: Any = {"addressing_style": "path"} if endpoint else {}
        # A request to the table follows the one to STS within the same call, so STS gets less time.
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
