"""Uploads from the sender's view: the form, the state, the errors."""

from collections.abc import Iterator, Mapping
from typing import Any

from chalicelib.audit.records import record_change
from chalicelib.errors import Conflict, NotFound, invalid_value
from chalicelib.language import Text
from chalicelib.periods.calendar import days_of, following, kind_of, last_day
from chalicelib.periods.errors import PeriodLocked
from chalicelib.periods.pilot_codes import scheme_of
from chalicelib.periods.records import LOCKED, read_period
from chalicelib.periods.waiting import waiting_for
from chalicelib.schemes.asked_version import no_scheme_in_effect
from chalicelib.schemes.calendar import Effect
from chalicelib.schemes.compiled import ready
from chalicelib.schemes.records import read_head
from chalicelib.schemes.source_refusal import source_refusal
from chalicelib.store.filtered_page import collect
from chalicelib.store.identifiers import new_id
from chalicelib.store.objects import LINK_LIFE, LONGEST_LINK
from chalicelib.store.records import from_item, to_item
from chalicelib.tenancy.context import Context, timestamp
from chalicelib.tenancy.records import CREATE, REJECT, Limits, read_tenant
from chalicelib.uploads import past_results
from chalicelib.uploads.arrival_order import WINDOW
from chalicelib.uploads.entries import entries_after, page_of
from chalicelib.uploads.failed_uploads import as_shown
from chalicelib.uploads.keys import (
    key_of_upload,
    name_of_upload_object,
    partition_of_row_errors,
    partition_of_uploads,
)
from chalicelib.uploads.records import (
    AWAITING,
    CONTACT,
    OPEN,
    OWN_IDS,
    RESULTS,
    RowError,
    Upload,
    errors_of,
    read_upload,
)
from chalicelib.uploads.rejection import FED_BY_ROUND

FORM_LIFE = LONGEST_LINK
#: How long after the end of its form an upload's file is looked for.
LOOKED_FOR = WINDOW
LINK_SECONDS = int(LINK_LIFE.total_seconds())
#: By the file's extension only. Reading the file shows what it really is.
CONTENT_TYPES = {
    "csv": "text/csv",
    "txt": "text/csv",
    "tsv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
OTHER_TYPE = "application/octet-stream"
KINDS = {
    "month": Text(
        "该方案按月考核，期间应为月份，例如 2026-10。",
        "This scheme scores months: a period such as 2026-10 is expected.",
    ),
    "quarter": Text(
        "该方案按季度考核，期间应为季度，例如 2026-Q4。",
        "This scheme scores quarters: a period such as 2026-Q4 is expected.",
    ),
    "year": Text(
        "该方案按年考核，期间应为年份，例如 2026。",
        "This scheme scores years: a period such as 2026 is expected.",
    ),
}
FUTURE = Text(
    "该期间还远未到来，多半是写错了；如确要提前上传，请写 future_period: true。",
    "The period is far ahead, most likely by a typing error; say `future_period: true` if it is "
    "meant.",
)
NO_SOURCE = Text(
    "历史结果不分来源：总分、等级和数据在一个文件里；请去掉 source。",
    "Past results have no source: total, grade and figures come in one file. Leave `source` out.",
)
OF_CONTACTS = Text(
    "contact_key 只用于每次联络一行的文件（grain: contact）。",
    "`contact_key` is for files with a row per contact (grain: contact).",
)
NEEDS_OWN_IDS = Text(
    "文件以其他系统的编号识别员工时，不能据此新建员工；请先登记员工，或改用员工编号。",
    "A file with ids of another system cannot make new people: register them first, or send "
    "employee ids.",
)


NOT_LOCKED = Text(
    "该期间没有锁定，请照常发送文件。", "The period is not locked: send the file as any other."
)


def create(context: Context, wanted: Mapping[str, Any]) -> tuple[Upload, dict[str, Any]]:
    """Create an upload; return it with its presigned form.

    Raises 422 ``no_scheme_in_effect`` when no version is in effect or on trial for the period, 422
    ``wrong_kind_of_period`` for a period of another kind than the scheme's, PeriodLocked (409) for
    a locked period unless the file is ``late`` (422 ``not_locked`` for another one), and Conflict
    ``fed_by_round`` (409) for a source that a rating round feeds.
    Version and lock are checked again when the file is scored. Raises 422 ``needs_employee_ids``
    when new people are asked for of a file with ids of another system, and ``future_period`` for a
    period beyond the next one that the request does not call so, and ``no_such_source`` or
    ``sources_not_joined`` for a source that the scheme takes no file of, and
    ``not_of_past_results`` or ``only_of_contacts`` for what files of the grain do not have. For
    past results it raises what uploads/past_results.py: check_wanted does in place of the first.
    """
    if wanted["employee_key"] != OWN_IDS and wanted.get("unknown_employees") == CREATE:
        raise invalid_value("/unknown_employees", "needs_employee_ids", NEEDS_OWN_IDS)
    _check_grain(wanted)
    head = read_head(context.table, context.scope, wanted["scheme"])
    if wanted["grain"] == RESULTS:
        effect = past_results.check_wanted(context, head, wanted["period"])
        _check_kind(context, wanted["scheme"], wanted["period"], effect)
    elif head is None or not (head.in_effect(wanted["period"]) or head.pilots(wanted["period"])):
        raise no_scheme_in_effect()
    else:
        effect = head.in_effect(wanted["period"]) or head.pilots(wanted["period"])[0]
        _check_kind(context, wanted["scheme"], wanted["period"], effect)
        _check_source(context, wanted["scheme"], wanted.get("source"), effect)
    wanted = dict(wanted)
    if not wanted.pop("future_period"):
        _check_not_future(context, wanted["period"])
    period = read_period(context.table, context.scope, wanted["period"], wanted["scheme"])
    locked = period is not None and period.state == LOCKED
    late = wanted.pop("late")
    if late and not locked:
        raise invalid_value("/late", "not_locked", NOT_LOCKED)
    if locked and not late:
        raise PeriodLocked
    if period is not None and wanted.get("source") in (period.rounds or {}):
        raise Conflict("fed_by_round", FED_BY_ROUND)
    tenant = read_tenant(context.table, context.scope)
    default = tenant.unknown_employees if tenant else REJECT
    if wanted["grain"] == RESULTS:
        # Who has left long ago must not be an active employee from now on, unless it is asked for.
        default = REJECT
    wanted = {"unknown_employees": default, **wanted}
    wanted["readings"] = wanted["readings"] or None
    upload = Upload(
        id=new_id("upl", context.now),
        status=AWAITING,
        created_at=context.time,
        created_by=context.principal.credential,
        form_expires_at=timestamp(context.now + FORM_LIFE),
        **wanted,
    )
    context.unit.put(key_of_upload(context.scope, upload.id), to_item(upload))
    record_change(context, "uploads.create", f"uploads/{upload.id}", None, dict(wanted), revision=1)
    form = context.objects.upload_form(
        object_name(context, upload),
        content_type=CONTENT_TYPES.get(_ending(upload.filename), OTHER_TYPE),
        most_bytes=(tenant.allowance if tenant else Limits()).max_upload_bytes,
        seconds=int(FORM_LIFE.total_seconds()),
    )
    return upload, form


def _check_grain(wanted: Mapping[str, Any]) -> None:
    """Raise 422 for what files of this grain do not have."""
    if wanted["grain"] == RESULTS and wanted.get("source") is not None:
        raise invalid_value("/source", "not_of_past_results", NO_SOURCE)
    if wanted["grain"] != CONTACT and wanted.get("contact_key") is not None:
        raise invalid_value("/contact_key", "only_of_contacts", OF_CONTACTS)


def _check_kind(context: Context, code: str, period: str, effect: Effect) -> None:
    """Raise 422 for another kind of period, for example a quarter of a monthly scheme.

    Otherwise a month's figures would be paid as a quarter's.
    """
    version = ready(context.table, context.scope, code, effect.version)
    kind = kind_of(period)
    if version is not None and version.scheme.period != kind:
        raise invalid_value("/period", "wrong_kind_of_period", KINDS[version.scheme.period])


def _check_source(context: Context, code: str, source: str | None, effect: Effect) -> None:
    """Raise 422 for a source that the scheme takes no file of."""
    version = ready(context.table, context.scope, code, effect.version)
    refusal = None if version is None or source is None else source_refusal(source, version)
    if refusal is not None:
        raise invalid_value("/source", *refusal)


def _check_not_future(context: Context, period: str) -> None:
    """Raise 422 for a period that begins after the next one of its kind ends: 2062 for 2026.

    The figures of a month may be sent before it begins (a plan), but not of the one after.
    """
    today = context.now.date()
    now = {
        "month": f"{today.year:04d}-{today.month:02d}",
        "quarter": f"{today.year:04d}-Q{(today.month + 2) // 3}",
        "year": f"{today.year:04d}",
    }[kind_of(period)]
    if days_of(period)[0] > last_day(following(now)):
        raise invalid_value("/period", "future_period", FUTURE)


def page(
    context: Context, filters: Mapping[str, Any], limit: int, after: str | None
) -> tuple[list[Upload], str | None]:
    """Return a page of uploads that match the filters, newest first, and the position after it.

    The position is None after the last page.
    """
    wanted = {name: filters[name] for name in ("scheme", "period", "status") if name in filters}

    def keep(item: Mapping[str, Any]) -> Upload | None:
        upload = as_shown(from_item(Upload, item), context.time)
        own = {
            "scheme": scheme_of(upload.scheme),
            "period": upload.period,
            "status": upload.status,
        }
        return upload if all(own[name] == value for name, value in wanted.items()) else None

    return collect(
        context.table,
        partition_of_uploads(context.scope),
        limit=limit,
        after=after,
        keep=keep,
        descending=True,
    )


def existing(context: Context, upload_id: str) -> Upload:
    """Return the upload. Raises NotFound (404)."""
    found = read_upload(context.table, context.scope, upload_id)
    if found is None:
        raise NotFound("upload")
    return found


def errors_page(
    context: Context, upload_id: str, limit: int, after: str | None
) -> tuple[list[RowError], str | None]:
    """Return up to ``limit`` bad rows, and the position of the last one when more follow.

    Raises NotFound (404).
    """
    existing(context, upload_id)
    # The item at the position may have no error after it.
    return page_of(errors_after(context, upload_id, after, limit + 2), limit)


def errors_after(
    context: Context, upload_id: str, after: str | None, at_once: int | None = None
) -> Iterator[tuple[str, RowError]]:
    """Return bad rows with their positions, beginning after the position ``after``.

    ``at_once``: how many items one query reads; None: as many as fit.

    Errors are stored in chunks, each under its first bad row. A row's number cannot be the
    position (uploads/entries.py). A person's rows are stored together, and in a file of contacts
    all bad contacts come before the people. So row numbers overlap between chunks, and within a
    chunk.
    """
    partition = partition_of_row_errors(context.scope, upload_id)
    return entries_after(context, partition, after, errors_of, at_once)


def object_name(context: Context, upload: Upload) -> str:
    """Return the object name of the upload's file."""
    return name_of_upload_object(context.scope, upload.file_id, upload.filename)


def file_link(context: Context, upload: Upload) -> str | None:
    """Return a link to the stored file; None before the file is stored or after its removal."""
    if upload.sha256 is None or upload.file_removed_at is not None or upload.is_made:
        return None
    return context.objects.link(
        object_name(context, upload),
        filename=upload.filename,
        content_type=CONTENT_TYPES.get(_ending(upload.filename), OTHER_TYPE),
        seconds=LINK_SECONDS,
        version=upload.object_version,
    )


def has_file_waiting(context: Context, upload: Upload) -> bool:
    """Return whether an upload with an expired form has a file that waits for its turn.

    Asks the bucket, so it is only asked for such an upload, and not after LOOKED_FOR: within that
    time a file has been scored or given up (uploads/arrival_order.py).
    """
    if not upload.form_expired(context.time) or as_shown(upload, context.time) != upload:
        return False
    if upload.form_expired(timestamp(context.now - LOOKED_FOR)):
        return False
    return context.objects.is_stored(object_name(context, upload))


def waiting_for_period(context: Context, upload: Upload) -> dict[str, Any] | None:
    """Return what holds the period of an upload whose file has come; None: nothing, or no file.

    Reads the period of an upload without an end. Only when other work holds it, and the file is not
    known to have come, the bucket is asked.
    """
    if as_shown(upload, context.time).status not in OPEN:
        return None
    record = read_period(context.table, context.scope, upload.period, upload.scheme)
    found = waiting_for(context, record, upload.id)
    if found is None or upload.status != AWAITING:
        return found
    return found if context.objects.is_stored(object_name(context, upload)) else None


def _ending(filename: str) -> str:
    return filename.rpartition(".")[2].lower()
