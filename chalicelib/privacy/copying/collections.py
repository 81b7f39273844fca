"""What a copy holds: each collection's items as the API shows them.

Left out is what is no data of the company's: the records of Idempotency-Keys (sealed, for a
day), the counts of requests, hashes of keys' secrets, copies, and the register of other systems'
ids, which each employee tells. Stored files are had by the links of their uploads and exports.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from chalicelib.api_keys import presenting as api_keys
from chalicelib.api_keys.records import ApiKey
from chalicelib.audit import service as audit
from chalicelib.audit.records import AuditEvent
from chalicelib.companies import service as tenancy
from chalicelib.exports import service as exports
from chalicelib.exports.failed_exports import as_it_stands
from chalicelib.exports.records import Export, Schedule
from chalicelib.language import Language
from chalicelib.people import service as people
from chalicelib.people.records import Employee
from chalicelib.periods.keys import key_of_period
from chalicelib.periods.records import PeriodRecord, period_of
from chalicelib.plans import presenting as plans
from chalicelib.plans.records import plan_of
from chalicelib.publication import presenting as periods
from chalicelib.schemes.records import SchemeHead, SchemeVersion
from chalicelib.scorecards import presenting as scorecards
from chalicelib.scorecards.keys import CURRENT
from chalicelib.scorecards.records import card_of
from chalicelib.scorecards.service import version_of
from chalicelib.store.converters import Item
from chalicelib.store.keys import key_of_item, parts_of
from chalicelib.store.records import from_item
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.records import Tenant
from chalicelib.uploads import presenting as uploads
from chalicelib.uploads.records import Upload, errors_of
from chalicelib.web import exact_json

Row = Mapping[str, Any]
Rows = Callable[[Context, Item], Iterator[Row]]


def _tenant(context: Context, item: Item) -> Iterator[Row]:
    if item["sk"] == "settings":
        yield {"settings": tenancy.described(from_item(Tenant, item), context.time)}
    else:
        schedule = exports.described_schedule(from_item(Schedule, item))
        yield {"export_schedule": schedule}


def _api_key(_: Context, item: Item) -> Iterator[Row]:
    yield api_keys.described(from_item(ApiKey, item))


def _scheme(_: Context, item: Item) -> Iterator[Row]:
    head = from_item(SchemeHead, item)
    yield {
        "code": head.code,
        "created_at": head.created_at,
        "updated_at": head.updated_at,
        "template": head.template,
        "draft": exact_json.read(head.draft),
        "versions": list(head.calendar),
    }


def _scheme_version(_: Context, item: Item) -> Iterator[Row]:
    version = from_item(SchemeVersion, item)
    yield {
        "code": version.code,
        "version": version.version,
        "sha256": version.sha256,
        "published_at": version.published_at,
        "published_by": version.published_by,
        "document": exact_json.read(version.document),
    }


def _employee(_: Context, item: Item) -> Iterator[Row]:
    yield people.described(from_item(Employee, item))


def _period(context: Context, item: Item) -> Iterator[Row]:
    yield periods.described(context, from_item(PeriodRecord, item))


def _scorecard(context: Context, item: Item) -> Iterator[Row]:
    card = card_of(key_of_item(item), item)
    found = context.table.get(key_of_period(context.scope, card.period, card.scheme))
    record = period_of(found, card.period, card.scheme)
    version, current = version_of(context, card), item["sk"].startswith(CURRENT)
    yield scorecards.described(card, version, record, current=current)


def _plan(context: Context, item: Item) -> Iterator[Row]:
    yield plans.described(context, plan_of(item), None)


def _upload(context: Context, item: Item) -> Iterator[Row]:
    yield uploads.described(from_item(Upload, item), _language(context), context.time)


def _row_errors(context: Context, item: Item) -> Iterator[Row]:
    upload_id = parts_of(item["pk"])[-1]
    for error in errors_of(item):
        yield {"upload": upload_id, **uploads.described_error(error, _language(context))}


def _export(context: Context, item: Item) -> Iterator[Row]:
    export = as_it_stands(from_item(Export, item), context.now)
    yield exports.described_record(export, _language(context))


def _erasure(_: Context, item: Item) -> Iterator[Row]:
    shown = ("id", "status", "files", "requested_at", "requested_by", "finished_at", "counts")
    yield {name: item.get(name) for name in shown}


def _audit_event(_: Context, item: Item) -> Iterator[Row]:
    yield audit.described(from_item(AuditEvent, item))


def _language(context: Context) -> Language:
    return "zh" if context.principal.locale == "zh" else "en"


#: In the order in which they are copied.
COLLECTIONS: tuple[tuple[str, Rows], ...] = (
    ("tenant", _tenant),
    ("api_keys", _api_key),
    ("schemes", _scheme),
    ("scheme_versions", _scheme_version),
    ("employees", _employee),
    ("uploads", _upload),
    ("row_errors", _row_errors),
    ("periods", _period),
    ("pilot_periods", _period),
    ("scorecards", _scorecard),
    ("improvement_plans", _plan),
    ("exports", _export),
    ("erasures", _erasure),
    ("audit_events", _audit_event),
)
#: Partitions that no collection is made of, on purpose.
LEFT_OUT = ("idempotency", "requests", "copies", "external_ids")
