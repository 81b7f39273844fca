"""The bucket: objects of uploads and exports, and presigned links that expire."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import IO, Any
from urllib.parse import quote

from botocore.exceptions import ClientError

#: The longest lifetime of a link or form. A link expires with the credentials that signed it, and
#: credentials sign only while they last at least this much longer (see ``tenancy.credentials``).
LONGEST_LINK = timedelta(minutes=15)
#: How long a link to a file is valid. A link cannot be revoked, and a new one costs a GET.
LINK_LIFE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class StoredObject:
    """An object's body as a stream, its size in bytes and its version."""

    body: IO[bytes]
    size: int
    version: str | None


@dataclass(frozen=True, slots=True)
class StoredVersion:
    """A version of an object, and the time when it was stored."""

    id: str
    stored_at: datetime


class Objects:
    """Reads, writes and presigned links. Object names come from a TenantScope.

    A link is signed without a request to AWS, so the guard does not see it. Therefore ``check``
    raises for an object name that is not of the current tenant.
    """

    def __init__(self, client: Any, bucket: str, check: Callable[[str], None]) -> None:
        self.client = client
        self.bucket = bucket
        self._check = check

    def upload_form(
        self, name: str, *, content_type: str, most_bytes: int, seconds: int
    ) -> dict[str, Any]:
        """Return a presigned POST for exactly this name: {"url", "fields"}.

        It takes one file of 1 to ``most_bytes`` bytes and expires after ``seconds``. Raises
        ValueError for more than LONGEST_LINK.
        """
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
        """Return a presigned GET of the object, which a browser saves as ``filename``.

        ``version`` None is the latest version. The link expires after ``seconds``. Raises
        ValueError for more than LONGEST_LINK.
        """
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
        """Write the object: bytes, or a file from its current position to its end."""
        self.client.put_object(
            Bucket=self.bucket,
            Key=name,
            Body=body,
            ContentType=content_type,
            Metadata=dict(metadata or {}),
        )

    def open(self, name: str, version: str | None = None) -> StoredObject | None:
        """Open the object (``version`` None: the latest); return None when it does not exist.

        Without the right to list the bucket, S3 answers AccessDenied for an object that is absent.
        Then the list of its versions tells whether it is.
        """
        wanted = {"Bucket": self.bucket, "Key": name}
        if version:
            wanted["VersionId"] = version
        try:
            answer = self.client.get_object(**wanted)
        except ClientError as error:
            code = error.response.get("Error", {}).get("Code")
            if code in ("NoSuchKey", "NoSuchVersion", "404"):
                return None
            if code == "AccessDenied" and not self._is_listed(name, version):
                return None
            raise
        return StoredObject(answer["Body"], int(answer["ContentLength"]), answer.get("VersionId"))

    def _is_listed(self, name: str, version: str | None) -> bool:
        """Return whether the object, in this version (None: any), is among its listed versions."""
        pages = self.client.get_paginator("list_object_versions")
        return any(
            entry["Key"] == name and version in (None, entry["VersionId"])
            for page in pages.paginate(Bucket=self.bucket, Prefix=name)
            for entry in page.get("Versions", ())
        )

    def first_version(self, name: str) -> StoredVersion | None:
        """Return the oldest version of the object; None when there is none.

        The oldest version stays the same when more versions arrive. So every run of an upload
        reads the same file, in any order of the events.
        """
        oldest: StoredVersion | None = None
        pages = self.client.get_paginator("list_object_versions")
        for page in pages.paginate(Bucket=self.bucket, Prefix=name):
            for entry in page.get("Versions", ()):
                # Listed newest first within a name.
                if entry["Key"] == name:
                    oldest = StoredVersion(str(entry["VersionId"]), entry["LastModified"])
        return oldest

    def is_stored(self, name: str) -> bool:
        """Return whether an object of this name is stored.

        Without the right to list a bucket, S3 answers 403 for an object that is not there. Raises
        ClientError for every other refusal.
        """
        self._check(name)
        try:
            self.client.head_object(Bucket=self.bucket, Key=name)
        except ClientError as error:
            if error.response.get("Error", {}).get("Code") in ("403", "404", "NoSuchKey"):
                return False
            raise
        return True

    def read(self, name: str, version: str | None = None) -> bytes | None:
        """Return the bytes of the whole object, None when it does not exist. For small objects."""
        found = self.open(name, version)
        return None if found is None else found.body.read()


def _check_lifetime(seconds: int) -> None:
    if seconds > LONGEST_LINK.total_seconds():
        raise ValueError("its signature would not be good for so long")
