"""A clock that changes only when a test advances it."""

from datetime import UTC, datetime, timedelta

#: Early in November, when October's results are made.
START = datetime(2026, 11, 5, 8, 0, 0, tzinfo=UTC)


class Clock:
    """A callable that returns the time; ``advance`` moves it."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **parts: float) -> None:
        """Move the clock forward; arguments as for timedelta: ``clock.advance(hours=25)``."""
        self.now += timedelta(**parts)
