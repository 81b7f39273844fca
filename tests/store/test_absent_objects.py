"""An object that is not there, asked for by a role that may list its own names alone, as on AWS."""

from collections.abc import Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError

from chalicelib.store.objects import Objects

NAME = "uploads/acme/upl_1.csv"
DENIED = ClientError({"Error": {"Code": "AccessDenied", "Message": "Access Denied"}}, "GetObject")


class Refusing:
    """A client of S3 that answers AccessDenied to each read, and lists these versions."""

    def __init__(self, *listed: tuple[str, str]) -> None:
        self.listed = listed

    def get_object(self, **_: Any) -> Any:
        raise DENIED

    def get_paginator(self, _: str) -> "Refusing":
        return self

    def paginate(self, **_: Any) -> Iterator[Any]:
        yield {"Versions": [{"Key": key, "VersionId": one} for key, one in self.listed]}


def objects(*listed: tuple[str, str]) -> Objects:
    return Objects(Refusing(*listed), "bucket", lambda _: None)


def test_a_refusal_for_a_name_without_versions_means_that_nothing_is_stored() -> None:
    assert objects().open(NAME) is None
    assert objects((f"{NAME}.old", "v1")).open(NAME) is None


def test_a_refusal_for_a_removed_version_means_that_it_is_gone() -> None:
    assert objects((NAME, "v2")).open(NAME, "v1") is None


def test_a_refusal_for_an_object_that_is_there_stays_an_error() -> None:
    for version in (None, "v1"):
        with pytest.raises(ClientError):
            objects((NAME, "v1")).open(NAME, version)
