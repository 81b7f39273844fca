"""Two teams become one: every name and code of the one leads to the other, in one transaction.

Nothing stored is rewritten: results keep their text, which leads to the other team now. Locked
ranks stay as they are. Other periods with results of the team are outdated (``team_merged``) until
they are scored anew, which also ranks the two as one.
"""

from dataclasses import replace

from pynamodb.expressions.operand import Path

from chalicelib.audit.records import record_change
from chalicelib.change_log.keys import TEAMS
from chalicelib.change_log.records import Change
from chalicelib.change_log.writing import enter
from chalicelib.errors import Changed, NotFound, invalid_value
from chalicelib.language import Text
from chalicelib.organisation import names
from chalicelib.organisation.errors import already_merged
from chalicelib.organisation.schemas import MOST_SUPERVISORS
from chalicelib.organisation.service import others, seen, told, unchanged
from chalicelib.store.records import to_item
from chalicelib.teams.keys import key_of_merge, key_of_team, key_of_team_counts
from chalicelib.teams.records import DELETED, MERGED, Merge, Team, read_counts, read_team
from chalicelib.tenancy.context import Context
from chalicelib.web.etags import Expected, check


def merge(context: Context, code: str, into_code: str, expected: Expected) -> Team:
    """Merge a team into another, and return that one.

    Its supervisors join those of the other; the other's head stays, if it has one. Raises NotFound
    (404) for an unknown team; 412 when ``expected`` does not hold for the team that is merged, or
    one of the two changes meanwhile; 409 ``team_merged`` when it was merged before; 422
    ``same_team``, ``unknown_team``, ``too_many_names`` and ``too_many_supervisors``.
    """
    team = read_team(context, code)
    if team is None or team.status == DELETED:
        raise NotFound("team")
    if team.merged_into is not None:
        raise already_merged(code, team.merged_into)
    check(expected, team.revision)
    into = _target(context, into_code)
    if into.code == team.code:
        raise invalid_value(
            "/into", "same_team", Text("不能并入自身。", "A team cannot be merged into itself.")
        )
    after = _joined(context, team, into)
    merged = replace(
        team,
        status=MERGED,
        merged_into=into.code,
        updated_at=context.time,
        revision=team.revision + 1,
    )
    names.check_number(after)
    _write(context, team, merged, into, after)
    return after


def _target(context: Context, code: str) -> Team:
    try:
        return seen(context, code)
    except NotFound:
        raise invalid_value(
            "/into", "unknown_team", Text("没有该团队。", "There is no such team.")
        ) from None


def _joined(context: Context, team: Team, into: Team) -> Team:
    """Return the team that ``into`` is with the names, codes and supervisors of ``team``."""
    supervisors = tuple(dict.fromkeys((*into.supervisors, *team.supervisors)))
    if len(supervisors) > MOST_SUPERVISORS:
        raise invalid_value(
            "/into",
            "too_many_supervisors",
            Text(
                f"一个团队最多 {MOST_SUPERVISORS} 名主管。",
                f"A team has at most {MOST_SUPERVISORS} supervisors.",
            ),
        )
    former = (team.text, *team.former_texts, *((team.code,) if team.own_code else ()))
    # What stored results may have is kept for good, even if it is an alias of the other already.
    former_texts = tuple(dict.fromkeys((*into.former_texts, *former)))
    named = replace(into, former_texts=former_texts)
    return replace(
        named,
        aliases=(*into.aliases, *others(named, (*team.names.values(), *team.aliases))),
        former_codes=(*into.former_codes, *team.former_codes, team.code),
        supervisors=supervisors,
        head=into.head or team.head,
        used=into.used or team.used,
        updated_at=context.time,
        revision=into.revision + 1,
    )


def _write(context: Context, team: Team, merged: Team, into: Team, after: Team) -> None:
    unit, scope = context.unit, context.scope
    names.move(context, unit, team, after)
    names.write_leads(context, unit, team, None)
    names.write_leads(context, unit, into, after)
    unit.put(key_of_team(scope, merged.code), to_item(merged), unchanged(team), Changed)
    unit.put(key_of_team(scope, after.code), to_item(after), unchanged(into), Changed)
    for former in team.former_codes:
        unit.update(key_of_team(scope, former), [Path("merged_into").set(after.code)])
    _count(context, team, after)
    changed = (merged.code, after.code, *team.former_codes)
    enter(context, unit, TEAMS, [Change(code) for code in changed])
    record_change(context, "teams.merge", **told(team, merged))
    record_change(context, "teams.change", **told(into, after))


def _count(context: Context, team: Team, into: Team) -> None:
    """Count the merge, with the spellings by which a period with results of the team is known."""
    counts = read_counts(context)
    number = counts.merges + 1
    merges = Path("merges")
    same = merges.does_not_exist() if not counts.merges else merges == counts.merges
    context.unit.update(key_of_team_counts(context.scope), [merges.set(number)], same, Changed)
    entry = Merge(number, team.code, into.code, tuple(sorted(team.folds)))
    context.unit.put(key_of_merge(context.scope, number), to_item(entry))
