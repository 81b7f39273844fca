"""A stack is created, updated or left unchanged, by one path for AWS and the local AWS."""

from dataclasses import dataclass, field
from typing import Any, cast

import pytest
from botocore.exceptions import ClientError

from chalicelib.store.formats import DATA_FORMAT
from infra import stack
from infra.stack import StackError
from infra.stage import Stage

TEMPLATE = "https://s3.example/artifacts/templates/0a1b.json"
PARAMETERS = {"Stage": "production"}


@dataclass
class FakeCloudFormation:
    """Answer like CloudFormation: one status after another, then the last one repeatedly."""

    statuses: list[str]
    tags: list[dict[str, str]] = field(default_factory=list)
    parameters: dict[str, str] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)
    asked: dict[str, Any] = field(default_factory=dict)

    def describe_stacks(self, **_: Any) -> dict[str, Any]:
        status = self.statuses.pop(0) if len(self.statuses) > 1 else self.statuses[0]
        if status == "ABSENT":
            missing = {"Error": {"Code": "ValidationError", "Message": "Stack x does not exist"}}
            raise ClientError(cast(Any, missing), "DescribeStacks")
        values = [
            {"ParameterKey": name, "ParameterValue": value}
            for name, value in self.parameters.items()
        ]
        return {"Stacks": [{"StackStatus": status, "Tags": self.tags, "Parameters": values}]}

    def create_stack(self, **request: Any) -> None:
        self.calls.append("create")
        self.asked = request

    def update_stack(self, **request: Any) -> None:
        self.calls.append("update")
        self.asked = request

    def delete_stack(self, **_: Any) -> None:
        self.calls.append("delete")

    def describe_stack_events(self, **_: Any) -> dict[str, Any]:
        failure = {
            "LogicalResourceId": "Bucket",
            "ResourceStatus": "CREATE_FAILED",
            "ResourceStatusReason": "the name is taken",
        }
        return {"StackEvents": [failure, {"LogicalResourceId": "Table", "ResourceStatus": "X"}]}


@dataclass
class FakeStage:
    cloudformation: FakeCloudFormation
    stack_name: str = "servicescore-production"

    def client(self, _: str) -> FakeCloudFormation:
        return self.cloudformation


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("infra.stack.time.sleep", lambda _: None)


def deploy(client: FakeCloudFormation, template: str = TEMPLATE) -> bool:
    return stack.deploy(cast(Stage, FakeStage(client)), template, PARAMETERS, PARAMETERS)


def deployed_tags() -> list[dict[str, str]]:
    """Return the tags after a deployment of TEMPLATE."""
    client = FakeCloudFormation(["ABSENT", "CREATE_COMPLETE"])
    deploy(client)
    return list(client.asked["Tags"])


def test_without_a_stack_one_is_made() -> None:
    client = FakeCloudFormation(["ABSENT", "CREATE_IN_PROGRESS", "CREATE_COMPLETE"])
    assert deploy(client) is True
    assert client.calls == ["create"]
    assert client.asked["TemplateURL"] == TEMPLATE
    assert client.asked["Parameters"] == [{"ParameterKey": "Stage", "ParameterValue": "production"}]


def test_a_stack_of_the_same_template_and_parameters_is_left_alone() -> None:
    client = FakeCloudFormation(["UPDATE_COMPLETE"], deployed_tags())
    assert deploy(client) is False
    assert client.calls == []


def test_the_same_template_from_another_address_is_the_same_template() -> None:
    client = FakeCloudFormation(["CREATE_COMPLETE"], deployed_tags())
    assert deploy(client, "http://127.0.0.1:4567/artifacts/templates/0a1b.json") is False


def test_another_template_changes_the_stack() -> None:
    client = FakeCloudFormation(["CREATE_COMPLETE", "UPDATE_COMPLETE"], deployed_tags())
    assert deploy(client, TEMPLATE.replace("0a1b", "2c3d")) is True
    assert client.calls == ["update"]


def test_a_change_that_was_rolled_back_is_tried_again() -> None:
    client = FakeCloudFormation(["UPDATE_ROLLBACK_COMPLETE", "UPDATE_COMPLETE"], deployed_tags())
    assert deploy(client) is True
    assert client.calls == ["update"]


@pytest.mark.parametrize("status", ["ROLLBACK_COMPLETE", "ROLLBACK_FAILED"])
def test_a_first_deployment_that_failed_is_cleared_away_first(status: str) -> None:
    client = FakeCloudFormation([status, "ABSENT", "CREATE_COMPLETE"])
    assert deploy(client) is True
    assert client.calls == ["delete", "create"]


def test_a_failure_tells_which_resource_and_why() -> None:
    client = FakeCloudFormation(["ABSENT", "ROLLBACK_COMPLETE"])
    with pytest.raises(StackError, match="Bucket: the name is taken"):
        deploy(client)


def test_a_stack_says_which_format_its_data_has() -> None:
    assert {"Key": "servicescore-data-format", "Value": str(DATA_FORMAT)} in deployed_tags()


@pytest.mark.parametrize(
    ("held", "said"), [(None, "1"), ("1", "1"), (str(DATA_FORMAT + 1), str(DATA_FORMAT + 1))]
)
@pytest.mark.parametrize("status", ["UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE"])
def test_a_stack_whose_data_has_another_format_is_not_changed(
    status: str, held: str | None, said: str
) -> None:
    """A stack without the tag was deployed before formats were recorded: format 1."""
    tags = [tag for tag in deployed_tags() if tag["Key"] != stack.FORMAT]
    tags += [{"Key": stack.FORMAT, "Value": held}] if held else []
    client = FakeCloudFormation([status], tags)
    told = f"servicescore-production holds data of format {said}, .* format {DATA_FORMAT}"
    with pytest.raises(StackError, match=told):
        deploy(client, TEMPLATE.replace("0a1b", "2c3d"))
    assert client.calls == []


def test_a_first_deployment_that_failed_holds_no_data_whatever_its_tags_say() -> None:
    client = FakeCloudFormation(
        ["ROLLBACK_COMPLETE", "ABSENT", "CREATE_COMPLETE"], [{"Key": stack.FORMAT, "Value": "1"}]
    )
    assert deploy(client) is True
    assert client.calls == ["delete", "create"]


def test_an_update_keeps_what_it_does_not_name() -> None:
    before = {"Stage": "production", "LogRetentionDays": "365", "Forgotten": "1"}
    client = FakeCloudFormation(
        ["CREATE_COMPLETE", "UPDATE_COMPLETE"], deployed_tags(), parameters=before
    )
    stack.deploy(
        cast(Stage, FakeStage(client)),
        "https://s3.example/other.json",
        {"Stage": "production", "RequestsPerSecond": "900"},
        known={"Stage", "LogRetentionDays", "RequestsPerSecond"},
    )
    assert client.asked["Parameters"] == [
        {"ParameterKey": "Stage", "ParameterValue": "production"},
        {"ParameterKey": "RequestsPerSecond", "ParameterValue": "900"},
        {"ParameterKey": "LogRetentionDays", "UsePreviousValue": True},
    ]


def test_the_parameters_of_a_stack_that_is_not_there_are_none() -> None:
    assert stack.parameters_of(cast(Stage, FakeStage(FakeCloudFormation(["ABSENT"])))) == {}
