"""The deployed package: the infrastructure works as the template declares."""

import json
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from chalicelib.store.formats import DATA_FORMAT
from infra import deployed, local_aws, operator_key
from infra import stack as cloudformation
from infra.deploy import deploy
from infra.redrive import redrive
from tests.stack.conftest import Stack
from tests.stack.waiting import until

pytestmark = pytest.mark.stack


def test_health_answers_without_a_credential(stack: Stack) -> None:
    answer = stack.request("GET", "/v1/health")
    assert answer.status_code == 200
    assert answer.json()["status"] == "ok"


def test_the_operator_key_made_at_deployment_opens_the_operators_routes(stack: Stack) -> None:
    answer = stack.request("GET", "/v1/tenants", stack.operator_key)
    assert answer.status_code == 200, answer.text


def test_the_operator_key_is_readable_by_its_owner_alone(stack: Stack) -> None:
    mode = (stack.home / "operator-key").stat().st_mode
    assert stat.S_IMODE(mode) == 0o600


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer ssk_0_nobody_nothing"}])
def test_the_gateway_answers_an_unknown_caller_with_a_problem(
    stack: Stack, headers: dict[str, str]
) -> None:
    answer = stack.request("GET", "/v1/tenants", headers=headers)
    assert_problem(answer, 401, "unauthenticated")
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_an_unknown_path_and_a_wrong_method_are_answered_with_a_problem(stack: Stack) -> None:
    assert_problem(stack.request("GET", "/v1/nothing", stack.operator_key), 404, "not_found")
    wrong = stack.request("DELETE", "/v1/health", stack.operator_key)
    assert_problem(wrong, 405, "method_not_allowed")
    assert wrong.headers["Allow"] == "GET"


def test_deploying_again_changes_nothing(stack: Stack) -> None:
    client = stack.client("cloudformation")
    before = cloudformation.describe(client, stack.deployment.stack_name)
    again = deploy(stack.stage)
    after = cloudformation.describe(client, stack.deployment.stack_name)
    assert again == stack.deployment
    assert before is not None
    assert after is not None
    assert after.get("LastUpdatedTime") == before.get("LastUpdatedTime")


def test_a_stack_and_its_home_say_which_format_their_data_has(stack: Stack) -> None:
    client = stack.client("cloudformation")
    found = cloudformation.describe(client, stack.deployment.stack_name)
    assert found is not None
    assert {"Key": cloudformation.FORMAT, "Value": str(DATA_FORMAT)} in found["Tags"]
    assert (stack.home / "data-format").read_text() == f"{DATA_FORMAT}\n"


def test_no_second_operator_key_is_made_while_the_first_is_good(stack: Stack) -> None:
    assert operator_key.ensure(stack.stage, stack.deployment) is None


def test_iam_is_enforced_so_that_the_functions_policies_are_proved_by_every_test(
    stack: Stack,
) -> None:
    nobody = boto3.Session("nobody", "nothing", region_name=stack.deployment.region)
    s3 = nobody.client("s3", endpoint_url=stack.deployment.endpoint)
    with pytest.raises(ClientError) as refusal:
        s3.list_objects_v2(Bucket=stack.deployment.bucket)
    assert refusal.value.response["ResponseMetadata"]["HTTPStatusCode"] == 403


def test_functions_see_the_package_and_the_standard_library_only() -> None:
    python = local_aws.ENVIRONMENT / "lambda" / "bin" / "python"
    code = "import importlib.util as u; print(u.find_spec('botocore'), u.find_spec('yaml'))"
    seen = subprocess.run([python, "-c", code], capture_output=True, text=True, check=True)
    assert seen.stdout.strip() == "None None"


def test_a_message_that_cannot_succeed_becomes_a_dead_letter_and_is_sent_again(
    stack: Stack, impatient_uploads: str
) -> None:
    body = "{not json, so it fails"
    stack.client("sqs").send_message(QueueUrl=impatient_uploads, MessageBody=body)

    def kept() -> bool:
        """Say whether the letter is in the operator's register."""
        found = stack.client("dynamodb").query(
            TableName=stack.deployment.table,
            KeyConditionExpression="pk = :pk",
            ExpressionAttributeValues={":pk": {"S": "~operator#dead-letters"}},
        )
        return any(body in str(item) for item in found["Items"])

    until(kept, seconds=60)
    table = deployed.table_of(stack.stage, stack.deployment)
    assert redrive(stack.stage, stack.deployment, table)["uploads"] >= 1
    assert not kept()
    # It was tried again and failed again, as expected.
    until(kept, seconds=60)


@pytest.mark.parametrize("function", ["export_tick", "seal_audit"])
def test_the_hourly_ticks_run(stack: Stack, function: str) -> None:
    rules = stack.client("events").list_rules()["Rules"]
    assert [rule["State"] for rule in rules] == ["ENABLED", "ENABLED"]
    event = Path(__file__).parent.parent / "events" / "hourly_tick.json"
    answer = stack.client("lambda").invoke(
        FunctionName=stack.deployment.functions[function], Payload=event.read_bytes()
    )
    assert "FunctionError" not in answer, stack.logs(function)


@pytest.fixture
def impatient_uploads(stack: Stack) -> Iterator[str]:
    """Give the uploads queue one try for a message, not five (the fifth comes after minutes)."""
    sqs = stack.client("sqs")
    url = stack.deployment.uploads_queue_url
    usual = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["RedrivePolicy"])["Attributes"]
    once = {**json.loads(usual["RedrivePolicy"]), "maxReceiveCount": 1}
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"RedrivePolicy": json.dumps(once)})
    yield url
    sqs.set_queue_attributes(QueueUrl=url, Attributes=usual)


def assert_problem(answer: Any, status: int, code: str) -> None:
    body = answer.json()
    assert answer.status_code == status, body
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert body["status"] == status
    assert body["code"] == code
    assert body["request_id"] == answer.headers["X-Request-Id"]
    assert {"type", "title", "detail"} <= body.keys()
