"""How many requests a tenant may make: RateLimit headers, and 429 with Retry-After.

A token bucket for each tenant in each process: the tenant's requests of a minute fit in at
once, and come back evenly. The size comes with the authorizer's answer, so a request costs
no read for it. Its limits, on purpose: several processes of the API function count each for
itself, so a tenant that is spread over n of them can make up to n times as many, and the
gateway's own throttle bounds the sum (see docs/decisions/rate-limits.md).

The headers follow draft-ietf-httpapi-ratelimit-headers.
"""

import math
from dataclasses import dataclass
from datetime import datetime

from chalicelib.tenancy.principal import Principal
from chalicelib.web.languages import Text
from chalicelib.web.problems import Problem

WINDOW_SECONDS = 60
#: Buckets kept at once; the one longest unused goes first. More tenants than that in one
#: process within a minute only means that some start again from full.
MOST_BUCKETS = 10_000


@dataclass(frozen=True, slots=True)
class Taken:
    """What asking for one request gave: whether it is allowed, and what is left in the window."""

    allowed: bool
    limit: int
    remaining: int
    seconds_to_next: int
    seconds_to_full: int

    def headers(self) -> dict[str, str]:
        return {
            "RateLimit-Policy": f'"requests";q={self.limit};w={WINDOW_SECONDS}',
            "RateLimit": f'"requests";r={self.remaining};t={self.seconds_to_full}',
        }

    def problem(self) -> Problem:
        """429, saying when one request fits again."""
        return Problem(
            429,
            "too_many_requests",
            Text(
                f"请求过多：每分钟最多 {self.limit} 次。请在 {self.seconds_to_next} 秒后重试。",
                f"Too many requests: at most {self.limit} a minute. "
                f"Try again in {self.seconds_to_next} s.",
            ),
            headers={"Retry-After": str(self.seconds_to_next)},
        )


@dataclass(slots=True)
class _Bucket:
    """How many requests were left at a moment. Times and rates are no figures: floats will do."""

    left: float
    at: datetime


class Rates:
    """The buckets of one process."""

    def __init__(self) -> None:
        self._buckets: dict[str, _Bucket] = {}

    def take(self, principal: Principal, now: datetime) -> Taken:
        """Take one request out of the bucket of the caller's tenant (the operator has its own)."""
        limit = principal.requests_per_minute
        name = principal.tenant or "~operator"
        # Taken out and put in again, so that the first in the dictionary is the longest unused.
        bucket = self._buckets.pop(name, None) or _Bucket(float(limit), now)
        self._buckets[name] = bucket
        if len(self._buckets) > MOST_BUCKETS:
            del self._buckets[next(iter(self._buckets))]
        per_second = limit / WINDOW_SECONDS
        elapsed = max(0.0, (now - bucket.at).total_seconds())
        bucket.left = min(float(limit), bucket.left + elapsed * per_second)
        bucket.at = max(now, bucket.at)
        allowed = bucket.left >= 1
        if allowed:
            bucket.left -= 1
        return Taken(
            allowed,
            limit,
            remaining=math.floor(bucket.left),
            seconds_to_next=max(1, math.ceil((1 - bucket.left) / per_second)),
            seconds_to_full=math.ceil((limit - bucket.left) / per_second),
        )
