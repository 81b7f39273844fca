"""Routes of scorecards: of a period, of a person, one with its explanation."""

from collections.abc import Mapping, Sequence
from typing import Any

from chalicelib.errors import Invalid
from chalicelib.people.identity import called
from chalicelib.people.paths import found_in_path
from chalicelib.people.records import Employee, read_people
from chalicelib.periods.asked import check_asked_period
from chalicelib.periods.pilot_codes import pilot_code
from chalicelib.person_keys import PersonKey
from chalicelib.scorecards import listing, outdated, presenting, ranking, service
from chalicelib.scorecards.schemas import (
    CardAnswer,
    CardListAnswer,
    CardQuery,
    CardsQuery,
    OfEmployeeQuery,
)
from chalicelib.teams import canonical
from chalicelib.tenancy.roles import EVERYBODY, LEADERS
from chalicelib.web.answers import Answer
from chalicelib.web.faults import fault
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
    description="A supervisor sees the own teams'. Lines are in the single scorecard.",
    query=CardsQuery,
    answer=CardListAnswer,
    problems=(404,),
)
def scorecards_of_period(request: Request, period: str) -> Answer:
    query = request.query
    if query.get("pilot") is None:
        check_asked_period(request.context, period)
    else:
        existing_period(period)
    filters = {**query, "scheme": asked_scheme(query)}
    shown, after = listing.of_period(
        request.context, period, filters, query["limit"], position(request)
    )
    people = read_people(request.context, (card.person for card, _, _ in shown))
    return listed(request, _briefly(request, shown, people), after)


@routes.get(
    "/v1/employees/{employee_id}/scorecards",
    "scorecards.of_employee",
    "A person's scorecards, the newest period first",
    roles=EVERYBODY,
    query=OfEmployeeQuery,
    answer=CardListAnswer,
)
def scorecards_of_employee(request: Request, employee_id: str) -> Answer:
    query = request.query
    person, people = found_in_path(request.context, employee_id)
    shown, after = service.of_employee(
        request.context, person, query.get("scheme"), query["limit"], position(request)
    )
    if people is None:
        people = read_people(request.context, [person] if shown else ())
    return listed(request, _briefly(request, shown, people), after)


@routes.get(
    "/v1/employees/{employee_id}/scorecards/{period}",
    "scorecards.read",
    "A scorecard, line by line",
    roles=EVERYBODY,
    description=(
        "`explain=true` adds to each line and to the total why it is what it is, in both "
        "languages, and how far the next grade is. An agent sees the own once it is published."
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
    shown = [(card, version, record)] if current else []
    (rank,) = ranking.ranked(request.context, shown) or [None]
    why = outdated.reasons(request.context, shown, people)[0] if current else []
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
    )
    return Answer(body)


def _briefly(
    request: Request, shown: "Sequence[outdated.Shown]", people: Mapping[PersonKey, Employee]
) -> list[dict[str, Any]]:
    """Return cards as lists show them. ``people``: those of them on the register."""
    context = request.context
    team_codes = canonical.codes(context, [card.team for card, _, _ in shown])
    because = outdated.reasons(context, shown, people)
    return [
        presenting.described_briefly(
            *one,
            rank,
            because=why,
            employee_id=called(one[0].person, people.get(one[0].person)),
            team_codes=team_codes,
        )
        for one, rank, why in zip(shown, ranking.ranked(context, shown), because, strict=True)
    ]


def asked_scheme(query: Mapping[str, Any]) -> str | None:
    """Return the code of the asked results: the scheme's, or the code of one of its pilots.

    Raises Invalid (422) for a pilot without its scheme.
    """
    scheme: str | None = query.get("scheme")
    if query.get("pilot") is None:
        return scheme
    if scheme is None:
        raise Invalid([fault("/scheme", "required")])
    return pilot_code(scheme, query["pilot"])
