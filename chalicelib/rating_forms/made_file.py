"""The file that a closed round is to the month: a row for each person rated, as CSV.

It is made from the forms whenever a run of its upload needs it, and stored nowhere. A closed
round's forms do not change, so each run reads the same rows.
"""

import csv
import hashlib
import io
from collections.abc import Collection, Iterable
from typing import IO

from chalicelib.people import headcount
from chalicelib.people.records import DELETED, Employee, all_items, read_people
from chalicelib.person_keys import PersonKey
from chalicelib.rating_forms.counting import cells, read_rated
from chalicelib.rating_forms.records import Round
from chalicelib.results.stored_state import most_read_whole
from chalicelib.schemes.compiled import ReadyScheme
from chalicelib.tenancy.context import Context

FILENAME = "rating-round.csv"
EMPLOYEE = "employee_id"


def write(context: Context, found: Round, version: ReadyScheme, target: IO[bytes]) -> str:
    """Write the round's rows under a version of the scheme. Return their SHA-256.

    People who were deleted meanwhile have no row.
    """
    rated = read_rated(context, found)
    ids = _called(context, rated)
    rows = {key: cells(found, version.scheme, rated[key]) for key in sorted(ids)}
    columns = list(next(iter(rows.values()), {}))
    digest = hashlib.sha256()
    for line in ((EMPLOYEE, *columns), *((ids[key], *rows[key].values()) for key in rows)):
        raw = _line(line)
        digest.update(raw)
        target.write(raw)
    return digest.hexdigest()


def _called(context: Context, rated: Collection[PersonKey]) -> dict[PersonKey, str]:
    """Return what the people of these keys are called now, without those who were deleted.

    For many the register is read whole, page by page, as an upload of so many does: a tenth of the
    requests and of the read units.
    """
    most = most_read_whole(len(rated))
    if most is not None and headcount.number(context) <= most:
        people: Iterable[Employee] = all_items(context)
    else:
        people = read_people(context, sorted(rated)).values()
    return {
        one.key: one.id
        for one in people
        if one.key in rated and one.is_person and one.status != DELETED
    }


def _line(values: Collection[str | None]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow("" if one is None else one for one in values)
    return text.getvalue().encode()
