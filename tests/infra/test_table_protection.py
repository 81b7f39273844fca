"""The table in use is protected from deletion by every deployment to AWS."""

from typing import Any

import pytest

from infra import table_protection


class FakeDynamoDB:
    """Answers as DynamoDB about one table, and keeps what it was asked to change."""

    def __init__(self, described: dict[str, Any]) -> None:
        self.described = described
        self.changes: list[dict[str, Any]] = []

    def describe_table(self, **_: str) -> dict[str, Any]:
        return {"Table": self.described}

    def update_table(self, **change: Any) -> None:
        self.changes.append(change)


@pytest.mark.parametrize("described", [{}, {"DeletionProtectionEnabled": False}])
def test_a_table_without_protection_gets_it(described: dict[str, Any]) -> None:
    client = FakeDynamoDB(described)
    assert table_protection.ensure(client, "scores")
    assert client.changes == [{"TableName": "scores", "DeletionProtectionEnabled": True}]


def test_a_protected_table_is_left_alone() -> None:
    client = FakeDynamoDB({"DeletionProtectionEnabled": True})
    assert not table_protection.ensure(client, "scores")
    assert client.changes == []
