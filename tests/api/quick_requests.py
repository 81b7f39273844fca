"""DynamoDB's requests go to moto's table directly.

moto makes a request of werkzeug's from botocore's, takes its address, headers and body apart, walks
through the body and through the answer by the service's model, and botocore walks through the
answer again. Here botocore still calls all hooks, asks for credentials and retries; its body is
read as JSON, and moto's operation answers with JSON. Errors are worded by moto's own serializer.
Every other request goes moto's way. ``tests/store/test_quick_moto.py`` checks that both answer the
same.
"""

import json
import re
from base64 import b64decode, b64encode
from dataclasses import dataclass
from typing import Any

from botocore.auth import SIGV4_TIMESTAMP, SigV4Auth
from botocore.awsrequest import AWSResponse
from botocore.compat import get_current_datetime
from moto.core import DEFAULT_ACCOUNT_ID as ACCOUNT
from moto.core.botocore_stubber import BotocoreStubber, MockRawResponse
from moto.core.responses import ActionResult
from moto.core.utils import utcnow
from moto.dynamodb import responses
from moto.dynamodb.models.dynamo_type import DynamoType
from moto.dynamodb.models.utilities import dynamo_to_dict
from moto.utilities.aws_headers import gen_amzn_requestid_long
from werkzeug.http import http_date

REGION = "us-east-1"
ADDRESS = f"https://dynamodb.{REGION}.amazonaws.com/"
CONTENT_TYPE = "application/x-amz-json-1.0"
#: The operations on items, as botocore names them; what concerns tables goes moto's way.
OPERATIONS = frozenset(
    f"{verb}Item" for verb in ("Get", "Put", "Update", "Delete", "BatchGet", "BatchWrite")
) | {"Query", "Scan", "TransactGetItems", "TransactWriteItems"}
#: The name of a binary attribute. As a text no colon follows it.
_BINARY = re.compile(rb'"BS?"\s*:')

_slow_call = BotocoreStubber.__call__
_slow_sign = SigV4Auth.add_auth


@dataclass
class Made:
    """The number of requests to AWS so far, of all services."""

    requests: int = 0


made = Made()


class _Result(responses.DynamoResult):
    """What an operation found, as the table has it until it is written."""

    def __init__(self, result: object) -> None:
        ActionResult.__init__(self, result)

    def execute_result(self, context: Any) -> Any:
        self._result = dynamo_to_dict(self._result)
        return super().execute_result(context)


class _Handler(responses.DynamoHandler):
    """moto's operations, with a request that is read already."""

    def __init__(self, operation: str, body: bytes) -> None:
        super().__init__()
        self.operation = operation
        self.params = json.loads(body, object_hook=_bytes if _BINARY.search(body) else None)
        self.headers = {"Content-Type": CONTENT_TYPE}
        self.response_headers = {"server": "amazon.com", "date": http_date(utcnow())}
        self.querystring: dict[str, Any] = {}
        self.region, self.current_account = REGION, ACCOUNT

    def _get_action(self) -> str:
        return self.operation

    def serialized(self, action_result: ActionResult) -> Any:
        if isinstance(action_result.result, Exception):
            return super().serialized(action_result)
        text = json.dumps(action_result.result, default=_plain)
        return 200, {"Content-Type": CONTENT_TYPE, **self.response_headers}, text

    @staticmethod
    def _enrich_response(headers: dict[str, Any], body: Any) -> Any:
        if "status" in headers:
            headers["status"] = str(headers["status"])
        gen_amzn_requestid_long(headers)
        return headers, body


def _call(self: BotocoreStubber, event_name: str, request: Any, **more: Any) -> Any:
    """Answer a request of botocore's, which is sent nowhere."""
    made.requests += 1
    operation = _operation(request) if self.enabled else None
    if operation is None:
        return _slow_call(self, event_name, request, **more)
    status, headers, body = _Handler(operation, request.body).call_action()
    return AWSResponse(request.url, status, headers, MockRawResponse(body))


def _operation(request: Any) -> str | None:
    """Return the name of an operation on items; None for every other request."""
    if request.url != ADDRESS:
        return None
    target = request.headers.get("X-Amz-Target", b"")
    name = (target.decode() if isinstance(target, bytes) else target).rpartition(".")[2]
    return name if name in OPERATIONS else None


def _sign(self: SigV4Auth, request: Any) -> None:
    """Name the credentials that sign a request to the table, and leave the signature out.

    Nobody checks it here: in process the credentials alone show who has asked.
    """
    if type(self) is not SigV4Auth or request.url != ADDRESS or self.credentials is None:
        _slow_sign(self, request)
        return
    request.context["timestamp"] = get_current_datetime().strftime(SIGV4_TIMESTAMP)
    self._modify_request_before_signing(request)
    request.headers["Authorization"] = f"AWS4-HMAC-SHA256 Credential={self.scope(request)}"


def _plain(found: object) -> Any:
    """Return what JSON has for an attribute, or for bytes."""
    if isinstance(found, DynamoType):
        return {found.type: found.value}
    if isinstance(found, bytes):
        return b64encode(found).decode()
    raise TypeError(f"{type(found).__name__} in an answer")


def _bytes(found: dict[str, Any]) -> dict[str, Any]:
    """Read a binary attribute. In a map, a member of this name is an attribute, no text."""
    match found:
        case {"B": str(text)} if len(found) == 1:
            return {"B": b64decode(text)}
        case {"BS": [*texts]} if len(found) == 1:
            return {"BS": [b64decode(text) for text in texts]}
    return found


#: The replacements: class or module, name, new value.
QUICK = (
    (BotocoreStubber, "__call__", _call),
    (responses, "DynamoResult", _Result),
    (SigV4Auth, "add_auth", _sign),
)
