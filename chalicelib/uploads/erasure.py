"""Erase a person from the bad rows of uploads, which are stored as they were typed."""

from collections.abc import Callable, Iterator
from dataclasses import asdict, replace

from chalicelib.language import Text
from chalicelib.person_keys import PersonKey
from chalicelib.reading.cells import read_employee_id, read_external_id
from chalicelib.reading.employee_fields import field_names
from chalicelib.reading.faults import CellFault
from chalicelib.reading.words import name_key, plain
from chalicelib.store.keys import key_of_item
from chalicelib.store.records import from_item
from chalicelib.store.temporary_objects import remove_all
from chalicelib.tenancy.holdings import EXTERNAL_IDS, NAMES, Erasing, ErasureBusy
from chalicelib.uploads import findings
from chalicelib.uploads.finding_kinds import (
    Change,
    Finding,
    NewPerson,
    PassedRow,
    SettledAhead,
)
from chalicelib.uploads.kept_people import KeptPerson
from chalicelib.uploads.keys import (
    partition_of_findings,
    partition_of_row_errors,
    partition_of_uploads,
    prefix_of_opened,
)
from chalicelib.uploads.records import RowError, Upload, errors_of
from chalicelib.uploads.unfinished import may_still_write
from chalicelib.web import exact_json

#: The erasure's note of the uploads that had bad rows of the person.
UPLOADS = "uploads"
WORDS = Text("该行内容已随员工信息删除。", "This row was erased with the person it was about.")


def erase(erasing: Erasing, after: str | None) -> Iterator[str]:
    """Empty the person's bad rows in every upload; yield each upload's id as the checkpoint.

    ``after`` is the checkpoint of an earlier run; None or empty: from the first upload. Raises
    ErasureBusy at an upload that may still write such rows.
    """
    return _in_each_upload(erasing, after, _erase_upload)


def erase_findings(erasing: Erasing, after: str | None) -> Iterator[str]:
    """Put the pseudonym in the person's place among every upload's findings, as :func:`erase`.

    The number of the row goes too, because it leads to the person in a file that is kept.
    """
    return _in_each_upload(erasing, after, _erase_findings)


def _in_each_upload(
    erasing: Erasing, after: str | None, work: Callable[[Erasing, Upload], None]
) -> Iterator[str]:
    context = erasing.context
    start = after or None
    while True:
        page = context.table.query(partition_of_uploads(context.scope), after=start, limit=50)
        for item in page.items:
            upload = from_item(Upload, item)
            if may_still_write(context, upload, erasing.requested_at):
                raise ErasureBusy
            work(erasing, upload)
            yield item["sk"]
        if page.after is None:
            return
        start = page.after


def _erase_findings(erasing: Erasing, upload: Upload) -> None:
    context = erasing.context
    for item in list(context.table.query_all(partition_of_findings(context.scope, upload.id))):
        found = list(findings.found_in(item))
        without = [_without(one, erasing) for one in found]
        if without == found:
            continue
        context.table.put(key_of_item(item), findings.stored(without))
        erasing.note(UPLOADS, upload.id)


def _without(found: Finding, erasing: Erasing) -> Finding:
    """Return the finding without the person: by the key, or by a name in a row of totals."""
    if isinstance(found, PassedRow):
        named = any(name in found.text for name in erasing.noted(NAMES))
        return replace(found, row=0, text="") if named else found
    if isinstance(found, KeptPerson):
        own = found.person == erasing.person
        return replace(found, person=PersonKey(erasing.pseudonym)) if own else found
    if not isinstance(found, NewPerson | SettledAhead | Change) or found.person != erasing.person:
        return found
    return replace(found, row=0, person=PersonKey(erasing.pseudonym))


def _erase_upload(erasing: Erasing, upload: Upload) -> None:
    context = erasing.context
    if upload.opened_parts:
        # The whole text of the file, which no run needs any more.
        remove_all(context.objects, prefix_of_opened(context.scope, upload.id))
    known = set(field_names(upload.employee_field or "employee_id")["employee_id"])
    for item in list(context.table.query_all(partition_of_row_errors(context.scope, upload.id))):
        errors = list(errors_of(item))
        rows = [_erased(one, known, erasing, upload) for one in errors]
        changed = sum(now is not was for now, was in zip(rows, errors, strict=True))
        if changed:
            key = key_of_item(item)
            text = exact_json.write([asdict(one) for one in rows])
            context.table.put(key, {"rows": text})
            erasing.note(UPLOADS, upload.id)
            erasing.count("row_errors", changed)


def _erased(error: RowError, id_labels: set[str], erasing: Erasing, upload: Upload) -> RowError:
    """Return the error, with its row emptied if the row is about the person.

    The id decides, as it was used while the file was read, and whom the run knew by it or named as
    the nearest. In a row without a readable id, a name from the person's results decides.
    """
    cells = {label: cell for label, cell in error.raw.items() if _is_id_label(label, id_labels)}
    found = {_id(cell, upload) for cell in cells.values()}
    names = erasing.noted(NAMES)
    if erasing.person in error.about or any(_is_person(one, erasing, upload) for one in found):
        return _emptied(error, set(cells), erasing.pseudonym)
    if found <= {None} and any(plain(cell) in names for cell in error.raw.values()):
        return _emptied(error, set(cells), erasing.pseudonym)
    return error


def _is_id_label(label: str, known: set[str]) -> bool:
    """Return whether a heading names the employee id.

    Our templates put all names of a column in one cell.
    """
    parts = [label, *label.replace("(", "/").replace(")", "/").split("/")]
    return any(name_key(part) in known for part in parts if part.strip())


def _is_person(found: str | None, erasing: Erasing, upload: Upload) -> bool:
    """Return whether an id of the file is the person's: an employee id, or another system's."""
    if upload.system is None:
        until = upload.finished_at or erasing.requested_at
        return bool(found) and erasing.called(found or "", upload.created_at, until)
    return f"{upload.system}:{found}" in erasing.noted(EXTERNAL_IDS)


def _id(cell: str, upload: Upload) -> str | None:
    try:
        return read_employee_id(cell) if upload.system is None else read_external_id(cell)
    except CellFault:
        return None


def _emptied(error: RowError, id_labels: set[str], pseudonym: str) -> RowError:
    raw = {label: pseudonym if label in id_labels else "" for label in error.raw}
    # The old messages are replaced too, because they quote cells of the row.
    errors = tuple({**one, "message": WORDS.as_names(), "nearest": []} for one in error.errors)
    return replace(error, errors=errors, raw=raw, beside=(), about=())
