"""Companies that have served: their audit logs stay until they can be sealed, and are checked then.

The service seals events that are older than 15 minutes. So a run must be longer than that to check
a chain, and the chains that it checks are those of its first companies.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.chaos.caller import Caller
from tests.chaos.company import Company
from tests.chaos.deployed import Deployed
from tests.chaos.rest import scan, tick
from tests.chaos.stored import events_of, items_of, tenant_of
from tests.chaos.table_emptied import forget
from tests.chaos.violations import Violation

#: Seconds after which every event of a company that has served is old enough.
SEALED_AFTER = 15 * 60 + 30
#: What is kept of such a company: its log, and what its key needs.
KEPT = ("audit", "audit-seals", "tenant", "keys")


@dataclass(slots=True)
class Retired:
    """The companies that have served, with the moment of their end, the oldest first."""

    made: Deployed
    companies: list[tuple[float, Company]] = field(default_factory=list)

    def take(self, companies: list[Company]) -> None:
        """Take companies whose rounds are over."""
        forget(self.made, companies, KEPT)
        self.companies += [(time.monotonic(), one) for one in companies]

    def check(self) -> Iterator[Violation]:
        """Seal and check the logs that are old enough, and remove them."""
        ended = time.monotonic() - SEALED_AFTER
        ready = [company for at, company in self.companies if at < ended]
        if not ready:
            return
        if (error := tick(self.made, "seal_audit")) is not None:
            yield Violation("the hourly function succeeds", "all", "seals", "no error", error)
        items = items_of(scan(self.made.client("dynamodb"), self.made.deployment.table))
        for company in ready:
            events = events_of(item for item in items if tenant_of(item) == company.id)
            yield from _whole(Caller(self.made.url, company.key), company, len(events))
        self.companies = [(at, one) for at, one in self.companies if one not in ready]
        forget(self.made, ready)


def _whole(caller: Caller, company: Company, number: int) -> Iterator[Violation]:
    """The chain is intact and covers every event."""
    checked = 0
    after: int | None = 0
    while after is not None:
        said = caller.get("/v1/audit-events/verification", after=str(after))
        if not said.ok:
            raise LookupError(f"the chain of {company.id} is not checked: {said}")
        checked += int(said.body["events"])
        if not said.body["intact"]:
            found = str(said.body["finding"])
            yield Violation("chain of the audit log", company.id, "seals", "intact", found)
            return
        after = said.body["after"]
    if checked != number:
        must, has = str(number), str(checked)
        yield Violation("every event is sealed", company.id, "seals", must, has)
