"""Find a deployment that is there: by this machine's file, or by the stack's outputs on AWS."""

import argparse
from pathlib import Path
from typing import Any

from pynamodb.connection.table import TableConnection

from chalicelib.store.table import Table, meta_table
from infra import deployment, stage_file
from infra.deployment import Deployment
from infra.package import PROJECT
from infra.stack import StackError
from infra.stage import LOCAL, Stage
from infra.stage_file import StageFileError

HOME = PROJECT / ".local"


class NotDeployedError(RuntimeError):
    """Nothing is deployed on this machine from the home that was named."""


#: The errors of :func:`find`, which a command prints as they are.
TOLD = (NotDeployedError, StackError, StageFileError)


def command_line(prog: str, description: str | None) -> argparse.ArgumentParser:
    """Return the parser of a command on a deployment: ``--stage`` and ``--home``."""
    parser = argparse.ArgumentParser(prog=f"python -m {prog}", description=description)
    parser.add_argument("--stage", default=LOCAL)
    parser.add_argument("--home", type=Path, default=HOME)
    return parser


def find(name: str = LOCAL, home: Path = HOME) -> tuple[Stage, Deployment]:
    """Return the stage and its deployment.

    On AWS nothing but the stage's file and credentials is needed: whoever deployed it, and from
    where, does not matter. Raises NotDeployedError, stage_file.StageFileError, and stack.StackError
    when there is no stack.
    """
    if name == LOCAL:
        try:
            made = deployment.read(home)
        except FileNotFoundError:
            raise NotDeployedError(f"nothing is deployed from {home}: no stack.json") from None
        return Stage(made.stage, home, made.region, made.endpoint), made
    settings = stage_file.read(name)
    stage = Stage(name, home / name, settings.region, runtime=settings.runtime)
    return stage, deployment.of(stage, "")


def table_of(stage: Stage, made: Deployment) -> Table:
    """Return the deployment's table, as the deployer's credentials reach it."""
    credentials: dict[str, Any] = {}
    if stage.endpoint:  # a local AWS accepts any credentials
        credentials = {"aws_access_key_id": "test", "aws_secret_access_key": "test"}
    return Table(
        TableConnection(
            made.table,
            region=stage.region,
            host=stage.endpoint,
            meta_table=meta_table(made.table),
            **credentials,
        )
    )
