"""Publishing and locking say that some people have an imported result, which nobody is paid by."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from chalicelib.errors import Conflict
from chalicelib.language import Text
from chalicelib.periods.records import IMPORTED, PeriodRecord
from chalicelib.publication.accepting import accepted
from chalicelib.publication.first_people import first_people
from chalicelib.scorecards.asked_entries import Asked
from chalicelib.tenancy.context import Context


def refuse_imported(
    context: Context, record: PeriodRecord, accept: Mapping[str, Any]
) -> dict[str, int]:
    """Return what of it was accepted, for the audit log.

    Raises Conflict (409) ``imported_results`` for a period that has computed results and imported
    ones too, unless ``accept`` has just the number of the imported ones as ``imported``. The first
    people are named.
    """
    number = record.imported or 0
    return accepted(accept, "imported", number, partial(_imported, context, record, number))


def _imported(context: Context, record: PeriodRecord, number: int, said: str) -> Conflict:
    has = "1 person has" if number == 1 else f"{number} people have"
    return Conflict(
        "imported_results",
        Text(
            f"有 {number} 人在本期只有导入的历史结果，不计发、不排名。如本期应当计发，"
            f"请上传其数据评分；如确实要保留，请在请求中加上 {said}。",
            f"{has} an imported result of this period, which is neither paid nor ranked. "
            f"Upload their figures if they are to be paid; or, to go on, send {said}.",
        ),
        imported=number,
        employees=first_people(context, record, Asked(state=IMPORTED)),
    )
