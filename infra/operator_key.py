"""Make the operator's first key at deployment if there is none; show it once, store its hash."""

import os
from pathlib import Path
from typing import Any

from pynamodb.connection.table import TableConnection

from chalicelib.api_keys.service import issue_operator_key
from chalicelib.sign_in.authorizer import authorize
from chalicelib.store.table import Table, meta_table
from chalicelib.tenancy import operator_scope
from chalicelib.tenancy.current_tenant import acting_as_operator
from chalicelib.tenancy.platform import utc_now
from chalicelib.tenancy.roles import Role
from infra.deployment import Deployment
from infra.stage import Stage


def ensure(stage: Stage, deployment: Deployment) -> str | None:
    """Make a key and return it, or return None when one exists already.

    On this machine a key exists when ``operator-key`` under the stage's home (readable by its owner
    only) holds a key that the table knows. On AWS it exists when the table knows any key, because
    only the first deployer has the secret.
    """
    table = _table(stage, deployment)
    if stage.endpoint is not None:
        path = stage.home / "operator-key"
        if path.exists() and _is_known(table, path.read_text().strip()):
            return None
        secret = issue_operator_key(table, utc_now)
        _write_for_owner(path, secret)
        return secret
    with acting_as_operator():
        if any(table.query(operator_scope.API_KEYS, limit=1).items):
            return None
    return issue_operator_key(table, utc_now)


def _is_known(table: Table, text: str) -> bool:
    principal = authorize(table, utc_now, f"Bearer {text}")
    return principal is not None and principal.role is Role.OPERATOR


def _table(stage: Stage, deployment: Deployment) -> Table:
    credentials: dict[str, Any] = {}
    if stage.endpoint:  # a local AWS accepts any credentials
        credentials = {"aws_access_key_id": "test", "aws_secret_access_key": "test"}
    return Table(
        TableConnection(
            deployment.table,
            region=stage.region,
            host=stage.endpoint,
            meta_table=meta_table(deployment.table),
            **credentials,
        )
    )


def _write_for_owner(path: Path, secret: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(secret + "\n")
