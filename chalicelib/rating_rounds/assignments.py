"""Who rates whom in a round: as lists show it, and as hr changes it until the round opens."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from pynamodb.expressions.operand import Path

from chalicelib.audit.records import record_change
from chalicelib.errors import Conflict, Fault, Invalid, NotFound
from chalicelib.language import Text
from chalicelib.people.identity import holders
from chalicelib.people.paths import person_in_path
from chalicelib.people.records import read_people
from chalicelib.person_keys import PersonKey, shown
from chalicelib.rating_forms.keys import is_sheet
from chalicelib.rating_forms.places import sheet_partitions
from chalicelib.rating_forms.records import (
    DRAFT,
    SUBMITTED,
    Round,
    Sheet,
    form_of,
    sheet_of,
)
from chalicelib.rating_rounds.draw import PEERS
from chalicelib.rating_rounds.making import NOBODY, existing
from chalicelib.rating_rounds.rater_sheets import (
    Theirs,
    items_of_rater,
    replace_sheets,
    sheets_of_rater,
)
from chalicelib.rating_rounds.since_draw import Since
from chalicelib.rating_rounds.teams import team_text
from chalicelib.rating_rounds.transitions import check_status
from chalicelib.store.converters import Item
from chalicelib.store.filtered_page import MOST_QUERIES, collect_of_all
from chalicelib.store.keys import parts_of
from chalicelib.tenancy.context import Context
from chalicelib.web.etags import Expected, check

#: The shown state of a form of which nothing is saved.
NOT_BEGUN = "not_begun"
#: The state of each form that was saved, by role and person rated.
States = dict[tuple[str, PersonKey], str]


class Assignment(NamedTuple):
    """A sheet of a rater, and what has become of the rater's forms."""

    sheet: Sheet
    states: States


def page(
    context: Context, found: Round, filters: Mapping[str, Any], limit: int, after: str | None
) -> tuple[list[Assignment], str | None]:
    """Return up to ``limit`` sheets of a round, or those of one rater (``employee_id``), with the
    forms' states. ``unanswered``: sheets alone with a form that is not submitted.

    A rater's forms lie before the rater's sheets, so a page has read them with the sheets. Those of
    the rater with whom the page before ended are read once more.
    """
    states: dict[PersonKey, States] = {}
    only_open = bool(filters.get("unanswered"))

    def keep(item: Item) -> Sheet | None:
        if not is_sheet(item["sk"]):
            form = form_of(item)
            states.setdefault(form.rater, {})[form.role, PersonKey(form.ratee)] = form.status
            return None
        sheet = sheet_of(item)
        theirs = states.get(sheet.rater, {})
        answered = all(theirs.get(one) == SUBMITTED for one in sheet.forms)
        return None if only_open and answered else sheet

    if "employee_id" in filters:
        rater, more = person_in_path(context, filters["employee_id"]), None
        kept = map(keep, items_of_rater(context, found, rater))
        sheets = [sheet for sheet in kept if sheet is not None]
    else:
        last = None if after is None else _rater_at(after)
        if last is not None:
            for item in items_of_rater(context, found, last):
                keep(item)
        partitions = list(sheet_partitions(context, found.id, found.draw))
        sheets, more = collect_of_all(
            context.table,
            partitions,
            limit=limit,
            after=after,
            keep=keep,
            most_queries=len(partitions) + MOST_QUERIES,
        )
    return [Assignment(sheet, states.get(sheet.rater, {})) for sheet in sheets], more


def _rater_at(position: str) -> PersonKey | None:
    """Return the rater at whose sheets a page has ended; None: at the beginning of a partition."""
    _, _, sort_key = position.partition("/")
    return PersonKey(parts_of(sort_key)[0]) if sort_key else None


def known_rater(context: Context, employee_id: str) -> PersonKey:
    """Return the person who has an id now. Raises NotFound (404)."""
    found = holders(context, [employee_id]).get(employee_id)
    if found is None:
        raise NotFound("employee")
    return found.key


def replace_forms(
    context: Context,
    round_id: str,
    employee_id: str,
    wanted: Sequence[Mapping[str, Any]],
    expected: Expected,
) -> tuple[Round, list[Sheet]]:
    """Replace whom a rater is asked to rate. Returns the round and the rater's new sheets.

    Raises NotFound (404), 412, Conflict (409) ``status_not_reachable`` unless the round is a draft,
    and ``own_raters``, Invalid (422) for people and roles that are not there.
    """
    found = existing(context, round_id)
    check_status(found, (DRAFT,))
    rater = known_rater(context, employee_id)
    before = sheets_of_rater(context, found, rater)
    revision = before[0].revision if before else 0
    check(expected, revision)
    forms = _checked(context, found, rater, wanted)
    _refuse_own(context, {one for sheet in before for one in sheet.forms}, forms)
    team = before[0].team if before else _team_of(context, rater)
    draft = (Path("status") == DRAFT) & (Path("draw") == found.draw)
    after = replace_sheets(
        context,
        found,
        Theirs(rater, team, before),
        forms,
        draft,
        lambda: Conflict("round_not_draft", NOT_DRAFT),
    )
    record_change(
        context,
        "rating_rounds.assign",
        f"rating-sheets/{found.id}.{shown(rater)}",
        {"forms": sum(len(sheet.forms) for sheet in before)},
        {"forms": len(forms)},
        revision=revision + 1,
    )
    return found, after


def described(context: Context, found: Round, listed: Sequence[Assignment]) -> list[dict[str, Any]]:
    """Return sheets as the API shows them, with what their people are called now, and what has
    become of them since the draw."""
    keys = {one.sheet.rater for one in listed}
    keys |= {ratee for one in listed for _, ratee in one.sheet.forms}
    people = read_people(context, sorted(keys))
    since = Since(context, people, [one.sheet.team for one in listed])

    def who(person: PersonKey, team: str | None) -> dict[str, Any]:
        there = people.get(person)
        return {
            "employee_id": None if there is None else there.id,
            "person": shown(person),
            "employee_name": None if there is None else there.name,
            "notices": since.notices(person, team),
        }

    # Who is drawn for peers is of their team; other raters are of teams of their own.
    peers = {role for role, how in found.roles.items() if how["who"] == PEERS}
    return [
        {
            **who(one.sheet.rater, one.sheet.team),
            "part": one.sheet.part + 1,
            "parts": one.sheet.parts,
            "forms": [
                {
                    **who(ratee, one.sheet.team if role in peers else None),
                    "role": role,
                    "status": one.states.get((role, ratee), NOT_BEGUN),
                }
                for role, ratee in one.sheet.forms
            ],
        }
        for one in listed
    ]


def _team_of(context: Context, rater: PersonKey) -> str:
    return team_text(context, read_people(context, [rater]).get(rater))


def _checked(
    context: Context, found: Round, rater: PersonKey, wanted: Sequence[Mapping[str, Any]]
) -> set[tuple[str, PersonKey]]:
    there = holders(context, [one["employee_id"] for one in wanted]) if wanted else {}
    faults: list[Fault] = []
    forms: set[tuple[str, PersonKey]] = set()
    for n, one in enumerate(wanted):
        ratee = there.get(one["employee_id"])
        if one["role"] not in found.roles:
            faults.append(Fault(f"/forms/{n}/role", "unknown_role", UNKNOWN_ROLE))
        elif ratee is None:
            faults.append(Fault(f"/forms/{n}/employee_id", "unknown_employee", NOBODY))
        elif (one["role"] == "self") != (ratee.key == rater):
            faults.append(Fault(f"/forms/{n}/employee_id", "not_oneself", ONESELF))
        else:
            forms.add((one["role"], ratee.key))
    if faults:
        raise Invalid(faults)
    return forms


def _refuse_own(
    context: Context, before: set[tuple[str, PersonKey]], after: set[tuple[str, PersonKey]]
) -> None:
    """Nobody chooses by whom they are rated themselves."""
    if any(ratee == context.principal.person for _, ratee in before ^ after):
        raise Conflict("own_raters", OWN)


OWN = Text(
    "不能增减评本人的评分人；请由人事的其他人办理。",
    "Nobody adds or takes away those who rate them: somebody else of hr does.",
)
UNKNOWN_ROLE = Text("本轮次没有此角色。", "The round has no such role.")
ONESELF = Text(
    "只有自评角色评本人，也只能评本人。",
    "Only in the role `self` people rate themselves, and nobody else.",
)
NOT_DRAFT = Text(
    "该轮次已经打开或正在抽取，评分人不能再改。",
    "The round was opened, or is being drawn: who rates whom changes no more.",
)
