"""Publish a draft as a version, which never changes, and enter it in the calendar."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pynamodb.expressions.operand import Path

from chalicelib.audit.records import record_change
from chalicelib.errors import Changed, Conflict, Invalid, NotFound, invalid_value
from chalicelib.language import Text
from chalicelib.schemes import affected_periods, worse_off
from chalicelib.schemes.begun_months import with_reason
from chalicelib.schemes.calendar import PILOT, PUBLISHED, Effect, overlapping
from chalicelib.schemes.calendar_items import entry, store_calendar, this_month
from chalicelib.schemes.drafts import existing_head, filled
from chalicelib.schemes.fingerprint import verify
from chalicelib.schemes.keys import key_of_scheme_version
from chalicelib.schemes.records import SchemeHead, SchemeVersion, read_version
from chalicelib.schemes.structure import examine, faults
from chalicelib.schemes.worse_off import PeriodCompared
from chalicelib.scoring import canonical_json, read_scheme, sha256
from chalicelib.scoring.reading.sources import with_sources
from chalicelib.store.records import to_item
from chalicelib.teams.canonical import chosen_texts
from chalicelib.tenancy.context import Context
from chalicelib.web import exact_json
from chalicelib.web.etags import Expected, check


@dataclass(frozen=True, slots=True)
class Released:
    """A new version, published or piloted.

    ``awaiting_rescore`` are the periods that may be rescored, because another version made their
    results. ``compared``: what the version would make of those results.
    """

    head: SchemeHead
    version: SchemeVersion
    effect: Effect
    awaiting_rescore: tuple[str, ...] = ()
    compared: tuple[PeriodCompared, ...] = ()


def publish(context: Context, code: str, wanted: Mapping[str, Any], expected: Expected) -> Released:
    """Make the draft the next version, in effect from a month on. A season also has a last month.

    ``wanted`` is a ``PublishBody``. Raises:

    - NotFound (404), and Changed (412) when the head has another revision than ``expected``.
    - Invalid (422) ``scheme_not_publishable`` with the linter's errors.
    - Invalid (422) ``reason_required`` as begun_months.py does.
    - Conflict (409) ``worse_off`` and ``not_compared``, and PeriodBusy (409), as worse_off.py does.
    - Conflict (409) ``effective_overlap`` when another version begins in the same month, or two
      seasons overlap.
    - Conflict (409) ``period_locked`` when a locked period would come under this version.
    - Conflict (409) ``too_many_versions`` when the calendar is full.
    """
    return _release(context, code, wanted, expected, PUBLISHED)


def pilot(context: Context, code: str, wanted: Mapping[str, Any], expected: Expected) -> Released:
    """Make the draft the next version for some teams only. Its results pay nobody.

    ``wanted`` is a ``PilotBody``. Raises the errors of :func:`publish`.
    """
    return _release(context, code, wanted, expected, PILOT)


def version(context: Context, code: str, number: int) -> tuple[SchemeVersion, Effect | None]:
    """Return a version and when it is in effect.

    Raises NotFound (404), and Damaged (500) ``version_damaged`` when the stored document does not
    match its fingerprint.
    """
    head = existing_head(context, code)
    found = read_version(context.table, context.scope, code, number)
    if found is None:
        raise NotFound("version")
    verify(found)
    return found, head.effect(number)


def _release(
    context: Context, code: str, wanted: Mapping[str, Any], expected: Expected, state: str
) -> Released:
    head = existing_head(context, code)
    check(expected, head.revision)
    draft = exact_json.read(head.draft)
    _refuse_errors(draft)
    effect = Effect(
        version=head.latest_version + 1,
        state=state,
        effective_from=wanted["effective_from"],
        effective_until=wanted.get("effective_until"),
    )
    _refuse_effect(effect, head.effects)
    effect = replace(effect, teams=tuple(chosen_texts(context, wanted.get("teams", ()))))
    effects = [*head.effects, effect]
    affected = affected_periods.affected(context, code, head.effects, effects)
    compared: list[PeriodCompared] = []
    if state == PUBLISHED:
        effect = with_reason(head.effects, effect, wanted.get("reason"), this_month(context))
        compared = worse_off.compared(context, code, affected.scored, effects, effect.version)
        worse_off.refuse(code, compared, wanted)
        effects = worse_off.entered([*head.effects, effect], compared)
        effect = effects[-1]
    unchanged = {one.period: one.unchanged for one in compared}
    affected_periods.check(context, code, affected, unchanged)
    stored = _new_version(context, code, effect.version, draft)
    key = key_of_scheme_version(context.scope, code, effect.version)
    context.unit.put(key, to_item(stored), Path("pk").does_not_exist(), Changed)
    changed = store_calendar(context, head, effects, effect.version)
    record_change(
        context,
        f"schemes.{'publish' if state == PUBLISHED else 'pilot'}",
        f"schemes/{code}/versions/{effect.version}",
        None,
        {**entry(effect), "sha256": stored.sha256},
        revision=head.revision + 1,
    )
    return Released(changed, stored, effect, affected.scored, tuple(compared))


def _new_version(
    context: Context, code: str, number: int, draft: Mapping[str, Any]
) -> SchemeVersion:
    """Return the version's record: the draft with parameters filled, and its SHA-256.

    A column's source in words becomes a declared source (scoring/reading/sources.py).
    """
    document = filled(draft)
    document = with_sources(document, read_scheme(document))
    return SchemeVersion(
        code=code,
        version=number,
        document=canonical_json(document).decode(),
        sha256=sha256(document),
        published_at=context.time,
        published_by=context.principal.credential,
    )


def _refuse_errors(draft: Mapping[str, Any]) -> None:
    """Raise Invalid (422) ``scheme_not_publishable`` when the linter finds errors."""
    errors = tuple(found for found in examine(draft).findings if found.severity == "error")
    if errors:
        raise Invalid(faults(errors), "scheme_not_publishable")


def _refuse_effect(effect: Effect, others: Sequence[Effect]) -> None:
    """Raise Invalid (422) when the effect ends before it begins, Conflict (409) on an overlap."""
    until = effect.effective_until
    if until is not None and until < effect.effective_from:
        raise invalid_value(
            "/effective_until",
            "ends_before_it_begins",
            Text("结束月份早于开始月份。", "It ends before it begins."),
        )
    other = overlapping(effect, others)
    if other is not None:
        raise Conflict(
            "effective_overlap",
            Text(
                f"与第 {other.version} 版的生效期间重叠。",
                f"Its effective period overlaps version {other.version}'s.",
            ),
            version=other.version,
        )
