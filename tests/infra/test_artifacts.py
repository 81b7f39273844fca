"""The zip and the template for CloudFormation, each named by the digest of its contents."""

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlparse

import pytest
from moto import mock_aws

from infra.artifacts import publish
from infra.package import Package
from infra.stage import Stage

FUNCTION = {"Type": "AWS::Serverless::Function", "Properties": {"CodeUri": "./deployment.zip"}}
TABLE = {"Type": "AWS::DynamoDB::Table", "Properties": {}}


@pytest.fixture
def stage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    with mock_aws():
        yield Stage("production", tmp_path, region="eu-central-1")


@pytest.fixture
def package(tmp_path: Path) -> Package:
    template, archive = tmp_path / "template.json", tmp_path / "package.zip"
    template.write_text(json.dumps({"Resources": {"APIHandler": FUNCTION, "Table": TABLE}}))
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("app.py", "app = 1")
    return Package(template, archive, "5ba3")


def objects(stage: Stage) -> dict[str, str]:
    """Return the stored artifacts, each with its time of writing."""
    found = stage.client("s3").list_objects_v2(Bucket=stage.artifacts_bucket)
    return {one["Key"]: one["LastModified"].isoformat() for one in found["Contents"]}


def test_the_published_template_says_where_the_code_is(stage: Stage, package: Package) -> None:
    address = urlparse(publish(stage, package, package.definition()))
    bucket, _, key = address.path.lstrip("/").partition("/")
    body = stage.client("s3").get_object(Bucket=bucket, Key=key)["Body"].read()
    resources = json.loads(body)["Resources"]
    code = {"Bucket": stage.artifacts_bucket, "Key": "packages/5ba3.zip"}
    assert resources["APIHandler"]["Properties"]["CodeUri"] == code
    assert resources["Table"] == TABLE
    assert "packages/5ba3.zip" in objects(stage)


def test_what_is_there_is_not_sent_again(stage: Stage, package: Package) -> None:
    first = publish(stage, package, package.definition())
    before = objects(stage)
    assert publish(stage, package, package.definition()) == first
    assert objects(stage) == before


def test_the_bucket_of_artifacts_is_in_the_stages_region_and_private(
    stage: Stage, package: Package
) -> None:
    publish(stage, package, package.definition())
    s3 = stage.client("s3")
    place = s3.get_bucket_location(Bucket=stage.artifacts_bucket)
    assert place["LocationConstraint"] == "eu-central-1"
    block = s3.get_public_access_block(Bucket=stage.artifacts_bucket)
    assert set(block["PublicAccessBlockConfiguration"].values()) == {True}
