"""Everything that must hold at rest. Imports nothing of the service."""

import traceback
from collections.abc import Callable, Iterator

from tests.chaos import (
    check_copies,
    check_exports,
    check_log,
    check_people,
    check_results,
    check_work,
)
from tests.chaos.company import Company
from tests.chaos.seen import Seen
from tests.chaos.violations import Memory, Violation


def check(company: Company, seen: Seen, memory: Memory) -> Iterator[Violation]:
    """Yield every violation of one company."""
    parts: tuple[Callable[[], Iterator[Violation]], ...] = (
        lambda: check_results.check(company, seen, memory),
        lambda: check_work.check(company, seen),
        lambda: check_exports.check(company, seen, memory),
        lambda: check_copies.check(company, seen),
        lambda: check_people.check(company, seen),
        lambda: check_log.check(company, seen),
    )
    for part in parts:
        try:
            yield from part()
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
            place = traceback.format_exc(limit=-3)
            yield Violation("stored as expected", company.id, place[-160:], "readable", place)
