"""The template: retention, encryption, protection of data, and alarms."""

import json
import re
from typing import Any

import pytest

from chalicelib.evidence.records import KEPT
from chalicelib.jobs.batch import MOST_TRIES
from infra import alarm_addresses
from infra.package import Package
from infra.template import merge_template

FUNCTIONS = (
    "APIHandler",
    "Authorizer",
    "ScoreUpload",
    "ExportTick",
    "SealAudit",
    "RunExport",
    "RunJob",
    "ReadDeadLetters",
)
QUEUES = {
    "UploadsQueue": "UploadsDeadLetters",
    "ExportsQueue": "ExportsDeadLetters",
    "JobsQueue": "JobsDeadLetters",
}
CONSUMERS = {"ScoreUpload": "UploadsQueue", "RunExport": "ExportsQueue", "RunJob": "JobsQueue"}


def properties(resources: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = resources[name]["Properties"]
    return found


def test_the_table_has_text_keys_and_an_index_of_keys_by_employee(
    resources: dict[str, Any],
) -> None:
    table = properties(resources, "Table")
    keys = [(key["AttributeName"], key["KeyType"]) for key in table["KeySchema"]]
    assert keys == [("pk", "HASH"), ("sk", "RANGE")]
    (index,) = table["GlobalSecondaryIndexes"]
    assert index["IndexName"] == "employee"
    assert index["Projection"] == {"ProjectionType": "KEYS_ONLY"}
    assert [key["AttributeName"] for key in index["KeySchema"]] == ["employee_pk", "employee_sk"]
    assert {one["AttributeType"] for one in table["AttributeDefinitions"]} == {"S"}


def test_the_table_is_encrypted_recoverable_on_demand_and_forgets_what_expires(
    resources: dict[str, Any],
) -> None:
    table = properties(resources, "Table")
    assert table["SSESpecification"] == {"SSEEnabled": True}
    assert table["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
    assert table["BillingMode"] == "PAY_PER_REQUEST"
    assert table["TimeToLiveSpecification"] == {"AttributeName": "expires_at", "Enabled": True}


@pytest.mark.parametrize("name", ["Table", "Bucket"])
def test_data_outlives_the_stack(resources: dict[str, Any], name: str) -> None:
    # A first deployment that fails leaves nothing behind, whose name would stop the second one.
    assert resources[name]["DeletionPolicy"] == "RetainExceptOnCreate"
    assert resources[name]["UpdateReplacePolicy"] == "Retain"
    # A protected table could not be removed then: a deployment protects it when the stack stands.
    assert "DeletionProtectionEnabled" not in properties(resources, name)


def test_the_bucket_is_private_versioned_and_encrypted(resources: dict[str, Any]) -> None:
    bucket = properties(resources, "Bucket")
    assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}
    assert len(bucket["PublicAccessBlockConfiguration"]) == 4
    assert bucket["VersioningConfiguration"] == {"Status": "Enabled"}
    (rule,) = bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    assert rule["ServerSideEncryptionByDefault"]["SSEAlgorithm"] == "AES256"
    assert bucket["OwnershipControls"]["Rules"] == [{"ObjectOwnership": "BucketOwnerEnforced"}]


def test_old_versions_and_unfinished_uploads_do_not_pile_up(resources: dict[str, Any]) -> None:
    rules = properties(resources, "Bucket")["LifecycleConfiguration"]["Rules"]
    assert {rule["Status"] for rule in rules} == {"Enabled"}
    assert any("NoncurrentVersionExpiration" in rule for rule in rules)
    assert any("AbortIncompleteMultipartUpload" in rule for rule in rules)


def test_uploads_and_evidence_are_told_to_the_uploads_queue_and_an_export_to_nobody(
    resources: dict[str, Any],
) -> None:
    told = properties(resources, "Bucket")["NotificationConfiguration"]["QueueConfigurations"]
    assert [one["Queue"] for one in told] == [{"Fn::GetAtt": ["UploadsQueue", "Arn"]}] * 2
    rules = [rule for one in told for rule in one["Filter"]["S3Key"]["Rules"]]
    assert rules == [{"Name": "prefix", "Value": area} for area in ("uploads/", "evidence/")]


def test_evidence_goes_a_day_after_its_term(resources: dict[str, Any]) -> None:
    rules = properties(resources, "Bucket")["LifecycleConfiguration"]["Rules"]
    (rule,) = [one for one in rules if one.get("Prefix") == "evidence/"]
    assert rule["ExpirationInDays"] == KEPT.days + 1


def test_only_this_bucket_of_this_account_may_tell_of_uploads(resources: dict[str, Any]) -> None:
    allowed, _ = properties(resources, "UploadsQueuePolicy")["PolicyDocument"]["Statement"]
    assert allowed["Principal"] == {"Service": "s3.amazonaws.com"}
    assert allowed["Action"] == "sqs:SendMessage"
    condition = allowed["Condition"]
    assert condition["StringEquals"] == {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}
    named = properties(resources, "Bucket")["BucketName"]["Fn::Sub"]
    assert condition["ArnEquals"]["aws:SourceArn"]["Fn::Sub"].endswith(f":s3:::{named}")


@pytest.mark.parametrize(
    "policy", ["BucketPolicy", "UploadsQueuePolicy", "ExportsQueuePolicy", "JobsQueuePolicy"]
)
def test_whoever_comes_to_aws_without_tls_is_refused(
    resources: dict[str, Any], policy: str
) -> None:
    refusal = properties(resources, policy)["PolicyDocument"]["Statement"][-1]
    if "Fn::If" in refusal:
        condition, here, refusal = refusal["Fn::If"]
        assert (condition, here) == ("IsLocal", {"Ref": "AWS::NoValue"})
    else:
        assert resources[policy]["Condition"] == "IsOnAws"
    assert refusal["Effect"] == "Deny"
    assert refusal["Principal"] == "*"
    assert refusal["Action"] in ("s3:*", "sqs:*")
    assert refusal["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}


@pytest.mark.parametrize(("queue", "dead_letters"), QUEUES.items())
def test_a_message_that_keeps_failing_is_kept_aside(
    resources: dict[str, Any], queue: str, dead_letters: str
) -> None:
    redrive = properties(resources, queue)["RedrivePolicy"]
    assert redrive["deadLetterTargetArn"] == {"Fn::GetAtt": [dead_letters, "Arn"]}
    assert redrive["maxReceiveCount"] == MOST_TRIES == 5
    kept, waited = properties(resources, dead_letters), properties(resources, queue)
    assert kept["MessageRetentionPeriod"] == 14 * 86_400  # the longest SQS allows
    # A dead letter's age counts from the first sending.
    assert kept["MessageRetentionPeriod"] > waited["MessageRetentionPeriod"]


@pytest.mark.parametrize("queue", [*QUEUES, *QUEUES.values()])
def test_messages_are_encrypted(resources: dict[str, Any], queue: str) -> None:
    assert properties(resources, queue)["SqsManagedSseEnabled"] is True


@pytest.mark.parametrize(("function", "queue"), CONSUMERS.items())
def test_a_message_stays_hidden_for_six_times_the_functions_time(
    resources: dict[str, Any], function: str, queue: str
) -> None:
    timeout = properties(resources, function)["Timeout"]
    assert properties(resources, queue)["VisibilityTimeout"] == 6 * timeout


@pytest.mark.parametrize(("function", "queue"), CONSUMERS.items())
def test_one_bad_message_fails_alone(resources: dict[str, Any], function: str, queue: str) -> None:
    (event,) = properties(resources, function)["Events"].values()
    assert event["Properties"]["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    assert event["Properties"]["Queue"] == {"Fn::Sub": f"${{{queue}.Arn}}"}


def test_the_tick_comes_at_every_full_hour(resources: dict[str, Any]) -> None:
    (event,) = properties(resources, "ExportTick")["Events"].values()
    # A rate would begin at the minute of deployment.
    assert event["Properties"]["Schedule"] == "cron(0 * * * ? *)"


def test_the_sealer_comes_every_hour_and_not_with_the_tick(resources: dict[str, Any]) -> None:
    (event,) = properties(resources, "SealAudit")["Events"].values()
    assert event["Properties"]["Schedule"] == "cron(30 * * * ? *)"


def test_the_api_is_regional_and_traced(resources: dict[str, Any]) -> None:
    api = properties(resources, "RestAPI")
    assert api["EndpointConfiguration"] == {"Type": "REGIONAL"}
    assert api["TracingEnabled"] == {"Fn::If": ["IsTraced", True, False]}


def test_no_metric_of_the_gateway_is_paid_and_no_alarm_needs_one_that_would_be(
    resources: dict[str, Any],
) -> None:
    (settings,) = properties(resources, "RestAPI")["MethodSettings"]
    assert settings["MetricsEnabled"] is False
    for name in ("ApiFailuresAlarm", "ApiSlowAlarm"):
        dimensions = {one["Name"] for one in properties(resources, name)["Dimensions"]}
        assert dimensions == {"ApiName", "Stage"}, "with Method and Resource it is a paid one"


def test_the_api_has_one_stage(resources: dict[str, Any]) -> None:
    """Without a version of OpenAPI, SAM adds a stage "Stage" without limits, alarms and traces."""
    api = properties(resources, "RestAPI")
    assert api["OpenApiVersion"] == "2.0"
    assert api["StageName"] == "api"


def test_the_api_answers_before_the_gateway_gives_up(resources: dict[str, Any]) -> None:
    assert properties(resources, "APIHandler")["Timeout"] == 29


@pytest.mark.parametrize("function", FUNCTIONS)
def test_logs_are_kept_for_a_stated_time(resources: dict[str, Any], function: str) -> None:
    groups = [
        one["Properties"] for one in resources.values() if one["Type"] == "AWS::Logs::LogGroup"
    ]
    (group,) = [
        one for one in groups if one["LogGroupName"] == {"Fn::Sub": f"/aws/lambda/${{{function}}}"}
    ]
    assert group["RetentionInDays"] == {"Ref": "LogRetentionDays"}


def test_the_functions_are_told_where_everything_is(built: Package) -> None:
    variables = built.definition()["Globals"]["Function"]["Environment"]["Variables"]
    assert variables.keys() == {
        "SERVICESCORE_UPLOADS_WORKERS",
        "SERVICESCORE_EXPORTS_WORKERS",
        "SERVICESCORE_JOBS_WORKERS",
        "SERVICESCORE_TABLE",
        "SERVICESCORE_BUCKET",
        "SERVICESCORE_UPLOADS_QUEUE_URL",
        "SERVICESCORE_EXPORTS_QUEUE_URL",
        "SERVICESCORE_JOBS_QUEUE_URL",
        "SERVICESCORE_STAGE",
        "SERVICESCORE_ENDPOINT_URL",
    }
    local_only = variables["SERVICESCORE_ENDPOINT_URL"]["Fn::If"]
    assert local_only == ["IsLocal", {"Ref": "EndpointUrl"}, {"Ref": "AWS::NoValue"}]


def alarmed(resources: dict[str, Any], metric: str, dimension: str) -> set[str]:
    """Return the logical ids that alarms on the metric watch."""
    found = set()
    for resource in resources.values():
        if resource["Type"] == "AWS::CloudWatch::Alarm":
            alarm = resource["Properties"]
            for one in alarm["Dimensions"]:
                if alarm["MetricName"] == metric and one["Name"] == dimension:
                    value = one["Value"]
                    value = value["Fn::If"][2] if "Fn::If" in value else value
                    found.add(value["Ref"] if "Ref" in value else value["Fn::GetAtt"][0])
    return found


def test_every_dead_letter_raises_an_alarm(resources: dict[str, Any]) -> None:
    watched = alarmed(resources, "ApproximateNumberOfMessagesVisible", "QueueName")
    assert watched == {*QUEUES.values(), "TickDeadLetters"}


def test_what_the_tick_loses_is_kept_whether_it_came_to_the_function_or_not(
    resources: dict[str, Any],
) -> None:
    kept = {"Fn::GetAtt": ["TickDeadLetters", "Arn"]}
    tick = properties(resources, "ExportTick")
    assert tick["DeadLetterQueue"] == {"Type": "SQS", "TargetArn": kept}
    assert tick["Events"]["ExportTickEvent"]["Properties"]["DeadLetterConfig"] == {"Arn": kept}


@pytest.mark.parametrize(("name", "function"), [("Tick", "ExportTick"), ("Seal", "SealAudit")])
def test_an_hourly_function_that_does_not_run_raises_an_alarm(
    resources: dict[str, Any], name: str, function: str
) -> None:
    alarm = properties(resources, f"{name}MissingAlarm")
    assert alarm["Dimensions"] == [{"Name": "FunctionName", "Value": {"Ref": function}}]
    assert (alarm["ComparisonOperator"], alarm["Threshold"]) == ("LessThanThreshold", 1)
    assert alarm["TreatMissingData"] == "breaching"  # no invocation is no data
    assert alarm["Period"] * alarm["EvaluationPeriods"] == 7200


def test_a_table_that_refuses_requests_and_a_slow_api_raise_alarms(
    resources: dict[str, Any],
) -> None:
    assert alarmed(resources, "ReadThrottleEvents", "TableName") == {"Table"}
    assert alarmed(resources, "WriteThrottleEvents", "TableName") == {"Table"}
    # The metric of the table does not count what its index refuses.
    (index,) = properties(resources, "Table")["GlobalSecondaryIndexes"]
    for kind in ("Read", "Write"):
        dimensions = properties(resources, f"Index{kind}ThrottlesAlarm")["Dimensions"]
        assert {"Name": "GlobalSecondaryIndexName", "Value": index["IndexName"]} in dimensions
        assert len(properties(resources, f"Table{kind}ThrottlesAlarm")["Dimensions"]) == 1
    slow = properties(resources, "ApiSlowAlarm")
    assert (slow["ExtendedStatistic"], "Statistic" in slow) == ("p99", False)


def test_each_request_leaves_a_line_without_a_persons_id(resources: dict[str, Any]) -> None:
    on_aws, there, here = properties(resources, "RestAPI")["AccessLogSetting"]["Fn::If"]
    assert (on_aws, here) == ("IsOnAws", {"Ref": "AWS::NoValue"})
    line = json.loads(there["Format"])
    assert {"requestId", "status", "errorType", "authorizerStatus"} <= line.keys()
    assert line["resourcePath"] == "$context.resourcePath"
    assert "$context.path" not in line.values()
    assert not any("identity" in value for value in line.values())  # no address of a caller


def test_the_role_for_the_gateways_logs_is_made_before_the_api(resources: dict[str, Any]) -> None:
    (tag,) = properties(resources, "AccessLog")["Tags"]
    assert tag["Value"]["Fn::If"][:2] == ["SetsUpGatewayLogs", {"Ref": "GatewayLogsAccount"}]
    assert resources["GatewayLogsAccount"]["DeletionPolicy"] == "RetainExceptOnCreate"


def test_a_queue_that_does_not_move_raises_an_alarm(resources: dict[str, Any]) -> None:
    assert alarmed(resources, "ApproximateAgeOfOldestMessage", "QueueName") == set(QUEUES)


@pytest.mark.parametrize("metric", ["Errors", "Throttles"])
def test_every_function_that_fails_or_is_held_back_raises_an_alarm(
    resources: dict[str, Any], metric: str
) -> None:
    assert alarmed(resources, metric, "FunctionName") == set(FUNCTIONS)


def test_requests_that_are_not_counted_raise_an_alarm(resources: dict[str, Any]) -> None:
    """The metric of the log line ``requests_uncounted`` (chalicelib.tenancy.request_count)."""
    assert alarmed(resources, "uncounted", "stage") == {"Stage"}


def test_an_alarm_tells_the_stacks_topic_or_the_one_that_the_stage_names(
    resources: dict[str, Any],
) -> None:
    named = ["HasNamedTopic", [{"Ref": "AlarmTopicArn"}], {"Ref": "AWS::NoValue"}]
    for resource in resources.values():
        if resource["Type"] == "AWS::CloudWatch::Alarm":
            told = resource["Properties"]["AlarmActions"]["Fn::If"]
            assert told == ["HasOwnTopic", [{"Ref": "AlarmTopic"}], {"Fn::If": named}]


def test_each_address_of_the_stage_is_subscribed(resources: dict[str, Any]) -> None:
    told = [
        one["Properties"]["Endpoint"]["Ref"]
        for one in resources.values()
        if one["Type"] == "AWS::SNS::Subscription"
    ]
    assert told == [f"AlarmAddress{number}" for number in range(1, 6)]
    for name in told:
        assert resources[f"{name}Subscription"]["Condition"] == f"Has{name}"


@pytest.mark.parametrize(("region", "there"), [("us-gov-west-1", False), ("eu-central-1", True)])
def test_the_budget_is_left_out_where_cloudformation_knows_none(
    resources: dict[str, Any], region: str, there: bool
) -> None:
    made = alarm_addresses.without_budget({"Resources": resources}, region)
    assert ("Budget" in made["Resources"]) is there
    assert "Budget" in resources
    assert '{"Ref": "Budget"}' not in json.dumps(made)


def test_only_this_accounts_alarms_and_budget_tell_the_topic(resources: dict[str, Any]) -> None:
    (allowed,) = properties(resources, "AlarmTopicPolicy")["PolicyDocument"]["Statement"]
    assert allowed["Principal"] == {
        "Service": ["cloudwatch.amazonaws.com", "budgets.amazonaws.com"]
    }
    assert allowed["Condition"] == {
        "StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}
    }


def test_names_leave_room_for_the_longest_stage_account_and_region(
    built: Package, resources: dict[str, Any]
) -> None:
    pattern = built.definition()["Parameters"]["Stage"]["AllowedPattern"]
    longest = "a" * 15
    assert re.fullmatch(pattern, longest)
    assert not re.fullmatch(pattern, longest + "a")
    name = properties(resources, "Bucket")["BucketName"]["Fn::Sub"]
    name = name.replace("${AWS::StackName}", f"servicescore-{longest}")
    name = name.replace("${AWS::AccountId}", "1" * 12).replace("${AWS::Region}", "ap-southeast-2")
    assert len(name) <= 63  # S3's limit


def test_what_chalice_makes_is_changed_where_it_stands_and_not_added_beside(
    resources: dict[str, Any],
) -> None:
    """A part merged under a name that Chalice does not use would be a resource without a type."""
    merged = merge_template()["Resources"]
    assert all("Type" in resources[name] for name in merged)


def test_every_mention_of_the_table_means_a_restored_one_if_the_stage_names_it(
    built: Package,
) -> None:
    def plain(part: Any) -> list[Any]:
        """Return the mentions of the own table outside a choice."""
        if isinstance(part, list):
            return [one for each in part for one in plain(each)]
        if not isinstance(part, dict) or "AdoptsTable" in part.get("Fn::If", ()):
            return []
        own = part == {"Ref": "Table"} or part.get("Fn::GetAtt") == ["Table", "Arn"]
        named = "${Table.Arn}" in str(part.get("Fn::Sub", ""))
        return [part] if own or named else plain(list(part.values()))

    definition = built.definition()
    assert plain(definition) == []
    assert definition["Outputs"]["Table"]["Value"] == {
        "Fn::If": ["AdoptsTable", {"Ref": "AdoptedTable"}, {"Ref": "Table"}]
    }


def test_only_the_function_that_makes_cursors_has_the_signing_key(
    built: Package, resources: dict[str, Any]
) -> None:
    assert "SigningKey" not in str(built.definition()["Globals"])
    holders = [
        name
        for name, resource in resources.items()
        if name != "SigningKey" and "SigningKey" in str(resource)
    ]
    assert holders == ["APIHandler"]


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_function_is_traced_as_the_stage_says(resources: dict[str, Any], function: str) -> None:
    # What stands at a function goes before Globals, and Chalice writes "PassThrough" there.
    traced = {"Fn::If": ["IsTraced", "Active", "PassThrough"]}
    assert properties(resources, function)["Tracing"] == traced


def test_a_page_of_the_stages_origins_sends_files_by_forms_and_fetches_them_by_links(
    resources: dict[str, Any],
) -> None:
    condition, there, none = properties(resources, "Bucket")["CorsConfiguration"]["Fn::If"]
    assert (condition, none) == ("HasCorsOrigins", {"Ref": "AWS::NoValue"})
    (rule,) = there["CorsRules"]
    assert rule["AllowedOrigins"] == {"Ref": "CorsOrigins"}
    assert rule["AllowedMethods"] == ["POST", "GET", "HEAD"]


def test_the_apis_function_is_told_the_origins(resources: dict[str, Any]) -> None:
    told = properties(resources, "APIHandler")["Environment"]["Variables"]
    assert told["SERVICESCORE_CORS_ORIGINS"] == {"Fn::Join": [",", {"Ref": "CorsOrigins"}]}


def test_a_policy_of_a_queue_lets_the_schedule_tell_what_it_lost(resources: dict[str, Any]) -> None:
    allowed, _ = properties(resources, "TickDeadLettersPolicy")["PolicyDocument"]["Statement"]
    assert allowed["Principal"] == {"Service": "events.amazonaws.com"}
