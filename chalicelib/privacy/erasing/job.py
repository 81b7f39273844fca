"""An erasure at work: what its steps share, and the checkpoint after each piece of a step."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from pynamodb.expressions.operand import Path

from chalicelib.privacy.erasing.keys import key_of_erasure
from chalicelib.privacy.erasing.records import RUNNING, Erasure
from chalicelib.tenancy.context import Context


class Busy(Exception):
    """Somebody else is writing what the step is to change; it goes on later."""


@dataclass(slots=True)
class Job:
    """``erasure`` is as it was last stored; counts are added to it as things are changed.

    ``first_month`` is that of the tenant's first audit events.
    """

    context: Context
    erasure: Erasure
    first_month: str
    deadline: datetime

    @property
    def person(self) -> str:
        """The person's id."""
        return self.erasure.employee_id or ""

    @property
    def pseudonym(self) -> str:
        return self.erasure.pseudonym or ""

    def count(self, name: str, number: int = 1) -> None:
        counts = {**self.erasure.counts, name: self.erasure.counts.get(name, 0) + number}
        self.erasure = replace(self.erasure, counts=counts)

    def note(self, **parts: tuple[str, ...]) -> None:
        """Add to ``names`` or ``uploads`` what is not among them yet."""
        merged: dict[str, Any] = {
            name: tuple(dict.fromkeys((*getattr(self.erasure, name), *more)))
            for name, more in parts.items()
        }
        self.erasure = replace(self.erasure, **merged)

    def reach(self, step: int, after: str | None) -> None:
        """Store how far it has come."""
        self.erasure = replace(self.erasure, status=RUNNING, step=step, after=after)
        erasure = self.erasure
        self.context.table.update(
            key_of_erasure(self.context.scope, erasure.id),
            [
                Path("status").set(erasure.status),
                Path("step").set(step),
                Path("after").set(after) if after is not None else Path("after").remove(),
                Path("names").set(list(erasure.names)),
                Path("uploads").set(list(erasure.uploads)),
                Path("counts").set(dict(erasure.counts)),
            ],
        )

    def late(self) -> bool:
        return self.context.platform.clock() > self.deadline


#: Does its work piece after piece from a checkpoint on, and gives the checkpoint after each.
#: Doing a piece again changes nothing more.
Step = Callable[[Job, str | None], Iterator[str]]
Steps = Sequence[Step]
