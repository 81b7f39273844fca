"""The simulation of a period: a summary of everybody, and one page of people."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from chalicelib.errors import Conflict, invalid_value
from chalicelib.language import Language, Text
from chalicelib.people.identity import current_ids
from chalicelib.people.records import everybody
from chalicelib.periods.records import read_period
from chalicelib.person_keys import PersonKey
from chalicelib.results.standing_teams import in_teams
from chalicelib.schemes.drafts import existing_head
from chalicelib.schemes.rule_source import ChosenRules, of_document, of_draft, of_version
from chalicelib.scorecards.period_cards import current_cards
from chalicelib.scorecards.presenting import fixed
from chalicelib.scorecards.records import Scorecard
from chalicelib.scoring.exact import plain
from chalicelib.simulation.person import Compared, Outcome, Skipped
from chalicelib.simulation.rescore import Simulator
from chalicelib.simulation.summary import Summary
from chalicelib.store.keys import escaped, parts_of
from chalicelib.teams.canonical import TeamTexts, codes
from chalicelib.teams.sight import folds_named, is_in
from chalicelib.tenancy.context import Context

#: Most cards in one simulation. API Gateway waits 29 s for an answer; 10,000 people take a fraction
#: of that.
MOST_CARDS = 20_000
#: How many characters of the rules' SHA-256 begin a page's position.
FINGERPRINT_CHARACTERS = 16


@dataclass(frozen=True, slots=True)
class Page:
    """The answer's body, and the position of the next page; None on the last page."""

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
    """Score the period's stored inputs by the chosen rules and compare. Writes nothing.

    ``wanted`` is a ``SimulateBody``. ``limit`` is the most people on the page, and ``after`` the
    position from the previous page. Raises:

    - NotFound (404) for an unknown scheme or version.
    - Invalid (422) ``no_results`` or ``too_many_results`` for the period, or unusable rules.
    - Conflict (409) ``rules_changed`` when the previous page was made by other rules.
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
        **Summary(compared, skipped).described(
            new, old, language, lambda persons: current_ids(context, persons)
        ),
        "items": _described(context, items, new.total_places),
    }
    return Page(body, next_position)


def _rules(context: Context, code: str, wanted: Mapping[str, Any]) -> ChosenRules:
    """Return the request's document, the named version, or else the draft.

    Raises Invalid (422) when the request has both a version and a document.
    """
    existing_head(context, code)
    number, document = wanted.get("version"), wanted.get("document")
    if number is not None and document is not None:
        raise invalid_value("/version", "version_or_document", _ONE_OF)
    if document is not None:
        return of_document(document)
    return of_draft(context, code) if number is None else of_version(context, code, number)


def _cards(context: Context, code: str, period: str, team: str | None) -> list[Scorecard]:
    """Return the current cards of the period, or of one team, by employee id.

    Each names its team as the team is written now.

    Raises Invalid (422) when there are none, or more than ``MOST_CARDS`` in the period.
    """
    record = read_period(context.table, context.scope, period, code)
    if record is None or not record.scorecards:
        raise invalid_value("/period", "no_results", _NO_RESULTS)
    if record.scorecards > MOST_CARDS:
        raise invalid_value("/period", "too_many_results", _TOO_MANY)
    folds = folds_named(context, team)
    standing = in_teams(TeamTexts(context), current_cards(context, code, period))
    cards = [card for card in standing if is_in(card.team, folds)]
    if not cards:
        raise invalid_value("/team", "no_results", _NO_RESULTS)
    return sorted(cards, key=lambda card: escaped(card.person))


def _bonus_bases(context: Context) -> dict[PersonKey, Decimal]:
    """Return the bonus bases in the register by person. Employees without one are left out."""
    people = everybody(context, only=("sk", "bonus_base"))
    return {
        PersonKey(*parts_of(one["sk"])): Decimal(plain(one["bonus_base"]))
        for one in people
        if one.get("bonus_base") is not None
    }


def _page(
    rules: ChosenRules, compared: list[Compared], show: str, limit: int, after: str | None
) -> tuple[list[Compared], str | None]:
    """Return the people after the position, and the next position; None on the last page.

    ``show`` is ``all``, or ``grade_changes`` for people whose grade changes. A position begins with
    the fingerprint of the rules. Raises Conflict (409) when the fingerprint differs.
    """
    fingerprint = rules.ready.sha256[:FINGERPRINT_CHARACTERS]
    if after is not None and after[:FINGERPRINT_CHARACTERS] != fingerprint:
        raise Conflict("rules_changed", _CHANGED)
    start = after[FINGERPRINT_CHARACTERS:] if after is not None else ""
    shown = [
        one
        for one in compared
        if (show == "all" or one.changes_grade) and escaped(one.person) > start
    ]
    if len(shown) <= limit:
        return shown, None
    return shown[:limit], fingerprint + escaped(shown[limit - 1].person)


def _described(context: Context, items: list[Compared], places: int) -> list[dict[str, Any]]:
    ids = current_ids(context, (one.person for one in items))
    team_codes = codes(context, [one.team for one in items])
    return [
        {**_one_described(one, ids[one.person], places), "team_code": team_codes[one.team]}
        for one in items
    ]


def _one_described(one: Compared, employee_id: str, places: int) -> dict[str, Any]:
    return {
        "employee_id": employee_id,
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
