"""A count of requests in memory, and callers with a limit, for tests of rate limits alone."""

from datetime import datetime

from chalicelib.tenancy.principal import Principal
from chalicelib.tenancy.roles import Role


def caller(limit: int, tenant: str = "acme") -> Principal:
    """Return a caller of the tenant, with a limit of requests per minute."""
    return Principal("key", Role.HR, tenant, requests_per_minute=limit)


class Counted:
    """A tenant's count: the requests taken in each window, and the number of calls to it."""

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
