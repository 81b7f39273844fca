"""Start the whole service on this machine: a local AWS, the application, the operator's key.

``python -m infra.up [--home DIR] [--port N] [--anew]``. It uses the data of an earlier run. If the
service runs already, it only deploys what has changed. Data of another format is refused;
``--anew`` moves it aside first.
"""

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from infra import data_format, local_aws, operator_key
from infra.data_format import OtherFormatError
from infra.deploy import deploy
from infra.deployed import HOME
from infra.deployment import Deployment
from infra.local_aws import LocalAwsError
from infra.package import PackageError
from infra.stack import StackError
from infra.stage import LOCAL, Stage

#: Errors that are printed as one sentence, without a traceback.
TOLD = (OtherFormatError, LocalAwsError, PackageError, StackError)


def up(home: Path, port: int | None = None, *, enforce_iam: bool = False) -> Deployment:
    """Start the service with its data under ``home``. The file ``operator-key`` there has the key.

    ``enforce_iam`` checks every function against its policy. Raises data_format.OtherFormatError
    before anything is started; local_aws.LocalAwsError; the errors of ``infra.deploy.deploy``.
    """
    data_format.require(home)
    instance = local_aws.start(home / "aws", port, enforce_iam=enforce_iam)
    stage = Stage(name=LOCAL, home=home, endpoint=instance.endpoint)
    made = deploy(stage)
    operator_key.ensure(stage, made)
    return made


def start_anew(home: Path) -> None:
    """Move the data under ``home`` aside, and print its new place."""
    place = data_format.set_aside(home, datetime.now(UTC).date())
    print("there was no data" if place is None else f"the old data is in {place}", flush=True)


def main(arguments: list[str] | None = None) -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(prog="python -m infra.up", description=__doc__)
    parser.add_argument("--home", type=Path, default=HOME)
    parser.add_argument("--port", type=int)
    parser.add_argument("--anew", action="store_true", help="move the data there aside first")
    options = parser.parse_args(arguments)
    home: Path = options.home.resolve()
    try:
        if options.anew:
            start_anew(home)
        made = up(home, options.port)
    except TOLD as error:
        print(error, file=sys.stderr)
        return 1
    print(f"servicescore at {made.api_url}/v1")
    print(f"the operator's key is in {home / 'operator-key'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
