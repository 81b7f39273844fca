"""Upload a package to a bucket for CloudFormation, each object named by its SHA-256."""

import hashlib
import json
from typing import Any

from botocore.exceptions import ClientError

from infra.package import Package
from infra.stage import Stage
from infra.template import functions


def publish(stage: Stage, package: Package, definition: dict[str, Any]) -> str:
    """Upload the zip, and the template with the zip's place in it; return the template's URL.

    An object is named by its SHA-256, so an existing object is not sent again. Raises
    botocore.exceptions.ClientError.
    """
    s3 = stage.client("s3")
    bucket = stage.artifacts_bucket
    _ensure_bucket(s3, stage)
    code = f"packages/{package.sha256}.zip"
    _put_once(s3, bucket, code, package.archive.read_bytes())
    named = with_code(definition, bucket, code)
    template = json.dumps(named, ensure_ascii=False).encode()
    name = f"templates/{hashlib.sha256(template).hexdigest()}.json"
    _put_once(s3, bucket, name, template)
    return str(s3.meta.endpoint_url) + f"/{bucket}/{name}"


def with_code(template: dict[str, Any], bucket: str, key: str) -> dict[str, Any]:
    """Return a copy of the template in which every function's code is at ``bucket``, ``key``."""
    changed = json.loads(json.dumps(template))
    for function in functions(changed):
        function["CodeUri"] = {"Bucket": bucket, "Key": key}
    return dict(changed)


def _put_once(s3: Any, bucket: str, key: str, body: bytes) -> None:
    try:
        s3.head_object(Bucket=bucket, Key=key)
    except ClientError as error:
        if error.response["Error"]["Code"] not in ("404", "NoSuchKey", "NotFound"):
            raise
        s3.put_object(Bucket=bucket, Key=key, Body=body)


def _ensure_bucket(s3: Any, stage: Stage) -> None:
    bucket = stage.artifacts_bucket
    try:
        s3.head_bucket(Bucket=bucket, ExpectedBucketOwner=stage.account)
    except ClientError as error:
        if error.response["Error"]["Code"] not in ("404", "NoSuchBucket"):
            raise
    else:
        return
    place: dict[str, Any] = {}
    if stage.region != "us-east-1":  # S3 refuses its default region as a constraint
        place = {"CreateBucketConfiguration": {"LocationConstraint": stage.region}}
    s3.create_bucket(Bucket=bucket, **place)
    s3.put_public_access_block(
        Bucket=bucket,
        PublicAccessBlockConfiguration={
            "BlockPublicAcls": True,
            "IgnorePublicAcls": True,
            "BlockPublicPolicy": True,
            "RestrictPublicBuckets": True,
        },
    )
