"""Which version's rulebook a caller gets."""

from dataclasses import asdict
from typing import Any

from chalicelib.errors import NotFound
from chalicelib.language import Language
from chalicelib.people.records import read_employee
from chalicelib.schemes.calendar import PILOT, PUBLISHED, Effect
from chalicelib.schemes.calendar_items import this_month
from chalicelib.schemes.drafts import existing
from chalicelib.schemes.records import SchemeHead
from chalicelib.schemes.rule_source import Chosen, of_draft, of_version
from chalicelib.schemes.rulebook.content import Rulebook
from chalicelib.schemes.rulebook.making import rulebook
from chalicelib.scoring import Column
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.roles import Role

DRAFT = "draft"
#: Who sees drafts and every pilot; the people scored see what was published to them.
EDITORS = frozenset({Role.ADMIN, Role.HR, Role.AUDITOR})


def found(
    context: Context, code: str, wanted: str | None, language: Language
) -> tuple[Rulebook, dict[str, Any]]:
    """The rulebook, and about which version it is.

    Without ``wanted`` (a version's number, or ``draft``) it is the version in effect this month,
    else the latest one the caller may see, else, for an editor, the draft. 404 otherwise.
    """
    head = existing(context, code)
    chosen, effect = _chosen(context, head, wanted)
    about = {
        **chosen.described(),
        "state": effect.state_in(this_month(context)) if effect else DRAFT,
        "effective_from": effect.effective_from if effect else None,
        "effective_until": effect.last if effect else None,
    }
    return rulebook(chosen.ready.compiled, language), about


def columns(context: Context, code: str, wanted: str | None) -> tuple[Column, ...]:
    """The columns of a file for the version; which one, as for the rulebook."""
    chosen, _ = _chosen(context, existing(context, code), wanted)
    return chosen.ready.compiled.columns


def described(book: Rulebook, about: dict[str, Any], language: Language) -> dict[str, Any]:
    """The rulebook as JSON."""
    return {"scheme": about, "language": language, **asdict(book)}


def _chosen(context: Context, head: SchemeHead, wanted: str | None) -> tuple[Chosen, Effect | None]:
    shown = _shown(context, head)
    if wanted not in (None, DRAFT) and not shown:
        raise NotFound
    if wanted == DRAFT or (wanted is None and not shown):
        if context.principal.role not in EDITORS:
            raise NotFound
        return of_draft(context, head.code), None
    effect = head.in_effect(this_month(context)) or shown[-1]
    if wanted is not None:
        named = [one for one in shown if str(one.version) == wanted]
        if not named:
            raise NotFound
        effect = named[0]
    return of_version(context, head.code, effect.version), effect


def _shown(context: Context, head: SchemeHead) -> list[Effect]:
    """The versions that the caller may read, oldest first."""
    if context.principal.role in EDITORS:
        return list(head.effects)
    team = _team(context) if any(effect.state == PILOT for effect in head.effects) else None
    return [
        effect
        for effect in head.effects
        if effect.state == PUBLISHED or (team is not None and team in effect.teams)
    ]


def _team(context: Context) -> str | None:
    """The caller's own team: a supervisor's key names it, an agent's is in the register."""
    principal = context.principal
    if principal.role is not Role.AGENT or principal.employee_id is None:
        return principal.team
    employee = read_employee(context.table, context.scope, principal.employee_id)
    return employee.team if employee else None
