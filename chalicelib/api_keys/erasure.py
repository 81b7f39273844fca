"""The erasure of a person from the API keys that are bound to the person."""

from collections.abc import Iterator

from pynamodb.expressions.operand import Path

from chalicelib.api_keys.keys import key_of_api_key, partition_of_api_keys
from chalicelib.api_keys.records import ApiKey
from chalicelib.store.records import from_item
from chalicelib.tenancy.holdings import Erasing


def erase(erasing: Erasing, after: str | None) -> Iterator[str]:
    """Erase the person from the keys: the pseudonym replaces the id, the name is removed.

    The keys are revoked. They are refused since the person was deleted, whatever their roles are.
    The work is one piece. Counts ``keys``.
    """
    if after is not None:
        return
    context = erasing.context
    for item in list(context.table.query_all(partition_of_api_keys(context.scope))):
        key = from_item(ApiKey, item)
        if key.bound_to != erasing.person:
            continue
        actions = [
            Path("employee_id").set(erasing.pseudonym),
            Path("person").set(erasing.pseudonym),
            Path("name").remove(),
        ]
        if key.revoked_at is None:
            actions.append(Path("revoked_at").set(context.time))
        context.table.update(key_of_api_key(context.scope, key.id), actions, Path("pk").exists())
        erasing.count("keys")
    yield "done"
