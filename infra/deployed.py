"""Find a deployment that is there: by this machine's file, or by the stack's outputs on AWS."""

from pathlib import Path

from infra import deployment, stage_file
from infra.deployment import Deployment
from infra.package import PROJECT
from infra.stage import LOCAL, Stage

HOME = PROJECT / ".local"


def find(name: str = LOCAL, home: Path = HOME) -> tuple[Stage, Deployment]:
    """Return the stage and its deployment.

    On AWS nothing but the stage's file and credentials is needed: whoever deployed it, and from
    where, does not matter. Raises FileNotFoundError when nothing is deployed on this machine,
    stage_file.StageFileError, and stack.StackError when there is no stack.
    """
    if name == LOCAL:
        made = deployment.read(home)
        return Stage(made.stage, home, made.region, made.endpoint), made
    settings = stage_file.read(name)
    stage = Stage(name, home / name, settings.region, runtime=settings.runtime)
    return stage, deployment.of(stage, "")
