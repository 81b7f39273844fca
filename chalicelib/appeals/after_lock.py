"""A decision about a locked result: what was paid stands, and the remedies are one correction.

The decision, the cases that it makes and revokes, and the corrected result beside the locked one
are one transaction (corrections/entry.py), so nothing is left to be carried out afterwards.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from chalicelib.appeal_records.corrected_rows import FIGURES, is_of
from chalicelib.appeal_records.records import Appeal
from chalicelib.appeals.remedies import OF_UPLOAD, Remedy, case_of, cases_of
from chalicelib.appeals.wanted_remedies import Standing, standing_of
from chalicelib.cases import by_appeal
from chalicelib.corrections import records
from chalicelib.corrections.entry import Wanted, correct
from chalicelib.corrections.figures import read_figures
from chalicelib.errors import Fault, Invalid
from chalicelib.tenancy.context import Context


def corrected(context: Context, appeal: Appeal, remedies: Sequence[Remedy], reason: str) -> Appeal:
    """Carry out remedies in a locked period. Returns the appeal with them and with the correction.

    Raises Conflict (409) ``same_result`` when the result comes out the same, ``void`` and
    ``too_many_cases``, and Invalid (422) for a cell that its column does not take. The commit
    raises Busy (409) ``correction_busy`` when the lock was taken back, or the result corrected,
    in between.
    """
    found = standing_of(context, appeal)
    _check_cells(found, remedies)
    made, revoked = cases_of(context, appeal, remedies, reason)
    place, in_force = (appeal.period, appeal.scheme, appeal.person), None
    if made or revoked:
        new = list(made.values())
        in_force = by_appeal.carry_out_after_lock(context, place, new, revoked, appeal.id, reason)
    figures = figures_of(found, remedies)
    correction = correct(
        context,
        context.unit,
        Wanted(
            appeal.scheme,
            appeal.period,
            appeal.person,
            reason,
            figures=figures,
            cause={"appeal": appeal.id},
            kind=records.CASE if figures is None else records.FIGURES,
            in_force=in_force,
        ),
    )
    done = (
        {**one, "correction": correction.id}
        if one["kind"] in OF_UPLOAD
        else {**one, "correction": correction.id, "case": case_of(one, made.get(number))}
        for number, one in enumerate(remedies)
    )
    return replace(appeal, remedies=(*appeal.remedies, *done), correction=correction.id)


def figures_of(found: Standing, remedies: Sequence[Remedy]) -> Any:
    """Return the columns that remedies set, as a correction takes them: an object, or of a scheme
    with slices a list of objects with their slices. None: they set none."""
    slices = found.version.compiled.slices
    rows = (found.rows,) if isinstance(found.rows, Mapping) else found.rows
    changed = []
    for row in rows:
        cells: dict[str, Any] = {}
        for one in remedies:
            if one["kind"] in OF_UPLOAD and is_of(row, one):
                cells.update(one["columns"])
        if cells:
            changed.append({**{code: row.get(code) for code in slices}, **cells})
    if not changed:
        return None
    return changed if slices else changed[0]


def _check_cells(found: Standing, remedies: Sequence[Remedy]) -> None:
    """Raise Invalid (422) that names each cell which its column does not take."""
    faults: list[Fault] = []
    for number, one in enumerate(remedies):
        if one["kind"] != FIGURES:
            continue
        try:
            read_figures(found.version, dict(one["columns"]))
        except Invalid as wrong:
            place = f"/remedies/{number}/columns"
            faults += [
                replace(fault, pointer=place + fault.pointer.removeprefix("/figures"))
                for fault in wrong.faults
            ]
    if faults:
        raise Invalid(faults)
