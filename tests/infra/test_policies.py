"""Least privilege, as data: each function's policy allows what it does and nothing else."""

from collections.abc import Iterator
from typing import Any

import pytest

FUNCTIONS = {
    "APIHandler": "ApiHandlerRole",
    "Authorizer": "AuthorizerRole",
    "ScoreUpload": "ScoreUploadRole",
    "ExportTick": "ExportTickRole",
    "RunExport": "RunExportRole",
}
#: Actions for which AWS knows no resource.
WITHOUT_RESOURCE = {"xray:PutTraceSegments", "xray:PutTelemetryRecords"}
DATA = ("dynamodb:", "s3:", "sqs:")


def statements(resources: dict[str, Any], function: str) -> list[dict[str, Any]]:
    policies = resources[FUNCTIONS[function]]["Properties"]["Policies"]
    return [one for policy in policies for one in policy["PolicyDocument"]["Statement"]]


def actions(resources: dict[str, Any], function: str) -> set[str]:
    return {action for one in statements(resources, function) for action in one["Action"]}


def every_statement(resources: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for function in FUNCTIONS:
        for statement in statements(resources, function):
            yield function, statement


def test_every_function_has_a_role_of_its_own(resources: dict[str, Any]) -> None:
    roles = {
        name: resource["Properties"]["Role"]["Fn::GetAtt"][0]
        for name, resource in resources.items()
        if resource["Type"] == "AWS::Serverless::Function"
    }
    assert roles == FUNCTIONS
    assert all(resources[role]["Type"] == "AWS::IAM::Role" for role in roles.values())


def test_only_lambda_may_take_a_functions_role(resources: dict[str, Any]) -> None:
    for role in FUNCTIONS.values():
        (trust,) = resources[role]["Properties"]["AssumeRolePolicyDocument"]["Statement"]
        assert trust["Principal"] == {"Service": "lambda.amazonaws.com"}


def test_no_action_is_a_wildcard(resources: dict[str, Any]) -> None:
    for function, statement in every_statement(resources):
        assert isinstance(statement["Action"], list), function
        assert not any("*" in action for action in statement["Action"]), (function, statement)


def test_no_resource_is_everything_but_where_aws_has_no_other(resources: dict[str, Any]) -> None:
    for function, statement in every_statement(resources):
        if statement["Resource"] == "*":
            assert set(statement["Action"]) <= WITHOUT_RESOURCE, (function, statement)


def test_every_data_resource_is_this_stacks_own(resources: dict[str, Any]) -> None:
    for _, statement in every_statement(resources):
        if statement["Action"][0].startswith(DATA):
            named = statement["Resource"]
            for one in named if isinstance(named, list) else [named]:
                logical_id = logical_id_of(one)
                assert logical_id in resources, statement


def logical_id_of(reference: dict[str, Any]) -> str:
    """``Table`` of {"Fn::GetAtt": ["Table", "Arn"]} and of {"Fn::Sub": "${Table.Arn}/…"}."""
    if "Fn::GetAtt" in reference:
        return str(reference["Fn::GetAtt"][0])
    return str(reference["Fn::Sub"]).removeprefix("${").split(".")[0]


def test_nobody_may_scan_or_change_what_the_stack_is_made_of(resources: dict[str, Any]) -> None:
    for function in FUNCTIONS:
        for action in actions(resources, function):
            assert action != "dynamodb:Scan"
            verb = action.split(":")[1]
            changes_structure = verb.startswith(("Create", "Delete", "Update", "PutBucket", "Tag"))
            on_data = verb in (
                *("UpdateItem", "DeleteItem", "DeleteMessage", "CreateLogStream"),
                *("DeleteObject", "DeleteObjectVersion"),
            )
            assert not changes_structure or on_data, (function, action)


def test_the_authorizer_may_read_items_by_their_keys_and_nothing_else(
    resources: dict[str, Any],
) -> None:
    data = {one for one in actions(resources, "Authorizer") if one.startswith(DATA)}
    assert data == {"dynamodb:GetItem", "dynamodb:BatchGetItem"}


@pytest.mark.parametrize(
    ("function", "queue"), [("ScoreUpload", "UploadsQueue"), ("RunExport", "ExportsQueue")]
)
def test_a_function_takes_messages_from_its_own_queue_only(
    resources: dict[str, Any], function: str, queue: str
) -> None:
    taken = [
        one["Resource"]
        for one in statements(resources, function)
        if "sqs:ReceiveMessage" in one["Action"]
    ]
    assert taken == [{"Fn::GetAtt": [queue, "Arn"]}]


@pytest.mark.parametrize("function", ["APIHandler", "Authorizer", "ExportTick"])
def test_other_functions_take_no_messages(resources: dict[str, Any], function: str) -> None:
    assert "sqs:ReceiveMessage" not in actions(resources, function)


def test_scoring_reads_uploads_and_exports_are_written_by_exports_alone(
    resources: dict[str, Any],
) -> None:
    def places(function: str, action: str) -> list[Any]:
        found = [
            one["Resource"] for one in statements(resources, function) if action in one["Action"]
        ]
        return [one for place in found for one in (place if isinstance(place, list) else [place])]

    uploads, exports = (
        {"Fn::Sub": "${Bucket.Arn}/uploads/*"},
        {"Fn::Sub": "${Bucket.Arn}/exports/*"},
    )
    assert places("ScoreUpload", "s3:GetObject") == [uploads]
    assert exports not in places("ScoreUpload", "s3:PutObject")
    assert places("RunExport", "s3:PutObject") == [exports]
    assert places("ExportTick", "s3:PutObject") == []


def test_only_the_worker_of_erasures_and_deletions_removes_objects(
    resources: dict[str, Any],
) -> None:
    removing = {"s3:DeleteObject", "s3:DeleteObjectVersion"}
    assert [name for name in FUNCTIONS if removing & actions(resources, name)] == ["RunExport"]


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_function_writes_its_own_logs_only(resources: dict[str, Any], function: str) -> None:
    (logs,) = [one for one in statements(resources, function) if one["Sid"] == "OwnLogs"]
    assert logs["Resource"]["Fn::Sub"].endswith(f"/aws/lambda/${{AWS::StackName}}-{function}-*")
