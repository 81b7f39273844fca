"""The third layer alone: a request that names another company's things never leaves the process.

Every request uses the app's own clients and bypasses all other layers.
"""

from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from chalicelib.tenancy.current_tenant import acting_as, acting_as_operator, open_tenant
from chalicelib.tenancy.guard import CrossTenantRequest
from chalicelib.tenancy.platform import Platform
from chalicelib.tenancy.scope import TenantScope
from tests.api.fixtures import Calls
from tests.api.world import BUCKET, TABLE

ACME = TenantScope("acme")
OURS, THEIRS, REGISTER = "acme#employees", "globex#employees", "~operator#tenants"


def _key(partition: str) -> dict[str, Any]:
    return {"pk": {"S": partition}, "sk": {"S": "1001"}}


def _query(condition: str, **values: Any) -> dict[str, Any]:
    return {
        "TableName": TABLE,
        "KeyConditionExpression": condition,
        "ExpressionAttributeValues": {f":{name}": {"S": text} for name, text in values.items()},
    }


def _set_index(partition: str) -> dict[str, Any]:
    return {
        "UpdateExpression": "SET employee_pk = :p",
        "ExpressionAttributeValues": {":p": {"S": partition}},
    }


#: Each DynamoDB request that the service makes, with one partition in it.
DYNAMODB: dict[str, tuple[str, Callable[[str], dict[str, Any]]]] = {
    "read an item": ("get_item", lambda p: {"TableName": TABLE, "Key": _key(p)}),
    "write an item": ("put_item", lambda p: {"TableName": TABLE, "Item": _key(p)}),
    "write an item into another's index": (
        "put_item",
        lambda p: {"TableName": TABLE, "Item": {**_key(OURS), "employee_pk": {"S": p}}},
    ),
    "change an item": (
        "update_item",
        lambda p: {"TableName": TABLE, "Key": _key(p), **_set_index(OURS)},
    ),
    "move an item into another's index": (
        "update_item",
        lambda p: {"TableName": TABLE, "Key": _key(OURS), **_set_index(p)},
    ),
    "remove an item": ("delete_item", lambda p: {"TableName": TABLE, "Key": _key(p)}),
    "query a partition": ("query", lambda p: _query("pk = :p", p=p)),
    "query part of a partition": (
        "query",
        lambda p: _query("pk = :p AND begins_with(sk, :s)", p=p, s="1"),
    ),
    "query under another name": (
        "query",
        lambda p: {**_query("#k=:p", p=p), "ExpressionAttributeNames": {"#k": "pk"}},
    ),
    "query the index": (
        "query",
        lambda p: {**_query("employee_pk = :p", p=p), "IndexName": "employee"},
    ),
    "read in batch": (
        "batch_get_item",
        lambda p: {"RequestItems": {TABLE: {"Keys": [_key(OURS + "2"), _key(p)]}}},
    ),
    "write in batch": (
        "batch_write_item",
        lambda p: {
            "RequestItems": {
                TABLE: [
                    {"PutRequest": {"Item": _key(OURS + "2")}},
                    {"PutRequest": {"Item": _key(p)}},
                ]
            }
        },
    ),
    "remove in batch": (
        "batch_write_item",
        lambda p: {"RequestItems": {TABLE: [{"DeleteRequest": {"Key": _key(p)}}]}},
    ),
    "put in a transaction": (
        "transact_write_items",
        lambda p: {
            "TransactItems": [
                {"Put": {"TableName": TABLE, "Item": _key(OURS + "2")}},
                {"Put": {"TableName": TABLE, "Item": _key(p)}},
            ]
        },
    ),
    "change in a transaction": (
        "transact_write_items",
        lambda p: {
            "TransactItems": [{"Update": {"TableName": TABLE, "Key": _key(p), **_set_index(OURS)}}]
        },
    ),
    "move into another's index in a transaction": (
        "transact_write_items",
        lambda p: {
            "TransactItems": [{"Update": {"TableName": TABLE, "Key": _key(OURS), **_set_index(p)}}]
        },
    ),
    "remove in a transaction": (
        "transact_write_items",
        lambda p: {"TransactItems": [{"Delete": {"TableName": TABLE, "Key": _key(p)}}]},
    ),
    "check in a transaction": (
        "transact_write_items",
        lambda p: {
            "TransactItems": [
                {
                    "ConditionCheck": {
                        "TableName": TABLE,
                        "Key": _key(p),
                        "ConditionExpression": "attribute_not_exists(pk)",
                    }
                }
            ]
        },
    ),
    "read in a transaction": (
        "transact_get_items",
        lambda p: {"TransactItems": [{"Get": {"TableName": TABLE, "Key": _key(p)}}]},
    ),
}


@pytest.fixture
def dynamodb(platform: Platform) -> Any:
    return platform.table.connection.connection.client


@pytest.mark.parametrize("what", DYNAMODB)
def test_another_companys_partition_is_refused(what: str, dynamodb: Any, calls: Calls) -> None:
    operation, request = DYNAMODB[what]
    with acting_as(ACME), pytest.raises(CrossTenantRequest):
        getattr(dynamodb, operation)(**request(THEIRS))
    assert calls() == []


@pytest.mark.parametrize("what", DYNAMODB)
def test_the_own_partition_is_let_through(what: str, dynamodb: Any, calls: Calls) -> None:
    operation, request = DYNAMODB[what]
    with acting_as(ACME):
        getattr(dynamodb, operation)(**request(OURS))
    assert len(calls()) == 1


@pytest.mark.parametrize("what", DYNAMODB)
def test_a_company_does_not_reach_the_operators_registers(what: str, dynamodb: Any) -> None:
    operation, request = DYNAMODB[what]
    with acting_as(ACME), pytest.raises(CrossTenantRequest):
        getattr(dynamodb, operation)(**request(REGISTER))


@pytest.mark.parametrize("what", DYNAMODB)
def test_outside_any_companys_work_everything_is_refused(what: str, dynamodb: Any) -> None:
    operation, request = DYNAMODB[what]
    with pytest.raises(CrossTenantRequest):
        getattr(dynamodb, operation)(**request(OURS))


@pytest.mark.parametrize(
    "partition", ["acme", "acme-2#employees", "ACME#employees", " acme#employees", "", "#acme#x"]
)
def test_a_name_that_only_looks_like_the_own_is_refused(partition: str, dynamodb: Any) -> None:
    with acting_as(ACME), pytest.raises(CrossTenantRequest):
        dynamodb.get_item(TableName=TABLE, Key=_key(partition))


@pytest.mark.parametrize(
    "request_",
    [
        _query(":p = pk", p=OURS),
        _query("sk = :p", p=OURS),
        _query("pk = :p AND pk = :q", p=OURS, q=THEIRS),
        {"TableName": TABLE, "KeyConditions": {}},
        {"TableName": TABLE},
    ],
    ids=["turned round", "without a partition", "two partitions", "old form", "nothing"],
)
def test_a_query_that_cannot_be_read_is_refused(request_: dict[str, Any], dynamodb: Any) -> None:
    with acting_as(ACME), pytest.raises(CrossTenantRequest):
        dynamodb.query(**request_)


@pytest.mark.parametrize(
    ("operation", "request_"),
    [
        ("scan", {"TableName": TABLE}),
        ("execute_statement", {"Statement": "SELECT * FROM servicescore"}),
        ("batch_execute_statement", {"Statements": [{"Statement": "SELECT * FROM x"}]}),
        ("delete_table", {"TableName": TABLE}),
        ("describe_table", {"TableName": TABLE}),
        ("list_tables", {}),
    ],
)
def test_a_request_that_the_service_never_makes_is_refused(
    operation: str, request_: dict[str, Any], dynamodb: Any, calls: Calls
) -> None:
    with acting_as(ACME), pytest.raises(CrossTenantRequest):
        getattr(dynamodb, operation)(**request_)
    assert calls() == []


def test_the_operator_reaches_the_registers_and_no_company(dynamodb: Any) -> None:
    with acting_as_operator():
        dynamodb.get_item(TableName=TABLE, Key=_key(REGISTER))
        with pytest.raises(CrossTenantRequest):
            dynamodb.get_item(TableName=TABLE, Key=_key(OURS))


def test_the_operator_opens_one_company_at_a_time(dynamodb: Any) -> None:
    with acting_as_operator():
        open_tenant(ACME)
        dynamodb.get_item(TableName=TABLE, Key=_key(OURS))
        dynamodb.get_item(TableName=TABLE, Key=_key(REGISTER))
        with pytest.raises(CrossTenantRequest):
            dynamodb.get_item(TableName=TABLE, Key=_key(THEIRS))


def test_what_was_opened_is_closed_with_the_operators_work(dynamodb: Any) -> None:
    with acting_as_operator():
        open_tenant(ACME)
    with pytest.raises(CrossTenantRequest):
        dynamodb.get_item(TableName=TABLE, Key=_key(OURS))


def test_a_companys_request_cannot_open_another() -> None:
    with acting_as(ACME), pytest.raises(PermissionError):
        open_tenant(TenantScope("globex"))


OUR_OBJECT, THEIR_OBJECT = "uploads/acme/upl_1/a.csv", "uploads/globex/upl_1/a.csv"

#: Each S3 request that the service makes, with one object or prefix in it.
S3: dict[str, tuple[str, Callable[[str], dict[str, Any]]]] = {
    "store": ("put_object", lambda n: {"Key": n, "Body": b"x"}),
    "read": ("get_object", lambda n: {"Key": n}),
    "look at": ("head_object", lambda n: {"Key": n}),
    "remove": ("delete_object", lambda n: {"Key": n}),
    "remove several": (
        "delete_objects",
        lambda n: {"Delete": {"Objects": [{"Key": OUR_OBJECT}, {"Key": n}]}},
    ),
    "list": ("list_objects_v2", lambda n: {"Prefix": n.rsplit("/", 2)[0] + "/"}),
    "list versions": ("list_object_versions", lambda n: {"Prefix": n.rsplit("/", 2)[0] + "/"}),
}


@pytest.mark.long
@pytest.mark.parametrize("what", S3)
@pytest.mark.parametrize(
    "name",
    [THEIR_OBJECT, "exports/globex/exp_1/a.csv", "uploads/acme-2/upl_1/a.csv", "other/acme/x/y"],
)
def test_another_companys_object_is_refused(
    what: str, name: str, platform: Platform, calls: Calls
) -> None:
    operation, request = S3[what]
    with acting_as(ACME), pytest.raises(CrossTenantRequest):
        getattr(platform.objects.client, operation)(Bucket=BUCKET, **request(name))
    assert calls() == []


@pytest.mark.parametrize("what", S3)
def test_the_own_object_is_let_through(what: str, platform: Platform, calls: Calls) -> None:
    operation, request = S3[what]
    with acting_as(ACME):
        platform.objects.put(OUR_OBJECT, b"x", "text/csv")
        calls()
        getattr(platform.objects.client, operation)(Bucket=BUCKET, **request(OUR_OBJECT))
    assert len(calls()) == 1


@pytest.mark.parametrize(
    ("operation", "request_"),
    [
        ("list_objects_v2", {}),
        ("list_objects_v2", {"Prefix": "uploads/"}),
        ("list_objects_v2", {"Prefix": "uploads/acme"}),
        ("copy_object", {"Key": OUR_OBJECT, "CopySource": {"Bucket": BUCKET, "Key": THEIR_OBJECT}}),
        ("get_object_acl", {"Key": OUR_OBJECT}),
        ("delete_bucket", {}),
        ("put_bucket_policy", {"Policy": "{}"}),
    ],
)
def test_a_request_of_s3_that_the_service_never_makes_is_refused(
    operation: str, request_: dict[str, Any], platform: Platform, calls: Calls
) -> None:
    with acting_as(ACME), pytest.raises(CrossTenantRequest):
        getattr(platform.objects.client, operation)(Bucket=BUCKET, **request_)
    assert calls() == []


def test_no_form_is_signed_for_another_companys_upload(platform: Platform) -> None:
    wanted: Any = {"content_type": "text/csv", "most_bytes": 9, "seconds": 60}
    with acting_as(ACME):
        form = platform.objects.upload_form(OUR_OBJECT, **wanted)
        assert form["fields"]["key"] == OUR_OBJECT
        with pytest.raises(CrossTenantRequest):
            platform.objects.upload_form(THEIR_OBJECT, **wanted)


def test_no_link_is_signed_to_another_companys_object(platform: Platform) -> None:
    wanted: Any = {"filename": "a.csv", "content_type": "text/csv", "seconds": 60}
    with acting_as(ACME):
        assert "/uploads/acme/upl_1/a.csv?" in platform.objects.link(OUR_OBJECT, **wanted)
        with pytest.raises(CrossTenantRequest):
            platform.objects.link(THEIR_OBJECT, **wanted)


def test_a_link_made_on_the_client_itself_is_held_too(platform: Platform) -> None:
    params = {"Bucket": BUCKET, "Key": THEIR_OBJECT}
    with acting_as(ACME), pytest.raises(CrossTenantRequest):
        platform.objects.client.generate_presigned_url("get_object", Params=params)


def test_an_object_that_is_not_there_is_told_from_one_that_is_refused(platform: Platform) -> None:
    with acting_as(ACME):
        assert platform.objects.open(OUR_OBJECT) is None
        with pytest.raises(CrossTenantRequest):
            platform.objects.open(THEIR_OBJECT)
        with pytest.raises(ClientError):
            platform.objects.client.get_object(Bucket=BUCKET, Key=OUR_OBJECT)
