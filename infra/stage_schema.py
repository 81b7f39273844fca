"""What a stage's file may say, table by table (infra/stage_file.py)."""

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from infra.runtime import WHEELS

#: How many addresses the template has room for.
MOST_ADDRESSES = 5
#: The days for which CloudWatch Logs can keep a log group.
LOG_DAYS = (1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557,
            2922, 3288, 3653)  # fmt: skip
#: The default, which Lambda supports beyond 2028.
PYTHON = "3.13"
_MEGABYTES = validate.Range(128, 10_240)


#: How CodeDeploy moves requests to a new version: the configurations that AWS has, and none.
SHIFTS = ("off", "Canary10Percent10Minutes", "Canary10Percent15Minutes", "Canary10Percent30Minutes",
          "Linear10PercentEvery1Minute", "Linear10PercentEvery2Minutes",
          "Linear10PercentEvery3Minutes", "Linear10PercentEvery10Minutes")  # fmt: skip
#: SnapStart: the first Python, and the regions of the partition aws that do not have it.
SNAPSHOTS_FROM = (3, 12)
NO_SNAPSHOTS = frozenset({"ap-east-2", "ap-southeast-6"})
#: The beginning of regions in which CloudFormation knows no budgets.
NO_BUDGETS = "us-gov-"


class _RuntimeTable(Schema):
    python = fields.String(validate=validate.Regexp(r"3\.\d+\Z"))
    architecture = fields.String(validate=validate.OneOf(list(WHEELS)))
    snapstart = fields.Boolean()


class _Memory(Schema):
    api_handler = fields.Integer(strict=True, validate=_MEGABYTES)
    authorizer = fields.Integer(strict=True, validate=_MEGABYTES)
    score_upload = fields.Integer(strict=True, validate=_MEGABYTES)
    run_export = fields.Integer(strict=True, validate=_MEGABYTES)
    run_job = fields.Integer(strict=True, validate=_MEGABYTES)
    export_tick = fields.Integer(strict=True, validate=_MEGABYTES)


class _Concurrency(Schema):
    # Lambda's least for an event source is 2.
    scoring = fields.Integer(strict=True, validate=validate.Range(2, 1000))
    exports = fields.Integer(strict=True, validate=validate.Range(2, 1000))
    jobs = fields.Integer(strict=True, validate=validate.Range(2, 1000))
    reserved_for_authorizer = fields.Integer(strict=True, validate=validate.Range(0))
    reserved_for_exports = fields.Integer(strict=True, validate=validate.Range(0))


class _Retention(Schema):
    logs = fields.Integer(strict=True, validate=validate.OneOf(LOG_DAYS))
    overwritten_files = fields.Integer(strict=True, validate=validate.Range(1, 3650))


class _Alarms(Schema):
    addresses = fields.List(fields.Email(), validate=validate.Length(max=MOST_ADDRESSES))
    topic = fields.String()


class _Api(Schema):
    requests_per_second = fields.Integer(strict=True, validate=validate.Range(1, 10_000))
    domain = fields.String()
    certificate = fields.String()
    tracing = fields.Boolean()

    @validates_schema
    def _domain_and_certificate(self, data: Mapping[str, Any], **_: object) -> None:
        if bool(data.get("domain")) != bool(data.get("certificate")):
            raise ValidationError("a domain needs its certificate's ARN, and the reverse", "domain")


class _Cors(Schema):
    origins = fields.List(
        fields.String(validate=validate.Regexp(r"\*\Z|https?://[a-z0-9.-]+(:\d{1,5})?\Z"))
    )


class _Release(Schema):
    shift = fields.String(validate=validate.OneOf(SHIFTS))


class _Restored(Schema):
    table = fields.String(validate=validate.Regexp(r"([A-Za-z0-9_.-]{3,255})?\Z"))


class _Budget(Schema):
    monthly_usd = fields.Integer(strict=True, validate=validate.Range(0))


class StageSchema(Schema):
    """The whole file. Unknown tables and keys are refused."""

    region = fields.String(required=True, validate=validate.Regexp(r"[a-z]{2}(-[a-z]+)+-\d\Z"))
    partition = fields.String(
        load_default="aws", validate=validate.OneOf(["aws", "aws-cn", "aws-us-gov"])
    )
    runtime = fields.Nested(_RuntimeTable)
    memory = fields.Nested(_Memory)
    concurrency = fields.Nested(_Concurrency)
    retention = fields.Nested(_Retention)
    alarms = fields.Nested(_Alarms)
    api = fields.Nested(_Api)
    cors = fields.Nested(_Cors)
    release = fields.Nested(_Release)
    restored = fields.Nested(_Restored)
    budget = fields.Nested(_Budget)

    @validates_schema
    def _partition(self, data: Mapping[str, Any], **_: object) -> None:
        """Hold what the partition cannot do, and that the region lies in it."""
        region, partition = str(data["region"]), data["partition"]
        belongs = {"cn": "aws-cn", "us-gov": "aws-us-gov"}.get(
            "us-gov" if region.startswith("us-gov-") else region.split("-")[0], "aws"
        )
        if belongs != partition:
            raise ValidationError(f"{region} lies in {belongs}, not in {partition}", "partition")
        if partition == "aws-cn" and data.get("api", {}).get("tracing"):
            raise ValidationError("aws-cn has no X-Ray for Lambda: say tracing = false", "api")

    @validates_schema
    def _without_budget(self, data: Mapping[str, Any], **_: object) -> None:
        region = str(data["region"])
        if region.startswith(NO_BUDGETS) and data.get("budget", {}).get("monthly_usd"):
            raise ValidationError(f"{region} has no budgets: leave it out", "budget")

    @validates_schema
    def _snapstart(self, data: Mapping[str, Any], **_: object) -> None:
        """Hold SnapStart to the Pythons and regions that have it."""
        runtime = data.get("runtime", {})
        if not runtime.get("snapstart"):
            return
        python = tuple(int(part) for part in runtime.get("python", PYTHON).split("."))
        if python < SNAPSHOTS_FROM:
            raise ValidationError("SnapStart needs Python 3.12 or later", "runtime")
        if data["partition"] != "aws" or data["region"] in NO_SNAPSHOTS:
            raise ValidationError(f"{data['region']} has no SnapStart for Python", "runtime")
