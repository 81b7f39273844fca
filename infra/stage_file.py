"""A stage's file: everything in which one deployment differs from another, committed.

``infra/stages/NAME.toml`` is read for ``make deploy STAGE=NAME``. Region, runtime and partition are
read from it at each deployment. The other values become parameters of the template. A value that
the file does not name keeps what the stack has, and on a first deployment the template's default.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from marshmallow import ValidationError

from infra.runtime import Runtime
from infra.stage_schema import MOST_ADDRESSES, PYTHON, StageSchema

STAGES = Path(__file__).resolve().parent / "stages"
ARCHITECTURE = "arm64"
#: The value of each of the template's parameters, by table and key of the file.
PARAMETERS = {
    ("memory", "api_handler"): "ApiHandlerMemory",
    ("memory", "authorizer"): "AuthorizerMemory",
    ("memory", "score_upload"): "ScoreUploadMemory",
    ("memory", "run_export"): "RunExportMemory",
    ("memory", "run_job"): "RunJobMemory",
    ("memory", "export_tick"): "ExportTickMemory",
    ("concurrency", "scoring"): "ScoringConcurrency",
    ("concurrency", "exports"): "ExportsConcurrency",
    ("concurrency", "jobs"): "JobsConcurrency",
    ("concurrency", "reserved_for_authorizer"): "ReservedForAuthorizer",
    ("concurrency", "reserved_for_exports"): "ReservedForExports",
    ("retention", "logs"): "LogRetentionDays",
    ("retention", "overwritten_files"): "OverwrittenFilesDays",
    ("alarms", "topic"): "AlarmTopicArn",
    ("api", "requests_per_second"): "RequestsPerSecond",
    ("api", "domain"): "DomainName",
    ("api", "certificate"): "CertificateArn",
    ("api", "tracing"): "Tracing",
    ("runtime", "snapstart"): "SnapStart",
    ("cors", "origins"): "CorsOrigins",
    ("release", "shift"): "TrafficShift",
    ("restored", "table"): "AdoptedTable",
    ("budget", "monthly_usd"): "MonthlyBudget",
}


class StageFileError(ValueError):
    """There is no such stage, or its file says something that cannot be."""


@dataclass(frozen=True, slots=True)
class StageFile:
    """``parameters``: the template's parameters that the file names, by name."""

    name: str
    region: str
    partition: str
    runtime: Runtime
    parameters: dict[str, str]


def read(name: str, directory: Path = STAGES) -> StageFile:
    """Return the stage's settings. Raises StageFileError, which names every fault."""
    path = directory / f"{name}.toml"
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        known = ", ".join(sorted(one.stem for one in directory.glob("*.toml"))) or "none"
        raise StageFileError(
            f"there is no stage {name}: {path.name} is not among infra/stages (there: {known})"
        ) from None
    except tomllib.TOMLDecodeError as error:
        raise StageFileError(f"{path.name}: {error}") from None
    try:
        found: Mapping[str, Any] = StageSchema().load(raw)
    except ValidationError as error:
        raise StageFileError("\n".join(_faults(path.name, _by_key(error)))) from None
    runtime = found.get("runtime", {})
    return StageFile(
        name,
        found["region"],
        found["partition"],
        Runtime(runtime.get("python", PYTHON), runtime.get("architecture", ARCHITECTURE)),
        _parameters(found),
    )


def _parameters(found: Mapping[str, Any]) -> dict[str, str]:
    named = {
        parameter: _text(found[table][key])
        for (table, key), parameter in PARAMETERS.items()
        if key in found.get(table, {})
    }
    if found["partition"] == "aws-cn":
        named.setdefault("Tracing", "false")  # Lambda has no X-Ray there
    if "addresses" in found.get("alarms", {}):
        addresses = found["alarms"]["addresses"]
        padded = [*addresses, *[""] * (MOST_ADDRESSES - len(addresses))]
        named |= {f"AlarmAddress{number}": one for number, one in enumerate(padded, 1)}
    return named


def _text(value: object) -> str:
    """Return a value as CloudFormation takes it."""
    if isinstance(value, list):
        return ",".join(value)
    return str(value).lower() if isinstance(value, bool) else str(value)


def _by_key(error: ValidationError) -> Mapping[str, Any]:
    messages = error.messages
    return messages if isinstance(messages, Mapping) else {"the file": messages}


def _faults(name: str, messages: Mapping[str, Any], place: str = "") -> list[str]:
    found: list[str] = []
    for key, value in messages.items():
        here = f"{place}{key}"
        if isinstance(value, Mapping):
            found.extend(_faults(name, value, f"{here}."))
        else:
            found.extend(f"{name}: {here}: {message}" for message in value)
    return found
