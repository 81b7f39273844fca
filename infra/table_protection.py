"""Protect the table in use from deletion, once the stack stands.

The template does not say it: CloudFormation could not remove a protected table when a first
deployment fails, and the stack would end in ROLLBACK_FAILED. A restored table is protected too.
"""

from typing import Any


def ensure(client: Any, table: str) -> bool:
    """Protect the table; return False when it is protected already (a DynamoDB client)."""
    if client.describe_table(TableName=table)["Table"].get("DeletionProtectionEnabled"):
        return False
    client.update_table(TableName=table, DeletionProtectionEnabled=True)
    return True
