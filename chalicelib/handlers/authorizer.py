"""From a bearer token to a principal."""

from typing import Any

import pynamodb.connection.table  # noqa: F401 (first: docs/decisions/short-start.md)
from chalice.app import AuthRequest, AuthResponse

from chalicelib.handlers import snapshots
from chalicelib.handlers.process import platform
from chalicelib.sign_in import authorizer, key_sets


def answer(request: AuthRequest) -> AuthResponse:
    """Authorize a caller. The cached answer serves all routes, so each route checks the role."""
    known = platform().remembered(key_sets.KeySets, lambda: key_sets.KeySets(platform().outbound))
    principal = authorizer.authorize(platform().table, platform().clock, request.token, known)
    if principal is None:
        return AuthResponse(routes=[], principal_id="nobody")
    return AuthResponse(
        routes=["*"], principal_id=principal.credential, context=principal.as_context()
    )


def handle(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    """Answer the gateway's question."""
    request = AuthRequest(event["type"], event["authorizationToken"], event["methodArn"])
    return answer(request).to_dict(request)


snapshots.before(lambda: (authorizer.authorize, key_sets.KeySets))
