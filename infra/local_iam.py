"""Add variables and DynamoDB's leading keys to the local AWS's evaluation of policies.

The emulator evaluates policies, but treats ``${aws:PrincipalTag/tenant}`` as text and does not know
``dynamodb:LeadingKeys``. The tenants' role would allow nothing there. Both are added as AWS
describes them, so that the policies for AWS are enforced here too (IAM User Guide, "Policy
elements: Variables and tags"; DynamoDB Developer Guide, "Using IAM policy conditions"):

- a variable in a resource or a condition's value stands for the key's value, taken literally; a
  statement with a variable without a value does not match;
- the leading keys are the values of the partition key that a request names: of the index for a
  query of an index, each item's own in a transaction.

It also asks for an action of its own for each batch of SQS, where AWS asks for the single one (SQS
Developer Guide, "API permissions: actions and resource reference").

Runs in the emulator's process; :func:`teach` gets the emulator's modules.
"""

import dataclasses
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

LEADING_KEYS = "dynamodb:LeadingKeys"
PARTITION = "pk"
INDEX_PARTITIONS = {"employee": "employee_pk"}
_VARIABLE = re.compile(r"\$\{([^}]*)\}")
#: The action that AWS asks for, by the one that the emulator does.
BATCHES = {
    "sqs:SendMessageBatch": "sqs:SendMessage",
    "sqs:DeleteMessageBatch": "sqs:DeleteMessage",
    "sqs:ChangeMessageVisibilityBatch": "sqs:ChangeMessageVisibility",
}
#: In a variable's value these would be a pattern here, while AWS takes them literally. A tag of a
#: session cannot contain them.
_PATTERN = "*?$"


class _ItemArn(str):
    """The table's ARN, with the leading keys of one item of a transaction."""

    __slots__ = ("leading",)
    leading: list[str]


def teach(evaluator: Any, actions: Any) -> None:
    """Add them to ``ministack.core.iam_evaluator`` and ``ministack.core.iam_actions``."""
    _teach_variables(evaluator)
    _teach_leading_keys(evaluator, actions)
    _teach_batches(actions)


def _teach_batches(actions: Any) -> None:
    action_of = actions.extract_iam_action

    def of_one(*args: Any, **named: Any) -> Any:
        found = action_of(*args, **named)
        return BATCHES.get(found, found)

    actions.extract_iam_action = of_one


def _teach_variables(evaluator: Any) -> None:
    evaluate = evaluator.evaluate

    def with_variables(context: Any, policies: Any, *limits: Any) -> Any:
        def value_of(name: str) -> str | None:
            value = evaluator._resolve_condition_key(name, context)
            return value if isinstance(value, str) else None

        return evaluate(
            context, *([list(_filled(p, value_of)) for p in layer] for layer in (policies, *limits))
        )

    evaluator.evaluate = with_variables


def _filled(statements: Any, value_of: Callable[[str], str | None]) -> Iterator[Any]:
    """Return the statements with variables filled in, without those whose variable has no value."""
    for statement in statements:
        try:
            yield dataclasses.replace(
                statement,
                resources=[_text(one, value_of) for one in statement.resources],
                not_resources=[_text(one, value_of) for one in statement.not_resources],
                conditions=_inside(statement.conditions, value_of),
            )
        except KeyError:
            continue


def _inside(value: Any, value_of: Callable[[str], str | None]) -> Any:
    if isinstance(value, dict):
        return {name: _inside(inner, value_of) for name, inner in value.items()}
    if isinstance(value, list):
        return [_inside(inner, value_of) for inner in value]
    return _text(value, value_of) if isinstance(value, str) else value


def _text(text: str, value_of: Callable[[str], str | None]) -> str:
    """Fill in variables. Raises KeyError for one without a value, or with a pattern as value."""

    def value(match: re.Match[str]) -> str:
        found = value_of(match[1])
        if found is None or set(_PATTERN) & set(found):
            raise KeyError(match[1])
        return found

    return _VARIABLE.sub(value, text)


def _teach_leading_keys(evaluator: Any, actions: Any) -> None:
    context_of, checks_of, enforce = (
        actions.dynamodb_service_context,
        actions.dynamodb_transaction_checks,
        evaluator.enforce,
    )

    def with_leading_keys(body: bytes) -> dict[str, Any]:
        return {**context_of(body), LEADING_KEYS: list(leading_keys(_read(body))) or None}

    def each_with_its_own(action: str, body: bytes, *where: str) -> list[tuple[str, str]]:
        items = _read(body).get("TransactItems", [])
        steps = [step for item in items for step in item.values()]
        checks = checks_of(action, body, *where)
        if len(steps) != len(checks):
            return [(one, _item_arn(arn, [])) for one, arn in checks]
        return [
            (one, _item_arn(arn, list(_of_step(step))))
            for (one, arn), step in zip(checks, steps, strict=True)
        ]

    def enforced(*args: Any, **named: Any) -> Any:
        arn = named.get("resource_arn")
        if isinstance(arn, _ItemArn):
            context = {**(named.get("service_context") or {}), LEADING_KEYS: arn.leading or None}
            named = {**named, "resource_arn": str(arn), "service_context": context}
        return enforce(*args, **named)

    actions.dynamodb_service_context = with_leading_keys
    actions.dynamodb_transaction_checks = each_with_its_own
    evaluator.enforce = enforced


def _item_arn(arn: str, leading: list[str]) -> _ItemArn:
    made = _ItemArn(arn)
    made.leading = leading
    return made


def _read(body: bytes) -> dict[str, Any]:
    try:
        request = json.loads(body or b"{}")
    except ValueError:
        return {}
    return request if isinstance(request, dict) else {}


def leading_keys(request: dict[str, Any]) -> Iterator[str]:
    """Return the partition keys that a request of DynamoDB names in its JSON."""
    if "KeyConditionExpression" in request:
        yield from _of_query(request)
        return
    yield from _of_step(request)
    for item in request.get("TransactItems", ()):
        for step in item.values():
            yield from _of_step(step)
    for wanted in request.get("RequestItems", {}).values():
        if isinstance(wanted, dict):
            for key in wanted.get("Keys", ()):
                yield from _of_item(key)
        else:
            for step in wanted:
                for one in step.values():
                    yield from _of_step(one)


def _of_query(request: dict[str, Any]) -> Iterator[str]:
    attribute = INDEX_PARTITIONS.get(request.get("IndexName", ""), PARTITION)
    names = request.get("ExpressionAttributeNames") or {}
    values = request.get("ExpressionAttributeValues") or {}
    for name, value in re.findall(r"(#?\w+)\s*=\s*(:\w+)", request["KeyConditionExpression"]):
        if names.get(name, name) == attribute:
            yield values[value]["S"]


def _of_step(step: dict[str, Any]) -> Iterator[str]:
    yield from _of_item(step.get("Key") or step.get("Item") or {})


def _of_item(item: dict[str, Any]) -> Iterator[str]:
    if PARTITION in item:
        yield item[PARTITION]["S"]
