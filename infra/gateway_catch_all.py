"""Two resources that take what no route takes, for answers of our own: 404, and 405 with ``Allow``.

API Gateway goes by resource and method together: a request whose path is a resource's, and whose
method is not, falls through to ``/{proxy+}``. The function then knows the path that was asked for
(``chalicelib.web.unrouted``). Every method is named, because the local AWS does not read ``ANY`` in
an API's definition. There is no authorizer: an unknown caller is told the same.
"""

from typing import Any

from chalicelib.web.unrouted import ANY_PATH

METHODS = ("delete", "get", "head", "options", "patch", "post", "put")
_FUNCTION = (
    "arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/"
    "${APIHandler.Arn}/invocations"
)


def paths() -> dict[str, dict[str, Any]]:
    """Return the resources, as the API's definition holds them under ``paths``."""
    proxy = {"name": "proxy", "in": "path", "required": True, "type": "string"}
    return {
        "/": {method: _method([]) for method in METHODS},
        ANY_PATH: {method: _method([proxy]) for method in METHODS},
    }


def _method(parameters: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "consumes": ["*/*"],
        "produces": ["application/json"],
        "parameters": parameters,
        "responses": {"200": {"description": "no route takes the request"}},
        "x-amazon-apigateway-integration": {
            "type": "aws_proxy",
            "httpMethod": "POST",
            "uri": {"Fn::Sub": _FUNCTION},
            "passthroughBehavior": "when_no_match",
            "contentHandling": "CONVERT_TO_TEXT",
            "responses": {"default": {"statusCode": "200"}},
        },
    }
