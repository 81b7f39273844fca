"""The third layer of the tenant boundary: refuse AWS requests that name another tenant's keys.

botocore emits ``provide-client-params.*`` for every request before it builds the request, for
pynamodb's calls too. :mod:`chalicelib.tenancy.platform` puts the guard on each client that it
makes. The guard also refuses a request that it cannot read.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from chalicelib.store import keys
from chalicelib.tenancy.current_tenant import current_tenant
from chalicelib.tenancy.scope import tenant_of_object

_PARTITION_ATTRIBUTES = (keys.PARTITION, keys.EMPLOYEE_PARTITION)
_EQUALS = re.compile(r"(#?\w+)\s*=\s*(:\w+)")


class CrossTenantRequest(Exception):
    """A request names something outside the current tenant. It is a bug or an attack."""


def guard(client: Any) -> Any:
    """Put the guard on a DynamoDB or S3 client, and return the client.

    Requests of the client then raise CrossTenantRequest when they leave the current tenant.
    """
    service = client.meta.service_model.service_name
    check = {"dynamodb": _check_dynamodb, "s3": _check_s3}[service]

    def before(params: Mapping[str, Any], model: Any, **_: object) -> None:
        check(model.name, params)

    client.meta.events.register(f"provide-client-params.{service}.*", before)
    return client


def check_object(name: str) -> None:
    """Raise CrossTenantRequest unless the object belongs to the current tenant."""
    scope = current_tenant().scope
    if scope is None or tenant_of_object(name) != scope.tenant or not scope.owns_object(name):
        raise CrossTenantRequest("an object outside the tenant at work")


def _check_prefix(prefix: str) -> None:
    scope = current_tenant().scope
    if scope is None or not scope.owns_object(prefix):
        raise CrossTenantRequest("a listing outside the tenant at work")


def check_partition(partition: object) -> None:
    """Raise CrossTenantRequest unless the partition is open now.

    Open are the current tenant's partitions, and in the operator's work those of the operator.
    """
    now = current_tenant()
    if isinstance(partition, str):
        if now.scope is not None and now.scope.owns_partition(partition):
            return
        if now.operator and keys.owner_of(partition) == keys.PLATFORM:
            return
    raise CrossTenantRequest("a partition outside the tenant at work")


def _check_s3(operation: str, params: Mapping[str, Any]) -> None:
    match operation:
        case "PutObject" | "GetObject" | "HeadObject" | "DeleteObject":
            check_object(str(params.get("Key", "")))
        case "ListObjectsV2" | "ListObjectVersions":
            _check_prefix(str(params.get("Prefix", "")))
        case "DeleteObjects":
            for entry in params["Delete"]["Objects"]:
                check_object(entry["Key"])
        case "CreateBucket":
            # botocore uses this name to find the address of a presigned POST. It sends nothing.
            return
        case _:
            raise CrossTenantRequest(f"{operation} is not among the requests this service makes")


def _check_dynamodb(operation: str, params: Mapping[str, Any]) -> None:
    partitions = _PARTITIONS.get(operation)
    if partitions is None:
        raise CrossTenantRequest(f"{operation} is not among the requests this service makes")
    for partition in partitions(params):
        check_partition(partition)


def _of_key(params: Mapping[str, Any]) -> Iterator[object]:
    yield _text(params["Key"])


def _of_put(params: Mapping[str, Any]) -> Iterator[object]:
    yield from _of_item(params["Item"])


def _of_update(params: Mapping[str, Any]) -> Iterator[object]:
    yield from _of_key(params)
    yield from _of_set_index(params)


def _of_query(params: Mapping[str, Any]) -> Iterator[object]:
    """Yield the one partition that the key condition names; None when it names none or several."""
    names = params.get("ExpressionAttributeNames", {})
    values = params.get("ExpressionAttributeValues", {})
    named = [
        values.get(value, {}).get("S")
        for name, value in _EQUALS.findall(params.get("KeyConditionExpression", ""))
        if names.get(name, name) in _PARTITION_ATTRIBUTES
    ]
    yield named[0] if len(named) == 1 else None


def _of_batch_get(params: Mapping[str, Any]) -> Iterator[object]:
    for wanted in params["RequestItems"].values():
        # A hundred keys are of a few partitions.
        yield from {_text(key) for key in wanted["Keys"]}


def _of_batch_write(params: Mapping[str, Any]) -> Iterator[object]:
    for requests in params["RequestItems"].values():
        for request in requests:
            if "PutRequest" in request:
                yield from _of_item(request["PutRequest"]["Item"])
            else:
                yield _text(request["DeleteRequest"]["Key"])


def _of_transaction(params: Mapping[str, Any]) -> Iterator[object]:
    for step in params["TransactItems"]:
        for action in step.values():
            if "Item" in action:
                yield from _of_item(action["Item"])
            else:
                yield _text(action["Key"])
                yield from _of_set_index(action)


def _of_item(item: Mapping[str, Any]) -> Iterator[object]:
    yield _text(item)
    if keys.EMPLOYEE_PARTITION in item:
        yield item[keys.EMPLOYEE_PARTITION].get("S")


def _of_set_index(params: Mapping[str, Any]) -> Iterator[object]:
    """Yield the index partitions that an update sets.

    An item must not appear in another tenant's index.
    """
    names = params.get("ExpressionAttributeNames", {})
    values = params.get("ExpressionAttributeValues", {})
    for name, value in _EQUALS.findall(params.get("UpdateExpression", "")):
        if names.get(name, name) == keys.EMPLOYEE_PARTITION:
            yield values.get(value, {}).get("S")


def _text(item: Mapping[str, Any]) -> object:
    return item.get(keys.PARTITION, {}).get("S")


#: The DynamoDB requests that this service makes, and how to read each one's partitions.
#: Scan is not among them.
_PARTITIONS: dict[str, Callable[[Mapping[str, Any]], Iterator[object]]] = {
    "GetItem": _of_key,
    "DeleteItem": _of_key,
    "UpdateItem": _of_update,
    "PutItem": _of_put,
    "Query": _of_query,
    "BatchGetItem": _of_batch_get,
    "BatchWriteItem": _of_batch_write,
    "TransactGetItems": _of_transaction,
    "TransactWriteItems": _of_transaction,
}
