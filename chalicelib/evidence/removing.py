"""Remove the files of a record whose person is erased."""

from chalicelib.evidence.keeping import Holder
from chalicelib.evidence.keys import name_of_evidence
from chalicelib.evidence.records import files_of
from chalicelib.store.temporary_objects import remove_all
from chalicelib.tenancy.context import Context


def remove_files(context: Context, holder: Holder) -> None:
    """Remove every object of a record's files, with all versions. It may be repeated."""
    for file in files_of(holder):
        remove_all(context.objects, name_of_evidence(context.scope, holder.id, file.id, ""))
