"""Dead letters are sent to their queues again, each with its former group."""

from collections.abc import Iterator
from typing import Any, cast

import boto3
import pytest
from moto import mock_aws

from chalicelib.store.table import Table
from infra import redrive as command
from infra.deployment import Deployment
from infra.redrive import redrive
from infra.stage import Stage

QUEUES = ("uploads", "exports", "jobs")


class NoLetters:
    """A table whose register of dead letters is empty."""

    def query_all(self, _: str) -> Iterator[Any]:
        return iter(())


class Here:
    """A stage with AWS in process."""

    def client(self, service: str) -> Any:
        return boto3.client(service, region_name="us-east-1")


@pytest.fixture
def sqs(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    with mock_aws():
        yield Here().client("sqs")


def deployed(sqs: Any) -> Deployment:
    urls = {}
    for name in QUEUES:
        urls[f"{name}_queue_url"] = sqs.create_queue(QueueName=name)["QueueUrl"]
        dead = sqs.create_queue(QueueName=f"{name}-dead-letters")["QueueUrl"]
        urls[f"{name}_dead_letters_url"] = dead
    where = ("stage", "region", "stack_name", "package_sha256", "api_id", "api_url", "table")
    texts = dict.fromkeys((*where, "bucket"), "x")
    return Deployment(endpoint=None, functions={}, **texts, **urls)


@pytest.mark.parametrize("queue", QUEUES)
def test_a_dead_letter_of_each_queue_is_on_it_again_in_its_tenants_group(
    sqs: Any, queue: str
) -> None:
    stand = deployed(sqs)
    dead = getattr(stand, f"{queue}_dead_letters_url")
    sqs.send_message(QueueUrl=dead, MessageBody="ours", MessageGroupId="acme")
    sqs.send_message(QueueUrl=dead, MessageBody="of S3")

    assert redrive(cast(Stage, Here()), stand, cast(Table, NoLetters())) == {
        **dict.fromkeys(QUEUES, 0),
        queue: 2,
    }

    answer = sqs.receive_message(
        QueueUrl=getattr(stand, f"{queue}_queue_url"),
        MaxNumberOfMessages=10,
        MessageSystemAttributeNames=["MessageGroupId"],
    )
    found = {
        message["Body"]: message.get("Attributes", {}).get("MessageGroupId")
        for message in answer["Messages"]
    }
    assert found == {"ours": "acme", "of S3": None}


def test_an_id_that_is_no_dead_letters_is_told(
    sqs: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    stand = deployed(sqs)
    monkeypatch.setattr(command.deployed, "find", lambda *_: (Here(), stand))
    monkeypatch.setattr(command, "table_of", lambda *_: NoLetters())
    assert command.main([]) == 0
    assert command.main(["m-1"]) == 1
    assert "1 of the ids" in capsys.readouterr().err
