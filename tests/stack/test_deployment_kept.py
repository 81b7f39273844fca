"""A local AWS keeps all its data when it is stopped and started again, on any port."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from infra import local_aws, ports
from infra.deploy import deploy
from infra.deployment import Deployment
from infra.stage import LOCAL, Stage
from infra.up import up
from tests.stack.waiting import until

pytestmark = pytest.mark.stack


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    home = tmp_path_factory.mktemp("kept")
    yield home
    local_aws.stop(home / "aws")
    shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="module")
def first(home: Path) -> Deployment:
    """Make a deployment with an object in its bucket, and stop it."""
    deployed = up(home, ports.free_port())
    client(deployed, "s3").put_object(Bucket=deployed.bucket, Key="exports/kept", Body=b"kept")
    assert local_aws.stop(home / "aws")
    assert local_aws.running(home / "aws") is None
    return deployed


def test_what_was_stored_is_there_after_a_stop_and_a_start(home: Path, first: Deployment) -> None:
    key = (home / "operator-key").read_text().strip()
    second = up(home)
    assert second == first
    assert (home / "operator-key").read_text().strip() == key
    stored = client(second, "s3").get_object(Bucket=second.bucket, Key="exports/kept")
    assert stored["Body"].read() == b"kept"
    answer = requests.get(
        f"{second.api_url}/v1/tenants", headers={"Authorization": f"Bearer {key}"}, timeout=60
    )
    assert answer.status_code == 200, answer.text


def test_events_arrive_when_it_starts_on_another_port(home: Path, first: Deployment) -> None:
    local_aws.stop(home / "aws")
    moved = up(home, ports.free_port())
    assert moved.endpoint is not None
    assert moved.endpoint != first.endpoint
    assert moved.uploads_queue_url.startswith(moved.endpoint)
    client(moved, "s3").put_object(Bucket=moved.bucket, Key="uploads/nobody/x/file", Body=b"x")
    # A function takes the message.
    until(lambda: waiting(moved) == 0, seconds=60)


@pytest.mark.long
def test_a_restored_table_takes_the_place_of_the_lost_one(home: Path, first: Deployment) -> None:
    """The runbook (docs/restoring.md), with a copied table in place of a restored one."""
    running = up(home)
    key = (home / "operator-key").read_text().strip()
    onboard(running, key, "before")
    dynamodb = client(running, "dynamodb")
    restored = copied(dynamodb, running.table, f"{running.table}-restored")
    onboard(running, key, "after")  # lost: it came after the moment that is restored
    assert companies(running, key) == {"before", "after"}

    adopted = deploy(
        Stage(LOCAL, home, endpoint=running.endpoint, parameters={"AdoptedTable": restored})
    )
    assert adopted.table == restored
    assert companies(adopted, key) == {"before"}
    onboard(adopted, key, "later")
    again = deploy(Stage(LOCAL, home, endpoint=running.endpoint))
    assert again.table == restored  # an update that does not name it keeps it
    assert companies(again, key) == {"before", "later"}
    own = dynamodb.scan(TableName=running.table)["Items"]
    assert not any("later" in str(item) for item in own)


def test_a_page_of_the_stages_origin_reads_every_answer(home: Path, first: Deployment) -> None:
    running = up(home)
    page = "https://hr.example.com"
    changed = {"CorsOrigins": page}
    made = deploy(Stage(LOCAL, home, endpoint=running.endpoint, parameters=changed))
    asking = {"Origin": page, "Access-Control-Request-Method": "POST"}
    uploads = f"{made.api_url}/v1/uploads"
    preflight = requests.options(uploads, headers=asking, timeout=60)
    assert preflight.status_code == 204, preflight.text
    assert preflight.headers["Access-Control-Allow-Origin"] == page
    assert "POST" in preflight.headers["Access-Control-Allow-Methods"]
    health = requests.get(f"{made.api_url}/v1/health", headers={"Origin": page}, timeout=60)
    assert health.headers["Access-Control-Allow-Origin"] == page
    # The gateway itself refuses who has no key.
    refused = requests.post(uploads, json={}, headers={"Origin": page}, timeout=60)
    assert (refused.status_code, refused.headers["Access-Control-Allow-Origin"]) == (401, "*")
    (rule,) = client(made, "s3").get_bucket_cors(Bucket=made.bucket)["CORSRules"]
    assert (rule["AllowedOrigins"], rule["AllowedMethods"]) == ([page], ["POST", "GET", "HEAD"])


def test_events_reach_the_version_of_the_last_release(home: Path, first: Deployment) -> None:
    running = up(home)
    functions = client(running, "lambda")

    def live() -> dict[str, tuple[str, str]]:
        """Return the version that each alias names, and its memory."""
        found = {}
        for name, function in running.functions.items():
            asked = functions.get_function_configuration(FunctionName=function, Qualifier="live")
            found[name] = (asked["Version"], str(asked["MemorySize"]))
        return found

    before = live()
    changed = {"ScoreUploadMemory": "2048"}
    deploy(Stage(LOCAL, home, endpoint=running.endpoint, parameters=changed))
    after = live()
    assert all(int(after[name][0]) == int(before[name][0]) + 1 for name in before)
    assert after["score_upload"][1] == "2048"
    again = functions.list_versions_by_function(FunctionName=running.functions["score_upload"])
    assert [one["Version"] for one in again["Versions"]] == ["$LATEST", after["score_upload"][0]]


def copied(dynamodb: Any, name: str, into: str) -> str:
    """Copy a table with its keys, index and items; return the new one's name."""
    found = dynamodb.describe_table(TableName=name)["Table"]
    dynamodb.create_table(
        TableName=into,
        BillingMode="PAY_PER_REQUEST",
        KeySchema=found["KeySchema"],
        AttributeDefinitions=found["AttributeDefinitions"],
        GlobalSecondaryIndexes=[
            {part: index[part] for part in ("IndexName", "KeySchema", "Projection")}
            for index in found["GlobalSecondaryIndexes"]
        ],
    )
    for page in dynamodb.get_paginator("scan").paginate(TableName=name):
        for item in page["Items"]:
            dynamodb.put_item(TableName=into, Item=item)
    return into


def onboard(deployed: Deployment, key: str, company: str) -> None:
    answer = requests.post(
        f"{deployed.api_url}/v1/tenants",
        json={"id": company, "name": company},
        headers={"Authorization": f"Bearer {key}"},
        timeout=60,
    )
    assert answer.status_code == 201, answer.text


def companies(deployed: Deployment, key: str) -> set[str]:
    answer = requests.get(
        f"{deployed.api_url}/v1/tenants", headers={"Authorization": f"Bearer {key}"}, timeout=60
    )
    return {one["id"] for one in answer.json()["items"]}


def waiting(deployed: Deployment) -> int:
    """Return the number of messages in the uploads queue that no function has received."""
    name = "ApproximateNumberOfMessages"
    answer = client(deployed, "sqs").get_queue_attributes(
        QueueUrl=deployed.uploads_queue_url, AttributeNames=[name]
    )
    return int(answer["Attributes"][name])


def client(deployed: Deployment, service: str) -> Any:
    return Stage(LOCAL, Path(), endpoint=deployed.endpoint).client(service)
