"""Set the gateway's own answers where an import of the API left them out.

AWS takes them from the API's definition when CloudFormation imports it. The local AWS ignores that
part of the definition. There they are set one by one, and the stage is deployed again.
"""

from typing import Any

from infra import gateway_problems


def ensure_problems(client: Any, api_id: str, stage_name: str, *, readable: bool = False) -> bool:
    """Make the gateway answer with our problems; return True when a response had to be set.

    ``readable``: pages of other origins may read them.
    """
    wanted = gateway_problems.responses(readable=readable)
    missing = {
        kind: response
        for kind, response in wanted.items()
        if not _is_set(client.get_gateway_response(restApiId=api_id, responseType=kind), response)
    }
    for kind, response in missing.items():
        client.put_gateway_response(
            restApiId=api_id,
            responseType=kind,
            statusCode=response["statusCode"],
            responseParameters=response["responseParameters"],
            responseTemplates=response["responseTemplates"],
        )
    if missing:
        client.create_deployment(restApiId=api_id, stageName=stage_name)
    return bool(missing)


def logs_role(client: Any) -> str:
    """Return the value of the parameter GatewayLogs for this account and region.

    API Gateway has one role for logs there. "existing" when one is set: the stack leaves it,
    because other APIs use it. "create" when there is none: no API could write access logs.
    """
    return "existing" if client.get_account().get("cloudwatchRoleArn") else "create"


def _is_set(found: dict[str, Any], wanted: dict[str, Any]) -> bool:
    return all(found.get(name) == value for name, value in wanted.items())
