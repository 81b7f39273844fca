"""The objects that an event of S3 tells of, by the area of the bucket that they lie in."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote_plus


def all_in_area(content: Mapping[str, Any], area: str) -> list[str] | None:
    """Return the names of the objects in an event of S3, if all lie in one area of the bucket.

    None for any other content. S3's keys are form-encoded. The bucket tells of each area by itself
    (infra/resources/bucket.yaml), so the objects of an event are of one.
    """
    records = content.get("Records")
    if not isinstance(records, list) or not records:
        return None
    try:
        names = [unquote_plus(record["s3"]["object"]["key"]) for record in records]
    except (KeyError, TypeError, AttributeError):
        return None
    return names if all(name.startswith(f"{area}/") for name in names) else None
