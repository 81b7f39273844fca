"""What a caller may use of its company's requests of a minute: whose share it is, and how large.

See docs/decisions/rate-limits.md.
"""

from hashlib import blake2b

from chalicelib.tenancy.principal import Kind, Principal
from chalicelib.tenancy.request_shares import SHARED_FROM, part_of


def own_limit(principal: Principal) -> int | None:
    """Return how many requests a minute the credential may make; None when it has no share."""
    if not _has_shares(principal):
        return None
    shares = principal.request_shares
    percent = shares.person_percent if is_persons(principal) else shares.key_percent
    return part_of(principal.requests_per_minute, percent)


def bulk_limit(principal: Principal) -> int | None:
    """Return how many of the company's requests of a minute lists and batches may use up.

    None: it does not matter, because the caller is a person. A person's lists are looked at.
    """
    if not _has_shares(principal) or is_persons(principal):
        return None
    return part_of(principal.requests_per_minute, principal.request_shares.bulk_percent)


def kept_for_people(principal: Principal) -> int:
    """Return how many of the company's requests of a minute only people may make: what its keys
    that are nobody's may not use together."""
    if not _has_shares(principal):
        return 0
    limit = principal.requests_per_minute
    return limit - part_of(limit, principal.request_shares.all_keys_percent)


def kept_for_keys(principal: Principal) -> int:
    """Return how many of the company's requests of a minute only keys that are nobody's may make:
    what people may not use together, as far as it is not kept for people."""
    if not _has_shares(principal):
        return 0
    limit = principal.requests_per_minute
    kept = limit - part_of(limit, principal.request_shares.all_people_percent)
    return min(kept, limit - kept_for_people(principal))


def _has_shares(principal: Principal) -> bool:
    return principal.tenant is not None and principal.requests_per_minute >= SHARED_FROM


def is_persons(principal: Principal) -> bool:
    """Return whether the caller is a person: signed in, or by a key that is bound to one."""
    return principal.kind is Kind.PERSON or principal.person is not None


def share_name(principal: Principal) -> str:
    """Return under which name the caller's share is counted: all credentials of one person have one
    share, which is a person's. The name does not tell whose it is; no credential's id begins so."""
    if principal.person is None:
        return principal.credential
    return f"~{blake2b(principal.person.encode(), digest_size=12).hexdigest()}"
