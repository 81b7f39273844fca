"""The table's shape: its keys and its one index, for pynamodb, tests and the deployment alike."""

from typing import Any

from pynamodb.connection.base import MetaTable

from chalicelib.store import keys


def meta_table(name: str) -> MetaTable:
    """The table's keys and index as pynamodb knows them, so that no DescribeTable is needed."""
    return MetaTable(layout(name))


def layout(name: str) -> dict[str, Any]:
    """The same as DynamoDB's CreateTable and DescribeTable say it."""
    texts = (keys.PARTITION, keys.SORT, keys.EMPLOYEE_PARTITION, keys.EMPLOYEE_SORT)
    return {
        "TableName": name,
        "KeySchema": _key_schema(keys.PARTITION, keys.SORT),
        "AttributeDefinitions": [{"AttributeName": text, "AttributeType": "S"} for text in texts],
        "GlobalSecondaryIndexes": [
            {
                "IndexName": keys.EMPLOYEE_INDEX,
                "KeySchema": _key_schema(keys.EMPLOYEE_PARTITION, keys.EMPLOYEE_SORT),
                "Projection": {"ProjectionType": "KEYS_ONLY"},
            }
        ],
    }


def _key_schema(partition: str, sort: str) -> list[dict[str, str]]:
    return [
        {"AttributeName": partition, "KeyType": "HASH"},
        {"AttributeName": sort, "KeyType": "RANGE"},
    ]
