"""Exports and their schedule as the API makes, reads and changes them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pynamodb.expressions.operand import Path

from chalicelib.audit.records import record_change
from chalicelib.coefficients import snapshot_start
from chalicelib.coefficients.writing import CONTENT_TYPES
from chalicelib.differences.counts import read_counts
from chalicelib.errors import Changed, NotFound, invalid_value
from chalicelib.exports import fetching, queue
from chalicelib.exports.failed_exports import as_shown
from chalicelib.exports.keys import (
    key_of_due_month,
    key_of_export_schedule,
    name_of_export_manifest,
    name_of_export_object,
    partition_of_exports,
)
from chalicelib.exports.records import (
    DIFFERENCES,
    SAME_FILE,
    DueMonth,
    Export,
    Schedule,
    open_months,
    read_export,
    read_schedule,
)
from chalicelib.exports.requesting import request
from chalicelib.exports.scheduling import (
    exported_without_entry,
    first_after_change,
    months_due,
    unchanged,
)
from chalicelib.jobs.given_up import shown_reason
from chalicelib.language import Language, Text
from chalicelib.periods.errors import only_imported
from chalicelib.periods.records import LOCKED, read_period
from chalicelib.person_keys import shown
from chalicelib.schemes.records import read_head
from chalicelib.store.converters import Item
from chalicelib.store.filtered_page import collect
from chalicelib.store.objects import LINK_LIFE
from chalicelib.store.records import from_item, to_item
from chalicelib.tenancy.context import Context, timestamp
from chalicelib.tenancy.records import read_tenant
from chalicelib.web.etags import Expected, check

#: Lifetime of a link to a file.
LINK_SECONDS = int(LINK_LIFE.total_seconds())


def create(context: Context, wanted: Mapping[str, Any]) -> Export:
    """Request an export. ``wanted`` is an ``ExportBody``.

    The snapshot of a locked period is asked for again when it failed.

    Raises Invalid (422) ``no_results`` when the period has no results by this scheme,
    ``no_differences`` when the scheme has none on the way, and for the same file ``not_locked``
    and ``of_coefficients``.
    """
    period = read_period(context.table, context.scope, wanted["period"], wanted["scheme"])
    if period is not None and period.only_imported:
        raise only_imported("/period")
    if period is None or not period.scorecards:
        raise invalid_value(
            "/period",
            "no_results",
            Text("该期间没有此方案的结果。", "There are no results by this scheme in this period."),
        )
    differences = wanted["content"] == DIFFERENCES
    locked = period.state == LOCKED and not differences
    if wanted["differences"] == SAME_FILE:
        _check_same_file(differences=differences, locked=locked)
    if differences:
        _check_differences(context, wanted["scheme"])
    if locked:
        snapshot_start.ask_again(context, context.unit, period)
    return request(context, wanted, lock=period.lock_number if locked else None)


def _check_differences(context: Context, scheme: str) -> None:
    counts = read_counts(context, scheme)
    if not (counts.pending or counts.rejected or counts.exported):
        refusal = BASIS_AWAITED if counts.waiting else NO_DIFFERENCES
        raise invalid_value("/content", "no_differences", refusal)


def _check_same_file(*, differences: bool, locked: bool) -> None:
    """Raise Invalid (422) where differences cannot go into the same file as coefficients.

    A file of a month that may still change can be made as often as somebody likes to look at it,
    and whoever looked first would have taken the differences from payroll.
    """
    if differences:
        raise invalid_value("/differences", "of_coefficients", OF_COEFFICIENTS)
    if not locked:
        raise invalid_value("/differences", "not_locked", NOT_LOCKED)


def wanted_of(query: Mapping[str, Any]) -> dict[str, Any]:
    """Return the members that an export has whom the filters of a query keep."""
    names = ("scheme", "period", "status", "delivery", "content")
    return {name: query[name] for name in names if name in query}


def page(
    context: Context, wanted: Mapping[str, Any], limit: int, after: str | None
) -> tuple[list[Export], str | None]:
    """Return up to ``limit`` exports that have the members ``wanted``, the newest first.

    ``after`` and the second result are positions: where the page begins and where the next begins
    (None: the end).
    """

    def keep(item: Item) -> Export | None:
        export = as_shown(from_item(Export, item), context.now)
        same = all(getattr(export, name) == value for name, value in wanted.items())
        return export if same else None

    return collect(
        context.table,
        partition_of_exports(context.scope),
        limit=limit,
        after=after,
        keep=keep,
        descending=True,
    )


def existing(context: Context, export_id: str) -> Export:
    """Return an export as it is shown. Raises NotFound (404)."""
    found = read_export(context.table, context.scope, export_id)
    if found is None:
        raise NotFound("export")
    return as_shown(found, context.now)


def schedule(context: Context) -> Schedule:
    """Return the company's schedule."""
    return read_schedule(context.table, context.scope)


def change_schedule(context: Context, wanted: Mapping[str, Any], expected: Expected) -> Schedule:
    """Replace the schedule. Months that are due by the schedule before are made due with it.

    So no month is lost or exported twice, whenever it is saved (``first_after_change``). A request
    may not write to the operator's register, so the exports worker enters the due time and requests
    the exports. Raises Changed (412) for another revision than expected, Invalid (422)
    ``unknown_scheme`` and ``latest_before_due``.
    """
    before = schedule(context)
    check(expected, before.revision)
    _check_wanted(context, wanted)
    zone = time_zone(context)
    due = months_due(before, zone, context.now)
    next_period = first_after_change(context, before, due, wanted, zone)
    after = Schedule(**wanted, revision=before.revision + 1, next_period=next_period)
    queue.send_changed(context.platform, context.scope, after.revision)
    context.unit.put(
        key_of_export_schedule(context.scope), to_item(after), unchanged(before), Changed
    )
    for month in [*due, *exported_without_entry(before, due, zone, context.now)]:
        key = key_of_due_month(context.scope, month.period)
        context.unit.put(key, to_item(month), Path("pk").does_not_exist(), Changed)
    record_change(
        context,
        "export_schedule.change",
        "export-schedule",
        described_schedule(before, zone),
        described_schedule(after, zone),
        revision=after.revision,
    )
    return after


def _check_wanted(context: Context, wanted: Mapping[str, Any]) -> None:
    scheme, latest = wanted["scheme"], wanted["latest_day"]
    if scheme is not None and read_head(context.table, context.scope, scheme) is None:
        raise invalid_value(
            "/scheme", "unknown_scheme", Text("没有此方案。", "There is no such scheme.")
        )
    if latest is not None and latest < wanted["day"]:
        raise invalid_value(
            "/latest_day",
            "latest_before_due",
            Text(
                "最迟日不能早于到期日 day。", "The latest day cannot be before the due day (`day`)."
            ),
        )


def time_zone(context: Context) -> str:
    """Return the company's current time zone.

    It is read from the table: the credential's may be as old as the authorizer's cache.
    """
    tenant = read_tenant(context.table, context.scope)
    return tenant.time_zone if tenant else context.principal.time_zone


def described(export: Export, language: Language) -> dict[str, Any]:
    """Return an export as the API shows it in lists and when it is requested, without links."""
    return {**described_record(export, language), "url": None, "manifest_url": None}


def fetched(context: Context, export: Export, language: Language) -> dict[str, Any]:
    """Return an export as the API shows it, with links when it is completed.

    The first link to a file is told of: payroll may have it from then on.
    """
    if not fetching.has_link(export):
        return described(export, language)
    noted = fetching.note(context, export)
    if not fetching.has_link(noted):
        return described(noted, language)
    return {**described_record(noted, language), **_links(context, noted)}


def described_record(export: Export, language: Language) -> dict[str, Any]:
    """Return an export as the API shows it, without links, which last for minutes only."""
    return {
        "id": export.id,
        "scheme": export.scheme,
        "period": export.period,
        "format": export.format,
        "content": export.content,
        "person": None if export.person is None else shown(export.person),
        "beside": export.beside,
        "differences": export.differences,
        "status": export.status,
        "requested_at": export.requested_at,
        "requested_by": export.requested_by,
        "scheduled_for": export.scheduled_for,
        "finished_at": export.finished_at,
        "updated_at": max(
            filter(None, (export.updated_at, export.finished_at, export.requested_at))
        ),
        "filename": export.filename,
        "rows": export.rows,
        "lines": export.lines,
        "bytes": export.bytes,
        "sha256": export.sha256,
        "scheme_versions": [
            {"version": int(one["version"]), "sha256": one["sha256"]} for one in export.versions
        ],
        "period_state": export.period_state,
        "outdated_results": export.outdated_results,
        "reason": shown_reason(export.reason, language),
        "delivery": export.delivery,
        "fetched_at": export.fetched_at,
        "superseded_at": export.superseded_at,
        "acknowledged_at": export.acknowledged_at,
        "answers": _answers(export),
    }


def _answers(export: Export) -> dict[str, Any] | None:
    """Return how many rows payroll has answered, and how. None: of no file, or an older one."""
    if export.delivery is None:
        return None
    rejected = export.rejected + export.lines_rejected
    return {
        "accepted": (export.rows or 0) - rejected - export.unanswered,
        "rejected": rejected,
        "unanswered": export.unanswered,
        "others_accepted_at": export.others_at,
    }


def _links(context: Context, export: Export) -> dict[str, str | None]:
    link, scope, filename = context.objects.link, context.scope, export.filename or ""
    return {
        "url": link(
            name_of_export_object(scope, export.id, filename),
            filename=filename,
            content_type=CONTENT_TYPES[export.format],
            seconds=LINK_SECONDS,
        ),
        "manifest_url": link(
            name_of_export_manifest(scope, export.id),
            filename="manifest.json",
            content_type="application/json",
            seconds=LINK_SECONDS,
        ),
    }


def described_schedule(found: Schedule, time_zone: str) -> dict[str, Any]:
    """Return the schedule as the API shows it, without the months that wait."""
    due = found.due(time_zone)
    return {
        "enabled": found.enabled,
        "day": found.day,
        "hour": found.hour,
        "format": found.format,
        "scheme": found.scheme,
        "only_when_locked": found.only_when_locked,
        "latest_day": found.latest_day,
        "differences": found.differences,
        "next_due": None if due is None else timestamp(due),
    }


def described_whole_schedule(context: Context, found: Schedule) -> dict[str, Any]:
    """Return the schedule as the API shows it, with the months that are due and wait."""
    zone = time_zone(context)
    months = open_months(context.table, context.scope)
    shown = [described_month(found, zone, one, context.now) for one in months]
    return {**described_schedule(found, zone), "waiting": shown}


def described_month(
    found: Schedule, time_zone: str, month: DueMonth, now: datetime
) -> dict[str, Any]:
    """Return a month that was made due as the API shows it.

    It is overdue since its latest time as the schedule is now, not since a worker noticed it.
    """
    latest = found.latest(month.period, time_zone)
    shown = None if latest is None else timestamp(latest)
    overdue = found.only_when_locked and latest is not None and latest <= now
    return {
        "period": month.period,
        "due": month.due,
        "scheme": month.scheme,
        "latest": shown,
        "overdue_since": shown if overdue else None,
    }


OF_COEFFICIENTS = Text(
    "same_file 用于系数文件：差额随系数写入同一文件。",
    "The same file is one of coefficients: the differences go into it too.",
)
NOT_LOCKED = Text(
    "该期间尚未锁定；锁定后的文件才可同时写入差额。",
    "The period is not locked: a file has the differences too from its lock on.",
)
BASIS_AWAITED = Text(
    "该方案应扣回的差额尚无依据（见 GET /v1/differences?status=waiting）。"
    "请先登记：POST /v1/corrections/{id}/basis。",
    "What is due of this scheme is money back that waits for its basis (GET "
    "/v1/differences?status=waiting): record it first, POST /v1/corrections/{id}/basis.",
)
NO_DIFFERENCES = Text(
    "该方案没有应补发或扣回的差额。", "No difference of this scheme is due, or on its way."
)
