"""A running erasure: what its steps share, and the checkpoint after each piece of a step."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from pynamodb.expressions.operand import Path

from chalicelib.people.identity import Held
from chalicelib.person_keys import PersonKey
from chalicelib.privacy.erasing.keys import key_of_erasure
from chalicelib.privacy.erasing.records import DELETE, OPEN, RUNNING, Erasure
from chalicelib.store.table import ConditionFailed
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.holdings import ErasureStage, ErasureStep, Holding
from chalicelib.tenancy.leaving import Presence

#: The note that has the person's ids with their times.
IDS = "ids"


def written_times(times: Held) -> str:
    """Return an id with its times as a note."""
    return json.dumps([times.id, times.since, times.until], ensure_ascii=False)


def read_times(note: str) -> Held:
    return Held(*json.loads(note))


class Ended(Exception):
    """Another run has ended the erasure: the message was delivered twice."""


@dataclass(slots=True)
class Job:
    """The :class:`chalicelib.tenancy.holdings.Erasing` of a run.

    ``erasure`` is the record as last stored, with the counts and notes made since.
    """

    context: Context
    erasure: Erasure
    first_month: str
    deadline: datetime
    presence: Presence = field(init=False)

    def __post_init__(self) -> None:
        self.presence = Presence(self.context)

    @property
    def id(self) -> str:
        return self.erasure.id

    @property
    def person(self) -> PersonKey:
        return PersonKey(self.erasure.employee_id or "")

    def called(self, employee_id: str, since: str, until: str) -> bool:
        # An erasure from before ids were noted is of somebody whose id is the key.
        noted = self.noted(IDS) or [written_times(Held(self.person, "", None))]
        times = map(read_times, noted)
        return any(one.id == employee_id and one.meets(since, until) for one in times)

    @property
    def pseudonym(self) -> str:
        return self.erasure.pseudonym or ""

    @property
    def requested_at(self) -> str:
        return self.erasure.requested_at

    @property
    def deletes_files(self) -> bool:
        return self.erasure.files == DELETE

    @property
    def holdings(self) -> Sequence[Holding]:
        found: Sequence[Holding] = self.context.platform.contents.holdings
        return found

    def steps(self) -> list[tuple[str, ErasureStep]]:
        """Return all steps with their names, ordered by stage, then by package.

        A step's name is the word of its collection. The name of the step of results also has the
        words of the collections that move with results. With a new such collection the name is
        another, so the step runs again.
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
        """Return the checkpoint of a step. None when it has not begun."""
        return self.erasure.after if self.erasure.step == step else None

    def reach(self, step: str, after: str) -> None:
        """Store the checkpoint of a step, with counts and notes. Raises Ended."""
        self._store(replace(self.erasure, step=step, after=after))

    def complete(self, step: str) -> None:
        """Store that a step is done. Raises Ended."""
        done = (*self.erasure.done, step)
        self._store(replace(self.erasure, done=done, step=None, after=None))

    def _store(self, erasure: Erasure) -> None:
        self.erasure = replace(erasure, status=RUNNING)
        step, after = Path("step"), Path("after")
        try:
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
                # Else the record would run again, with what its end has forgotten.
                Path("status").is_in(*OPEN),
            )
        except ConditionFailed:
            raise Ended from None

    def late(self) -> bool:
        """Return whether the time of the run is used up. Raises CompanyLeaves."""
        self.presence.check()
        return self.context.platform.clock() > self.deadline
