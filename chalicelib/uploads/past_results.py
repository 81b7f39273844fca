"""Uploads of past results (``"grain": "results"``): history that was found elsewhere.

Such a file has a row a person with the total of a past period, and any figures of the scheme. Its
run is that of every upload (uploads/run.py). Only what is read and made differs: the file's columns
are those of :mod:`chalicelib.scoring.past_results`, and cards come from an Importer. An import
never takes the place of a result that was computed here (docs/decisions/imported-results.md).
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from chalicelib.errors import ServiceError, invalid_value
from chalicelib.language import Text
from chalicelib.periods.calendar import last_day
from chalicelib.reading import ColumnSpec, column_specs
from chalicelib.reading.row_grouping import PersonRows
from chalicelib.results.importing import read_by
from chalicelib.schemes.calendar import Effect
from chalicelib.schemes.compiled import ReadyScheme
from chalicelib.schemes.records import SchemeHead, read_head
from chalicelib.scoring.columns import Column
from chalicelib.scoring.past_results import PastResults
from chalicelib.scoring.text import text
from chalicelib.tenancy.context import Context
from chalicelib.uploads.records import RESULTS, RowError, Upload
from chalicelib.uploads.row_errors import Labels, refused

COMPUTED_HERE: Final = "computed_here"


def is_import(upload: Upload) -> bool:
    """Return whether the file has past results."""
    return upload.grain == RESULTS


def check_wanted(context: Context, head: SchemeHead | None, period: str) -> Effect:
    """Return the version by which past results of a period are read.

    Raises Invalid (422): ``no_published_version``, and ``period_not_over`` for a period that has
    not ended in the company's time zone, because its results are still to be computed.
    """
    effect = read_by(head, period) if head is not None else None
    if effect is None:
        raise invalid_value("/scheme", "no_published_version", NO_VERSION)
    today = datetime.astimezone(context.now, ZoneInfo(context.principal.time_zone)).date()
    if last_day(period) >= today:
        raise _not_over(period)
    return effect


def version_of(context: Context, upload: Upload) -> int | None:
    """Return the number of the version by which the file is read; None when there is none."""
    head = read_head(context.table, context.scope, upload.scheme)
    effect = read_by(head, upload.period) if head is not None else None
    return None if effect is None else effect.version


def columns(version: ReadyScheme) -> tuple[Column, ...]:
    """Return the columns of a file of past results: the total first."""
    return PastResults(version.compiled).columns


def specs(version: ReadyScheme, readings: Mapping[str, Any]) -> tuple[ColumnSpec, ...]:
    """Return the columns to look for in a file of past results. ``readings``: as they are meant."""
    return tuple(
        replace(spec, reading=readings.get(spec.code)) for spec in column_specs(columns(version))
    )


def computed_here_errors(row: PersonRows, labels: Labels) -> Iterator[RowError]:
    """Return the errors of a person's rows who has a result of the period that was computed here.

    An import never replaces it.
    """
    message = text(
        "该员工本期已有本系统计算的结果，导入不会取代它；请删去此行，或上传数据重新评分。",
        "this person has a result of the period that was computed here, and an import never takes "
        "its place: leave the row out, or upload figures to be scored.",
    )
    return refused(row, COMPUTED_HERE, message, labels)


def _not_over(period: str) -> ServiceError:
    return invalid_value(
        "/period",
        "period_not_over",
        Text(
            f"{period} 尚未结束；只能导入已经结束的期间的历史结果。",
            f"{period} is not over. Past results are imported of periods that have ended.",
        ),
    )


NO_VERSION: Final = Text(
    "此方案没有发布过的版本；导入的列名和等级按已发布的版本识别，请先发布。",
    "The scheme has no published version. Columns and grades of an import are read by one: publish "
    "it first.",
)
