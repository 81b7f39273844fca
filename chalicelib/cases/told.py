"""The cases of results, as an explanation of a result tells them."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from chalicelib.cases.records import read_cases
from chalicelib.tenancy.context import Context


def told(context: Context, case_ids: Iterable[str]) -> Mapping[str, Mapping[str, Any]]:
    """Return the cases by id: kind, what each is about, and its reason. One batch read.

    Whoever sees a result may read this of its cases. Evidence and hearing are not told.
    """
    return {
        one.id: {
            "id": one.id,
            "kind": one.kind,
            "code": one.code,
            "indicator": one.indicator,
            "treatment": one.treatment,
            "target": None if one.target is None else Decimal(one.target),
            "reason": one.reason,
            "appeal": one.appeal,
            "confirmed_at": (one.decisions.get("confirmed") or {}).get("at"),
        }
        for one in read_cases(context, case_ids).values()
    }
