"""The workers of the queues of exports and jobs. Jobs erase people, copy and delete companies."""

from dataclasses import dataclass
from typing import Any

from tests.api.exports.delivering import deliver, queue_of
from tests.api.world import World


@dataclass
class Worker:
    world: World

    def work(self, milliseconds: int = 300_000, most: int = 60) -> int:
        """Deliver messages until none is left. Returns their number. Fails when one fails."""
        done = 0
        while waiting := [*self.world.messages("exports"), *self.world.messages("jobs")]:
            for body in waiting:
                done += 1
                assert done <= most, body
                assert self.deliver(body, milliseconds) == {"batchItemFailures": []}, body
        return done

    def deliver(self, body: str, milliseconds: int = 300_000, received: int = 1) -> Any:
        """Deliver one message to its function. ``received``: the number of the delivery."""
        return deliver(
            self.world, body, milliseconds=milliseconds, received=received, queue=queue_of(body)
        )
