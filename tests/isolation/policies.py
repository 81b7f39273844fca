"""Evaluate the template's policy documents as IAM does, so that tests can check them.

It supports what these documents use, and fails on anything else: statements that allow or deny,
actions by name, ``*`` in resources, ``ForAllValues:StringLike``, ``ForAnyValue:StringLike``,
``StringLike``, ``Null``, and variables in values.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from infra.local_iam import leading_keys
from infra.package import PROJECT
from infra.template import merge_template
from tests.api.world import BUCKET, TABLE

ARNS = {
    "Table": f"arn:aws:dynamodb:us-east-1:123456789012:table/{TABLE}",
    "Bucket": f"arn:aws:s3:::{BUCKET}",
    "UploadsQueue": "uploads",
    "ExportsQueue": "exports",
    "JobsQueue": "jobs",
    "TickDeadLetters": "tick-dead-letters",
    "UploadsDeadLetters": "uploads dead letters",
    "ExportsDeadLetters": "exports dead letters",
    "JobsDeadLetters": "jobs dead letters",
    "TenantRole": "tenant role",
    "OperatorRole": "operator role",
}
LEADING = "dynamodb:LeadingKeys"
_STEPS = {
    "ConditionCheck": "ConditionCheckItem",
    "Put": "PutItem",
    "Update": "UpdateItem",
    "Delete": "DeleteItem",
    "Get": "GetItem",
}


@dataclass(frozen=True)
class Asked:
    """One question to IAM: an action on a resource, with the keys that conditions may name."""

    action: str
    resource: str
    keys: Mapping[str, list[str]] = field(default_factory=dict)


@cache
def role(name: str) -> tuple[dict[str, Any], ...]:
    """Return the statements of one of the template's roles (TenantRole, OperatorRole)."""
    (policy,) = merge_template()["Resources"][name]["Properties"]["Policies"]
    return tuple(policy["PolicyDocument"]["Statement"])


@cache
def function(name: str) -> tuple[dict[str, Any], ...]:
    """Return the statements of a function's own policy, by the name of its file."""
    path = PROJECT / ".chalice" / "policies" / f"{name}.json"
    return tuple(json.loads(path.read_text(encoding="utf-8"))["Statement"])


def allows(
    statements: tuple[dict[str, Any], ...], asked: Asked, tags: Mapping[str, str] | None = None
) -> bool:
    """Say whether the statements allow the question to a session with these tags."""
    effects = {one["Effect"] for one in statements if _speaks_of(one, asked, tags or {})}
    assert effects <= {"Allow", "Deny"}
    return effects == {"Allow"}


def _speaks_of(statement: dict[str, Any], asked: Asked, tags: Mapping[str, str]) -> bool:
    assert statement.keys() <= {"Sid", "Effect", "Action", "Resource", "Condition"}
    named = statement["Resource"]
    places = [_text(one) for one in (named if isinstance(named, list) else [named])]
    return (
        asked.action in statement["Action"]
        and any(_like(asked.resource, place, tags) for place in places)
        and all(
            _holds(operator, asked.keys.get(key, []), wanted, tags)
            for operator, keys in statement.get("Condition", {}).items()
            for key, wanted in keys.items()
        )
    )


def _holds(operator: str, values: list[str], wanted: Any, tags: Mapping[str, str]) -> bool:
    match operator:
        case "ForAllValues:StringLike":
            return all(any(_like(value, one, tags) for one in wanted) for value in values)
        case "ForAnyValue:StringLike" | "StringLike":
            return any(_like(value, one, tags) for one in wanted for value in values)
        case "Null":
            return (wanted == "true") is not bool(values)
    raise NotImplementedError(operator)


def _like(value: str, pattern: str, tags: Mapping[str, str]) -> bool:
    """Match a pattern. A variable stands for its exact value. Without a value nothing matches."""
    expression = ""
    for place, part in enumerate(re.split(r"\$\{([^}]+)\}", pattern)):
        if place % 2:
            found = tags.get(part.removeprefix("aws:PrincipalTag/"))
            if found is None:
                return False
            expression += re.escape(found)
        else:
            expression += re.escape(part).replace(r"\*", ".*")
    return re.fullmatch(expression, value, re.DOTALL) is not None


def _text(reference: Any) -> str:
    """Return the text of a resource in the stack. GetAtt, Sub and Join are supported."""
    match reference:
        case str():
            return reference
        case {"Fn::GetAtt": [name, "Arn"]}:
            return ARNS[name]
        case {"Fn::Join": ["", parts]}:
            return "".join(_text(part) for part in parts)
        case {"Fn::Sub": text}:
            return re.sub(r"\$\{(\w+)\.Arn\}", lambda place: ARNS[place[1]], text)
    raise NotImplementedError(reference)


def questions(service: str, operation: str, params: Mapping[str, Any]) -> Iterator[Asked]:
    """Yield the questions that AWS asks IAM for a request with these parameters."""
    if service == "sqs":
        yield Asked(f"sqs:{operation}".removesuffix("Batch"), params["QueueUrl"].rsplit("/", 1)[-1])
    elif service == "s3" and operation == "ListObjectVersions":
        yield Asked("s3:ListBucketVersions", ARNS["Bucket"], {"s3:prefix": [params["Prefix"]]})
    elif service == "s3" and operation == "DeleteObjects":
        for one in params["Delete"]["Objects"]:
            assert one["VersionId"], one
            yield Asked("s3:DeleteObjectVersion", f"{ARNS['Bucket']}/{one['Key']}")
    elif service == "s3":
        if "Tagging" in params:
            yield Asked("s3:PutObjectTagging", f"{ARNS['Bucket']}/{params['Key']}")
        version = "Version" if "VersionId" in params else ""
        yield Asked(f"s3:{operation}{version}", f"{ARNS['Bucket']}/{params['Key']}")
    elif operation.startswith("Transact"):
        for item in params["TransactItems"]:
            for step, inner in item.items():
                keys = {LEADING: list(leading_keys(inner))}
                yield Asked(f"dynamodb:{_STEPS[step]}", ARNS["Table"], keys)
    else:
        index = f"/index/{params['IndexName']}" if params.get("IndexName") else ""
        keys = {LEADING: list(leading_keys(dict(params)))}
        yield Asked(f"dynamodb:{operation}", f"{ARNS['Table']}{index}", keys)
