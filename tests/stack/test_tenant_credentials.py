"""The fourth layer alone, on the deployed stack: a tenant's credentials and another's resources.

The credentials are those that the API's function would assume. The other layers are absent: no
scope makes the names, and no guard checks the requests.
"""

import json
from collections.abc import Callable, Iterator
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from tests.api.uploads.sending import HEADER
from tests.stack.conftest import Stack
from tests.stack.test_uploads import Company
from tests.stack.waiting import finished

pytestmark = pytest.mark.stack

OURS, THEIRS = "layer-four-a", "layer-four-b"
ROW = "1001,N,red,4000,100,88,100"
Tags = tuple[tuple[str, str], ...]


@pytest.fixture(scope="module")
def companies(stack: Stack) -> dict[str, Company]:
    """Make two companies, each with a scored upload and an object among its exports."""
    made = {name: Company(stack, name) for name in (OURS, THEIRS)}
    for company in made.values():
        company.wait(company.send(1), finished)
        stack.client("s3").put_object(
            Bucket=stack.deployment.bucket, Key=f"exports/{company.name}/e/f.csv", Body=b"x"
        )
    return made


class Assumed:
    """Assumed credentials, and clients that use them."""

    def __init__(self, stack: Stack, credentials: dict[str, str]) -> None:
        self._stack = stack
        self._session = boto3.Session(
            credentials["AccessKeyId"],
            credentials["SecretAccessKey"],
            credentials["SessionToken"],
            region_name=stack.deployment.region,
        )

    def client(self, service: str) -> Any:
        return self._session.client(
            service,  # type: ignore[call-overload]
            endpoint_url=self._stack.deployment.endpoint,
            config=Config(s3={"addressing_style": "path"}),
        )

    def assume(self, role: str, *tags: tuple[str, str]) -> "Assumed":
        """Assume a role. Raises ClientError when IAM refuses."""
        given = self.client("sts").assume_role(
            RoleArn=role,
            RoleSessionName="test",
            Tags=[{"Key": key, "Value": value} for key, value in tags],
        )
        return Assumed(self._stack, given["Credentials"])


def role_of(stack: Stack, logical_id: str) -> str:
    """Return the ARN of a role of the stack."""
    found = stack.client("cloudformation").describe_stack_resource(
        StackName=stack.deployment.stack_name, LogicalResourceId=logical_id
    )
    name = found["StackResourceDetail"]["PhysicalResourceId"]
    return str(stack.client("iam").get_role(RoleName=name)["Role"]["Arn"])


def as_function(stack: Stack, role: str) -> Assumed:
    """Use a function's own credentials, which the local AWS lets its root assume."""
    root = Assumed(stack, {"AccessKeyId": "test", "SecretAccessKey": "test", "SessionToken": ""})
    return root.assume(role_of(stack, role))


@pytest.fixture(scope="module")
def ours(stack: Stack, companies: dict[str, Company]) -> Assumed:
    """Return the credentials with which the API's function signs during our request."""
    function = as_function(stack, "ApiHandlerRole")
    return function.assume(role_of(stack, "TenantRole"), ("tenant", OURS))


def refused(request: Callable[[], Any]) -> None:
    with pytest.raises(ClientError) as refusal:
        request()
    assert refusal.value.response["Error"]["Code"] in ("AccessDenied", "AccessDeniedException")


def uploaded(stack: Stack, company: str) -> str:
    """Return the name of the object of the company's upload."""
    listed = stack.client("s3").list_objects_v2(
        Bucket=stack.deployment.bucket, Prefix=f"uploads/{company}/"
    )
    return str(listed["Contents"][0]["Key"])


def test_s3_gives_the_tenants_objects_and_refuses_anothers(stack: Stack, ours: Assumed) -> None:
    s3, bucket = ours.client("s3"), stack.deployment.bucket
    for own in (uploaded(stack, OURS), f"exports/{OURS}/e/f.csv"):
        assert s3.get_object(Bucket=bucket, Key=own)["ContentLength"] > 0
    for other in (uploaded(stack, THEIRS), f"exports/{THEIRS}/e/f.csv"):
        refused(lambda name=other: s3.get_object(Bucket=bucket, Key=name))


def test_s3_refuses_a_version_of_anothers_object(stack: Stack, ours: Assumed) -> None:
    bucket, name = stack.deployment.bucket, uploaded(stack, THEIRS)
    version = stack.client("s3").head_object(Bucket=bucket, Key=name)["VersionId"]
    refused(lambda: ours.client("s3").get_object(Bucket=bucket, Key=name, VersionId=version))


@pytest.mark.parametrize("prefix", ["", "uploads/", f"uploads/{THEIRS}/", f"exports/{THEIRS}/"])
def test_s3_lists_nothing_for_a_tenants_credentials(
    stack: Stack, ours: Assumed, prefix: str
) -> None:
    s3, bucket = ours.client("s3"), stack.deployment.bucket
    refused(lambda: s3.list_objects_v2(Bucket=bucket, Prefix=prefix))
    refused(lambda: s3.list_object_versions(Bucket=bucket, Prefix=prefix))


@pytest.mark.parametrize(
    "name",
    [f"uploads/{THEIRS}/u/f.csv", f"exports/{THEIRS}/e/f.csv", f"exports/{OURS}/e/f.csv", "f.csv"],
)
def test_s3_takes_a_file_into_the_tenants_own_uploads_only(
    stack: Stack, ours: Assumed, name: str
) -> None:
    s3, bucket = ours.client("s3"), stack.deployment.bucket
    refused(lambda: s3.put_object(Bucket=bucket, Key=name, Body=b"x"))
    refused(lambda: s3.delete_object(Bucket=bucket, Key=uploaded(stack, OURS)))


def _key(partition: str) -> dict[str, Any]:
    return {"pk": {"S": partition}, "sk": {"S": "settings"}}


@pytest.mark.parametrize("partition", [f"{THEIRS}#tenant", "~operator#tenants", f"{OURS}2#tenant"])
def test_dynamodb_gives_the_tenants_items_and_refuses_others(
    stack: Stack, ours: Assumed, partition: str
) -> None:
    dynamodb, table, own = ours.client("dynamodb"), stack.deployment.table, _key(f"{OURS}#tenant")
    other = _key(partition)
    assert dynamodb.get_item(TableName=table, Key=own)["Item"]["id"] == {"S": OURS}
    refused(lambda: dynamodb.get_item(TableName=table, Key=other))
    refused(lambda: dynamodb.put_item(TableName=table, Item=other))
    refused(lambda: dynamodb.delete_item(TableName=table, Key=other))
    refused(lambda: dynamodb.batch_get_item(RequestItems={table: {"Keys": [own, other]}}))
    steps = [{"Put": {"TableName": table, "Item": one}} for one in (_key(f"{OURS}#x"), other)]
    refused(lambda: dynamodb.transact_write_items(TransactItems=steps))
    refused(lambda: dynamodb.scan(TableName=table))


def test_dynamodb_queries_the_tenants_part_of_table_and_index_alone(
    stack: Stack, ours: Assumed
) -> None:
    dynamodb, table = ours.client("dynamodb"), stack.deployment.table

    def query(partition: str, attribute: str = "pk", **more: Any) -> Any:
        return dynamodb.query(
            TableName=table,
            KeyConditionExpression="#p = :p",
            ExpressionAttributeNames={"#p": attribute},
            ExpressionAttributeValues={":p": {"S": partition}},
            **more,
        )

    index: Any = {"attribute": "employee_pk", "IndexName": "employee"}
    assert query(f"{OURS}#uploads")["Count"] == 1
    assert query(f"{OURS}#employee#00000", **index)["Count"] == 1
    refused(lambda: query(f"{THEIRS}#uploads"))
    refused(lambda: query(f"{THEIRS}#employee#00000", **index))


@pytest.mark.parametrize(
    "tags",
    [(), (("tenant", ""),), (("company", OURS),), (("tenant", OURS), ("Stage", "x"))],
    ids=["none", "an empty one", "another", "one more"],
)
@pytest.mark.parametrize("role", ["TenantRole", "OperatorRole"])
def test_no_role_is_assumed_without_exactly_the_tenants_tag(
    stack: Stack, role: str, tags: Tags
) -> None:
    function = as_function(stack, "ApiHandlerRole")
    refused(lambda: function.assume(role_of(stack, role), *tags))


@pytest.mark.parametrize(
    "who", ["AuthorizerRole", "ScoreUploadRole", "RunExportRole", "RunJobRole"]
)
def test_no_other_function_acts_for_a_tenant(stack: Stack, who: str) -> None:
    function = as_function(stack, who)
    refused(lambda: function.assume(role_of(stack, "TenantRole"), ("tenant", OURS)))


def test_the_apis_own_credentials_reach_no_tenants_item_and_no_object(
    stack: Stack, companies: dict[str, Company]
) -> None:
    function = as_function(stack, "ApiHandlerRole")
    dynamodb, s3 = function.client("dynamodb"), function.client("s3")
    table, bucket = stack.deployment.table, stack.deployment.bucket
    refused(lambda: dynamodb.get_item(TableName=table, Key=_key(f"{OURS}#tenant")))
    refused(lambda: s3.get_object(Bucket=bucket, Key=uploaded(stack, OURS)))
    register = {"pk": {"S": "~operator#tenants"}, "sk": {"S": OURS}}
    assert dynamodb.get_item(TableName=table, Key=register)["Item"]["id"] == {"S": OURS}


@pytest.mark.parametrize("partition", [f"{THEIRS}#tenant", f"{OURS}#uploads", f"{OURS}#employees"])
def test_the_operators_role_reaches_the_settings_and_keys_of_one_tenant_beside_the_registers(
    stack: Stack, companies: dict[str, Company], partition: str
) -> None:
    function = as_function(stack, "ApiHandlerRole")
    operator = function.assume(role_of(stack, "OperatorRole"), ("tenant", OURS))
    dynamodb, table = operator.client("dynamodb"), stack.deployment.table
    refused(lambda: dynamodb.put_item(TableName=table, Item=_key(partition)))
    refused(lambda: dynamodb.get_item(TableName=table, Key=_key(f"{OURS}#tenant")))


WORKERS = {
    "ScoreUploadTenantRole": "ScoreUploadRole",
    "RunExportTenantRole": "RunExportRole",
    "RunExportOperatorRole": "RunExportRole",
    "RunJobTenantRole": "RunJobRole",
    "RunJobOperatorRole": "RunJobRole",
}


@pytest.mark.parametrize(("role", "function"), WORKERS.items())
def test_a_worker_reaches_its_companys_items_through_its_role_and_nothing_by_itself(
    stack: Stack, companies: dict[str, Company], role: str, function: str
) -> None:
    worker = as_function(stack, function)
    own, other = _key(f"{OURS}#tenant"), _key(f"{THEIRS}#tenant")
    table, bucket = stack.deployment.table, stack.deployment.bucket
    refused(lambda: worker.client("dynamodb").get_item(TableName=table, Key=own))
    refused(lambda: worker.client("s3").get_object(Bucket=bucket, Key=uploaded(stack, OURS)))
    refused(lambda: worker.assume(role_of(stack, role)))

    session = worker.assume(role_of(stack, role), ("tenant", OURS))
    dynamodb, s3 = session.client("dynamodb"), session.client("s3")
    assert dynamodb.get_item(TableName=table, Key=own)["Item"]["id"] == {"S": OURS}
    refused(lambda: dynamodb.get_item(TableName=table, Key=other))
    refused(lambda: dynamodb.update_item(TableName=table, Key=other))
    batch = {table: [{"DeleteRequest": {"Key": one}} for one in (_key(f"{OURS}#x"), other)]}
    refused(lambda: dynamodb.batch_write_item(RequestItems=batch))
    refused(lambda: dynamodb.get_item(TableName=table, Key=_key("~operator#keys")))
    for prefix in ("", "uploads/", f"uploads/{THEIRS}/"):
        refused(lambda place=prefix: s3.list_object_versions(Bucket=bucket, Prefix=place))
    refused(lambda: s3.get_object(Bucket=bucket, Key=uploaded(stack, THEIRS)))
    refused(lambda: s3.put_object(Bucket=bucket, Key=f"exports/{THEIRS}/e/x.csv", Body=b"x"))


@pytest.fixture
def no_files(stack: Stack) -> Iterator[Callable[[], None]]:
    """Remove the files from the tenants' role's policy; restore the policy after the test."""
    iam = stack.client("iam")
    name = role_of(stack, "TenantRole").rsplit("/", 1)[-1]
    where = {"RoleName": name, "PolicyName": "OneTenant"}
    usual = iam.get_role_policy(**where)["PolicyDocument"]
    items = [one for one in usual["Statement"] if one["Sid"].startswith("OwnItems")]

    def put(document: dict[str, Any]) -> None:
        iam.put_role_policy(**where, PolicyDocument=json.dumps(document))

    yield lambda: put({**usual, "Statement": items})
    put(usual)


def test_a_form_of_the_deployed_api_is_signed_with_the_tenants_credentials(
    stack: Stack, companies: dict[str, Company], no_files: Callable[[], None]
) -> None:
    """It works until the role loses its files: the function's own rights have no effect."""
    body = {"scheme": "desk", "period": "2026-10", "filename": "a.csv"}
    made = stack.request("POST", "/v1/uploads", companies[OURS].key, json=body).json()
    form = made["form"]
    assert form["fields"]["x-amz-security-token"]

    def send() -> int:
        files = {"file": f"{HEADER}\n{ROW}".encode()}
        return stack.session.post(
            form["url"], data=form["fields"], files=files, timeout=60
        ).status_code

    assert send() in (200, 204)
    no_files()
    assert send() == 403


def test_a_link_of_the_deployed_api_is_signed_with_the_tenants_credentials(
    stack: Stack, companies: dict[str, Company], no_files: Callable[[], None]
) -> None:
    upload_id = uploaded(stack, OURS).split("/")[2]
    link = companies[OURS].upload(upload_id)["file_url"]
    assert "X-Amz-Security-Token=" in link
    assert stack.session.get(link, timeout=60).status_code == 200
    no_files()
    assert stack.session.get(link, timeout=60).status_code == 403


def test_a_tenants_requests_are_signed_with_one_session_and_anothers_with_another(
    stack: Stack, companies: dict[str, Company]
) -> None:
    def signer(company: str) -> str:
        body = {"scheme": "desk", "period": "2026-10", "filename": "a.csv"}
        made = stack.request("POST", "/v1/uploads", companies[company].key, json=body).json()
        return str(made["form"]["fields"]["x-amz-credential"]).split("/", 1)[0]

    ours = {signer(OURS) for _ in range(4)}
    theirs = {signer(THEIRS) for _ in range(4)}
    assert not ours & theirs
    # One for each process that served the requests.
    assert len(ours) <= max(1, len(stack.workers("app")))
