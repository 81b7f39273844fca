"""Least privilege: each function's policy allows only what the function does."""

from collections.abc import Iterator
from typing import Any

import pytest

FUNCTIONS = {
    "APIHandler": "ApiHandlerRole",
    "Authorizer": "AuthorizerRole",
    "ScoreUpload": "ScoreUploadRole",
    "ExportTick": "ExportTickRole",
    "SealAudit": "SealAuditRole",
    "RunExport": "RunExportRole",
    "RunJob": "RunJobRole",
    "ReadDeadLetters": "ReadDeadLettersRole",
}
#: The roles that the API's function assumes: for a tenant's requests, for the operator's on it.
FOR_TENANTS = ("TenantRole", "OperatorRole")
#: The roles that a worker assumes, for a company's work and for the operator's on it.
OF_WORKERS = {
    "ScoreUpload": ("ScoreUploadTenantRole",),
    "RunExport": ("RunExportTenantRole", "RunExportOperatorRole"),
    "RunJob": ("RunJobTenantRole", "RunJobOperatorRole"),
}
#: Every role that is assumed, with the function that assumes it.
ASSUMED = {
    **dict.fromkeys(FOR_TENANTS, "APIHandler"),
    **{role: function for function, roles in OF_WORKERS.items() for role in roles},
}
LEADING = "dynamodb:LeadingKeys"
#: Actions for which AWS has no resource.
WITHOUT_RESOURCE = {"xray:PutTraceSegments", "xray:PutTelemetryRecords"}
DATA = ("dynamodb:", "s3:", "sqs:")


def statements(resources: dict[str, Any], name: str) -> list[dict[str, Any]]:
    """Return the policy statements of a function, or of a role without a function."""
    role = FUNCTIONS.get(name, name)
    policies = [
        *resources[role]["Properties"]["Policies"],
        *(
            one["Properties"]
            for one in resources.values()
            if one["Type"] == "AWS::IAM::Policy" and {"Ref": role} in one["Properties"]["Roles"]
        ),
    ]
    return [one for policy in policies for one in policy["PolicyDocument"]["Statement"]]


def actions(resources: dict[str, Any], function: str) -> set[str]:
    return {action for one in statements(resources, function) for action in one["Action"]}


def every_statement(resources: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for name in (*FUNCTIONS, *ASSUMED):
        for statement in statements(resources, name):
            yield name, statement


def test_every_function_has_a_role_of_its_own(resources: dict[str, Any]) -> None:
    roles = {
        name: resource["Properties"]["Role"]["Fn::GetAtt"][0]
        for name, resource in resources.items()
        if resource["Type"] == "AWS::Serverless::Function"
    }
    assert roles == FUNCTIONS
    assert all(resources[role]["Type"] == "AWS::IAM::Role" for role in roles.values())


def test_only_lambda_may_take_a_functions_role(resources: dict[str, Any]) -> None:
    for role in FUNCTIONS.values():
        (trust,) = resources[role]["Properties"]["AssumeRolePolicyDocument"]["Statement"]
        assert trust["Principal"] == {"Service": "lambda.amazonaws.com"}


def test_no_action_is_a_wildcard(resources: dict[str, Any]) -> None:
    for function, statement in every_statement(resources):
        assert isinstance(statement["Action"], list), function
        assert not any("*" in action for action in statement["Action"]), (function, statement)


def test_no_resource_is_everything_but_where_aws_has_no_other(resources: dict[str, Any]) -> None:
    for function, statement in every_statement(resources):
        if statement["Resource"] == "*":
            assert set(statement["Action"]) <= WITHOUT_RESOURCE, (function, statement)


def test_every_data_resource_is_this_stacks_own(resources: dict[str, Any]) -> None:
    for _, statement in every_statement(resources):
        if statement["Action"][0].startswith(DATA):
            named = statement["Resource"]
            for one in named if isinstance(named, list) else [named]:
                logical_id = logical_id_of(one)
                assert logical_id in resources, statement


def logical_id_of(reference: dict[str, Any]) -> str:
    """Return ``Table`` for {"Fn::GetAtt": ["Table", "Arn"]}, for {"Fn::Sub": "${Table.Arn}/…"}, for
    a Fn::Join that begins with one, and for a choice between a restored table and one of these."""
    if "Fn::If" in reference:
        condition, adopted, own = reference["Fn::If"]
        assert condition == "AdoptsTable"
        assert ":table/${AdoptedTable}" in adopted["Fn::Sub"]
        return logical_id_of(own)
    if "Fn::Join" in reference:
        return logical_id_of(reference["Fn::Join"][1][0])
    if "Fn::GetAtt" in reference:
        return str(reference["Fn::GetAtt"][0])
    return str(reference["Fn::Sub"]).removeprefix("${").split(".")[0]


def test_nobody_may_scan_or_change_what_the_stack_is_made_of(resources: dict[str, Any]) -> None:
    for function in (*FUNCTIONS, *ASSUMED):
        for action in actions(resources, function):
            assert action not in ("dynamodb:Scan", "dynamodb:PartiQLSelect")
            verb = action.split(":")[1]
            changes_structure = verb.startswith(("Create", "Delete", "Update", "PutBucket", "Tag"))
            on_data = verb in (
                *("UpdateItem", "DeleteItem", "DeleteMessage", "CreateLogStream"),
                *("DeleteObject", "DeleteObjectVersion", "TagSession"),
            )
            assert not changes_structure or on_data, (function, action)


def test_the_authorizer_may_read_items_by_their_keys_and_nothing_else(
    resources: dict[str, Any],
) -> None:
    data = {one for one in actions(resources, "Authorizer") if one.startswith(DATA)}
    assert data == {"dynamodb:GetItem", "dynamodb:BatchGetItem"}


@pytest.mark.parametrize(
    ("function", "queue"),
    [("ScoreUpload", "UploadsQueue"), ("RunExport", "ExportsQueue"), ("RunJob", "JobsQueue")],
)
def test_a_function_takes_messages_from_its_own_queue_only(
    resources: dict[str, Any], function: str, queue: str
) -> None:
    taken = [
        one["Resource"]
        for one in statements(resources, function)
        if "sqs:ReceiveMessage" in one["Action"]
    ]
    assert taken == [{"Fn::GetAtt": [queue, "Arn"]}]


@pytest.mark.parametrize("function", ["APIHandler", "Authorizer", "ExportTick"])
def test_other_functions_take_no_messages(resources: dict[str, Any], function: str) -> None:
    assert "sqs:ReceiveMessage" not in actions(resources, function)


def test_scoring_reads_uploads_and_exports_are_written_by_exports_alone(
    resources: dict[str, Any],
) -> None:
    def places(function: str, action: str) -> set[str]:
        found = [
            one["Resource"]
            for role in (function, *OF_WORKERS.get(function, ()))
            for one in statements(resources, role)
            if action in one["Action"]
        ]
        each = (one for place in found for one in (place if isinstance(place, list) else [place]))
        return {one["Fn::Join"][1][1] for one in each}

    tag = "${aws:PrincipalTag/tenant}"
    uploads, exports = f"/uploads/{tag}/*", f"/exports/{tag}/*"
    evidence = f"/evidence/{tag}/*"
    opened = f"/exports/{tag}/*/opened-*"
    assert places("ScoreUpload", "s3:GetObject") == {uploads, opened, evidence}
    judged = f"/uploads/{tag}/*/judged.csv"
    written = places("ScoreUpload", "s3:PutObject")
    assert written == {opened, judged}, "workbooks opened in steps, what inspectors judged"
    assert places("RunExport", "s3:PutObject") == {exports}
    assert places("RunJob", "s3:PutObject") == {exports}, "copies lie among the exports"
    assert places("ExportTick", "s3:PutObject") == set()


def test_only_the_worker_of_erasures_and_deletions_removes_objects(
    resources: dict[str, Any],
) -> None:
    removing = {"s3:DeleteObject", "s3:DeleteObjectVersion"}
    able = [name for name in (*FUNCTIONS, *ASSUMED) if removing & actions(resources, name)]
    assert able == ["RunJobTenantRole", "RunJobOperatorRole"]


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_function_writes_its_own_logs_only(resources: dict[str, Any], function: str) -> None:
    (logs,) = [one for one in statements(resources, function) if one["Sid"] == "OwnLogs"]
    assert logs["Resource"]["Fn::Sub"].endswith(f"/aws/lambda/${{AWS::StackName}}-{function}-*")


def leading_keys(resources: dict[str, Any], name: str) -> set[str]:
    """Return the partitions that a role reaches; fail when a statement does not limit them."""
    found = set()
    for one in statements(resources, name):
        if one["Effect"] == "Allow" and one["Action"][0].startswith("dynamodb:"):
            condition = one["Condition"]
            assert condition.keys() == {"ForAllValues:StringLike", "Null"}
            # Without this, a request that names no key would pass: "all" is true for an empty set.
            assert condition["Null"] == {LEADING: "false"}
            (key, patterns), *others = condition["ForAllValues:StringLike"].items()
            assert (key, others) == (LEADING, [])
            found |= set(patterns)
    return found


@pytest.mark.parametrize(("role", "function"), ASSUMED.items())
def test_one_function_alone_takes_a_role_by_the_tag_of_a_company_and_no_other(
    resources: dict[str, Any], role: str, function: str
) -> None:
    (trust,) = resources[role]["Properties"]["AssumeRolePolicyDocument"]["Statement"]
    assert trust["Effect"] == "Allow"
    assert trust["Principal"] == {"AWS": {"Fn::GetAtt": [FUNCTIONS[function], "Arn"]}}
    assert trust["Action"] == ["sts:AssumeRole", "sts:TagSession"]
    assert trust["Condition"] == {
        "StringLike": {"aws:RequestTag/tenant": "?*"},
        "ForAllValues:StringEquals": {"aws:TagKeys": ["tenant"]},
    }


def test_a_function_assumes_its_own_roles_and_only_these(resources: dict[str, Any]) -> None:
    assuming = {
        name: one["Resource"]
        for name, one in every_statement(resources)
        if any(action.startswith("sts:") for action in one["Action"])
    }
    own = {"APIHandler": FOR_TENANTS, **OF_WORKERS}
    assert assuming == {
        name: [{"Fn::GetAtt": [role, "Arn"]} for role in roles] for name, roles in own.items()
    }
    for name, roles in own.items():
        variables = resources[name]["Properties"]["Environment"]["Variables"]
        told = [value for key, value in variables.items() if key.endswith("_ROLE")]
        assert told == assuming[name], roles


@pytest.mark.parametrize("role", [one for roles in OF_WORKERS.values() for one in roles])
def test_a_workers_session_reaches_its_companys_partitions_and_the_registers_of_its_work(
    resources: dict[str, Any], role: str
) -> None:
    tag = "${aws:PrincipalTag/tenant}"
    registers = {
        "RunExportOperatorRole": {"due-exports"},
        "RunJobOperatorRole": {
            *("tenants", "audit", "sign-in", "due-exports", "dead-letters", "costs")
        },
    }
    own = {f"~operator#{name}" for name in registers.get(role, set())}
    assert leading_keys(resources, role) == {f"{tag}#*"} | own


@pytest.mark.parametrize("function", OF_WORKERS)
def test_a_worker_by_itself_reaches_its_queues_and_its_log_alone(
    resources: dict[str, Any], function: str
) -> None:
    services = {action.partition(":")[0] for action in actions(resources, function)}
    assert services == {"sqs", "logs", "xray", "sts"}


def test_a_tenants_session_reaches_the_partitions_and_objects_of_its_tag(
    resources: dict[str, Any],
) -> None:
    tag = "${aws:PrincipalTag/tenant}"
    assert leading_keys(resources, "TenantRole") == {f"{tag}#*"}
    places = {
        (action, place["Fn::Join"][1][1])
        for one in statements(resources, "TenantRole")
        if one["Action"][0].startswith("s3:")
        for action in one["Action"]
        for place in (one["Resource"] if isinstance(one["Resource"], list) else [one["Resource"]])
    }
    assert places == {
        ("s3:GetObject", f"/uploads/{tag}/*"),
        ("s3:GetObject", f"/exports/{tag}/*"),
        ("s3:GetObjectVersion", f"/uploads/{tag}/*"),
        ("s3:GetObjectVersion", f"/exports/{tag}/*"),
        ("s3:PutObject", f"/uploads/{tag}/*"),
        ("s3:GetObject", f"/evidence/{tag}/*"),
        ("s3:GetObjectVersion", f"/evidence/{tag}/*"),
        ("s3:PutObject", f"/evidence/{tag}/*"),
    }


def test_the_operators_session_reaches_registers_and_what_a_tenant_begins_with(
    resources: dict[str, Any],
) -> None:
    tag = "${aws:PrincipalTag/tenant}"
    registers = {f"~operator#{name}" for name in ("tenants", "sign-in", "audit", "idempotency")}
    own = {f"{tag}#tenant", f"{tag}#keys", f"{tag}#audit#*"}
    assert leading_keys(resources, "OperatorRole") == registers | own
    assert not any(action.startswith("s3:") for action in actions(resources, "OperatorRole"))


def test_the_apis_own_rights_reach_no_tenants_partition_and_no_object(
    resources: dict[str, Any],
) -> None:
    reached = leading_keys(resources, "APIHandler")
    assert all(one.startswith("~operator#") and "*" not in one for one in reached)
    assert "~operator#keys" not in reached
    assert not any(action.startswith("s3:") for action in actions(resources, "APIHandler"))


def test_functions_that_sign_by_themselves_are_held_to_the_partitions_of_their_work(
    resources: dict[str, Any],
) -> None:
    people = {"*#employees", "*#employees#*"}
    companys = {"*#keys", "*#rating-links#*", "*#tenant", *people}
    assert leading_keys(resources, "Authorizer") == {*companys, "~operator#sign-in"}
    assert leading_keys(resources, "ExportTick") == {
        "~operator#due-exports",
        "~operator#tenants",
        "~operator#dead-letters",
    }
    assert leading_keys(resources, "SealAudit") == {
        *("~operator#tenants", "*#tenant", "*#audit#*", "*#audit-seals")
    }
    ends = ("uploads", "periods", "pilot-periods", "snapshots", "exports")
    ends += ("erasures", "copies", "simulations", "rating-rounds", "inspections", "cases")
    ends += ("announcements", "signal-runs", "late-files")
    assert leading_keys(resources, "ReadDeadLetters") == {
        *(f"*#{one}" for one in (*ends, "tenant", "export-schedule", "audit#*")),
        *("*#changes#exports#*", "*#cases-in-force#*"),
        *(f"~operator#{one}" for one in ("tenants", "dead-letters", "due-exports")),
    }
    assert {one for one in actions(resources, "ExportTick") if one.startswith("dynamodb:")} == {
        "dynamodb:Query"
    }
