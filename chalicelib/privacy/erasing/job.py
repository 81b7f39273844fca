"""An erasure at work: what its steps share, and the checkpoint after each piece of a step."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from pynamodb.expressions.operand import Path

from chalicelib.privacy.erasing.keys import key_of_erasure
from chalicelib.privacy.erasing.records import DELETE, RUNNING, Erasure
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.holdings import ErasureStage, ErasureStep, Holding


@dataclass(slots=True)
class Job:
    """The :class:`chalicelib.tenancy.holdings.Erasing` of a run.

    ``erasure`` is as it was last stored; counts and notes are added to it as things are changed.
    """

    context: Context
    erasure: Erasure
    first_month: str
    deadline: datetime

    @property
    def person(self) -> str:
        return self.erasure.employee_id or ""

    @property
    def pseudonym(self) -> str:
        return self.erasure.pseudonym or ""

    @property
    def deletes_files(self) -> bool:
        return self.erasure.files == DELETE

    @property
    def holdings(self) -> Sequence[Holding]:
        found: Sequence[Holding] = self.context.platform.contents.holdings
        return found

    def steps(self) -> list[tuple[str, ErasureStep]]:
        """All steps by name, in their order: by stage, then as packages are listed.

        A step's name is the word of its collection. The step of results has the words of those
        that move with results too: with one more of them, it is another step and runs again.
        """
        found = [
            (holding.collection.word, holding.erased)
            for holding in self.holdings
            if isinstance(holding.erased, ErasureStep)
        ]
        moved = [word for word, step in found if step.with_results is not None]
        return [
            ("+".join([word, *moved]) if step.stage is ErasureStage.RESULTS else word, step)
            for word, step in sorted(found, key=lambda entry: entry[1].stage)
        ]

    def count(self, name: str, number: int = 1) -> None:
        counts = {**self.erasure.counts, name: self.erasure.counts.get(name, 0) + number}
        self.erasure = replace(self.erasure, counts=counts)

    def note(self, name: str, *values: str) -> None:
        merged = list(dict.fromkeys((*self.noted(name), *values)))
        self.erasure = replace(self.erasure, notes={**self.erasure.notes, name: merged})

    def noted(self, name: str) -> Sequence[str]:
        return self.erasure.notes.get(name, ())

    def checkpoint(self, step: str) -> str | None:
        """How far a step has come; None when it has not begun."""
        return self.erasure.after if self.erasure.step == step else None

    def reach(self, step: str, after: str) -> None:
        """Store how far a step has come."""
        self._store(replace(self.erasure, step=step, after=after))

    def complete(self, step: str) -> None:
        """Store that a step is at its end."""
        done = (*self.erasure.done, step)
        self._store(replace(self.erasure, done=done, step=None, after=None))

    def _store(self, erasure: Erasure) -> None:
        self.erasure = replace(erasure, status=RUNNING)
        step, after = Path("step"), Path("after")
        self.context.table.update(
            key_of_erasure(self.context.scope, erasure.id),
            [
                Path("status").set(RUNNING),
                Path("done").set(list(erasure.done)),
                step.remove() if erasure.step is None else step.set(erasure.step),
                after.remove() if erasure.after is None else after.set(erasure.after),
                Path("notes").set(dict(erasure.notes)),
                Path("counts").set(dict(erasure.counts)),
            ],
        )

    def late(self) -> bool:
        return self.context.platform.clock() > self.deadline
