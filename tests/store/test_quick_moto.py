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
        about = answer["ResponseMetadata"]
        kept = {name: part for name, part in answer.items() if name != "ResponseMetadata"}
        self.answers.append({**kept, "http": (about["HTTPStatusCode"], *about["HTTPHeaders"])})
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
    single_items(ask)
    refusals(ask)


def single_items(ask: Asked) -> None:
    """Each operation on an item, with what it may be asked to return."""
    units = {"ReturnConsumedCapacity": "TOTAL"}
    ask("get_item", TableName=NAME, Key=item("b", "1"), ConsistentRead=True, **units)
    ask("get_item", TableName=NAME, Key=item("nobody", "1"), **units)
    ask("get_item", TableName=NAME, Key=item("b", "1"), ProjectionExpression="#m.S, sk, gone",
        ExpressionAttributeNames={"#m": "map"})  # fmt: skip
    ask("batch_get_item", **units, RequestItems={NAME: {
        "Keys": [item("b", "2"), item("c", "1")], "ProjectionExpression": "sk, n, none, #s",
        "ExpressionAttributeNames": {"#s": "sum"}}})  # fmt: skip
    ask("transact_get_items", TransactItems=[
        {"Get": {"TableName": NAME, "Key": item(*key)}} for key in (("b", "2"), ("x", "1"))],
        **units)  # fmt: skip
    new = item("d", "1", bytes={"B": b"\x01"}, many={"BS": [b"\x02"]}, deep={"L": [{"M": {}}]})
    for returned in ("ALL_OLD", "NONE"):
        ask("put_item", TableName=NAME, Item=new, ReturnValues=returned, **units)
    for returned in ("NONE", "ALL_OLD", "ALL_NEW", "UPDATED_OLD", "UPDATED_NEW"):
        ask("update_item", TableName=NAME, Key=item("d", "1"), ReturnValues=returned, **units,
            UpdateExpression="SET #t = :t, #l = list_append(#l, :l) ADD n :n, names :s REMOVE flag",
            ConditionExpression="attribute_exists(pk) AND (#t <> :old OR NOT contains(#t, :t))",
            ExpressionAttributeNames={"#t": "text", "#l": "deep"},
            ExpressionAttributeValues={":t": {"S": returned}, ":l": {"L": [{"N": "1"}]},
                ":n": {"N": "1.5"}, ":s": {"SS": [returned]}, ":old": {"S": "x"}})  # fmt: skip
    ask("update_item", TableName=NAME, Key=item("d", "1"), UpdateExpression="DELETE names :s",
        ExpressionAttributeValues={":s": {"SS": ["NONE"]}}, ReturnValues="ALL_NEW")  # fmt: skip
    filtered = {"FilterExpression": "n > :n", "Select": "COUNT"}
    for more in ({}, filtered, {"ProjectionExpression": "sk, n"}, {"ScanIndexForward": False}):
        values = {":p": {"S": "b"}, **({":n": {"N": "3"}} if more is filtered else {})}
        ask("query", TableName=NAME, KeyConditionExpression="pk = :p", **more, **units,
            ExpressionAttributeValues=values)  # fmt: skip
    ask("batch_write_item", **units, RequestItems={NAME: [
        {"PutRequest": {"Item": item("e", "é", text={"S": "文"})}},
        {"DeleteRequest": {"Key": item("c", "1")}}]})  # fmt: skip
    for returned in ("ALL_OLD", "NONE"):
        ask("delete_item", TableName=NAME, Key=item("d", "1"), ReturnValues=returned, **units)
    ask("scan", TableName=NAME, Limit=2, **units)


def refusals(ask: Asked) -> None:
    """What is refused: conditions with the item that stands, wrong keys, sizes, texts, tables."""
    stands = {"ReturnValuesOnConditionCheckFailure": "ALL_OLD"}
    key, value = item("b", "2"), {":v": {"S": "x"}}
    ask("put_item", TableName=NAME, Item=key, ConditionExpression=NOT_THERE, **stands)
    ask("put_item", TableName=NAME, Item=key, ConditionExpression=NOT_THERE)
    ask("update_item", TableName=NAME, Key=key, UpdateExpression="SET n = :v",
        ConditionExpression="n = :v", ExpressionAttributeValues=value, **stands)  # fmt: skip
    ask("delete_item", TableName=NAME, Key=key, ConditionExpression=NOT_THERE, **stands)
    ask("transact_write_items", TransactItems=[
        {"Put": {"TableName": NAME, "Item": key, "ConditionExpression": NOT_THERE, **stands}},
        {"Delete": {"TableName": NAME, "Key": item("b", "1")}}])  # fmt: skip
    ask("update_item", TableName=NAME, Key=key, UpdateExpression="SET n = gone + :v",
        ExpressionAttributeValues=value)  # fmt: skip
    ask("update_item", TableName=NAME, Key=key, UpdateExpression="SET n = :v, n = :v",
        ExpressionAttributeValues=value)  # fmt: skip
    ask("update_item", TableName=NAME, Key=key, UpdateExpression="SET pk = :v",
        ExpressionAttributeValues=value)  # fmt: skip
    ask("update_item", TableName=NAME, Key=key, UpdateExpression="SET big = :v",
        ExpressionAttributeValues={":v": {"S": "文" * 140_000}})  # fmt: skip
    ask("put_item", TableName=NAME, Item=item("b", "4", big={"L": [{"S": "x" * 405_000}]}))
    ask("put_item", TableName=NAME, Item=item("b", "4", fits={"M": {"m": {"S": "x" * 404_000}}}))
    ask("put_item", TableName=NAME, Item=item("b", "4", n={"N": "many"}))
    ask("put_item", TableName=NAME, Item=item("", "4"))
    ask("put_item", TableName=NAME, Item={"pk": {"S": "b"}})
    ask("get_item", TableName=NAME, Key=item("b", ""))
    ask("get_item", TableName="gone", Key=key)
    ask("query", TableName=NAME, KeyConditionExpression="pk = :v AND sk = :w",
        ExpressionAttributeValues={**value, ":w": {"S": ""}})  # fmt: skip
    ask("query", TableName=NAME, KeyConditionExpression="sk = :v", ExpressionAttributeValues=value)
    ask("query", TableName=NAME, IndexName="gone", KeyConditionExpression="pk = :v",
        ExpressionAttributeValues=value)  # fmt: skip
    ask("put_item", TableName=NAME, Item=key, ConditionExpression=NOT_THERE,
        ExpressionAttributeNames={"#unused": "x"})  # fmt: skip
    ask("batch_write_item", RequestItems={NAME: [{"DeleteRequest": {"Key": key}}] * 2})
    ask("transact_write_items", TransactItems=[{"Put": {"TableName": NAME, "Item": key}}] * 101)
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

    assert sum("CancellationReasons" in answer for answer in slow) == 6
    assert {answer["Error"]["Code"] for answer in slow if "Error" in answer} == {
        "ConditionalCheckFailedException",
        "ResourceNotFoundException",
        "TransactionCanceledException",
        "ValidationException",
    }
    for one, other in zip(slow, quick, strict=True):
        assert one == other
