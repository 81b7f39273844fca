"""The fourth layer in the process: every request to AWS is signed for the tenant at work.

A role is assumed with the tenant as a session tag, and IAM holds the session to that tenant's
partitions and objects whatever the process asks for. There is one client for all tenants: which
credentials sign is looked up at each signature (:mod:`chalicelib.tenancy.current_tenant`). The role
is assumed once per tenant, process and period (:data:`IN_USE`); what signs is kept in memory
only, and shows itself in no text.
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
from chalicelib.tenancy.current_tenant import acting

#: AWS allows an hour where a role (the function's) assumes another.
LIFE = timedelta(hours=1)
#: The last link that they sign lives as long as it says; a minute for clocks and the way there.
IN_USE = LIFE - LONGEST_LINK - timedelta(minutes=1)
#: Sessions kept at once; the one longest unused goes first.
MOST = 1000
#: The session tag that the roles' policies name: ``${aws:PrincipalTag/tenant}``.
TAG = "tenant"

Clock = Callable[[], datetime]


class NobodyAtWork(Exception):
    """A request that is made for no tenant, where each is made for one. A bug: never signed."""


class CredentialsUnavailable(Exception):
    """STS gave no credentials; the text is its error's code alone."""


@dataclass(frozen=True, slots=True)
class Roles:
    """Roles to assume, by ARN: for a tenant's own requests, and for the operator's on a tenant."""

    tenant: str
    operator: str


@dataclass(frozen=True, slots=True)
class Secrets:
    """What a signature is made with, by botocore's names."""

    access_key: str = field(repr=False)
    secret_key: str = field(repr=False)
    token: str = field(repr=False)


class Sessions:
    """A role's sessions by tenant, kept while they are good. Threads may share it."""

    def __init__(self, sts: Callable[[], Any], clock: Clock) -> None:
        self._sts = sts
        self._clock = clock
        self._kept: dict[tuple[str, str], tuple[datetime, Secrets]] = {}
        self._alone = Lock()

    def __len__(self) -> int:
        return len(self._kept)

    def of(self, role: str, tenant: str) -> Secrets:
        """The session of the role with this tag. Raises CredentialsUnavailable.

        Its time counts from when it was asked for, by the clock that reads it later: no
        difference between AWS's clock and ours makes it longer.
        """
        with self._alone:
            now = self._clock()
            # Taken out and put in again, so that the first in the dictionary is the longest unused.
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


class CredentialsAtWork:
    """Credentials as botocore's signers ask for them: those of whoever is at work.

    ``own`` are the function's. They sign what is the operator's alone: IAM lets them reach no
    tenant's item and no object.
    """

    method = "tenant-session"

    def __init__(
        self, roles: Roles, sessions: Callable[[], Sessions], own: Callable[[], Any]
    ) -> None:
        self._roles = roles
        self._sessions = sessions
        self._own = own

    def get_frozen_credentials(self) -> Any:
        """Raises NobodyAtWork, CredentialsUnavailable."""
        now = acting()
        if now.scope is not None:
            role = self._roles.operator if now.operator else self._roles.tenant
            return self._sessions().of(role, now.scope.tenant)
        if now.operator:
            return self._own().get_frozen_credentials()
        raise NobodyAtWork("a request to AWS for no tenant")

    def get_deferred_property(self, _name: str) -> Callable[[], None]:
        """botocore asks for the account, to address DynamoDB by it; by region is what we do."""
        return lambda: None


class AtWork:
    """A credential provider of a botocore session that gives these credentials to its clients."""

    def __init__(self, credentials: CredentialsAtWork) -> None:
        self._credentials = credentials

    def load_credentials(self) -> CredentialsAtWork:
        return self._credentials
