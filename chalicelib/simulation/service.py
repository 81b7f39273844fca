"""A simulation as the API gives it: a summary of everybody, and a page of people."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from chalicelib.errors import Conflict, invalid_value
from chalicelib.language import Language, Text
from chalicelib.people.keys import partition_of_employees
from chalicelib.periods.records import read_period
from chalicelib.schemes.drafts import existing
from chalicelib.schemes.rule_source import Chosen, of_document, of_draft, of_version
from chalicelib.scorecards.period_cards import current_cards
from chalicelib.scorecards.presenting import fixed
from chalicelib.scorecards.records import Scorecard
from chalicelib.scoring.exact import plain
from chalicelib.simulation.person import Compared, Outcome, Skipped
from chalicelib.simulation.rescore import Simulator
from chalicelib.simulation.summary import Summary
from chalicelib.store.keys import escaped
from chalicelib.tenancy.context import Context

#: API Gateway waits 29 s for an answer; 10,000 people take a fraction of that.
MOST_CARDS = 20_000
#: Characters of the fingerprint that a page's position is bound to.
BOUND = 16


@dataclass(frozen=True, slots=True)
class Page:
    """The answer's body, and where the next page begins."""

    body: dict[str, Any]
    after: str | None


def simulated(
    context: Context,
    code: str,
    wanted: Mapping[str, Any],
    limit: int,
    after: str | None,
    language: Language,
) -> Page:
    """Score the period's stored inputs by the chosen rules, and compare. Nothing is written.

    422 when the period has no results or too many; 409 ``rules_changed`` when the rules of the
    page before are not these any more.
    """
    rules = _rules(context, code, wanted)
    cards = _cards(context, code, wanted["period"], wanted.get("team"))
    simulator = Simulator(context, rules, wanted["period"], cards)
    compared: list[Compared] = []
    skipped: list[Skipped] = []
    for one in simulator.compared(_bonus_bases(context)):
        if isinstance(one, Skipped):
            skipped.append(one)
        else:
            compared.append(one)
    old = [simulator.version(number).scheme for number in {card.version for card in cards}]
    items, next_position = _page(rules, compared, wanted["show"], limit, after)
    new = rules.ready.scheme
    body = {
        "scheme": rules.described(),
        "period": wanted["period"],
        **Summary(compared, skipped).described(new, old, language),
        "items": [_described(one, new.total_places) for one in items],
    }
    return Page(body, next_position)


def _rules(context: Context, code: str, wanted: Mapping[str, Any]) -> Chosen:
    existing(context, code)
    number, document = wanted.get("version"), wanted.get("document")
    if number is not None and document is not None:
        raise invalid_value("/version", "version_or_document", _ONE_OF)
    if document is not None:
        return of_document(document)
    return of_draft(context, code) if number is None else of_version(context, code, number)


def _cards(context: Context, code: str, period: str, team: str | None) -> list[Scorecard]:
    """The period's current cards by employee id; of the team alone when one is named."""
    record = read_period(context.table, context.scope, period, code)
    if record is None or not record.scorecards:
        raise invalid_value("/period", "no_results", _NO_RESULTS)
    if record.scorecards > MOST_CARDS:
        raise invalid_value("/period", "too_many_results", _TOO_MANY)
    cards = [
        card for card in current_cards(context, code, period) if team is None or card.team == team
    ]
    if not cards:
        raise invalid_value("/team", "no_results", _NO_RESULTS)
    return sorted(cards, key=lambda card: escaped(card.employee_id))


def _bonus_bases(context: Context) -> dict[str, Decimal]:
    """The bonus base of everybody in the register who has one."""
    people = context.table.query_all(
        partition_of_employees(context.scope), only=("id", "bonus_base")
    )
    return {
        one["id"]: Decimal(plain(one["bonus_base"]))
        for one in people
        if one.get("bonus_base") is not None
    }


def _page(
    rules: Chosen, compared: list[Compared], show: str, limit: int, after: str | None
) -> tuple[list[Compared], str | None]:
    """People after the position, those who change grade or all. Bound to the rules that made it."""
    bound = rules.ready.sha256[:BOUND]
    if after is not None and after[:BOUND] != bound:
        raise Conflict("rules_changed", _CHANGED)
    start = after[BOUND:] if after is not None else ""
    shown = [
        one
        for one in compared
        if (show == "all" or one.changes_grade) and escaped(one.employee_id) > start
    ]
    if len(shown) <= limit:
        return shown, None
    return shown[:limit], bound + escaped(shown[limit - 1].employee_id)


def _described(one: Compared, places: int) -> dict[str, Any]:
    return {
        "employee_id": one.employee_id,
        "employee_name": one.employee_name,
        "team": one.team,
        "direction": one.direction,
        "before": _outcome(one.before, places),
        "after": _outcome(one.after, places),
        "bonus_base": one.bonus_base,
    }


def _outcome(side: Outcome, places: int) -> dict[str, Any]:
    total = side.total
    return {
        "total": None if total is None else fixed(total, places),
        "grade": side.grade,
        "coefficient": side.coefficient,
    }


_ONE_OF = Text("version 与 document 只能有一个。", "Only one of version and document is expected.")
_NO_RESULTS = Text("没有可供模拟的结果。", "There are no results to simulate from.")
_TOO_MANY = Text(
    f"该期间结果超过 {MOST_CARDS} 份，一次请求内无法模拟。",
    f"The period has more than {MOST_CARDS} results, too many for one request.",
)
_CHANGED = Text(
    "方案在翻页期间已更改，请从第一页重新模拟。",
    "The rules have changed since the page before. Start again from the first page.",
)
