"""The file that a closed round is to the month: a row for each person rated, as CSV.

It is made from the forms whenever a run of its upload needs it, and stored nowhere. A closed
round's forms do not change, so each run reads the same rows.
"""

import csv
import hashlib
import io
from collections.abc import Collection
from typing import IO

from chalicelib.people.records import DELETED
from chalicelib.rating_forms.counting import cells, read_rated
from chalicelib.rating_forms.records import Round
from chalicelib.rating_forms.register import people_of
from chalicelib.schemes.compiled import ReadyScheme
from chalicelib.tenancy.context import Context

FILENAME = "rating-round.csv"
EMPLOYEE = "employee_id"


def write(context: Context, found: Round, version: ReadyScheme, target: IO[bytes]) -> str:
    """Write the round's rows under a version of the scheme. Return their SHA-256.

    People who were deleted meanwhile have no row.
    """
    rated = read_rated(context, found)
    people = people_of(context, rated.keys())
    ids = {one.key: one.id for one in people if one.status != DELETED}
    rows = {key: cells(found, version.scheme, rated[key]) for key in sorted(ids)}
    columns = list(next(iter(rows.values()), {}))
    digest = hashlib.sha256()
    for line in ((EMPLOYEE, *columns), *((ids[key], *rows[key].values()) for key in rows)):
        raw = _line(line)
        digest.update(raw)
        target.write(raw)
    return digest.hexdigest()


def _line(values: Collection[str | None]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow("" if one is None else one for one in values)
    return text.getvalue().encode()
