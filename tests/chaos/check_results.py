"""Results: totals, grades, coefficients, revisions, ranks, counts and plans of each month."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Any

from tests.chaos import check_plans
from tests.chaos.company import Company
from tests.chaos.expected import PSEUDONYM, Expected, Result, result_of
from tests.chaos.schemes import MONTHS
from tests.chaos.seen import Seen
from tests.chaos.stored import Card, cards_of
from tests.chaos.violations import Memory, Violation, shown


def check(company: Company, seen: Seen, memory: Memory) -> Iterator[Violation]:
    """Yield what is wrong with the results of one company."""
    every = list(cards_of(seen.items))
    expected = Expected(company, seen)
    for month in MONTHS:
        cards = [card for card in every if card.period == month and card.scheme == company.scheme]
        current = [card for card in cards if card.current]
        yield from _one_each(company, month, current)
        yield from _revisions(company, month, cards, memory)
        yield from _against_files(company, seen, expected, month, current)
        yield from _of_the_erased(company, expected, month, current)
        yield from _summary(company, seen, month, current)
        yield from _shown_cards(company, seen, month, current)
        yield from _locked(company, seen, month, current, memory)
        yield from check_plans.check(company, seen, expected, month, current)


def _one_each(company: Company, month: str, current: list[Card]) -> Iterator[Violation]:
    for person, number in Counter(card.employee for card in current).items():
        if number != 1:
            yield Violation("one current result", company.id, f"{month} {person}", "1", str(number))


def _revisions(
    company: Company, month: str, cards: list[Card], memory: Memory
) -> Iterator[Violation]:
    """Revisions have no gap, and a former one never changes."""
    former: dict[str, dict[int, Card]] = defaultdict(dict)
    for card in cards:
        if not card.current:
            former[card.employee][card.revision] = card
    for card in cards:
        if not card.current:
            continue
        own = former.pop(card.employee, {})
        if (copied := own.get(card.revision)) is not None and copied.content == card.content:
            # The copy that is made before a card is replaced, by a run that then changed nothing.
            del own[card.revision]
        if sorted(own) != list(range(1, card.revision)):
            yield Violation(
                "revisions without a gap",
                company.id,
                f"{month} {card.employee}",
                f"former revisions 1 to {card.revision - 1}",
                str(sorted(own)),
            )
        for number, one in own.items():
            key = (company.id, month, card.employee, number)
            known = memory.revisions.setdefault(key, one.content)
            if known != one.content:
                yield Violation(
                    "former revision kept", company.id, f"{month} {key}", known, one.content
                )
    for person in former:
        yield Violation(
            "current result of a former one", company.id, f"{month} {person}", "one", "none"
        )


def _against_files(
    company: Company, seen: Seen, expected: Expected, month: str, current: list[Card]
) -> Iterator[Violation]:
    """Each result is the one that the files give. An outdated one must be said to be so."""
    told = said_outdated(company, seen, month)
    by_person = {card.employee: card for card in current}
    standing = expected.standing(month)
    for name, person in standing.items():
        card = by_person.get(name)
        if card is None:
            yield Violation("result of each row", company.id, f"{month} {name}", "one", "none")
            continue
        document = company.versions.get(card.version)
        if document is None:
            yield Violation(
                "known version", company.id, f"{month} {name}", "published", str(card.version)
            )
            continue
        must, has = expected.result(month, name, document), result_of(card)
        if must != has and not told:
            yield Violation(
                _rule(expected, month, name, card, document),
                company.id,
                f"{month} {name} by version {card.version}, revision {card.revision}",
                shown(must),
                shown(has),
            )
        if (card.team, card.name) != (person.team, person.name):
            yield Violation(
                "name and team of the file",
                company.id,
                f"{month} {name}",
                f"{person.name} {person.team}",
                f"{card.name} {card.team}",
            )
    for name in by_person.keys() - standing.keys():
        if not name.startswith(PSEUDONYM):
            why = "erased" if name in expected.gone else "no row"
            yield Violation("result of a row", company.id, f"{month} {name}", "none", why)


def said_outdated(company: Company, seen: Seen, month: str) -> bool:
    """Return whether the API says that results of the month may not be what the files give.

    A result by a former version is checked by that version, but for means: a run brings those of
    its own version up to date. A mark that is carried over twice is outdated where it was carried
    over first.
    """
    months = MONTHS[: MONTHS.index(month) + 1] if company.scheme == "ranked" else (month,)
    because = {why for one in months for why in _because(seen, one)}
    return bool(because if company.scheme == "shared" else because - {"version"})


def _because(seen: Seen, month: str) -> list[str]:
    return list(seen.periods.get(month, {}).get("outdated_because", ()))


def _rule(expected: Expected, month: str, person: str, card: Card, document: dict[str, Any]) -> str:
    """Name what is broken: a dependent that was not flagged, or the person's own figures."""
    if expected.awaits_team(month, person):
        return "result follows the team"
    if result_of(card) in expected.possible(month, person, document, last=True):
        return "result follows the month before"
    return "result from the files"


def _of_the_erased(
    company: Company, expected: Expected, month: str, current: list[Card]
) -> Iterator[Violation]:
    """Results under a pseudonym are those that erased people had."""
    gone = [name for name in expected.rows[month] if name in expected.gone]
    under = [card for card in current if card.employee.startswith(PSEUDONYM)]
    if len(under) > len(gone):
        yield Violation(
            "results of erased people", company.id, month, f"≤ {len(gone)}", str(len(under))
        )
    for card in under:
        document = company.versions.get(card.version)
        if document is None:
            continue
        possible: set[Result] = set()
        for name in gone:
            possible |= expected.possible(month, name, document)
        if result_of(card) not in possible:
            yield Violation(
                "figures of an erased person",
                company.id,
                f"{month} {card.employee}",
                " or ".join(sorted(map(shown, possible))),
                shown(result_of(card)),
            )
        if card.name is not None:
            yield Violation(
                "name of an erased person",
                company.id,
                f"{month} {card.employee}",
                "none",
                card.name,
            )


def _summary(company: Company, seen: Seen, month: str, current: list[Card]) -> Iterator[Violation]:
    """A month's counts are those of its results."""
    view = seen.periods.get(month)
    if view is None:
        if current:
            yield Violation("summary of a month", company.id, month, str(len(current)), "none")
        return
    insufficient = sum(card.total is None for card in current)
    grades = Counter(card.grade for card in current if card.total is not None)
    versions = Counter(card.version for card in current)
    pairs = (
        ("scorecards", len(current), view["scorecards"]),
        ("insufficient", insufficient, view["states"].get("insufficient_data", 0)),
        ("grades", dict(grades), {k: v for k, v in view["grades"].items() if v}),
        ("versions", dict(versions), {v["version"]: v["scorecards"] for v in view["versions"]}),
        ("busy", False, view["busy"]),
    )
    for name, must, has in pairs:
        if must != has:
            yield Violation("counts of a month", company.id, f"{month} {name}", str(must), str(has))
    teams = Counter(card.team for card in current)
    told = {one["team"]: one["scorecards"] for one in view.get("teams", ()) if one["scorecards"]}
    if "teams" in view and told != dict(teams):
        yield Violation("counts by team", company.id, month, str(dict(teams)), str(told))
    rescoring = view.get("rescoring")
    if rescoring and rescoring["status"] not in ("completed", "refused"):
        yield Violation(
            "rescoring ends", company.id, f"{month} {rescoring['id']}", "end", rescoring["status"]
        )


def _shown_cards(
    company: Company, seen: Seen, month: str, current: list[Card]
) -> Iterator[Violation]:
    """The API shows every result, with its place in its group."""
    if month not in seen.cards:
        return
    listed = {one["employee_id"]: one for one in seen.cards[month]}
    if len(listed) != len(seen.cards[month]) or listed.keys() != {c.employee for c in current}:
        yield Violation(
            "list of results", company.id, month, str(len(current)), str(len(seen.cards[month]))
        )
    ranks = ranks_of(current, by_team=company.scheme == "ranked")
    for card in current:
        one = listed.get(card.employee)
        if one is None:
            continue
        rank = one["rank"]
        has = None if rank is None else (rank["position"], rank["of"])
        if has != ranks.get(card.employee):
            yield Violation(
                "rank", company.id, f"{month} {card.employee}", str(ranks.get(card.employee)),
                str(has),
            )  # fmt: skip
        total = None if one["total"] is None else Fraction(one["total"])
        if (total, one["revision"]) != (card.total, card.revision):
            yield Violation(
                "result as shown", company.id, f"{month} {card.employee}",
                f"{card.total} {card.revision}", f"{total} {one['revision']}",
            )  # fmt: skip


def ranks_of(cards: Iterable[Card], *, by_team: bool) -> dict[str, tuple[int, int]]:
    """Return (position, of) for each person with a total: 1, 2, 2, 4."""
    groups: dict[str | None, list[Card]] = defaultdict(list)
    for card in cards:
        if card.total is not None:
            groups[card.team if by_team else None].append(card)
    return {
        card.employee: (
            1 + sum(other.total > card.total for other in group if other.total is not None),
            len(group),
        )
        for group in groups.values()
        for card in group
        if card.total is not None
    }


def _locked(
    company: Company, seen: Seen, month: str, current: list[Card], memory: Memory
) -> Iterator[Violation]:
    """A locked month stays as it was. An erasure takes names away and nothing else."""
    view = seen.periods.get(month, {})
    if ("locked", month) in company.acknowledged and view.get("state") != "locked":
        yield Violation("locked stays locked", company.id, month, "locked", str(view.get("state")))
    if view.get("state") != "locked":
        return
    now = sorted((card.revision, card.version, card.content, card.team or "") for card in current)
    before = memory.locked.setdefault((company.id, month), now)
    if before != now:
        changed = [one for one in now if one not in before]
        yield Violation(
            "locked results unchanged",
            company.id,
            month,
            f"{len(before)} as at the lock",
            f"{len(now)}, other: {changed[:2]}",
        )
