"""Objects that the bucket removes after a week, and the immediate removal of objects."""

from typing import IO

from chalicelib.store.objects import Objects

#: The bucket's lifecycle rule removes an object with this tag a week after it was written.
FOR_A_WEEK = "kept=week"
DAYS = 7


def put_for_a_week(objects: Objects, name: str, body: bytes | IO[bytes], content_type: str) -> None:
    """Write an object that the bucket removes after a week."""
    objects.client.put_object(
        Bucket=objects.bucket,
        Key=name,
        Body=body,
        ContentType=content_type,
        Tagging=FOR_A_WEEK,
    )


def remove_all(objects: Objects, prefix: str) -> int:
    """Remove every version of every object with the prefix; return the number of versions.

    Raises RuntimeError when a version cannot be removed.
    """
    removed = 0
    while some := remove_some(objects, prefix):
        removed += some
    return removed


def remove_some(objects: Objects, prefix: str) -> int:
    """Remove up to a thousand versions of objects with the prefix; return their number.

    Raises RuntimeError when a version cannot be removed.
    """
    some = _listed(objects, prefix)
    if some:
        answer = objects.client.delete_objects(
            Bucket=objects.bucket, Delete={"Objects": some, "Quiet": True}
        )
        if answer.get("Errors"):
            raise RuntimeError("the bucket did not remove every version")
    return len(some)


def _listed(objects: Objects, prefix: str) -> list[dict[str, str]]:
    """Return the first versions and delete markers with the prefix, at most a thousand."""
    answer = objects.client.list_object_versions(Bucket=objects.bucket, Prefix=prefix)
    entries = [*answer.get("Versions", ()), *answer.get("DeleteMarkers", ())]
    return [{"Key": entry["Key"], "VersionId": entry["VersionId"]} for entry in entries]
