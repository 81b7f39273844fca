"""The fair share of a run: for how long it may keep its worker while other messages wait for one.

A share is time, because others wait for time, whatever it is spent on. To hand on has a cost: the
next run must come to the place of this one first (open the file again, read the rows and the
stored cards before it). So a run keeps its worker for SHARE, and for twice as long as it took to
come to its place and do a first step, if that is longer. Then at most about half of all work is
done again, however many others wait. While nobody waits a run goes on and asks again: a request
every ASK_AGAIN at most.
"""

from datetime import datetime, timedelta

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.jobs import queues
from chalicelib.jobs.kinds import Queue
from chalicelib.tenancy.platform import Platform

#: How long a run keeps its worker while others wait, and after how long it asks again whether they
#: do.
SHARE, ASK_AGAIN = timedelta(seconds=5), timedelta(seconds=2)
#: Seconds after which the next run of work that ended for others begins: they are taken first.
BEHIND_OTHERS = 1


class Share:
    """A run's use of its share of a queue's worker, from now on."""

    def __init__(self, platform: Platform, queue: Queue) -> None:
        self._platform, self._queue = platform, queue
        self._began = platform.clock()
        #: None: the run has not come to its place yet.
        self._ask_at: datetime | None = None
        #: Whether the run was told to end because others wait.
        self.ended = False

    def step_done(self) -> None:
        """Note that the run has come to its place and done a step from there. Only the first note
        counts."""
        if self._ask_at is None:
            taken = self._platform.clock() - self._began
            self._ask_at = self._began + max(SHARE, 2 * taken)

    def used_up(self) -> bool:
        """Return whether the share is used up and others wait. Then another run must continue.

        False before the first step, so each run gets further than the one before.
        """
        now = self._platform.clock()
        if self._ask_at is None or now < self._ask_at:
            return False
        self._ask_at = now + ASK_AGAIN
        self.ended = others_wait(self._platform, self._queue)
        return self.ended

    def over(self, until: datetime) -> bool:
        """Return whether the run must end: its time is over, or its share, and others wait."""
        return self._platform.clock() > until or self.used_up()

    def over_after_step(self, until: datetime) -> bool:
        """Note a step, and return whether the run must end after it."""
        self.step_done()
        return self.over(until)


def others_wait(platform: Platform, queue: Queue) -> bool:
    """Return whether messages wait for a worker; True when the queue does not answer."""
    try:
        return queues.waiting(platform, queue) > 0
    except (ClientError, BotoCoreError):
        return True
