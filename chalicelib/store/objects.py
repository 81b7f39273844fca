"""The bucket: objects of uploads and exports, and links to them that expire."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import IO, Any
from urllib.parse import quote

from botocore.exceptions import ClientError

#: No link and no form may live longer: it dies with the credentials that signed it, and those are
#: used while they have at least so much left (see ``tenancy.credentials``).
LONGEST_LINK = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class StoredObject:
    """An object's body as a stream, its size in bytes and its version."""

    body: IO[bytes]
    size: int
    version: str | None


@dataclass(frozen=True, slots=True)
class StoredVersion:
    """A version of an object, and when it came."""

    id: str
    stored_at: datetime


class Objects:
    """Reads, writes and presigned links. Names come from a TenantScope.

    A link is signed without a request to AWS, so no guard sees it: ``check`` refuses the name of
    an object that is not the tenant's at work.
    """

    def __init__(self, client: Any, bucket: str, check: Callable[[str], None]) -> None:
        self.client = client
        self.bucket = bucket
        self._check = check

    def upload_form(
        self, name: str, *, content_type: str, most_bytes: int, seconds: int
    ) -> dict[str, Any]:
        """A presigned POST for exactly this name: {"url", "fields"}; 1 to most_bytes bytes."""
        self._check(name)
        _check_lifetime(seconds)
        form: dict[str, Any] = self.client.generate_presigned_post(
            self.bucket,
            name,
            Fields={"Content-Type": content_type},
            Conditions=[
                {"Content-Type": content_type},
                ["content-length-range", 1, most_bytes],
            ],
            ExpiresIn=seconds,
        )
        return form

    def link(
        self,
        name: str,
        *,
        filename: str,
        content_type: str,
        seconds: int,
        version: str | None = None,
    ) -> str:
        """A presigned GET of the object (of that version), offered as a file of that name."""
        self._check(name)
        _check_lifetime(seconds)
        offered = quote(filename, safe="")
        wanted = {
            "Bucket": self.bucket,
            "Key": name,
            "ResponseContentDisposition": f"attachment; filename*=UTF-8''{offered}",
            "ResponseContentType": content_type,
        }
        if version:
            wanted["VersionId"] = version
        url: str = self.client.generate_presigned_url(
            "get_object", Params=wanted, ExpiresIn=seconds
        )
        return url

    def put(
        self,
        name: str,
        body: bytes | IO[bytes],
        content_type: str,
        metadata: Mapping[str, str] | None = None,
    ) -> None:
        """Write the object: bytes, or what a file holds from where it stands."""
        self.client.put_object(
            Bucket=self.bucket,
            Key=name,
            Body=body,
            ContentType=content_type,
            Metadata=dict(metadata or {}),
        )

    def open(self, name: str, version: str | None = None) -> StoredObject | None:
        """The object (of that version), or None when it is not there."""
        wanted = {"Bucket": self.bucket, "Key": name}
        if version:
            wanted["VersionId"] = version
        try:
            answer = self.client.get_object(**wanted)
        except ClientError as error:
            if error.response.get("Error", {}).get("Code") in ("NoSuchKey", "NoSuchVersion", "404"):
                return None
            raise
        return StoredObject(answer["Body"], int(answer["ContentLength"]), answer.get("VersionId"))

    def first_version(self, name: str) -> StoredVersion | None:
        """The oldest version of the object; None when there is none.

        Which version is the oldest does not change when more are sent, so every reader of an
        upload reads the same file, in whatever order the events of several come.
        """
        oldest: StoredVersion | None = None
        pages = self.client.get_paginator("list_object_versions")
        for page in pages.paginate(Bucket=self.bucket, Prefix=name):
            for entry in page.get("Versions", ()):
                # Listed newest first within a name.
                if entry["Key"] == name:
                    oldest = StoredVersion(str(entry["VersionId"]), entry["LastModified"])
        return oldest

    def read(self, name: str, version: str | None = None) -> bytes | None:
        """The whole object; for what is known to be small."""
        found = self.open(name, version)
        return None if found is None else found.body.read()


def _check_lifetime(seconds: int) -> None:
    if seconds > LONGEST_LINK.total_seconds():
        raise ValueError("its signature would not be good for so long")
