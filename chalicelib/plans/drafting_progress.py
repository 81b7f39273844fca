"""The checkpoint of plan drafting: a shard, a step and a position in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

#: The name under which followers' progress keeps the checkpoint.
NAME = "plans"
#: The steps of a shard: its stored plans, then its cards.
PLANS, CARDS = "plans", "cards"
#: Pages after which the checkpoint is stored. A killed run repeats at most so many.
STORED_EVERY = 10


@dataclass(frozen=True, slots=True)
class Place:
    """The next page: of shard ``shard`` and step ``step``, after the sort key ``after``.

    ``has_plans``: the shard may have plans of the scheme, so none is written without looking. Not
    stored: after a checkpoint an earlier run may have written some.
    """

    shard: int = 0
    step: str = PLANS
    after: str | None = None
    has_plans: bool = False

    @staticmethod
    def of(stored: Mapping[str, Any] | None) -> "Place":
        """Return the place of a stored checkpoint; the first place without one."""
        if stored is None:
            return Place()
        return Place(int(stored["shard"]), stored["step"], stored["after"] or None, has_plans=True)

    def stored(self) -> dict[str, Any]:
        """Return the checkpoint as it is stored."""
        return {"shard": self.shard, "step": self.step, "after": self.after or ""}

    def next_of_plans(self, after: str | None, *, found: bool) -> "Place":
        """Return the place after a page of plans that ended at ``after`` (None: the last one)."""
        step = CARDS if after is None else PLANS
        return Place(self.shard, step, after, self.has_plans or found)

    def next_of_cards(self, after: str | None) -> "Place":
        """Return the place after a page of cards that ended at ``after`` (None: the last one)."""
        if after is None:
            return Place(self.shard + 1)
        return Place(self.shard, CARDS, after, self.has_plans)
