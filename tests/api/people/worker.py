"""The worker of the exports queue, which also erases people, copies companies and lets them go."""

from dataclasses import dataclass
from typing import Any

from tests.api.exports.delivering import deliver
from tests.api.world import World


@dataclass
class Worker:
    world: World

    def work(self, milliseconds: int = 300_000, most: int = 60) -> int:
        """Deliver messages until none is left; gives their number. Fails when one fails."""
        done = 0
        while waiting := self.world.messages("exports"):
            for body in waiting:
                done += 1
                assert done <= most, body
                assert self.deliver(body, milliseconds) == {"batchItemFailures": []}, body
        return done

    def deliver(self, body: str, milliseconds: int = 300_000) -> Any:
        """The queue delivers one message to the function."""
        return deliver(self.world, body, milliseconds=milliseconds)
