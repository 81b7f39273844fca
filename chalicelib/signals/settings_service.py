"""The rules of a scheme, as hr sets them. Rules that its newest version could not follow are
refused, each by name."""

from collections.abc import Iterator, Mapping
from typing import Any

from pynamodb.expressions.operand import Path

from chalicelib.audit.records import record_change
from chalicelib.errors import Changed, Fault, Invalid, NotFound, invalid_value
from chalicelib.schemes.compiled import ReadyScheme, existing
from chalicelib.schemes.records import read_head
from chalicelib.signals import refusals
from chalicelib.signals.rules import FarApart, OwnPast, Rules, Side, rules_of, told_rules
from chalicelib.signals.settings_records import SignalSettings, read_settings, settings_write
from chalicelib.tenancy.context import Context
from chalicelib.web.etags import Expected, check


def settings_of(context: Context, scheme: str) -> SignalSettings:
    """Return the rules of a scheme. Raises NotFound (404) without the scheme."""
    if read_head(context.table, context.scope, scheme) is None:
        raise NotFound("scheme")
    return read_settings(context, scheme)


def change(
    context: Context, scheme: str, wanted: Mapping[str, Any], expected: Expected
) -> SignalSettings:
    """Replace the rules of a scheme. Returns them as they will be stored.

    They hold for runs that are asked for from now on. Raises NotFound (404), 412, Invalid (422).
    """
    before = settings_of(context, scheme)
    check(expected, before.revision)
    rules = rules_of(wanted)
    faults = list(_faults(_newest(context, scheme), rules))
    if faults:
        raise Invalid(faults)
    automatic = bool(wanted.get("automatic"))
    after = SignalSettings(
        scheme,
        told_rules(rules),
        changed_at=context.time,
        changed_by=context.principal.credential,
        automatic=automatic,
        entered=automatic and before.automatic and before.entered,
        revision=before.revision + 1,
    )
    revision = Path("revision")
    same = revision == before.revision if before.revision else revision.does_not_exist()
    context.unit.put(*settings_write(context, after), same, Changed)
    record_change(
        context,
        "signal_settings.change",
        f"signal-settings/{scheme}",
        _told(before) if before.revision else None,
        _told(after),
        revision=after.revision,
    )
    return after


def _told(settings: SignalSettings) -> dict[str, Any]:
    """Return what the audit log tells of rules."""
    return {**settings.rules, "automatic": settings.automatic}


def _newest(context: Context, scheme: str) -> ReadyScheme:
    head = read_head(context.table, context.scope, scheme)
    if head is None or not head.latest_version:
        raise invalid_value("", "no_version", refusals.NO_VERSION)
    return existing(context.table, context.scope, scheme, head.latest_version)


def _faults(version: ReadyScheme, rules: Rules) -> Iterator[Fault]:
    indicators = {one.code for one in version.scheme.indicators}
    seen: set[str] = set()
    for n, pair in enumerate(rules.far_apart):
        where = f"/far_apart/{n}"
        if pair.code in seen:
            yield Fault(f"{where}/code", "listed_twice", refusals.TWICE)
        seen.add(pair.code)
        yield from _faults_of_pair(version, indicators, pair, where)
    yield from _faults_of_past(indicators, rules.own_past)


def _faults_of_pair(
    version: ReadyScheme, indicators: set[str], pair: FarApart, where: str
) -> Iterator[Fault]:
    for name, side in (("first", pair.first), ("second", pair.second)):
        yield from _faults_of_side(version, indicators, side, f"{where}/{name}")
    if pair.first.on_scale != pair.second.on_scale:
        yield Fault(f"{where}/second", "scales_of_both", refusals.SCALES_OF_BOTH)
    named = [(one.indicator, one.column) for one in (pair.first, pair.second)]
    if named[0] == named[1]:
        yield Fault(f"{where}/second", "same_figure", refusals.SAME)


def _faults_of_side(
    version: ReadyScheme, indicators: set[str], side: Side, where: str
) -> Iterator[Fault]:
    if (side.indicator is None) == (side.column is None):
        yield Fault(where, "one_of_both", refusals.ONE_OF_BOTH)
    elif side.indicator is not None and side.indicator not in indicators:
        yield Fault(f"{where}/indicator", "unknown_indicator", refusals.NO_INDICATOR)
    elif side.column is not None:
        kinds = {one.code: one.kind for one in version.compiled.columns}
        if side.column not in kinds:
            yield Fault(f"{where}/column", "unknown_column", refusals.NO_COLUMN)
        elif kinds[side.column] != "number":
            yield Fault(f"{where}/column", "no_figures", refusals.NO_FIGURE)
    if not _is_whole(side):
        yield Fault(f"{where}/low", "whole_scale", refusals.WHOLE_SCALE)


def _is_whole(side: Side) -> bool:
    """Return whether a side has no scale, or one with both ends in their order."""
    if side.low is None or side.high is None:
        return side.low is None and side.high is None
    return side.low < side.high


def _faults_of_past(indicators: set[str], rules: tuple[OwnPast, ...]) -> Iterator[Fault]:
    seen: set[str] = set()
    for n, one in enumerate(rules):
        where = f"/own_past/{n}"
        if one.indicator not in indicators:
            yield Fault(f"{where}/indicator", "unknown_indicator", refusals.NO_INDICATOR)
        if one.indicator in seen:
            yield Fault(f"{where}/indicator", "listed_twice", refusals.TWICE)
        seen.add(one.indicator)
        if one.least > one.months:
            yield Fault(f"{where}/least", "too_many_months", refusals.TOO_MANY_MONTHS)
