"""Remove the data of companies that have served, so that a scan stays short."""

from collections.abc import Collection, Iterable

from tests.chaos.company import Company
from tests.chaos.deployed import Deployed
from tests.chaos.rest import scan

TOGETHER = 25


def forget(made: Deployed, companies: Iterable[Company], kept: Collection[str] = ()) -> None:
    """Remove every object of these companies, and every item but those of collections ``kept``."""
    prefixes = tuple(f"{one.id}#" for one in companies)
    table, name = made.client("dynamodb"), made.deployment.table
    keys = [
        {"pk": item["pk"], "sk": item["sk"]}
        for item in scan(table, name)
        if item["pk"]["S"].startswith(prefixes) and item["pk"]["S"].split("#")[1] not in kept
    ]
    for start in range(0, len(keys), TOGETHER):
        some = [{"DeleteRequest": {"Key": key}} for key in keys[start : start + TOGETHER]]
        table.batch_write_item(RequestItems={name: some})
    s3, bucket = made.client("s3"), made.deployment.bucket
    for one in companies:
        for area in ("uploads", "exports"):
            pages = s3.get_paginator("list_object_versions").paginate(
                Bucket=bucket, Prefix=f"{area}/{one.id}/"
            )
            for page in pages:
                for found in [*page.get("Versions", []), *page.get("DeleteMarkers", [])]:
                    s3.delete_object(Bucket=bucket, Key=found["Key"], VersionId=found["VersionId"])
