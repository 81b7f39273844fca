"""Publishing: a version that never changes, and the calendar that says when it is in effect."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from pynamodb.expressions.operand import Path

from chalicelib.audit.records import record_change
from chalicelib.context import Context
from chalicelib.schemes.drafts import existing, filled
from chalicelib.schemes.records import (
    PILOT,
    PUBLISHED,
    RETIRED,
    Effect,
    SchemeHead,
    SchemeVersion,
    read_version,
)
from chalicelib.scoring import canonical_json, lint, sha256
from chalicelib.store.records import to_item
from chalicelib.web import exact_json
from chalicelib.web.etags import check
from chalicelib.web.languages import Text
from chalicelib.web.problems import Fault, conflict, invalid, not_found, stale, wrong


def publish(
    context: Context, code: str, wanted: Mapping[str, Any], expected: int | None
) -> tuple[SchemeHead, SchemeVersion]:
    """Make the draft the next version, in effect from a month on (until a month, for a season).

    422 ``scheme_not_publishable`` with the linter's errors; 409 ``effective_overlap`` when
    another version begins in the same month, or two seasons overlap.
    """
    return _release(context, code, wanted, expected, PUBLISHED)


def pilot(
    context: Context, code: str, wanted: Mapping[str, Any], expected: int | None
) -> tuple[SchemeHead, SchemeVersion]:
    """Make the draft the next version for chosen teams: it scores them and pays nobody."""
    return _release(context, code, wanted, expected, PILOT)


def retire(context: Context, code: str, version: int | None, expected: int | None) -> SchemeHead:
    """Take a version (without one: every version) out of effect. Results that it gave stay."""
    head = existing(context, code)
    check(expected, head.revision)
    named = [effect for effect in head.effects if version in (None, effect.version)]
    if not named:
        raise not_found()
    effects = [
        replace(effect, state=RETIRED) if effect in named else effect for effect in head.effects
    ]
    changed = _store_calendar(context, head, effects, head.latest_version)
    record_change(
        context,
        "schemes.retire",
        f"schemes/{code}",
        {"calendar": list(head.calendar)},
        {"calendar": list(changed.calendar)},
    )
    return changed


def version(context: Context, code: str, number: int) -> tuple[SchemeVersion, Effect | None]:
    """A version and when it is in effect. Raises 404."""
    head = existing(context, code)
    found = read_version(context.table, context.scope, code, number)
    if found is None:
        raise not_found()
    return found, head.effect(number)


def _release(
    context: Context, code: str, wanted: Mapping[str, Any], expected: int | None, state: str
) -> tuple[SchemeHead, SchemeVersion]:
    head = existing(context, code)
    check(expected, head.revision)
    draft = exact_json.read(head.draft)
    _refuse_errors(draft)
    number = head.latest_version + 1
    effect = Effect(
        version=number,
        state=state,
        effective_from=wanted["effective_from"],
        effective_until=wanted.get("effective_until"),
        teams=tuple(wanted.get("teams", ())),
    )
    _refuse_overlap(effect, head.effects)
    document = filled(draft)
    stored = SchemeVersion(
        code=code,
        version=number,
        document=canonical_json(document).decode(),
        sha256=sha256(document),
        published_at=context.time,
        published_by=context.principal.credential,
    )
    context.unit.put(
        context.scope.scheme_version(code, number),
        to_item(stored),
        Path("pk").does_not_exist(),
        stale,
    )
    changed = _store_calendar(context, head, [*head.effects, effect], number)
    record_change(
        context,
        f"schemes.{'publish' if state == PUBLISHED else 'pilot'}",
        f"schemes/{code}/versions/{number}",
        None,
        {**to_item(effect), "sha256": stored.sha256},
    )
    return changed, stored


def _refuse_errors(draft: Mapping[str, Any]) -> None:
    errors = [found for found in lint(draft) if found.severity == "error"]
    if errors:
        raise invalid(
            [Fault(found.pointer, found.code, Text(**found.message)) for found in errors],
            "scheme_not_publishable",
        )


def _refuse_overlap(effect: Effect, others: Sequence[Effect]) -> None:
    until = effect.effective_until
    if until is not None and until < effect.effective_from:
        raise wrong(
            "/effective_until",
            "ends_before_it_begins",
            Text("结束月份早于开始月份。", "It ends before it begins."),
        )
    for other in others:
        if other.state == effect.state == PUBLISHED and _overlap(effect, other):
            raise conflict(
                "effective_overlap",
                Text(
                    f"与第 {other.version} 版的生效期间重叠。",
                    f"Its effective period overlaps version {other.version}'s.",
                ),
                version=other.version,
            )


def _overlap(one: Effect, other: Effect) -> bool:
    """Open-ended versions follow one another, so only equal beginnings clash; seasons may lie
    inside an open-ended one, and must not overlap each other."""
    if (one.effective_until is None) != (other.effective_until is None):
        return False
    if one.effective_until is None or other.effective_until is None:
        return one.effective_from == other.effective_from
    return (
        one.effective_from <= other.effective_until and other.effective_from <= one.effective_until
    )


def _store_calendar(
    context: Context, head: SchemeHead, effects: Sequence[Effect], latest: int
) -> SchemeHead:
    calendar = [to_item(effect) for effect in effects]
    context.unit.update(
        context.scope.scheme(head.code),
        [
            Path("calendar").set([_plain(entry) for entry in calendar]),
            Path("latest_version").set(latest),
            Path("revision").set(head.revision + 1),
            Path("updated_at").set(context.time),
        ],
        Path("revision") == head.revision,
        stale,
    )
    return replace(
        head,
        calendar=tuple(calendar),
        latest_version=latest,
        revision=head.revision + 1,
        updated_at=context.time,
    )


def _plain(entry: Mapping[str, Any]) -> dict[str, Any]:
    """Lists for tuples: what pynamodb's update actions take."""
    return {
        name: list(value) if isinstance(value, tuple) else value for name, value in entry.items()
    }
