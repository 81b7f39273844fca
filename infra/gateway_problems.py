"""The problems that the gateway itself answers with, in the shape of the application's problems.

RFC 9457 with ``code`` and ``request_id``, as ``chalicelib.web.problems`` makes them. The gateway
cannot choose by Accept-Language, so ``detail`` is in Chinese and in English.
"""

import json
from dataclasses import dataclass
from typing import Any

from chalicelib.web.problems import title

#: The headers of an answer that pages of every origin may read.
READABLE = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Retry-After, WWW-Authenticate, X-Request-Id",
}
#: The member of an API's definition from which API Gateway reads its responses.
EXTENSION = "x-amazon-apigateway-gateway-responses"


@dataclass(frozen=True, slots=True)
class GatewayProblem:
    """One kind of gateway response (API Gateway's name for it), and the problem for it."""

    kind: str
    status: int
    code: str
    zh: str
    en: str
    header: tuple[str, str] | None = None

    def response(self, *, readable: bool = False) -> dict[str, Any]:
        """Return the response in API Gateway's form: a status, header mappings, a body template.

        ``readable``: pages of other origins may read it. The gateway knows no list of origins, and
        its own answers hold nothing of any company, so they are for every origin.
        """
        body = {
            "type": "about:blank",
            "title": title(self.status),
            "status": self.status,
            "detail": f"{self.zh} {self.en}",
            "code": self.code,
            "request_id": "$context.requestId",
        }
        headers = {
            "Content-Type": "'application/problem+json'",
            "X-Request-Id": "context.requestId",
            "Cache-Control": "'no-store'",
            "Content-Language": "'zh, en'",
        }
        if readable:
            headers |= {name: f"'{value}'" for name, value in READABLE.items()}
        if self.header:
            headers[self.header[0]] = f"'{self.header[1]}'"
        return {
            "statusCode": str(self.status),
            "responseParameters": {
                f"gatewayresponse.header.{name}": value for name, value in headers.items()
            },
            "responseTemplates": {"application/json": json.dumps(body, ensure_ascii=False)},
        }


_LOGIN = ("WWW-Authenticate", "Bearer")
_WAIT = ("Retry-After", "1")
_NOBODY = (
    "需要有效的凭证：Authorization: Bearer <key>。",
    "A valid credential is needed: Authorization: Bearer <key>.",
)
_FORBIDDEN = ("该请求被拒绝。", "This request is refused.")
_NO_ROUTE = ("没有此路径或方法。", "There is no such path or method.")
_BUSY = ("请求过多，请稍后再试。", "Too many requests: try again a little later.")
_OURS = ("服务内部错误。请稍后重试。", "Something went wrong on our side. Try again later.")
_LATE = ("服务未能及时答复。请稍后重试。", "The service did not answer in time. Try again.")
_UNREADABLE = ("无法读取该请求。", "The request cannot be read.")
_LARGE = (
    "请求正文过大；文件请经预签名表单上传。",
    "The body is too large; files are uploaded by a presigned form.",
)
_NOT_JSON = ("请求内容应为 application/json。", "The body must be application/json.")

PROBLEMS: tuple[GatewayProblem, ...] = (
    # The application checks roles, so the authorizer denies unknown callers only.
    GatewayProblem("ACCESS_DENIED", 401, "unauthenticated", *_NOBODY, _LOGIN),
    GatewayProblem("UNAUTHORIZED", 401, "unauthenticated", *_NOBODY, _LOGIN),
    GatewayProblem("EXPIRED_TOKEN", 401, "unauthenticated", *_NOBODY, _LOGIN),
    GatewayProblem("INVALID_API_KEY", 401, "unauthenticated", *_NOBODY, _LOGIN),
    GatewayProblem("INVALID_SIGNATURE", 401, "unauthenticated", *_NOBODY, _LOGIN),
    GatewayProblem("WAF_FILTERED", 403, "forbidden", *_FORBIDDEN),
    # API Gateway answers an unknown path or method as a missing token.
    GatewayProblem("MISSING_AUTHENTICATION_TOKEN", 404, "not_found", *_NO_ROUTE),
    GatewayProblem("RESOURCE_NOT_FOUND", 404, "not_found", *_NO_ROUTE),
    GatewayProblem("BAD_REQUEST_BODY", 400, "unreadable_request", *_UNREADABLE),
    GatewayProblem("BAD_REQUEST_PARAMETERS", 400, "unreadable_request", *_UNREADABLE),
    GatewayProblem("REQUEST_TOO_LARGE", 413, "body_too_large", *_LARGE),
    GatewayProblem("UNSUPPORTED_MEDIA_TYPE", 415, "not_json", *_NOT_JSON),
    GatewayProblem("THROTTLED", 429, "too_many_requests", *_BUSY, _WAIT),
    GatewayProblem("QUOTA_EXCEEDED", 429, "too_many_requests", *_BUSY, _WAIT),
    GatewayProblem("API_CONFIGURATION_ERROR", 500, "internal_error", *_OURS),
    GatewayProblem("AUTHORIZER_CONFIGURATION_ERROR", 500, "internal_error", *_OURS),
    GatewayProblem("AUTHORIZER_FAILURE", 500, "internal_error", *_OURS),
    GatewayProblem("INTEGRATION_FAILURE", 502, "internal_error", *_OURS),
    GatewayProblem("INTEGRATION_TIMEOUT", 504, "timeout", *_LATE, _WAIT),
    GatewayProblem("DEFAULT_4XX", 400, "unreadable_request", *_UNREADABLE),
    GatewayProblem("DEFAULT_5XX", 500, "internal_error", *_OURS),
)


def responses(*, readable: bool = False) -> dict[str, dict[str, Any]]:
    """Return the response of every kind, as API Gateway has it."""
    return {problem.kind: problem.response(readable=readable) for problem in PROBLEMS}


def in_definition() -> dict[str, dict[str, Any]]:
    """Return the responses as the API's definition holds them under EXTENSION.

    They are readable for pages of other origins where the stage names origins.
    """
    found = responses(readable=True)
    for response in found.values():
        for name in READABLE:
            header = f"gatewayresponse.header.{name}"
            value = response["responseParameters"][header]
            response["responseParameters"][header] = {
                "Fn::If": ["HasCorsOrigins", value, {"Ref": "AWS::NoValue"}]
            }
    return found
