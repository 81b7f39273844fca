"""A company's audit log and its seals, as somebody with a writing role could change them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from chalicelib.audit import sealing, seals
from chalicelib.tenancy.platform import Platform
from chalicelib.tenancy.scope import TenantScope
from tests.api.clock import Clock
from tests.api.company import Company
from tests.api.world import TABLE, World

Item = dict[str, Any]


@dataclass
class Chain:
    company: Company
    world: World
    platform: Platform
    clock: Clock

    @property
    def log(self) -> list[Item]:
        """The company's events as they are stored, in order."""
        return self._of("#audit#")

    @property
    def seals(self) -> list[Item]:
        return self._of("#audit-seals")

    def change(self, times: int) -> None:
        """Cause events, a minute apart."""
        for n in range(times):
            self.clock.advance(minutes=1)
            locale = ("zh", "en")[n % 2]
            self.company.admin.patch("/v1/tenant", {"locale": locale}, if_match="*").ok()

    def seal(self, minutes: int = 16) -> int:
        """Let the events grow old enough and seal them; return the number of seals made."""
        self.clock.advance(minutes=minutes)
        until = self.clock.now + timedelta(minutes=1)
        return sealing.seal_company(self.platform, TenantScope(self.company.tenant), until)

    def check(self, **query: Any) -> Any:
        return self.company.admin.get("/v1/audit-events/verification", query=query).ok()

    def found(self, **query: Any) -> tuple[str, int, str | None] | None:
        """The finding of a whole check, request after request; None when there is none."""
        after: int | None = 0
        while after is not None:
            report = self.check(after=after, **query)
            after = report["after"]
            finding = report["finding"]
            assert report["intact"] is (finding is None)
            if finding is not None:
                assert after is None
                return finding["kind"], finding["seal"], finding["event"]
        return None

    def put(self, item: Item) -> None:
        self.world.dynamodb.put_item(TableName=TABLE, Item=item)

    def remove(self, item: Item) -> None:
        key = {name: item[name] for name in ("pk", "sk")}
        self.world.dynamodb.delete_item(TableName=TABLE, Key=key)

    def forge_seal(self, item: Item, change: Callable[[list[str]], list[str]]) -> None:
        """Replace a seal by one that is whole in itself, with other events."""
        events = tuple(change([one["S"] for one in item["events"]["L"]]))
        number, made_at = int(item["number"]["N"]), item["made_at"]["S"]
        made = seals.hash_of(number, item["previous"]["S"], item["month"]["S"], events, made_at)
        listed = {"L": [{"S": one} for one in events]}
        self.put({**item, "events": listed, "hash": {"S": made}})

    def _of(self, word: str) -> list[Item]:
        prefix = f"{self.company.tenant}{word}"
        found = [item for item in self.world.items() if item["pk"]["S"].startswith(prefix)]
        return sorted(found, key=lambda item: (item["pk"]["S"], item["sk"]["S"]))
