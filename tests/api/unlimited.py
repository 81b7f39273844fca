"""A company of whose requests none is one too many, for tests that walk every route."""

from tests.api.client import Api


def unlimited(operator: Api, tenant: str = "acme") -> None:
    """Let the company make as many requests a minute as a test needs."""
    limits = {"limits": {"requests_per_minute": 100_000}}
    operator.patch(f"/v1/tenants/{tenant}", limits, if_match="*").ok()
