"""A table restored from a backup takes the place of the stack's own (docs/restoring.md).

DynamoDB restores into a new table, which CloudFormation does not know. The parameter AdoptedTable
names it. Every right, alarm and setting of the template then means that table. The stack's own
table stays as it is.
"""

from typing import Any

OWN = "Table"
PARAMETER = "AdoptedTable"
CONDITION = "AdoptsTable"
_ARN = "arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/${" + PARAMETER + "}"


def adopt(definition: dict[str, Any]) -> dict[str, Any]:
    """Return the template with each mention of the own table replaced by the table in use."""
    changed: dict[str, Any] = _changed(definition)
    return changed


def _changed(part: Any) -> Any:
    if isinstance(part, list):
        return [_changed(one) for one in part]
    if not isinstance(part, dict):
        return part
    if part == {"Ref": OWN}:
        return _in_use({"Ref": PARAMETER}, part)
    if part == {"Fn::GetAtt": [OWN, "Arn"]}:
        return _in_use({"Fn::Sub": _ARN}, part)
    text = part.get("Fn::Sub")
    if isinstance(text, str) and f"${{{OWN}.Arn}}" in text:
        return _in_use({"Fn::Sub": text.replace(f"${{{OWN}.Arn}}", _ARN)}, part)
    return {name: _changed(value) for name, value in part.items()}


def _in_use(adopted: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    return {"Fn::If": [CONDITION, adopted, own]}
