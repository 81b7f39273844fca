"""The payroll department: requests files and has the exports worker process the messages."""

import csv
import io
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.api.client import Api
from tests.api.exports.delivering import deliver
from tests.api.uploads.sending import Context
from tests.api.world import BUCKET, World

TICK = Path(__file__).parents[2] / "events" / "hourly_tick.json"


@dataclass
class Payroll:
    """``waiting`` are messages taken from the queue and not processed.

    A worker that dies leaves its message there, as a queue would deliver it again.
    """

    world: World
    caller: Api
    waiting: list[str] = field(default_factory=list)

    def ask(self, form: str = "csv", period: str = "2026-10", scheme: str = "desk") -> Any:
        body = {"scheme": scheme, "period": period, "format": form}
        return self.caller.post("/v1/exports", body).ok(201)

    def work(self, deliveries: int = 60) -> int:
        """Deliver messages until none is left. Returns their number."""
        done = 0
        self.waiting += self.world.messages("exports")
        while self.waiting:
            assert done < deliveries, self.waiting
            assert self.deliver(self.waiting[0]) == {"batchItemFailures": []}
            del self.waiting[0]
            done += 1
            self.waiting += self.world.messages("exports")
        return done

    def deliver(self, body: str, received: int = 1) -> Any:
        """Deliver one message to the exports function. ``received``: the number of the delivery."""
        return deliver(self.world, body, received=received)

    def tick(self) -> None:
        """EventBridge's hourly event, as it is sent."""
        import app

        app.export_tick(json.loads(TICK.read_text()), Context())

    def made(self, form: str = "csv", **more: str) -> Any:
        """Request an export and make it. Returns the export."""
        asked = self.ask(form, **more)
        self.work()
        return self.caller.get(f"/v1/exports/{asked['id']}").ok()

    def content(self, export: Any) -> bytes:
        return self.object(f"exports/acme/{export['id']}/{export['filename']}")

    def rows(self, export: Any) -> list[dict[str, str]]:
        """Return the rows of a CSV export, by the names of its columns."""
        return list(csv.DictReader(io.StringIO(self.content(export).decode("utf-8-sig"))))

    def manifest(self, export: Any) -> Any:
        return json.loads(self.object(f"exports/acme/{export['id']}/manifest.json"))

    def object(self, name: str) -> bytes:
        return self.world.s3.get_object(Bucket=BUCKET, Key=name)["Body"].read()
