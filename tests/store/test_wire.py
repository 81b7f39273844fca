"""Batches and transactions are sent as botocore would send them, and answers read as it would."""

import json
from base64 import b64encode
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib.store.converters import to_attribute, to_attributes
from chalicelib.tenancy.platform import Platform
from tests.profiles import examples
from tests.store.test_table import VALUES

ITEMS = st.lists(st.dictionaries(st.text(min_size=1), VALUES, min_size=1), min_size=1, max_size=3)


@pytest.fixture
def client(platform: Platform) -> Any:
    return platform.table.connection.connection.client


@given(items=ITEMS)
@settings(
    max_examples=examples(0.5),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_a_request_is_the_one_that_botocore_makes(client: Any, items: list[Any]) -> None:
    puts = [{"PutRequest": {"Item": to_attributes(item)}} for item in items]
    gone = [{"DeleteRequest": {"Key": to_attributes({"pk": "acme#x", "sk": "y"})}}]
    batch = {"RequestItems": {"table": [*puts, *gone]}, "ReturnConsumedCapacity": "TOTAL"}
    steps = [
        {
            "Put": {
                "TableName": "table",
                "Item": to_attributes(item),
                "ConditionExpression": "attribute_not_exists(#0) OR #0 = :0",
                "ExpressionAttributeNames": {"#0": "pk"},
                "ExpressionAttributeValues": {":0": to_attribute(b"bytes")},
            }
        }
        for item in items
    ]
    transaction = {"TransactItems": steps, "ClientRequestToken": "token"}
    keys = [to_attributes({"pk": "acme#员工", "sk": str(number)}) for number in range(len(items))]
    wanted = {"ConsistentRead": True, "Keys": keys, "ProjectionExpression": "#a0"}
    read = {"RequestItems": {"table": {**wanted, "ExpressionAttributeNames": {"#a0": "pk"}}}}
    for name, asked in (
        ("BatchGetItem", read),
        ("BatchWriteItem", batch),
        ("TransactWriteItems", transaction),
    ):
        model = client.meta.service_model.operation_model(name)

        ours = client._serializer.serialize_to_request(asked, model)
        botocores = client._serializer._serializer.serialize_to_request(asked, model)

        assert json.loads(ours.pop("body")) == json.loads(botocores.pop("body"))
        assert ours == botocores


def test_what_cannot_be_sent_is_refused(client: Any) -> None:
    asked = {"RequestItems": {"table": [{"PutRequest": {"Item": {"pk": {"S": object()}}}}]}}
    model = client.meta.service_model.operation_model("BatchWriteItem")

    with pytest.raises(TypeError, match="object cannot be sent"):
        client._serializer.serialize_to_request(asked, model)


@given(items=ITEMS, named=st.sampled_from(["B", "BS", "S", "pk"]))
@settings(
    max_examples=examples(0.5),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_an_answer_is_read_as_botocore_reads_it(client: Any, items: list[Any], named: str) -> None:
    found = [to_attributes({**item, named: {"B": "text", "BS": ["a"]}}) for item in items]
    units = {"TableName": "table", "CapacityUnits": 1.5}
    answers = {
        "Query": {"Items": found, "Count": 3, "ConsumedCapacity": units, "LastEvaluatedKey": None},
        "GetItem": {"Item": {**found[0], "many": {"BS": [b"1", b"2"]}}, "Unheard": 1},
        "BatchGetItem": {"Responses": {"table": found}, "UnprocessedKeys": {}},
    }
    parser = client._endpoint._response_parser_factory.create_parser("json")
    for name, answer in answers.items():
        shape = client.meta.service_model.operation_model(name).output_shape
        response = {
            "status_code": 200,
            "headers": {"x-amzn-RequestId": "one", "Content-Type": "application/x-amz-json-1.0"},
            "body": json.dumps(answer, default=lambda raw: b64encode(raw).decode()).encode(),
        }

        assert parser.parse(response, shape) == parser._parser.parse(response, shape)


def test_an_error_is_read_by_botocore(client: Any) -> None:
    parser = client._endpoint._response_parser_factory.create_parser("json")
    shape = client.meta.service_model.operation_model("Query").output_shape
    response = {
        "status_code": 400,
        "headers": {"x-amzn-RequestId": "one"},
        "body": b'{"__type": "com.amazon#ThrottlingException", "message": "slow"}',
    }

    found = parser.parse(response, shape)

    assert found["Error"] == {"Code": "ThrottlingException", "Message": "slow"}
    assert found["ResponseMetadata"]["HTTPStatusCode"] == 400
