"""Announcements as the API shows them."""

from collections.abc import Mapping
from typing import Any

from chalicelib.announcements import plan as plans
from chalicelib.announcements.records import (
    FAILED,
    GAVE_UP,
    Announcement,
    Telling,
    as_shown,
    read_acknowledged,
    read_plan,
)
from chalicelib.announcements.sight import Seen
from chalicelib.jobs import given_up
from chalicelib.language import Language
from chalicelib.schemes.rulebook.kept import read_rulebook
from chalicelib.schemes.rulebook.page import page
from chalicelib.schemes.rulebook.service import described as described_rulebook
from chalicelib.store.converters import Item
from chalicelib.store.records import from_item
from chalicelib.teams.records import read_teams
from chalicelib.tenancy.context import Context


def described(
    context: Context, found: Seen, language: Language, plan: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Return an announcement with what the caller may see of who was told. ``plan``: its plan, of a
    caller who has it."""
    one = found.announcement
    shown = announced(context, one, plan)
    if not context.principal.sees_all:
        shown["announced_by"] = None
    return {
        **shown,
        "telling": telling(context, one, language) if context.principal.sees_all else None,
        "own": None if found.told is None else _own(found.told, one.number),
    }


def announced(
    context: Context, found: Announcement, plan: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Return an announcement with its plan. A batch read of the plan, and of its teams."""
    plan = plan or read_plan(context, found)
    return {
        "period": found.period,
        "scheme": found.scheme,
        "number": found.number,
        "version": found.version,
        "sha256": found.sha256,
        "announced_at": found.announced_at,
        "announced_by": found.announced_by,
        "superseded_at": found.superseded_at,
        "note": found.note,
        "reason": found.reason,
        "worse_off": found.worse_off,
        "teams": _teams(context, found),
        "sources": plan["sources"],
        "methods": plans.methods(plan),
        "dates": {name: found.dates.get(name) for name in plans.DATES},
        "changes": plan["changes"],
    }


def telling(context: Context, found: Announcement, language: Language) -> dict[str, Any]:
    """Return how far telling is, and how many have acknowledged the announcement."""
    shown = as_shown(found, context.now)
    failed = shown.status == FAILED
    return {
        "status": shown.status,
        "told": shown.told,
        "not_told_in_time": shown.late,
        "acknowledged": read_acknowledged(context, found),
        "finished_at": shown.finished_at,
        "reason": given_up.shown_reason(given_up.reason(GAVE_UP), language) if failed else None,
    }


def rulebook(found: Announcement, plan: Mapping[str, Any], language: Language) -> dict[str, Any]:
    """Return the rulebook as it was worded when it was announced (``RulebookAnswer``)."""
    return described_rulebook(read_rulebook(plan[language]), _about(found), language)


def rulebook_page(found: Announcement, plan: Mapping[str, Any], language: Language) -> str:
    """Return the rulebook as it was worded when it was announced, as a page to read and print."""
    return page(read_rulebook(plan[language]), _about(found), language)


def told_row(found: Telling) -> dict[str, Any]:
    """Return what a person was told, for the copy of the company's data."""
    return {
        "period": found.period,
        "scheme": found.scheme,
        "first_told_at": found.first_at,
        "told": [{"number": int(one["number"]), "at": one["at"]} for one in found.tellings],
        "acknowledged": [
            {"number": int(one["number"]), "at": one["at"]} for one in found.acknowledged
        ],
    }


def told_of(item: Item) -> Telling:
    """Return what a person was told, as an item holds it."""
    return from_item(Telling, item)


def _about(found: Announcement) -> dict[str, Any]:
    return {
        "code": found.scheme,
        "version": found.version,
        "sha256": found.sha256,
        "assumed_parameters": [],
        "state": "published",
        "effective_from": found.period,
        "effective_until": found.period,
        "reason": found.reason,
    }


def _own(told: Telling, number: int) -> dict[str, Any]:
    return {
        "told_at": told.told_at(number),
        "first_told_at": told.first_at,
        "acknowledged_at": told.acknowledged_at(number),
    }


def _teams(context: Context, found: Announcement) -> list[dict[str, str]]:
    teams = read_teams(context, found.teams) if found.teams else {}
    return [
        {"team_code": code, "team": teams[code].text if code in teams else code}
        for code in found.teams
    ]
