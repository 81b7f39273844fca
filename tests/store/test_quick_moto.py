"""The table that the tests run on answers as moto's own does, only sooner."""

from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from moto import mock_aws

from chalicelib.store.layout import layout
from tests.api.quick_moto import QUICK, SLOW, replaced

NAME = "compared"


def item(pk: str, sk: str, **more: Any) -> dict[str, Any]:
    return {"pk": {"S": pk}, "sk": {"S": sk}, **more}


ITEMS = [
    item("b", "2", n={"N": "12.50"}, flag={"BOOL": False}, none={"NULL": True}),
    item("b", "10", text={"S": ""}, bytes={"B": b"\x00\xff"}),
    item("b", "1", list={"L": [{"S": "x"}, {"N": "1"}]}, map={"M": {"S": {"S": "S"}}}),
    item("a", "1", set={"SS": ["q", "p"]}, employee_pk={"S": "e"}, employee_sk={"S": "2"}),
    item("c", "1", employee_pk={"S": "e"}, employee_sk={"S": "1"}),
]
CONDITIONS = (
    "pk = :p",
    "pk = :p AND sk = :one",
    "pk = :p AND begins_with(sk, :one)",
    "pk = :p AND sk BETWEEN :one AND :two",
    "pk = :p AND sk > :one",
)
NOT_THERE = "attribute_not_exists(pk)"


class Asked:
    """Notes what each request is answered, a refusal by its code and reasons."""

    def __init__(self) -> None:
        self.client = boto3.client("dynamodb", region_name="us-east-1")
        self.client.create_table(**layout(NAME), BillingMode="PAY_PER_REQUEST")
        self.answers: list[Any] = []

    def __call__(self, operation: str, **request: Any) -> Any:
        try:
            answer = getattr(self.client, operation)(**request)
        except ClientError as error:
            answer = error.response
        kept = {name: part for name, part in answer.items() if name != "ResponseMetadata"}
        self.answers.append(kept)
        return kept


def everything(ask: Asked) -> None:
    """Reads of all kinds, and transactions that succeed and that fail at each of their places."""
    for one in ITEMS:
        ask("put_item", TableName=NAME, Item=one)
    for condition in CONDITIONS:
        used = [name for name in (":p", ":one", ":two") if name in condition]
        values = {":p": {"S": "b"}, ":one": {"S": "1"}, ":two": {"S": "2"}}
        for forward in (True, False):
            asked = {
                "TableName": NAME,
                "KeyConditionExpression": condition,
                "ExpressionAttributeValues": {name: values[name] for name in used},
                "ScanIndexForward": forward,
            }
            page = ask("query", **asked, Limit=1)
            if "LastEvaluatedKey" in page:
                ask("query", **asked, ExclusiveStartKey=page["LastEvaluatedKey"])
    ask("query", TableName=NAME, KeyConditionExpression="pk = :p",
        ExpressionAttributeValues={":p": {"S": "nobody"}})  # fmt: skip
    ask("query", TableName=NAME, IndexName="employee", KeyConditionExpression="employee_pk = :e",
        ExpressionAttributeValues={":e": {"S": "e"}})  # fmt: skip
    put = {"Put": {"TableName": NAME, "Item": item("b", "3"), "ConditionExpression": NOT_THERE}}
    update = {
        "Update": {
            "TableName": NAME,
            "Key": item("b", "2"),
            "UpdateExpression": "SET n = n + :d, #l = :l REMOVE flag",
            "ExpressionAttributeNames": {"#l": "list"},
            "ExpressionAttributeValues": {":d": {"N": "0.5"}, ":l": {"L": [{"S": "new"}]}},
        }
    }
    delete = {"Delete": {"TableName": NAME, "Key": item("b", "10")}}
    refused = {
        "ConditionCheck": {
            "TableName": NAME, "Key": item("a", "1"), "ConditionExpression": NOT_THERE,
        }
    }  # fmt: skip
    for place in range(4):
        writes = [put, update, delete]
        writes.insert(place, refused)
        ask("transact_write_items", TransactItems=writes)
        ask("scan", TableName=NAME)
    ask("transact_write_items", TransactItems=[put, put])
    ask("transact_write_items", TransactItems=[put, update, delete])
    ask("transact_write_items", TransactItems=[put, update])
    ask("update_item", TableName=NAME, Key=item("c", "1"), UpdateExpression="SET sum = :s",
        ExpressionAttributeValues={":s": {"N": "1"}}, ReturnValues="ALL_NEW")  # fmt: skip
    ask("batch_get_item", RequestItems={NAME: {"Keys": [item("b", "3"), item("x", "1")]}})
    ask("scan", TableName=NAME)


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    with mock_aws():
        yield


def answers(parts: Any) -> list[Any]:
    with replaced(parts):
        ask = Asked()
        try:
            everything(ask)
        finally:
            ask.client.delete_table(TableName=NAME)
    return ask.answers


def test_the_quick_table_answers_as_the_slow_one(aws: None) -> None:
    slow, quick = answers(SLOW), answers(QUICK)

    assert sum("CancellationReasons" in answer for answer in slow) == 5
    assert slow == quick
