"""The operator's keys: the first one at deployment, and others whenever one is wanted.

``python -m infra.operator_key list|new|revoke [ID] [--stage NAME]``. A key is shown once, and its
hash is stored. To rotate: ``new``, give it to those who use the old one, ``revoke`` the old one.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from chalicelib.api_keys.operator_keys import (
    issue_operator_key,
    operator_keys,
    revoke_operator_key,
)
from chalicelib.sign_in.authorizer import authorize
from chalicelib.store.table import Table
from chalicelib.tenancy.api_secret import read_secret
from chalicelib.tenancy.platform import utc_now
from chalicelib.tenancy.roles import Role
from infra import deployed
from infra.deployed import table_of
from infra.deployment import Deployment
from infra.stage import Stage


def ensure(stage: Stage, deployment: Deployment) -> str | None:
    """Make a key and return it, or return None when one exists already.

    On this machine a key exists when ``operator-key`` under the stage's home (readable by its owner
    only) holds a key that the table knows. On AWS it exists when the table has a key in force.
    """
    table = table_of(stage, deployment)
    if stage.endpoint is not None:
        path = stage.home / "operator-key"
        if path.exists() and _is_known(table, path.read_text().strip()):
            return None
        secret = issue_operator_key(table, utc_now)
        _write_for_owner(path, secret)
        return secret
    if any(key.revoked_at is None for key in operator_keys(table)):
        return None
    return issue_operator_key(table, utc_now)


@contextmanager
def for_a_while(stage: Stage, made: Deployment) -> Iterator[str]:
    """Make a key for the work inside, and revoke it at the end."""
    table = table_of(stage, made)
    secret = issue_operator_key(table, utc_now)
    try:
        yield secret
    finally:
        if key := read_secret(secret):
            revoke_operator_key(table, utc_now, key.key_id)


def _is_known(table: Table, text: str) -> bool:
    principal = authorize(table, utc_now, f"Bearer {text}")
    return principal is not None and principal.has(Role.OPERATOR)


def _write_for_owner(path: Path, secret: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(secret + "\n")


def main(arguments: list[str] | None = None) -> int:
    """Run the command line."""
    parser = deployed.command_line("infra.operator_key", __doc__)
    parser.add_argument("action", choices=("list", "new", "revoke"))
    parser.add_argument("key", nargs="?", help="the id of the key to revoke")
    options = parser.parse_args(arguments)
    if (options.action == "revoke") != bool(options.key):
        parser.error("revoke takes the id of a key, as list shows it; list and new take none")
    try:
        stage, made = deployed.find(options.stage, options.home)
        table = table_of(stage, made)
        if options.action == "new":
            print(f"the operator's key, shown this once: {issue_operator_key(table, utc_now)}")
        elif options.action == "revoke":
            revoke_operator_key(table, utc_now, options.key)
            print(f"{options.key} is revoked")
        for key in operator_keys(table):
            state = f"revoked {key.revoked_at}" if key.revoked_at else "in force"
            print(f"{key.id}  made {key.created_at}  {state}")
    except (LookupError, *deployed.TOLD) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
