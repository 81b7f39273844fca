"""Deploy the application. The steps are the same for AWS and the local AWS; the endpoint differs.

``python -m infra.deploy --stage production``
``python -m infra.deploy --stage local --endpoint http://127.0.0.1:4566``

Steps: the stage's file (infra/stage_file.py), the account's quota, package, publish,
CloudFormation, the table's protection, ``stack.json``, the operator's key. A repeated run without
changes changes nothing.
"""

import argparse
import sys
from pathlib import Path

from infra import (
    alarm_addresses,
    artifacts,
    data_format,
    deployment,
    gateway,
    operator_key,
    package,
    releases,
    shares,
    stack,
    stage_file,
    table_protection,
)
from infra.data_format import OtherFormatError
from infra.deployment import Deployment
from infra.package import PackageError
from infra.runtime import NoSuchRuntimeError
from infra.shares import QuotaError
from infra.stack import StackError
from infra.stage import LOCAL, REGION, Stage
from infra.stage_file import StageFile, StageFileError

#: Errors that are printed as they are, without a traceback.
TOLD = (
    NoSuchRuntimeError,
    OtherFormatError,
    PackageError,
    QuotaError,
    StackError,
    StageFileError,
)
NOBODY_TOLD = (
    "NOBODY IS TOLD OF ALARMS: the stage's file names no address. Failures of this deployment "
    "would be seen only by who looks. Write `addresses` under [alarms] and deploy again."
)


def deploy(stage: Stage) -> Deployment:
    """Deploy the work tree to the stage; return the deployment's names and addresses.

    Raises data_format.OtherFormatError or stack.StackError when the stored data has another
    format; package.PackageError, stack.StackError, and botocore's errors unchanged.
    """
    if stage.endpoint is not None:
        data_format.require(stage.home)
    built = package.build(stage.runtime)
    parameters = _parameters(stage)
    values = {**built.defaults(), **stack.parameters_of(stage), **parameters}
    release = releases.name_of(built, values)
    possible = alarm_addresses.without_budget(built.definition(), stage.region)
    definition = releases.released(possible, release, values[releases.SHIFT])
    template_url = artifacts.publish(stage, built, definition)
    stack.deploy(stage, template_url, parameters, built.parameters())
    made = deployment.of(stage, built.sha256)
    gateway.ensure_problems(
        stage.client("apigateway"),
        made.api_id,
        deployment.API_STAGE,
        readable=bool(values["CorsOrigins"]),
    )
    if stage.endpoint is None:
        table_protection.ensure(stage.client("dynamodb"), made.table)
    made.write(stage.home)
    return made


def to_aws(settings: StageFile, home: Path) -> Stage:
    """Return the stage on AWS as its file says, with shares of the account's quota.

    A share that neither the file nor the stack names is derived from the quota. Raises QuotaError
    before anything is changed.
    """
    plain = Stage(settings.name, home, settings.region)
    quota = shares.quota_of(plain.client("lambda"))
    before = stack.parameters_of(plain)
    derived = shares.of(quota)
    shares.require(quota, {**derived, **before, **settings.parameters})
    derived |= {"GatewayLogs": gateway.logs_role(plain.client("apigateway"))}
    missing = {name: value for name, value in derived.items() if name not in before}
    return Stage(
        name=settings.name,
        home=home,
        region=settings.region,
        parameters={**missing, **settings.parameters},
        runtime=settings.runtime,
    )


def _parameters(stage: Stage) -> dict[str, str]:
    named = {"Stage": stage.name, **stage.parameters}
    if stage.endpoint:  # a local AWS has no CodeDeploy
        return {**named, "EndpointUrl": stage.endpoint, releases.SHIFT: releases.OFF}
    return named


def main(arguments: list[str] | None = None) -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(prog="python -m infra.deploy", description=__doc__)
    parser.add_argument("--stage", default=LOCAL)
    parser.add_argument("--endpoint", help="a local AWS; without it, AWS with your credentials")
    parser.add_argument("--home", type=Path, default=package.PROJECT / ".local")
    options = parser.parse_args(arguments)
    if options.stage == LOCAL and not options.endpoint:
        parser.error("stage local needs --endpoint (`make up` gives it)")
    home: Path = options.home.resolve()
    try:
        if options.endpoint:
            settings = None
            place = home if options.stage == LOCAL else home / options.stage
            stage = Stage(options.stage, place, REGION, options.endpoint)
        else:
            settings = stage_file.read(options.stage)
            stage = to_aws(settings, home / options.stage)
        made = deploy(stage)
    except TOLD as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{made.stack_name} at {made.api_url}")
    if secret := operator_key.ensure(stage, made):
        print(f"the operator's key, shown this once: {secret}")
    if settings is not None and not _tells_somebody(stage):
        print(f"\n*** {NOBODY_TOLD}", file=sys.stderr)
    return 0


def _tells_somebody(stage: Stage) -> bool:
    """Return whether the deployed stack has somebody who is told of alarms."""
    deployed = stack.parameters_of(stage)
    return any(value for name, value in deployed.items() if name.startswith("Alarm"))


if __name__ == "__main__":
    sys.exit(main())
