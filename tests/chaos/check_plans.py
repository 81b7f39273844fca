"""Improvement plans: one for each line below target of a poor result, and no other draft."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.chaos.company import Company
from tests.chaos.expected import PSEUDONYM, Expected, result_of
from tests.chaos.seen import Seen
from tests.chaos.stored import Card, Item, of_collection
from tests.chaos.violations import Violation

#: The grade whose results get plans: the only one with a coefficient below 1.
PLANNED = "poor"
#: A person and an indicator.
Line = tuple[str, str]


@dataclass(slots=True)
class _Demand:
    """Lines that need a plan, and those for which a plan may be there or not."""

    wanted: set[Line] = field(default_factory=set)
    either: set[Line] = field(default_factory=set)


def check(
    company: Company, seen: Seen, expected: Expected, month: str, current: list[Card]
) -> Iterator[Violation]:
    """Yield what is wrong with a month's plans."""
    plans = {
        (str(item["employee_id"]), str(item.get("indicator"))): item
        for item in of_collection(seen.items, "plans")
        if item.get("period") == month and item.get("scheme") == company.scheme
    }
    demand = _Demand()
    for card in current:
        if not _demanded(company, expected, card, demand):
            demand.either |= {key for key in plans if key[0] == card.employee}
    for key in demand.wanted - demand.either:
        status = plans.get(key, {}).get("status")
        if status in (None, "withdrawn"):
            where = f"{month} {key}"
            yield Violation("plan for a poor line", company.id, where, "one", str(status))
    needed = demand.wanted | demand.either
    for key, plan in plans.items():
        if key not in needed and _untouched_draft(plan):
            where = f"{month} {key}"
            yield Violation("plan without a cause", company.id, where, "none", "draft")


def _untouched_draft(plan: Item) -> bool:
    drafted = plan.get("origin") == "system" and not plan.get("changed")
    return drafted and plan.get("status") == "draft"


def _demanded(company: Company, expected: Expected, card: Card, demand: _Demand) -> bool:
    """Add the lines of a card that need a plan. False when its figures are not known for sure."""
    rows = expected.rows[card.period].get(card.employee)
    document = company.versions.get(card.version)
    if card.employee.startswith(PSEUDONYM) or rows is None or document is None:
        return False
    # A card that is not what the files give is outdated, or a violation of its own.
    if expected.result(card.period, card.employee, document) != result_of(card):
        return False
    if card.grade != PLANNED:
        return True
    for line in document["dimensions"][0]["indicators"]:
        missed = expected.misses(card.period, card.employee, line)
        key = (card.employee, line["code"])
        if missed is None:
            demand.either.add(key)
        elif missed:
            demand.wanted.add(key)
    return True
