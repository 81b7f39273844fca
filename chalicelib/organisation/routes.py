"""/v1/teams."""

from chalicelib.organisation import listing, merging, proposals, service
from chalicelib.organisation.schemas import (
    MergeBody,
    ProposalAnswer,
    ProposalListAnswer,
    ProposalQuery,
    TeamAnswer,
    TeamBody,
    TeamListAnswer,
    TeamPatch,
    TeamsQuery,
)
from chalicelib.teams import records
from chalicelib.teams.sight import named
from chalicelib.tenancy.roles import ADMINS, LEADERS, READERS, STAFF
from chalicelib.web import syncing
from chalicelib.web.answers import Answer, created, no_content
from chalicelib.web.paging import listed, position
from chalicelib.web.registry import Routes
from chalicelib.web.request import Request

routes = Routes("Teams")


@routes.get(
    "/v1/teams",
    "teams.list",
    "List teams",
    roles=LEADERS,
    description=(
        "A supervisor sees the own teams. Teams that were merged or deleted appear with "
        "`modified_since` or when `status` asks for them. A team comes into being with the first "
        "person, file or key that names it."
    ),
    query=TeamsQuery,
    answer=TeamListAnswer,
    problems=(410,),
)
def teams(request: Request) -> Answer:
    query, context = request.query, request.context
    one = query.get("team")
    team = None if one is None else named(context, one)
    folds = None if one is None else (team.folds if team else frozenset[str]())
    asked = syncing.asked(request, folds)
    code, limit, after = (team.code if team else None), query["limit"], asked.after
    if one is not None and team is None:
        found = listing.Teams([])
    elif asked.since is None:
        found = listing.page(context, query, code, limit, after)
    else:
        found = listing.changed(context, query, code, asked.since, limit, after)
    items = service.shown(context, found.items)
    return syncing.synced(request, asked, items, found.after, found.removed)


@routes.post(
    "/v1/teams",
    "teams.create",
    "Make a team",
    roles=STAFF,
    description=(
        "409 `team_name_taken` for a name, alias or code that is another team's in some spelling; "
        "422 `too_many_teams` beyond 5,000."
    ),
    body=TeamBody,
    answer=TeamAnswer,
    status=201,
    problems=(409, 412),
)
def make_team(request: Request) -> Answer:
    team = service.create(request.context, request.body)
    return created(f"/v1/teams/{team.code}", _shown(request, team), str(team.revision))


@routes.get(
    "/v1/teams/proposals",
    "teams.proposals",
    "Teams whose names are so near that they may be one",
    roles=READERS,
    description="Merge them, or dismiss the proposal. Nothing happens by itself.",
    query=ProposalQuery,
    answer=ProposalListAnswer,
)
def team_proposals(request: Request) -> Answer:
    query = request.query
    found, after = proposals.page(
        request.context, query["status"], query["limit"], position(request)
    )
    return listed(request, found, after)


@routes.post(
    "/v1/teams/proposals/{proposal_id}/dismiss",
    "teams.dismiss",
    "Say that two teams with near names are two",
    roles=STAFF,
    answer=ProposalAnswer,
    problems=(404,),
)
def dismiss_proposal(request: Request, proposal_id: str) -> Answer:
    return Answer(proposals.dismiss(request.context, proposal_id))


@routes.get(
    "/v1/teams/{team_code}",
    "teams.read",
    "One team",
    roles=LEADERS,
    description="The code of a team that was merged gives the team that it is now.",
    answer=TeamAnswer,
    problems=(404,),
)
def team(request: Request, team_code: str) -> Answer:
    found = service.seen(request.context, team_code)
    return Answer(_shown(request, found), etag=str(found.revision))


@routes.patch(
    "/v1/teams/{team_code}",
    "teams.change",
    "Change names, aliases, department, head, supervisors; archive",
    roles=STAFF,
    description=(
        "What is left out stays. The text by which results name the team never changes, and "
        "neither does the code. 409 `team_name_taken` as for a new one."
    ),
    body=TeamPatch,
    answer=TeamAnswer,
    needs_if_match=True,
    problems=(404, 409, 412),
)
def change_team(request: Request, team_code: str) -> Answer:
    changed = service.change(request.context, team_code, request.body, request.expected)
    return Answer(_shown(request, changed), etag=str(changed.revision))


@routes.delete(
    "/v1/teams/{team_code}",
    "teams.delete",
    "Delete a team that nothing names",
    roles=STAFF,
    description=(
        "409 `team_in_use` with examples of `people` and `periods` that name it: archive it "
        "instead. 409 `team_merged` for a team that is another one now."
    ),
    status=204,
    takes_if_match=True,
    problems=(404, 409, 412),
)
def delete_team(request: Request, team_code: str) -> Answer:
    service.delete(request.context, team_code, request.expected)
    return no_content()


@routes.post(
    "/v1/teams/{team_code}/merge",
    "teams.merge",
    "Make a team one with another",
    roles=ADMINS,
    decides=True,
    description=(
        "Every name and code of it leads to the other from now on; nothing takes that back. "
        "Results keep the text that they have. Ranks of locked periods stay. Other periods with "
        "results of the team are outdated (`team_merged`) until they are scored anew."
    ),
    body=MergeBody,
    answer=TeamAnswer,
    takes_if_match=True,
    problems=(404, 409, 412),
)
def merge_team(request: Request, team_code: str) -> Answer:
    team = merging.merge(request.context, team_code, request.body["into"], request.expected)
    return Answer(_shown(request, team), etag=str(team.revision))


def _shown(request: Request, team: "records.Team") -> dict[str, object]:
    return service.shown(request.context, [team])[0]
