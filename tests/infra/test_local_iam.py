"""The additions to the local AWS's IAM: variables in values, and DynamoDB's leading keys."""

import json
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import pytest

from infra.local_iam import LEADING_KEYS, leading_keys, teach

KEY = {"pk": {"S": "acme#x"}, "sk": {"S": "1"}}
OTHER = {"pk": {"S": "globex#x"}, "sk": {"S": "1"}}
REQUESTS: dict[str, tuple[dict[str, Any], list[str]]] = {
    "an item by its key": ({"Key": KEY}, ["acme#x"]),
    "an item put": ({"Item": {**KEY, "employee_pk": {"S": "globex#e"}}}, ["acme#x"]),
    "a query": (
        {
            "KeyConditionExpression": "#0 = :0 AND begins_with (#1, :1)",
            "ExpressionAttributeNames": {"#0": "pk", "#1": "sk"},
            "ExpressionAttributeValues": {":0": {"S": "acme#x"}, ":1": {"S": "globex"}},
        },
        ["acme#x"],
    ),
    "a query of the index": (
        {
            "IndexName": "employee",
            "KeyConditionExpression": "employee_pk = :0",
            "ExpressionAttributeValues": {":0": {"S": "acme#e"}},
        },
        ["acme#e"],
    ),
    "a batch of reads": ({"RequestItems": {"t": {"Keys": [KEY, OTHER]}}}, ["acme#x", "globex#x"]),
    "a batch of writes": (
        {"RequestItems": {"t": [{"PutRequest": {"Item": KEY}}, {"DeleteRequest": {"Key": OTHER}}]}},
        ["acme#x", "globex#x"],
    ),
    "a transaction": (
        {"TransactItems": [{"Put": {"Item": KEY}}, {"ConditionCheck": {"Key": OTHER}}]},
        ["acme#x", "globex#x"],
    ),
    "a scan": ({"TableName": "t"}, []),
}


@pytest.mark.parametrize("what", REQUESTS)
def test_the_leading_keys_of_a_request_are_the_partitions_that_it_names(what: str) -> None:
    request, expected = REQUESTS[what]
    assert list(leading_keys(request)) == expected


@dataclass(frozen=True)
class Statement:
    resources: list[str] = field(default_factory=list)
    not_resources: list[str] = field(default_factory=list)
    conditions: dict[str, Any] = field(default_factory=dict)


def taught(**keys: str) -> Any:
    """Return the changed parts of the emulator's two modules, for a caller with these tags."""
    evaluator = SimpleNamespace(
        evaluate=lambda _context, *layers: layers,
        enforce=lambda **named: named,
        _resolve_condition_key=lambda name, _: keys.get(name.removeprefix("aws:PrincipalTag/")),
    )
    actions = SimpleNamespace(
        dynamodb_service_context=lambda _: {"dynamodb:Select": "ALL_ATTRIBUTES"},
        dynamodb_transaction_checks=lambda _action, body, *_: [
            ("dynamodb:PutItem", "arn") for _ in json.loads(body)["TransactItems"]
        ],
        extract_iam_action=lambda service, operation: f"{service}:{operation}",
    )
    teach(evaluator, actions)
    return SimpleNamespace(evaluator=evaluator, actions=actions)


RESOURCE = "bucket/${aws:PrincipalTag/tenant}/*"
CONDITION = {"ForAllValues:StringLike": {LEADING_KEYS: ["${aws:PrincipalTag/tenant}#*"]}}


def test_a_variable_stands_for_the_callers_tag() -> None:
    statement = Statement([RESOURCE], conditions=CONDITION)
    (((filled,),),) = taught(tenant="acme").evaluator.evaluate(None, [[statement]])
    assert filled.resources == ["bucket/acme/*"]
    assert filled.conditions == {"ForAllValues:StringLike": {LEADING_KEYS: ["acme#*"]}}


@pytest.mark.parametrize("tags", [{}, {"tenant": "*"}, {"tenant": "a?me"}, {"tenant": "${x}"}])
def test_a_statement_with_a_variable_that_has_no_plain_value_is_none(tags: dict[str, str]) -> None:
    statements = [Statement([RESOURCE]), Statement(["bucket/public/*"])]
    ((left,),) = taught(**tags).evaluator.evaluate(None, [statements])
    assert [one.resources for one in left] == [["bucket/public/*"]]


def test_each_item_of_a_transaction_is_asked_about_with_its_own_key() -> None:
    body = json.dumps({"TransactItems": [{"Put": {"Item": KEY}}, {"Put": {"Item": OTHER}}]})
    local = taught()
    asked = [
        local.evaluator.enforce(resource_arn=arn, service_context={LEADING_KEYS: "all of them"})
        for _, arn in local.actions.dynamodb_transaction_checks("action", body.encode())
    ]
    found = [one["service_context"][LEADING_KEYS] for one in asked]
    assert found == [["acme#x"], ["globex#x"]]


def test_a_request_that_names_no_key_has_none() -> None:
    context = taught().actions.dynamodb_service_context(b'{"TableName": "t"}')
    assert context == {"dynamodb:Select": "ALL_ATTRIBUTES", LEADING_KEYS: None}


@pytest.mark.parametrize("one", ["SendMessage", "DeleteMessage", "ChangeMessageVisibility"])
def test_a_batch_of_messages_is_allowed_to_whoever_may_send_one(one: str) -> None:
    action_of = taught().actions.extract_iam_action
    assert action_of("sqs", f"{one}Batch") == action_of("sqs", one) == f"sqs:{one}"
    assert action_of("dynamodb", "BatchWriteItem") == "dynamodb:BatchWriteItem"
