"""A run's fair share: how many people it may score while somebody else waits for a worker.

Handing on without need costs: the next run does not know what stands, and reads it.
"""

from chalicelib.tenancy.context import Context
from chalicelib.uploads.continuation import others_wait

#: After so many people a run hands on when others wait, so that a large upload lets a small one in
#: between; when nobody does, it goes on, and looks again after a tenth of so many.
FAIR_SHARE = 50_000
ASKED_AGAIN = 10


class Share:
    """What a run has used of it: ``done`` people."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._ask_at = FAIR_SHARE
        self.done = 0

    def used_up(self) -> bool:
        """Whether it is, and others wait: they come first, and another run goes on here."""
        if self.done < self._ask_at:
            return False
        self._ask_at = self.done + FAIR_SHARE // ASKED_AGAIN
        return others_wait(self._context.platform)
