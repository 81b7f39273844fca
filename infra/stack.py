"""Create or update one CloudFormation stack, or leave it when nothing has changed."""

import hashlib
import json
import time
from collections.abc import Collection
from typing import Any

from botocore.exceptions import ClientError

from chalicelib.store.formats import DATA_FORMAT
from infra.stage import Stage

#: The tag with the digest of the template and parameters of the last deployment.
FINGERPRINT = "servicescore-fingerprint"
#: The tag with the format of the stack's data. A stack without it holds format 1.
FORMAT = "servicescore-data-format"
#: What is left of a first deployment that failed, rolled back as far as it could be.
FAILED_FIRST = ("ROLLBACK_COMPLETE", "ROLLBACK_FAILED")
#: A shift of the API's requests by a tenth every ten minutes takes 100 minutes.
MOST_SECONDS = 9000.0


class StackError(RuntimeError):
    """CloudFormation could not create or update the stack."""


def deploy(
    stage: Stage, template_url: str, parameters: dict[str, str], known: Collection[str]
) -> bool:
    """Create or update the stack from the template; return False when nothing had to be done.

    An update keeps the value of each parameter that ``parameters`` does not name. ``known``: the
    names of the template's parameters, because one that it no longer has cannot be kept.

    Raises StackError with CloudFormation's own reasons. Also raises it, before any change, when
    the stack holds data of another format.
    """
    client = stage.client("cloudformation")
    fingerprint = _fingerprint(template_url, parameters)
    found = describe(client, stage.stack_name)
    if found and found["StackStatus"] in FAILED_FIRST:
        # A failed first deployment has no data, and CloudFormation refuses to update it.
        client.delete_stack(StackName=stage.stack_name)
        _wait(client, stage.stack_name, gone=True)
        found = None
    if found:
        _require_format(stage.stack_name, _tags(found))
    if found and _is_done(found, fingerprint):
        return False
    request = {
        "StackName": stage.stack_name,
        "TemplateURL": template_url,
        "Parameters": [
            *(
                {"ParameterKey": name, "ParameterValue": value}
                for name, value in parameters.items()
            ),
            *(
                {"ParameterKey": name, "UsePreviousValue": True}
                for name in sorted(_parameters(found))
                if name in known and name not in parameters
            ),
        ],
        "Capabilities": ["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"],
        "Tags": [
            {"Key": FINGERPRINT, "Value": fingerprint},
            {"Key": FORMAT, "Value": str(DATA_FORMAT)},
        ],
    }
    if found:
        client.update_stack(**request)
    else:
        client.create_stack(**request)
    _wait(client, stage.stack_name)
    return True


def outputs(stage: Stage) -> dict[str, str]:
    """Return the stack's outputs by name. Raises StackError when there is no stack."""
    found = describe(stage.client("cloudformation"), stage.stack_name)
    if found is None:
        raise StackError(f"there is no stack {stage.stack_name}")
    return {item["OutputKey"]: item["OutputValue"] for item in found.get("Outputs", ())}


def parameters_of(stage: Stage) -> dict[str, str]:
    """Return the values of the stack's parameters; none when there is no stack."""
    return _parameters(describe(stage.client("cloudformation"), stage.stack_name))


def describe(client: Any, name: str) -> dict[str, Any] | None:
    """Return CloudFormation's description of the stack, or None."""
    try:
        stacks = client.describe_stacks(StackName=name)["Stacks"]
    except ClientError as error:
        if "does not exist" in str(error):
            return None
        raise
    return stacks[0] if stacks else None


def _parameters(found: dict[str, Any] | None) -> dict[str, str]:
    stored = found.get("Parameters", ()) if found else ()
    return {one["ParameterKey"]: one["ParameterValue"] for one in stored}


def _tags(found: dict[str, Any]) -> dict[str, str]:
    return {tag["Key"]: tag["Value"] for tag in found.get("Tags", ())}


def _require_format(name: str, tags: dict[str, str]) -> None:
    holds = tags.get(FORMAT, "1")
    if holds != str(DATA_FORMAT):
        raise StackError(
            f"{name} holds data of format {holds}, and this version reads format {DATA_FORMAT}. "
            "Nothing was changed. UPGRADING.md says how to start anew, or beside it."
        )


def _is_done(found: dict[str, Any], fingerprint: str) -> bool:
    # After a failed and reverted update the stack has its old tags again.
    settled = found["StackStatus"] in ("CREATE_COMPLETE", "UPDATE_COMPLETE")
    return settled and _tags(found).get(FINGERPRINT) == fingerprint


def _fingerprint(template_url: str, parameters: dict[str, str]) -> str:
    # The template's name is the digest of its contents; its address may change (a local port).
    content = [template_url.rsplit("/", 1)[-1], sorted(parameters.items())]
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()


def _wait(client: Any, name: str, *, gone: bool = False) -> None:
    deadline = time.monotonic() + MOST_SECONDS
    pause = 0.1
    while time.monotonic() < deadline:
        found = describe(client, name)
        status = found["StackStatus"] if found else "DELETE_COMPLETE"
        if gone and status == "DELETE_COMPLETE":
            return
        if not status.endswith("_IN_PROGRESS"):
            if status in ("CREATE_COMPLETE", "UPDATE_COMPLETE"):
                return
            raise StackError(f"{name}: {status}\n{_reasons(client, name)}")
        time.sleep(pause)
        pause = min(pause * 1.5, 5.0)
    raise StackError(f"{name} is still changing after {MOST_SECONDS:.0f} s")


def _reasons(client: Any, name: str) -> str:
    try:
        events = client.describe_stack_events(StackName=name)["StackEvents"]
    except ClientError as error:
        return str(error)
    failed = [event for event in events if event.get("ResourceStatus", "").endswith("_FAILED")]
    return "\n".join(
        f"{event['LogicalResourceId']}: {event.get('ResourceStatusReason', '')}" for event in failed
    )
