"""Choose the version whose rulebook or columns a caller gets."""

from dataclasses import asdict
from typing import Any

from chalicelib.errors import NotFound
from chalicelib.language import Language
from chalicelib.people.records import read_person
from chalicelib.people.today import team_today
from chalicelib.schemes.calendar import PILOT, PUBLISHED, Effect
from chalicelib.schemes.calendar_items import this_month
from chalicelib.schemes.drafts import existing_head
from chalicelib.schemes.records import SchemeHead
from chalicelib.schemes.rule_source import ChosenRules, of_draft, of_version
from chalicelib.schemes.rulebook.content import Rulebook
from chalicelib.schemes.rulebook.making import rulebook
from chalicelib.team_folds import fold
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.roles import Role

DRAFT = "draft"


def rulebook_for(
    context: Context, code: str, wanted: str | None, language: Language
) -> tuple[Rulebook, dict[str, Any]]:
    """Return the rulebook, and the version that it describes (``AboutAnswer``).

    ``wanted`` is a version's number or ``draft``. Without it, the first of these is chosen: the
    version in effect this month, the latest version that the caller may see, and the draft if the
    caller sees the whole company. Others see published versions and the pilots of their own teams.
    Raises NotFound (404) when the caller may see none of them, and the
    errors of :mod:`chalicelib.schemes.rule_source`.
    """
    head = existing_head(context, code)
    chosen, effect = chosen_rules(context, head, wanted)
    about = {
        **chosen.described(),
        "state": effect.state_in(this_month(context)) if effect else DRAFT,
        "effective_from": effect.effective_from if effect else None,
        "effective_until": effect.last if effect else None,
        "reason": effect.reason if effect else None,
    }
    return rulebook(chosen.ready.compiled, language), about


def described(book: Rulebook, about: dict[str, Any], language: Language) -> dict[str, Any]:
    """Return the rulebook as JSON values (``RulebookAnswer``)."""
    return {"scheme": about, "language": language, **asdict(book)}


def chosen_rules(
    context: Context, head: SchemeHead, wanted: str | None
) -> tuple[ChosenRules, Effect | None]:
    """Return the chosen rules and their effect; None for the draft. Raises NotFound (404)."""
    shown = _shown(context, head)
    if wanted not in (None, DRAFT) and not shown:
        raise NotFound("version")
    if wanted == DRAFT or (wanted is None and not shown):
        if not context.principal.sees_all:
            raise NotFound("version")
        return of_draft(context, head.code), None
    effect = head.in_effect(this_month(context)) or shown[-1]
    if wanted is not None:
        named = [one for one in shown if str(one.version) == wanted]
        if not named:
            raise NotFound("version")
        effect = named[0]
    return of_version(context, head.code, effect.version), effect


def _shown(context: Context, head: SchemeHead) -> list[Effect]:
    """Return the versions that the caller may read, the oldest first."""
    if context.principal.sees_all:
        return list(head.effects)
    piloted = any(effect.state == PILOT for effect in head.effects)
    own = _own_team(context) if piloted else None
    return [
        effect
        for effect in head.effects
        if effect.state == PUBLISHED
        or any(context.principal.oversees(team) or fold(team) == own for team in effect.teams)
    ]


def _own_team(context: Context) -> str | None:
    """Return the fold of the team that the caller works in, if the caller sees the own results."""
    principal = context.principal
    if not principal.has(Role.AGENT) or principal.person is None:
        return None
    employee = read_person(context, principal.person)
    team = team_today(context, employee) if employee else None
    return fold(team) if team else None
