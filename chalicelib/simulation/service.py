"""The simulation of a period in a request: a summary of everybody, and one page of people.

A request may cost a few seconds (cost.py). What costs more is asked for as a job (requested.py).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from chalicelib.errors import Conflict, invalid_value
from chalicelib.language import Language, Text
from chalicelib.people.identity import current_ids
from chalicelib.schemes.rule_source import ChosenRules
from chalicelib.scorecards.period_cards import current_cards
from chalicelib.scorecards.records import Scorecard
from chalicelib.simulation import cost, people
from chalicelib.simulation.person import Compared
from chalicelib.simulation.rescore import Simulator
from chalicelib.simulation.rules import NO_RESULTS, ChosenCards, chosen_rules, people_in
from chalicelib.simulation.summary import Sums, named_grades
from chalicelib.store.keys import escaped
from chalicelib.tenancy.context import Context

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
    - Invalid (422) ``no_results`` or ``too_much_at_once`` for the period, or unusable rules.
    - Conflict (409) ``rules_changed`` when the previous page was made by other rules.
    """
    rules = chosen_rules(context, code, wanted)
    period = wanted["period"]
    number = people_in(context, code, period)
    if cost.steps(rules.ready, number) > cost.AT_ONCE:
        raise invalid_value("/period", "too_much_at_once", _TOO_MUCH)
    cards = _cards(context, code, period, wanted.get("team"))
    known = people.known(context, (card.person for card in cards))
    simulator = Simulator(context, rules, code, period).with_means([cards])
    sums, compared = Sums(), list[Compared]()
    for one in simulator.compared(cards, known.bases):
        sums.add(one)
        if isinstance(one, Compared):
            compared.append(one)
    old = [simulator.version(made).scheme for made in {card.version for card in cards}]
    items, next_position = _page(rules, compared, wanted["show"], limit, after)
    new = rules.ready.scheme
    body = {
        "scheme": rules.described(),
        "period": period,
        **sums.described(
            named_grades((new, *old)),
            new.total_places,
            language,
            lambda persons: current_ids(context, persons),
        ),
        "items": people.described_all(context, items, known, new.total_places),
    }
    return Page(body, next_position)


def _cards(context: Context, code: str, period: str, team: str | None) -> list[Scorecard]:
    """Return the current cards of the period, or of one team, by person.

    Each names its team as the team is written now. Raises Invalid (422) when there are none.
    """
    cards = list(ChosenCards(context, team).of(current_cards(context, code, period)))
    if not cards:
        raise invalid_value("/team", "no_results", NO_RESULTS)
    return sorted(cards, key=lambda card: escaped(card.person))


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
    shown = [one for one in compared if one.is_shown(show) and escaped(one.person) > start]
    if len(shown) <= limit:
        return shown, None
    return shown[:limit], fingerprint + escaped(shown[limit - 1].person)


_TOO_MUCH = Text(
    "该期间的人数与规则过多，一次请求内无法模拟；"
    "请用 POST /v1/schemes/{code}/simulations 在后台模拟。",
    "The period's people and these rules are too much for one request. Ask for a simulation in the "
    "background: POST /v1/schemes/{code}/simulations.",
)
_CHANGED = Text(
    "方案在翻页期间已更改，请从第一页重新模拟。",
    "The rules have changed since the page before. Start again from the first page.",
)
