"""Schemes and versions as the copy of a company's data shows them, with whole documents."""

from typing import Any

from chalicelib.schemes.records import SchemeHead, SchemeVersion
from chalicelib.store.converters import Item
from chalicelib.store.records import from_item
from chalicelib.web import exact_json


def described_whole(item: Item) -> dict[str, Any]:
    """Return a stored scheme as JSON values: its draft and the calendar of its versions."""
    head = from_item(SchemeHead, item)
    return {
        "code": head.code,
        "created_at": head.created_at,
        "updated_at": head.updated_at,
        "template": head.template,
        "draft": exact_json.read(head.draft),
        "versions": list(head.calendar),
    }


def described_version(item: Item) -> dict[str, Any]:
    """Return a stored version as JSON values, with its document."""
    version = from_item(SchemeVersion, item)
    return {
        "code": version.code,
        "version": version.version,
        "sha256": version.sha256,
        "published_at": version.published_at,
        "published_by": version.published_by,
        "document": exact_json.read(version.document),
    }
