"""Deploy the application. The steps are the same for AWS and the local AWS; the endpoint differs.

``python -m infra.deploy --stage production --region eu-central-1 --set AlarmTopicArn=arn:…``
``python -m infra.deploy --stage local --endpoint http://127.0.0.1:4566``

Steps: package, publish, CloudFormation, ``stack.json``, the operator's key. A repeated run without
changes changes nothing.
"""

import argparse
import sys
from pathlib import Path

from infra import artifacts, data_format, deployment, gateway, operator_key, package, stack
from infra.data_format import OtherFormatError
from infra.deployment import Deployment
from infra.package import PackageError
from infra.stack import StackError
from infra.stage import LOCAL, REGION, Stage


def deploy(stage: Stage) -> Deployment:
    """Deploy the work tree to the stage; return the deployment's names and addresses.

    Raises data_format.OtherFormatError or stack.StackError when the stored data has another
    format; package.PackageError, stack.StackError, and botocore's errors unchanged.
    """
    if stage.endpoint is not None:
        data_format.require(stage.home)
    built = package.build()
    template_url = artifacts.publish(stage, built)
    stack.deploy(stage, template_url, _parameters(stage))
    made = deployment.of(stage, built.sha256)
    gateway.ensure_problems(stage.client("apigateway"), made.api_id, deployment.API_STAGE)
    made.write(stage.home)
    return made


def _parameters(stage: Stage) -> dict[str, str]:
    named = {"Stage": stage.name, **stage.parameters}
    return {**named, "EndpointUrl": stage.endpoint} if stage.endpoint else named


def main(arguments: list[str] | None = None) -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(prog="python -m infra.deploy", description=__doc__)
    parser.add_argument("--stage", default=LOCAL)
    parser.add_argument("--region", default=REGION)
    parser.add_argument("--endpoint", help="a local AWS; without it, AWS with your credentials")
    parser.add_argument("--set", action="append", default=[], metavar="PARAMETER=VALUE")
    parser.add_argument("--home", type=Path, default=package.PROJECT / ".local")
    options = parser.parse_args(arguments)
    if options.stage == LOCAL and not options.endpoint:
        parser.error("stage local needs --endpoint (`make up` gives it)")
    home: Path = options.home if options.stage == LOCAL else options.home / options.stage
    stage = Stage(
        name=options.stage,
        home=home.resolve(),
        region=options.region,
        endpoint=options.endpoint,
        parameters=dict(pair.split("=", 1) for pair in options.set),
    )
    try:
        made = deploy(stage)
    except (OtherFormatError, PackageError, StackError) as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{made.stack_name} at {made.api_url}")
    if secret := operator_key.ensure(stage, made):
        print(f"the operator's key, shown this once: {secret}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
