"""How a company divides its requests of a minute: among its credentials, and for bulk work.

All are percentages of the company's requests. See docs/decisions/rate-limits.md.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

#: Companies with a lower limit have no shares: a share of a few requests is of no use to anybody.
SHARED_FROM = 60


@dataclass(frozen=True, slots=True)
class RequestShares:
    """Percentages of the company's requests in a minute, 1 to 100 each.

    ``person_percent`` is the most of one person, whose sign-ins and keys share it; ``key_percent``
    of any other key. ``bulk_percent`` is how far lists and batches of other keys
    may use up the company's requests. What is beyond it is left to people and to single calls.
    ``all_keys_percent`` is how far all keys that are nobody's may use them up, whatever they ask
    for. What is beyond it is left to people alone. ``all_people_percent`` is the same of all
    sign-ins and persons' keys together: what is beyond it is left to keys that are nobody's.
    """

    person_percent: int = 10
    key_percent: int = 60
    bulk_percent: int = 80
    all_keys_percent: int = 90
    all_people_percent: int = 90

    def as_text(self) -> str:
        """Return the shares as the authorizer passes them: ``10/60/80/95``.

        The last two are left out while they are the defaults: functions from before one of them
        read three, or four.
        """
        percents = list(asdict(self).values())
        if self.all_people_percent == DEFAULT_SHARES.all_people_percent:
            percents.pop()
            if self.all_keys_percent == DEFAULT_SHARES.all_keys_percent:
                percents.pop()
        return "/".join(map(str, percents))

    @staticmethod
    def from_text(text: str | None) -> "RequestShares":
        """Parse :meth:`as_text`. None: the defaults. Raises ValueError, TypeError for others."""
        return RequestShares(*map(int, text.split("/"))) if text else DEFAULT_SHARES

    @staticmethod
    def of(stored: Mapping[str, int]) -> "RequestShares":
        """Return the shares that a company has set, with defaults for the others."""
        return RequestShares(**{name: int(percent) for name, percent in stored.items()})


DEFAULT_SHARES = RequestShares()


def part_of(requests: int, percent: int) -> int:
    """Return this percentage of a minute's requests, at least one request."""
    return max(1, requests * percent // 100)
