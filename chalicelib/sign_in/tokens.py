"""Turn a token of a company's provider into a principal (OpenID Connect Core, RFC 8725)."""

import hashlib
import json
import logging
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from chalicelib.api_keys.binding import holder_now
from chalicelib.sign_in.callers import principal_of, register_of
from chalicelib.sign_in.claims import issued_at, said_by
from chalicelib.sign_in.key_set_document import algorithms_of
from chalicelib.sign_in.key_sets import KeySets, NoKey
from chalicelib.sign_in.records import LONGEST_NAME, SignIn, read_of_tokens
from chalicelib.store.errors import NoSuchKey
from chalicelib.store.table import Table
from chalicelib.telemetry import described, log
from chalicelib.tenancy.context import timestamp
from chalicelib.tenancy.current_tenant import acting_as, acting_as_operator
from chalicelib.tenancy.principal import Kind, Principal
from chalicelib.tenancy.records import read_tenant
from chalicelib.tenancy.scope import TenantScope

#: The longest token, in characters.
LONGEST = 8192
#: A token with more audiences is refused. Each audience costs a read.
MOST_AUDIENCES = 5
#: The longest subject, in characters (OpenID Connect Core, 2).
LONGEST_SUBJECT = 255
#: Allowed difference between a provider's clock and ours, in both directions.
LEEWAY_SECONDS = 60


def looks_like_token(text: str) -> bool:
    """Say whether the text has the form of a signed token: three parts separated by dots."""
    return len(text) <= LONGEST and text.isascii() and text.count(".") == 2


def caller_of(
    table: Table, key_sets: KeySets, clock: Callable[[], datetime], token: str
) -> Principal | None:
    """Return the person to whom the token belongs; None for a token that is not valid.

    The company's provider is read from the token before the signature is checked. All other claims
    are used only after the check. A table that does not answer is an error, and raised. Whatever
    goes wrong with the token itself, or with its provider, makes it a token that is not valid.
    """
    said = _said(token)
    sign_in = _provider(table, said) if said is not None else None
    if sign_in is None:
        return None
    claims = _verified(key_sets, sign_in, token)
    if claims is None:
        return None
    if not _in_force(claims, clock().timestamp()) or not _made_since(sign_in, claims):
        return None
    return _principal(table, sign_in, claims)


def _said(token: str) -> Mapping[str, Any] | None:
    """Return the token's claims, unverified; None for a text that is no token.

    Half of a surrogate pair is no text: it has no place in a key, a log line or an answer.
    """
    import jwt

    try:
        said: Mapping[str, Any] = jwt.decode(token, options={"verify_signature": False})
        json.dumps(said, ensure_ascii=False).encode()
    except (jwt.PyJWTError, ValueError, TypeError, RecursionError):
        return None
    return said


def _verified(key_sets: KeySets, sign_in: SignIn, token: str) -> Mapping[str, Any] | None:
    """Return the claims after the signature's check; None when they cannot be verified.

    The algorithm must be one of the key's own. A token cannot choose another one.
    """
    import jwt

    try:
        header = jwt.get_unverified_header(token)
        key_id, algorithm = header.get("kid"), header.get("alg")
        if not isinstance(key_id, str):
            return None
        jwk = key_sets.jwk(sign_in.key_set, key_id)
        if algorithm not in algorithms_of(jwk):
            return None
        claims: Mapping[str, Any] = jwt.decode(
            token,
            jwt.PyJWK(dict(jwk), algorithm),
            algorithms=[algorithm],
            audience=sign_in.audience,
            issuer=sign_in.issuer,
            # Times are checked by the process's own clock.
            options={
                "require": ["exp", "iss", "aud", "sub"],
                "verify_exp": False,
                "verify_nbf": False,
                "verify_iat": False,
                "enforce_minimum_key_length": True,
            },
        )
    except (jwt.PyJWTError, NoKey):
        return None
    except Exception as error:  # noqa: BLE001 (a provider's key or a token that a library chokes on)
        log(logging.WARNING, "token_not_verified", **described(error))
        return None
    return claims


def _provider(table: Table, said: Mapping[str, Any]) -> SignIn | None:
    """Return the sign-in of the company whose issuer and audience the token names.

    Return None unless there is exactly one.
    """
    issuer, audiences = said.get("iss"), said.get("aud")
    if isinstance(audiences, str):
        audiences = [audiences]
    if not isinstance(issuer, str) or not isinstance(audiences, list):
        return None
    if not 1 <= len(audiences) <= MOST_AUDIENCES:
        return None
    if not all(isinstance(one, str) and 0 < len(one) <= LONGEST_NAME for one in audiences):
        return None
    if len(issuer) > LONGEST_NAME:
        return None
    try:
        with acting_as_operator():
            found = read_of_tokens(table, issuer, audiences)
    except NoSuchKey:
        return None
    # A token that matches two companies is refused.
    return found[0] if len(found) == 1 else None


def _in_force(claims: Mapping[str, Any], now: float) -> bool:
    expires, begins = claims["exp"], claims.get("nbf", 0)
    if not isinstance(expires, (int, float)) or not isinstance(begins, (int, float)):
        return False
    return begins - LEEWAY_SECONDS <= now < expires + LEEWAY_SECONDS


def _made_since(sign_in: SignIn, claims: Mapping[str, Any]) -> bool:
    """Say whether the token was made after its issuer and audience became this company's.

    Tokens from the time when another company had them must not open this company.
    """
    if sign_in.since is None:
        return True
    made = issued_at(claims)
    return made is not None and made >= int(datetime.fromisoformat(sign_in.since).timestamp())


def _principal(table: Table, sign_in: SignIn, claims: Mapping[str, Any]) -> Principal | None:
    """Return the caller of a valid token; None without a role, and for a person who has gone."""
    said = said_by(sign_in, claims)
    if said is None:
        return None
    scope = TenantScope(sign_in.tenant)
    with acting_as(scope):
        tenant = read_tenant(table, scope)
        if tenant is None or tenant.status != "active":
            return None
        bound = None
        if said.employee_id is not None:
            register = register_of(table, tenant)
            bound = holder_now(register, said.employee_id, issued_at(claims))
            if bound is None:
                return None
    return principal_of(
        tenant,
        bound,
        credential=credential_of(sign_in.issuer, str(claims["sub"])),
        roles=said.roles,
        teams=said.teams,
        departments=said.departments,
        kind=Kind.PERSON,
        name=str(claims["sub"])[:LONGEST_SUBJECT],
        expires_at=_ends_at(claims),
    )


def _ends_at(claims: Mapping[str, Any]) -> str | None:
    """Return the token's end as RFC 3339; None for one beyond the calendar."""
    try:
        return timestamp(datetime.fromtimestamp(claims["exp"], UTC))
    except (OverflowError, ValueError, OSError):
        return None


def credential_of(issuer: str, subject: str) -> str:
    """Return a person's id for logs and the audit log: stable, and without a name or address."""
    digest = hashlib.sha256(f"{issuer}\n{subject}".encode()).hexdigest()
    return f"usr_{digest[:24]}"
