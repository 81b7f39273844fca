"""Announcing the plan of a scheme's period, and telling those who have come since."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from pynamodb.expressions.operand import Path

from chalicelib.announcements import plan as plans
from chalicelib.announcements import queue, refusals
from chalicelib.announcements.changes import changes
from chalicelib.announcements.concerned import has_begun
from chalicelib.announcements.keys import key_of_announced_plan, key_of_announcement
from chalicelib.announcements.records import (
    MOST,
    SUPERSEDED,
    TELLING,
    Announcement,
    as_shown,
    latest,
    read_plan,
)
from chalicelib.announcements.telling import target_of
from chalicelib.audit.records import record_change
from chalicelib.due_days.records import days_of_period, habits
from chalicelib.errors import Conflict, NotFound, invalid_value
from chalicelib.periods.records import PROVISIONAL, read_period
from chalicelib.schemes.asked_version import asked_version
from chalicelib.schemes.records import read_head
from chalicelib.store.changes import actions_of
from chalicelib.store.records import to_item
from chalicelib.teams.sight import named
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.records import read_tenant

#: What an audit event tells of an announcement.
TOLD_OF = ("version", "sha256", "teams", "dates", "note", "reason", "worse_off")


def announce(
    context: Context, period: str, wanted: Mapping[str, Any]
) -> tuple[Announcement, dict[str, Any]]:
    """Announce the plan of a scheme's period, by the version in effect. Returns both.

    ``wanted`` is an ``AnnounceBody``. It supersedes the announcement before, if any; everybody is
    told again. Raises Invalid (422) ``no_scheme_in_effect``, ``wrong_kind_of_period``,
    ``unknown_team``, ``out_of_order`` and ``reason_required``, and Conflict (409)
    ``already_published``, ``nothing_changed``, ``too_many_announcements`` and
    ``announced_meanwhile``.
    """
    scheme = wanted["scheme"]
    version = asked_version(context, scheme, period)
    _refuse_settled(context, period, scheme)
    before = latest(context, period, scheme)
    number = 1 if before is None else before.number + 1
    if number > MOST:
        raise Conflict("too_many_announcements", refusals.TOO_MANY)
    tenant = read_tenant(context.table, context.scope)
    habit = days_of_period(habits(context, [scheme])[scheme].days, period)
    dates = plans.days(version, period, tenant, habit, wanted["dates"])
    made = plans.made(version, period, dates)
    found = Announcement(
        period=period,
        scheme=scheme,
        number=number,
        status=TELLING,
        version=version.version,
        sha256=version.sha256,
        announced_at=context.time,
        announced_by=context.principal.credential,
        pieces=0,
        dates=dates,
        teams=_teams(context, wanted["teams"]),
        note=wanted.get("note"),
        reason=_reason(context, period, scheme, before, version.version, wanted.get("reason")),
        worse_off=_insisted(context, period, scheme, version.version),
    )
    found, plan = _written(context, found, before, made)
    _tell(context, found)
    former = None if before is None else _told_of(before)
    target = target_of(period, scheme, number)
    record_change(
        context, "announcements.announce", target, former, _told_of(found), revision=found.revision
    )
    return found, plan


def tell(context: Context, period: str, scheme: str) -> Announcement:
    """Tell the announcement that stands to those who have come since. Returns it.

    While people are being told nothing changes; what was given up goes on. Raises NotFound (404)
    where nothing was announced, and Conflict (409) ``already_published`` and
    ``announced_meanwhile``.
    """
    before = latest(context, period, scheme)
    if before is None:
        raise NotFound("announcement")
    _refuse_settled(context, period, scheme)
    if as_shown(before, context.now).status == TELLING:
        return before
    parts: dict[str, Any] = {"status": TELLING, "told": 0, "late": 0}
    parts["revision"] = before.revision + 1
    cleared = dict.fromkeys(("after", "finished_at", "gave_up_at", "gave_up_told"))
    context.unit.update(
        key_of_announcement(context.scope, period, scheme, before.number),
        actions_of({**parts, **cleared, "moved_at": context.time}),
        Path("revision") == before.revision,
        refusals.meanwhile,
    )
    found = replace(before, **parts, after=None, finished_at=None, gave_up_at=None)
    found = replace(found, moved_at=context.time)
    _tell(context, found)
    counted = {"told": before.told, "status": before.status}
    record_change(
        context,
        "announcements.tell",
        target_of(period, scheme, before.number),
        counted,
        {"status": TELLING},
        revision=found.revision,
    )
    return found


def _written(
    context: Context, found: Announcement, before: Announcement | None, made: dict[str, Any]
) -> tuple[Announcement, dict[str, Any]]:
    """Write the announcement with its plan, and that it supersedes the one before. Return both."""
    told = []
    if before is not None:
        former = read_plan(context, before)
        told = changes(context, before, found, former, made)
        if not told and before.note == found.note:
            raise Conflict("nothing_changed", refusals.NOTHING_CHANGED)
        _supersede(context, before)
    plan = {**made, "changes": told}
    pieces = plans.divided(plan)
    found = replace(found, pieces=len(pieces))
    place = (context.scope, found.period, found.scheme, found.number)
    for piece, part in enumerate(pieces):
        context.unit.put(key_of_announced_plan(*place, piece), {"plan": part})
    absent = Path("pk").does_not_exist()
    context.unit.put(
        key_of_announcement(*place), to_item(_plain(found)), absent, refusals.meanwhile
    )
    return found, plan


def _plain(found: Announcement) -> Announcement:
    """Return it with a list of teams, as it is stored."""
    return replace(found, teams=list(found.teams))  # type: ignore[arg-type]


def _supersede(context: Context, before: Announcement) -> None:
    parts = {
        "status": SUPERSEDED,
        "superseded_at": context.time,
        "revision": before.revision + 1,
    }
    context.unit.update(
        key_of_announcement(context.scope, before.period, before.scheme, before.number),
        actions_of(parts),
        Path("revision") == before.revision,
        refusals.meanwhile,
    )


def _tell(context: Context, found: Announcement) -> None:
    queue.send(context, found.period, found.scheme, found.number, found.revision)


def _refuse_settled(context: Context, period: str, scheme: str) -> None:
    record = read_period(context.table, context.scope, period, scheme)
    if record is not None and record.state != PROVISIONAL:
        raise Conflict("already_published", refusals.SETTLED)


def _reason(
    context: Context,
    period: str,
    scheme: str,
    before: Announcement | None,
    version: int,
    said: str | None,
) -> str | None:
    """Return why the plan of a period that has begun changes: as it is said, or why its version
    was published. Raises Invalid (422) ``reason_required`` where nobody said it."""
    if said is not None or before is None or not has_begun(context, period):
        return said
    head = read_head(context.table, context.scope, scheme)
    effect = head.effect(version) if head and before.version != version else None
    if effect is None or effect.reason is None:
        raise invalid_value("/reason", "reason_required", refusals.NEEDS_REASON)
    return effect.reason


def _insisted(context: Context, period: str, scheme: str, version: int) -> int | None:
    """Return how many people a version left worse off in a period that had begun; None: nobody."""
    if not has_begun(context, period):
        return None
    head = read_head(context.table, context.scope, scheme)
    effect = head.effect(version) if head else None
    return (effect.worse_off or {}).get(period) if effect else None


def _teams(context: Context, wanted: Sequence[str]) -> tuple[str, ...]:
    """Return the codes of teams that a request names. Raises Invalid (422) ``unknown_team``."""
    found: dict[str, None] = {}
    for place, text in enumerate(wanted):
        team = named(context, text)
        if team is None:
            raise invalid_value(f"/teams/{place}", "unknown_team", refusals.NO_TEAM)
        found[team.code] = None
    return tuple(found)


def _told_of(found: Announcement) -> dict[str, Any]:
    told = {name: getattr(found, name) for name in TOLD_OF}
    return {**told, "teams": list(found.teams)}
