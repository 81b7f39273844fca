"""A clock that stands still until it is told to go on."""

from datetime import UTC, datetime, timedelta

#: Early in the month in which October's results are made.
START = datetime(2026, 11, 5, 8, 0, 0, tzinfo=UTC)


class Clock:
    """Call it for the time; ``advance`` moves it."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **parts: float) -> None:
        """``clock.advance(hours=25)``: as timedelta's."""
        self.now += timedelta(**parts)
