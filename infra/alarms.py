"""The CloudWatch alarms: failures that the operator should know before a customer reports them."""

from dataclasses import dataclass
from typing import Any

from chalicelib.telemetry import NAMESPACE

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
#: The dead-letter queues: those of the queues, and the hourly function's.
DEAD_LETTERS = ("Uploads", "Exports", "Jobs", "Tick")
QUEUES = {"Uploads": "UploadsQueue", "Exports": "ExportsQueue", "Jobs": "JobsQueue"}
#: The table's index (resources/table.yaml).
INDEX = "employee"
#: Longer than one timeout of the function that takes the message.
OLDEST_MESSAGE_SECONDS = 900

#: What an alarm tells: the stack's own topic, or the one that the stage names; nothing locally.
ACTIONS = {
    "Fn::If": [
        "HasOwnTopic",
        [{"Ref": "AlarmTopic"}],
        {"Fn::If": ["HasNamedTopic", [{"Ref": "AlarmTopicArn"}], {"Ref": "AWS::NoValue"}]},
    ]
}


@dataclass(frozen=True, slots=True)
class Alarm:
    """An alarm on one metric: above ``threshold`` for ``periods`` periods of ``seconds`` each.

    ``statistic``: of CloudWatch, or a percentile ("p99"). ``below``: the alarm is for values below
    the threshold, and for periods without any.
    """

    name: str
    description: str
    namespace: str
    metric: str
    dimensions: dict[str, Any]
    statistic: str
    threshold: int
    periods: int = 1
    seconds: int = 300
    below: bool = False

    def resource(self) -> dict[str, Any]:
        """Return the CloudFormation resource.

        Missing data is no alarm, because a quiet night has none, unless values are expected.
        """
        percentile = self.statistic.startswith("p")
        return {
            "Type": "AWS::CloudWatch::Alarm",
            "Properties": {
                "AlarmDescription": self.description,
                "Namespace": self.namespace,
                "MetricName": self.metric,
                "Dimensions": [
                    {"Name": name, "Value": value} for name, value in self.dimensions.items()
                ],
                "ExtendedStatistic" if percentile else "Statistic": self.statistic,
                "Period": self.seconds,
                "EvaluationPeriods": self.periods,
                "Threshold": self.threshold,
                "ComparisonOperator": "LessThanThreshold" if self.below else "GreaterThanThreshold",
                "TreatMissingData": "breaching" if self.below else "notBreaching",
                "AlarmActions": ACTIONS,
                "OKActions": ACTIONS,
            },
        }


def alarms() -> tuple[Alarm, ...]:
    """Return all alarms: dead letters and those not noted, age of the oldest message, errors,
    throttles, the gateway's own failures and slowness, uncounted requests, throttles of the table
    and its index, hourly functions that did not run."""
    return (
        *(_dead_letters(name) for name in DEAD_LETTERS),
        *(_oldest_message(name, queue) for name, queue in QUEUES.items()),
        *(_errors(function) for function in FUNCTIONS),
        *(_throttles(function) for function in FUNCTIONS),
        Alarm(
            "DeadLettersKept",
            "Messages failed five times. `make dead-letters` lists them with their log lines; mend "
            "the cause, then `make redrive`. The hourly tick counts those that are left.",
            NAMESPACE,
            "dead_letters_kept",
            {"stage": {"Ref": "Stage"}},
            "Maximum",
            0,
            seconds=3600,
        ),
        Alarm(
            "ApiFailures",
            "The API answers with 5xx.",
            "AWS/ApiGateway",
            "5XXError",
            {"ApiName": {"Ref": "AWS::StackName"}, "Stage": "api"},
            "Sum",
            0,
        ),
        Alarm(
            "UncountedRequests",
            "The table does not count requests: each process holds a company to its limit alone.",
            NAMESPACE,
            "uncounted",
            {"stage": {"Ref": "Stage"}},
            "Sum",
            0,
            periods=3,
        ),
        Alarm(
            "ApiSlow",
            "One request in a hundred takes longer than five seconds.",
            "AWS/ApiGateway",
            "Latency",
            {"ApiName": {"Ref": "AWS::StackName"}, "Stage": "api"},
            "p99",
            5000,
            periods=3,
        ),
        *(_throttled(place, kind) for place in ("Table", "Index") for kind in ("Read", "Write")),
        _missing("Tick", "ExportTick", "no export is made on schedule"),
        _missing("Seal", "SealAudit", "the companies' audit logs are not sealed"),
    )


def resources() -> dict[str, dict[str, Any]]:
    """Return the alarms as resources of the template, by logical id."""
    return {f"{alarm.name}Alarm": alarm.resource() for alarm in alarms()}


def _missing(name: str, function: str, effect: str) -> Alarm:
    return Alarm(
        f"{name}Missing",
        f"An hourly function did not run for two hours: {effect}.",
        "AWS/Lambda",
        "Invocations",
        {"FunctionName": {"Ref": function}},
        "Sum",
        1,
        periods=2,
        seconds=3600,
        below=True,
    )


def _dead_letters(name: str) -> Alarm:
    return Alarm(
        f"{name}DeadLetters",
        "A dead letter was not noted: read_dead_letters fails, or the hourly function's event was "
        "lost. The function's log tells why.",
        "AWS/SQS",
        "ApproximateNumberOfMessagesVisible",
        {"QueueName": {"Fn::GetAtt": [f"{name}DeadLetters", "QueueName"]}},
        "Maximum",
        0,
    )


def _throttled(place: str, kind: str) -> Alarm:
    # The metric of the table does not count what its index refuses.
    index = {"GlobalSecondaryIndexName": INDEX} if place == "Index" else {}
    return Alarm(
        f"{place}{kind}Throttles",
        f"The {place.lower()} refuses requests ({kind.lower()}s) because too many came at once.",
        "AWS/DynamoDB",
        f"{kind}ThrottleEvents",
        {"TableName": {"Ref": "Table"}, **index},
        "Sum",
        0,
        periods=3,
    )


def _oldest_message(name: str, queue: str) -> Alarm:
    return Alarm(
        f"{name}Waiting",
        "The oldest message has waited for more than 15 minutes.",
        "AWS/SQS",
        "ApproximateAgeOfOldestMessage",
        {"QueueName": {"Fn::GetAtt": [queue, "QueueName"]}},
        "Maximum",
        OLDEST_MESSAGE_SECONDS,
    )


def _errors(function: str) -> Alarm:
    return Alarm(
        f"{function}Errors",
        "The function raised, or ran out of time or memory.",
        "AWS/Lambda",
        "Errors",
        {"FunctionName": {"Ref": function}},
        "Sum",
        0,
    )


def _throttles(function: str) -> Alarm:
    return Alarm(
        f"{function}Throttles",
        "The function was refused because too many ran at once.",
        "AWS/Lambda",
        "Throttles",
        {"FunctionName": {"Ref": function}},
        "Sum",
        0,
        periods=3,
    )
