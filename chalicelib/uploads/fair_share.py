"""The fair share of a run: how many people it may score while other messages wait for a worker.

Handing over without need has a cost: the next run must read the stored cards again.
"""

from chalicelib.tenancy.context import Context
from chalicelib.uploads.continuation import others_wait

#: People after which a run hands over if others wait, so that a small upload gets its turn beside a
#: large one. If nobody waits, the run continues and asks again after a tenth of this number.
FAIR_SHARE = 50_000
CHECKS_PER_SHARE = 10


class Share:
    """A run's use of its share. ``done``: the people that the run has handled so far."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._ask_at = FAIR_SHARE
        self.done = 0

    def used_up(self) -> bool:
        """Return whether the share is used up and others wait. Then another run must continue."""
        if self.done < self._ask_at:
            return False
        self._ask_at = self.done + FAIR_SHARE // CHECKS_PER_SHARE
        return others_wait(self._context.platform)
