"""The operator's own keys. Only a deployer makes, lists and revokes them, with credentials of AWS.

No route does it: whoever has stolen an operator's key could otherwise keep a way in.
"""

from collections.abc import Callable
from datetime import datetime

from pynamodb.expressions.operand import Path

from chalicelib.api_keys.records import ApiKey, new_key
from chalicelib.audit.records import deployers_event
from chalicelib.store.records import from_item, to_item
from chalicelib.store.table import Table
from chalicelib.store.transactions import Unit
from chalicelib.tenancy import operator_scope
from chalicelib.tenancy.context import timestamp
from chalicelib.tenancy.current_tenant import acting_as_operator
from chalicelib.tenancy.roles import Role

Clock = Callable[[], datetime]


def issue_operator_key(table: Table, clock: Clock) -> str:
    """Make and store a key of the operator, and return its text, which is stored nowhere."""
    now = clock()
    key, secret = new_key(None, (Role.OPERATOR,), timestamp(now), "operator")
    with acting_as_operator():
        unit = Unit(table)
        unit.put(operator_scope.api_key(key.id), to_item(key))
        unit.put(*deployers_event(now, "operator_keys.create", f"operator-keys/{key.id}", 1))
        unit.commit()
    return secret.text


def operator_keys(table: Table) -> list[ApiKey]:
    """Return all the operator's keys, revoked ones too, oldest first."""
    with acting_as_operator():
        found = table.query_all(operator_scope.API_KEYS)
        keys = [from_item(ApiKey, item) for item in found]
    return sorted(keys, key=lambda key: (key.created_at, key.id))


def revoke_operator_key(table: Table, clock: Clock, key_id: str) -> None:
    """Revoke a key. The authorizer may keep its former answer for a while (CACHE_SECONDS).

    A revoked key stays as it is. The last key in force may be revoked too: a deployer can make
    another. Raises LookupError for an unknown id.
    """
    now = clock()
    key = next((one for one in operator_keys(table) if one.id == key_id), None)
    if key is None:
        raise LookupError(f"the operator has no key {key_id}")
    if key.revoked_at is not None:
        return
    with acting_as_operator():
        unit = Unit(table)
        unit.update(
            operator_scope.api_key(key_id),
            [Path("revoked_at").set(timestamp(now))],
            Path("pk").exists(),
        )
        unit.put(*deployers_event(now, "operator_keys.revoke", f"operator-keys/{key_id}", 2))
        unit.commit()
