"""The fourth layer of the tenant boundary: every AWS request is signed for the current tenant.

The process assumes a role with the tenant as a session tag. IAM then limits the session to that
tenant's partitions and objects. One client serves all tenants: each signature looks up the
credentials of the current tenant (:mod:`chalicelib.tenancy.current_tenant`). A process assumes the
role once for each tenant and period (:data:`IN_USE`). Credentials are kept in memory only and
appear in no text.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.store.objects import LONGEST_LINK
from chalicelib.telemetry import log
from chalicelib.tenancy.current_tenant import current_tenant

#: How long a session lasts: an hour, AWS's limit where a role (the function's) assumes another.
LIFE = timedelta(hours=1)
#: How long a session may sign. The last link that it signs must stay valid for its whole life.
#: One minute is left for differences of clocks and for transport.
IN_USE = LIFE - LONGEST_LINK - timedelta(minutes=1)
#: Sessions that a process keeps at most. The least recently used session is dropped first.
MOST = 1000
#: The session tag that the roles' policies name: ``${aws:PrincipalTag/tenant}``.
TAG = "tenant"

Clock = Callable[[], datetime]


class NoCurrentTenant(Exception):
    """A request to AWS outside the work of any tenant. It is a bug, and is not signed."""


class CredentialsUnavailable(Exception):
    """STS gave no credentials. The exception's text is the error code alone."""


@dataclass(frozen=True, slots=True)
class Roles:
    """ARNs of the roles to assume.

    ``tenant`` signs a tenant's own requests, ``operator`` the operator's requests on a tenant; None
    where a function makes none.
    """

    tenant: str
    operator: str | None


@dataclass(frozen=True, slots=True)
class Secrets:
    """The credentials of a session, under botocore's names."""

    access_key: str = field(repr=False)
    secret_key: str = field(repr=False)
    token: str = field(repr=False)


class Sessions:
    """The sessions of roles by tenant, kept while they may sign. Threads may share it."""

    def __init__(self, sts: Callable[[], Any], clock: Clock) -> None:
        self._sts = sts
        self._clock = clock
        self._kept: dict[tuple[str, str], tuple[datetime, Secrets]] = {}
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._kept)

    def of(self, role: str, tenant: str) -> Secrets:
        """Return the session of the role for this tenant. Raises CredentialsUnavailable.

        The time in use starts at the request to STS and is measured by our clock alone. So a
        difference between AWS's clock and ours cannot extend it.
        """
        with self._lock:
            now = self._clock()
            # Removed and inserted again: the dictionary's first entry is the least recently used.
            until, secrets = self._kept.pop((role, tenant), (now, None))
            if secrets is None or not now < until <= now + IN_USE:
                until, secrets = now + IN_USE, self._assume(role, tenant)
            self._kept[role, tenant] = until, secrets
            if len(self._kept) > MOST:
                del self._kept[next(iter(self._kept))]
            return secrets

    def _assume(self, role: str, tenant: str) -> Secrets:
        try:
            given = self._sts().assume_role(
                RoleArn=role,
                RoleSessionName=tenant,
                DurationSeconds=int(LIFE.total_seconds()),
                Tags=[{"Key": TAG, "Value": tenant}],
            )["Credentials"]
        except (ClientError, BotoCoreError) as error:
            code = type(error).__name__
            if isinstance(error, ClientError):
                code = str(error.response.get("Error", {}).get("Code", code))
            log(logging.ERROR, "no_credentials", tenant=tenant, code=code)
            raise CredentialsUnavailable(code) from None
        return Secrets(given["AccessKeyId"], given["SecretAccessKey"], given["SessionToken"])


class TenantCredentials:
    """The credentials of the current tenant, in the form that botocore's signers ask for.

    ``own`` gives the function's own credentials. They sign requests on the operator's registers
    alone. IAM lets them reach no tenant's item and no object.
    """

    method = "tenant-session"

    def __init__(
        self, roles: Roles, sessions: Callable[[], Sessions], own: Callable[[], Any]
    ) -> None:
        self._roles = roles
        self._sessions = sessions
        self._own = own

    def get_frozen_credentials(self) -> Any:
        """Return what signs the next request. Raises NoCurrentTenant, CredentialsUnavailable."""
        now = current_tenant()
        if now.scope is not None:
            role = self._roles.operator if now.operator else self._roles.tenant
            if role is None:
                raise NoCurrentTenant("the operator's work, in a function that does none")
            return self._sessions().of(role, now.scope.tenant)
        if now.operator:
            return self._own().get_frozen_credentials()
        raise NoCurrentTenant("a request to AWS for no tenant")

    def get_deferred_property(self, _name: str) -> Callable[[], None]:
        """Return None for botocore's question about the account.

        botocore would put the account into DynamoDB's address. This service uses the region's
        address.
        """
        return lambda: None


class TenantCredentialProvider:
    """A credential provider that gives these credentials to the clients of a botocore session."""

    def __init__(self, credentials: TenantCredentials) -> None:
        self._credentials = credentials

    def load_credentials(self) -> TenantCredentials:
        return self._credentials
