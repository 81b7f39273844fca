"""Several periods in a row (rules.md §5)."""

from collections.abc import Iterable
from typing import Literal

Consequence = Literal["reward", "sanction"]


def streak(outcomes: Iterable[bool | None], consequence: Consequence) -> int:
    """How many periods in a row, up to the last, had the outcome.

    `outcomes` run from the oldest period to the newest: whether it was so, or None without a
    result. A period without a result breaks the streak of a reward, and is passed over in a
    sanction's.
    """
    length = 0
    for outcome in outcomes:
        if outcome:
            length += 1
        elif outcome is False or consequence == "reward":
            length = 0
    return length
