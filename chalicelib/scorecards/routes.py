"""Routes of scorecards: of a period, of a person, one with its explanation."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from chalicelib.people.identity import called, external_ids_of
from chalicelib.people.paths import found_in_path
from chalicelib.people.records import Employee, read_people
from chalicelib.periods.asked import check_asked_period
from chalicelib.periods.records import PROVISIONAL
from chalicelib.person_keys import PersonKey
from chalicelib.scorecards import (
    applied_cases,
    effective_list,
    explained_pages,
    judged_tickets,
    listing,
    outdated,
    presenting,
    ranking,
    service,
    taken_back,
)
from chalicelib.scorecards.asked_scheme import asked_scheme
from chalicelib.scorecards.corrected import effective, refuse_followed
from chalicelib.scorecards.following import Changed, changed_cards, removals
from chalicelib.scorecards.presenting import described_briefly
from chalicelib.scorecards.schemas import (
    CardAnswer,
    CardListAnswer,
    CardQuery,
    CardsAnswer,
    CardsQuery,
    OfEmployeeQuery,
)
from chalicelib.teams import canonical
from chalicelib.teams.sight import folds_named
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.roles import EVERYBODY, LEADERS
from chalicelib.web import syncing
from chalicelib.web.answers import Answer
from chalicelib.web.paging import listed, position
from chalicelib.web.path_parameters import existing_period
from chalicelib.web.registry import Routes
from chalicelib.web.request import Request

routes = Routes("Scorecards")


@routes.get(
    "/v1/periods/{period}/scorecards",
    "scorecards.list",
    "A period's scorecards",
    roles=LEADERS,
    description=(
        "A supervisor sees the own teams'. `explain=true` adds to each what the single scorecard "
        "has, with its explanations but without judged tickets, on pages of 50 at most, fewer "
        "where results have many slices. With `sync` a result comes because it changed, was "
        "published or locked, or became outdated: not because ranks did."
    ),
    query=CardsQuery,
    answer=CardsAnswer,
    problems=(404, 410),
)
def scorecards_of_period(request: Request, period: str) -> Answer:
    query = request.query
    if query.get("pilot") is None:
        check_asked_period(request.context, period)
    else:
        existing_period(period)
    context = request.context
    records = listing.records_of(context, period, asked_scheme(query))
    team = folds_named(context, query.get("team"))
    refuse_followed(query)
    followed = syncing.asked(request, team, also=removals(records))
    asked = listing.asked_of(context, query, team)

    def read(limit: int) -> Changed:
        if followed.since is not None:
            return changed_cards(context, records, asked, followed, limit)
        page = effective_list.of_period if query["effective"] else listing.of_period
        shown, after = page(context, records, asked, limit, followed.after)
        return Changed(shown, [], after)

    found = explained_pages.page(query, read)
    people = read_people(context, (card.person for card, _, _ in found.items), brief=True)
    items = _listed(context, found.items, people, explain=query["explain"])
    return syncing.synced(request, followed, items, found.after, found.removed)


@routes.get(
    "/v1/employees/{employee_id}/scorecards",
    "scorecards.of_employee",
    "A person's scorecards, the newest period first",
    roles=EVERYBODY,
    description=(
        "`explain=true` adds to each what the single scorecard has, with its explanations but "
        "without judged tickets, on pages of 50 at most, fewer where they have many slices."
    ),
    query=OfEmployeeQuery,
    answer=CardListAnswer,
)
def scorecards_of_employee(request: Request, employee_id: str) -> Answer:
    query = request.query
    person, people = found_in_path(request.context, employee_id)

    def read(limit: int) -> Changed:
        asked = (query.get("scheme"), limit, position(request), query.get("state"))
        shown, after = service.of_employee(request.context, person, *asked)
        return Changed(shown, [], after)

    shown, _, after = explained_pages.page(query, read)
    if people is None:
        people = read_people(request.context, [person] if shown else ())
    if query["effective"]:
        shown = effective(request.context, shown)
    items = _listed(request.context, shown, people, explain=query["explain"])
    return listed(request, items, after)


@routes.get(
    "/v1/employees/{employee_id}/scorecards/{period}",
    "scorecards.read",
    "A scorecard, line by line",
    roles=EVERYBODY,
    description=(
        "`explain=true` adds to each line and to the total why it is what it is, in both "
        "languages, and how far the next grade is. An agent sees the own once it is published. Of "
        "a result that went with a file that was withdrawn (404 `result_withdrawn`) the problem's "
        "`withdrawn` says when and why, to whoever could see it; its revisions stay readable."
    ),
    query=CardQuery,
    answer=CardAnswer,
    problems=(404, 409),
)
def scorecard(request: Request, employee_id: str, period: str) -> Answer:
    query, scheme = request.query, asked_scheme(request.query)
    existing_period(period)
    people: Mapping[PersonKey, Employee] | None = None
    if "revision" in query:
        card, version, record, current = service.revision(
            request.context, employee_id, period, scheme, query["revision"]
        )
    else:
        card, version, record, people = service.one(request.context, employee_id, period, scheme)
        current = True
        if query["effective"]:
            ((card, version, record),) = effective(request.context, [(card, version, record)])
    shown = [(card, version, record)] if current else []
    (rank,) = ranking.ranked(request.context, shown) or [None]
    why = outdated.reasons(request.context, shown, people)[0] if current else outdated.Why()
    told_cases = applied_cases.told_of(request.context, [card] if query["explain"] else [])
    body = presenting.described(
        card,
        version,
        record,
        rank,
        current=current,
        explain=query["explain"],
        because=why,
        employee_id=employee_id,
        team_codes=canonical.codes(request.context, [card.team]),
        told_cases=told_cases,
        told_withdrawals=taken_back.told_of(request.context, [card]),
    )
    told = None
    if record.state != PROVISIONAL and not card.imported:
        told = request.context.platform.contents.acknowledged(request.context, card)
    body = {**body, "acknowledgement": told}
    if query["explain"]:
        body["inspections"] = judged_tickets.told_of(
            request.context, card, version, current=current
        )
    return Answer(body)


def _listed(
    context: Context,
    shown: "Sequence[outdated.Shown]",
    people: Mapping[PersonKey, Employee],
    *,
    explain: bool = False,
) -> list[dict[str, Any]]:
    """Return cards as lists show them. ``people``: those of them on the register.

    ``explain``: whole, with their explanations.
    """
    team_codes = canonical.codes(context, [card.team for card, _, _ in shown])
    because = outdated.reasons(context, shown, people)
    describe: Callable[..., dict[str, Any]] = described_briefly
    if explain:
        cards = [card for card, _, _ in shown]
        describe = partial(
            presenting.described,
            explain=True,
            told_cases=applied_cases.told_of(context, cards),
            told_withdrawals=taken_back.told_of(context, cards),
        )
    items: list[dict[str, Any]] = []
    for one, rank, why in zip(shown, ranking.ranked(context, shown), because, strict=True):
        person = people.get(one[0].person)
        body = describe(
            *one,
            rank,
            because=why,
            employee_id=called(one[0].person, person),
            team_codes=team_codes,
        )
        items.append({**body, "external_ids": external_ids_of(one[0].person, people)})
    return items
