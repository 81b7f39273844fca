"""Withdrawn uploads, as a result tells them that went with one, or came back."""

from collections.abc import Iterable, Mapping
from typing import Any

from chalicelib.tenancy.context import Context
from chalicelib.uploads.keys import key_of_upload


def told(context: Context, upload_ids: Iterable[str]) -> Mapping[str, Mapping[str, Any]]:
    """Return when, by whom and why uploads were withdrawn, by id. One batch read.

    Whoever sees a result that a withdrawal has changed may read this of it.
    """
    keys = {key_of_upload(context.scope, one): one for one in upload_ids}
    found = context.table.get_many(list(keys), only=("pk", "sk", "withdrawal"))
    said = {keys[key]: item["withdrawal"] for key, item in found.items() if "withdrawal" in item}
    return {
        one: {name: kept.get(name) for name in ("at", "by", "reason")} for one, kept in said.items()
    }
