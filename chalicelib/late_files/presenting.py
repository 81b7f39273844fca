"""Late files as the API shows them."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from chalicelib.corrections.presenting import described_result
from chalicelib.differences.presenting import exact
from chalicelib.jobs.given_up import shown_reason
from chalicelib.language import Language
from chalicelib.late_files.records import LateFile, LateRow, unpacked
from chalicelib.people.identity import current_ids
from chalicelib.people.signers import described_signature
from chalicelib.person_keys import PersonKey, shown
from chalicelib.tenancy.context import Context


def described_all(
    context: Context, found: Sequence[LateFile], language: Language
) -> list[dict[str, Any]]:
    """Return late files as the API shows them."""
    people = [who for one in found for who in _people(one)]
    ids = current_ids(context, people) if people else {}
    return [described(one, language, ids) for one in found]


def described(
    late: LateFile, language: Language, ids: Mapping[PersonKey, str] | None
) -> dict[str, Any]:
    """Return a late file. ``ids``: what its people are called now. None: what they came with."""
    return {
        "id": late.id,
        "upload_id": late.upload,
        "scheme": late.scheme,
        "period": late.period,
        "reason": late.cause or None,
        "status": late.status,
        "counts": {name: int(number) for name, number in (late.counts or {}).items()},
        "why": shown_reason(late.reason, language),
        "asked": described_signature(late.asked, ids),
        "ordered": late.ordered and described_signature(late.ordered, ids),
        "finished_at": late.finished_at,
        "updated_at": late.updated_at,
    }


def described_row(row: LateRow, language: Language) -> dict[str, Any]:
    """Return what a late file says of a person."""
    difference = row.difference
    return {
        "row": row.number,
        "employee_id": row.called or None,
        "person": None if row.person is None else shown(row.person),
        "outcome": row.outcome,
        "figures": [
            {code: None if cell is None else _text(cell) for code, cell in unpacked(one).items()}
            for one in row.figures or ()
        ],
        "before": row.before and described_result(row.before),
        "after": row.after and described_result(row.after),
        "difference": None if difference is None else exact(difference),
        "correction": row.correction,
        "why": shown_reason(row.why, language),
    }


def _text(cell: Any) -> str:
    return format(cell, "f") if isinstance(cell, Decimal) else str(cell)


def _people(late: LateFile) -> list[PersonKey]:
    found = (late.asked.get("person"), (late.ordered or {}).get("person"))
    return [PersonKey(one) for one in found if one]
