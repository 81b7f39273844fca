"""Batches and transactions are sent as botocore itself would send them."""

import json
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
    for name, asked in (("BatchWriteItem", batch), ("TransactWriteItems", transaction)):
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
