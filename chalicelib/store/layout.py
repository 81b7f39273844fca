"""The table's schema: its keys and its one index, for pynamodb, the tests and the deployment."""

from typing import Any

from pynamodb.connection.base import MetaTable

from chalicelib.store import keys


def meta_table(name: str) -> MetaTable:
    """Return the schema in pynamodb's form, so that pynamodb needs no DescribeTable request."""
    return MetaTable(layout(name))


def layout(name: str) -> dict[str, Any]:
    """Return the schema in the form of DynamoDB's CreateTable and DescribeTable."""
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
