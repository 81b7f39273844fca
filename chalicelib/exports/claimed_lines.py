"""The lines that a file has: what is due is claimed for it, once, before the file is written."""

from datetime import datetime, timedelta
from typing import Final

from pynamodb.expressions.operand import Path
from pynamodb.expressions.update import Action

from chalicelib.differences.lines import Line
from chalicelib.exports import claims
from chalicelib.exports.records import Export
from chalicelib.jobs.kinds import Next
from chalicelib.person_keys import PersonKey
from chalicelib.tenancy.context import Context

#: Time that is kept for writing the file, of the life of a process.
RESERVE: Final = timedelta(seconds=60)


def claim_all(context: Context, export: Export, deadline: datetime) -> Next | None:
    """Claim every line that is due. None when the file has all its lines, else when to run again.

    Whoever goes on stores what :func:`all_claimed` says: from then on no line is added.
    """
    if export.claimed_at is not None:
        return None
    try:
        return None if claims.claim(context, export, deadline - RESERVE) else Next(0)
    except claims.Claimed:
        return Next(1)


def all_claimed(context: Context) -> Action:
    """Return the action that stores that a file has all its lines, and since when."""
    claimed_at = Path("claimed_at")
    return claimed_at.set(claimed_at | context.time)


def by_id(found: list[Line]) -> dict[str, list[PersonKey]]:
    """Return whose lines these are, by the employee id in the file."""
    persons: dict[str, list[PersonKey]] = {}
    for line in found:
        of_id = persons.setdefault(line.called, [])
        if line.person not in of_id:
            of_id.append(line.person)
    return persons
