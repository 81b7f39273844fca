"""Streaks: how many periods in a row had an outcome (rules.md §5)."""

from collections.abc import Iterable
from typing import Literal

Consequence = Literal["reward", "sanction"]


def streak(outcomes: Iterable[bool | None], consequence: Consequence) -> int:
    """The number of periods in a row, up to the newest, that had the outcome.

    `outcomes` run from the oldest period to the newest: whether the period had it, or None without
    a result. A period without a result breaks a reward's streak and pauses a sanction's.
    """
    length = 0
    for outcome in outcomes:
        if outcome:
            length += 1
        elif outcome is False or consequence == "reward":
            length = 0
    return length
