"""Components shared by all operations: problems, headers, parameters, security schemes."""

from typing import Any

PROBLEM: dict[str, Any] = {
    "type": "object",
    "description": "RFC 9457. `code` is stable and for programs; `detail` is for people, in the "
    "language of Accept-Language.",
    "properties": {
        "type": {"type": "string", "const": "about:blank"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string", "examples": ["invalid_request"]},
        "request_id": {"type": "string"},
        "missing": {
            "type": "string",
            "description": "with 404: which of the things that the request names is not there",
            "examples": ["period"],
        },
        "roles": {
            "type": "array",
            "items": {"type": "string"},
            "description": "with 403: the roles that may",
        },
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "pointer": {
                        "type": "string",
                        "description": "a fault of the body: JSON pointer (RFC 6901)",
                    },
                    "parameter": {
                        "type": "string",
                        "description": "a fault of the query or the path: the parameter's name",
                    },
                    "row": {"type": "integer"},
                    "column": {"type": "string"},
                    "code": {"type": "string"},
                    "message": {"type": "string"},
                },
                "required": ["code", "message"],
            },
        },
    },
    "required": ["type", "title", "status", "detail", "code", "request_id"],
}

#: The meaning of each refusal's status in this API.
PROBLEMS: dict[int, str] = {
    400: "Cannot be read: JSON, a cursor, or a query parameter given twice.",
    401: "No credential, or none that is known, in force and of an active company.",
    403: "Known, but no role of the credential may do this; `roles` names those that may. Or a "
    "person has to decide, and the credential is bound to nobody (`needs_a_person`).",
    404: "There is no such thing, or it is not the caller's to see; `missing` says which. "
    "`not_summed_up`: a quarter or year that no scheme scores by itself.",
    409: "In conflict with what is there, or a request with this Idempotency-Key is at work.",
    410: "A `sync` token that is good no more: list anew.",
    412: "Not as If-Match or If-None-Match say: changed since it was read, or there already.",
    413: "The body is larger than 2 MB.",
    415: "The body is not application/json.",
    422: "Understood, but wrong: every fault at once in `errors`.",
    428: "If-Match is needed here.",
    429: "Too many requests; see Retry-After.",
    500: "Something went wrong on our side.",
}


def _header(description: str, *, always: bool = True, **schema: Any) -> dict[str, Any]:
    required = {"required": True} if always else {}
    return {"description": description, **required, "schema": {"type": "string", **schema}}


HEADERS: dict[str, dict[str, Any]] = {
    "X-Request-Id": _header("Names this request in our logs."),
    "ETag": _header("The representation's version, for If-Match and If-None-Match."),
    "Content-Language": _header(
        "zh or en; both in a refusal by the gateway, which cannot choose",
        enum=["zh", "en", "zh, en"],
    ),
    "RateLimit-Policy": _header(
        "The company's requests (q) in a window of w seconds. Absent before the caller is known.",
        always=False,
        examples=['"requests";q=1200;w=60'],
    ),
    "RateLimit": _header(
        "Requests left (r), and seconds until all are back (t). Absent before the caller is known.",
        always=False,
        examples=['"requests";r=1199;t=1'],
    ),
    "Retry-After": _header(
        "Seconds. Always with 429; with 409 when the conflict is short.",
        always=False,
        pattern="^[0-9]+$",
    ),
    "Location": _header("Path of what was made."),
    "WWW-Authenticate": _header("Bearer"),
    "Accept": _header("The media type that a body must have.", always=False),
    "Link": _header(
        'The next part of a report in parts: `rel="next"`. Absent with the last.', always=False
    ),
    "Content-Disposition": _header("With a file: its name.", always=False),
    "Idempotency-Replayed": _header(
        "`true`: the kept answer to the first request with this Idempotency-Key. Absent otherwise.",
        always=False,
        const="true",
    ),
}


def _sent(name: str, description: str, *, required: bool = False, **schema: Any) -> dict[str, Any]:
    return {
        "in": "header",
        "name": name,
        "required": required,
        "description": description,
        "schema": {"type": "string", **schema},
    }


PARAMETERS: dict[str, dict[str, Any]] = {
    "AcceptLanguage": _sent(
        "Accept-Language",
        "Language of texts in the answer: zh or en. Without it the company's own (`locale`).",
        examples=["zh"],
    ),
    "IdempotencyKey": _sent(
        "Idempotency-Key",
        "Up to 255 visible ASCII characters of your choice. For 24 hours the same key and body get "
        "the same answer and the work is done once; with another body: 422; while at work: 409.",
        minLength=1,
        maxLength=255,
        pattern="^[!-~]+$",
    ),
    "IfMatch": _sent(
        "If-Match",
        "The ETag that the resource was read with, several of which one must be current, or `*`.",
        required=True,
    ),
    "IfMatchOptional": _sent(
        "If-Match",
        "The ETag that the resource was read with; 412 when it has changed since. Without it the "
        "last request wins.",
    ),
    "IfNoneMatchToMake": _sent(
        "If-None-Match", "`*`: only make what is not there yet; 412 when it is.", examples=["*"]
    ),
    "IfNoneMatch": _sent("If-None-Match", "An ETag; 304 when nothing has changed since."),
}

SECURITY: dict[str, Any] = {
    "type": "http",
    "scheme": "bearer",
    "bearerFormat": "ssk_{tenant}_{id}_{secret}",
    "description": "A key of the company. It alone says which company calls.",
}
