"""A correction changes what is due of a locked result, in the correction's own transaction."""

from collections.abc import Callable
from dataclasses import replace

from chalicelib.differences.counts import write_changes
from chalicelib.differences.records import Difference, read_differences
from chalicelib.store.transactions import Unit
from chalicelib.tenancy.context import Context


def owe(context: Context, unit: Unit, wanted: Difference, busy: Callable[[], Exception]) -> None:
    """Add to the unit what is due with a correction.

    ``wanted`` has what was paid by the lock and what stands now. What payroll has accepted since is
    kept. Money back needs its basis anew, unless the same amount is due.
    """
    before = read_differences(context, [wanted.place]).get(wanted.place)
    if before is None:
        if wanted.open:
            write_changes(context, unit, [(None, wanted)], busy)
        return
    after = replace(
        before,
        stands=wanted.stands,
        correction=wanted.correction,
        share=wanted.share,
        team=wanted.team,
        updated_at=wanted.updated_at,
        basis=before.basis if wanted.stands == before.stands else None,
        revision=before.revision + 1,
    )
    write_changes(context, unit, [(before, after)], busy)
