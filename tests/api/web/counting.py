"""A count of requests in memory, and callers with a limit, for tests of rates alone."""

from datetime import datetime

from chalicelib.tenancy.principal import Principal
from chalicelib.tenancy.roles import Role


def caller(limit: int, tenant: str = "acme") -> Principal:
    """One of the tenant's, who has so many requests a minute."""
    return Principal("key", Role.HR, tenant, requests_per_minute=limit)


class Counted:
    """A tenant's count: what was taken in each window, and how often it was asked."""

    def __init__(self) -> None:
        self.taken: dict[datetime, int] = {}
        self.asked = 0
        self.answers = True

    def add(self, window: datetime, requests: int) -> int | None:
        self.asked += 1
        if not self.answers:
            return None
        self.taken[window] = self.taken.get(window, 0) + requests
        return self.taken[window]
