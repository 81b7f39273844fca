"""Names of files of evidence in the bucket: ``evidence/{company}/{record}.{file}/{filename}``."""

from chalicelib.tenancy.scope import EVIDENCE, TenantScope

#: Between the ids of record and file in the name of a file.
_BETWEEN = "."


def name_of_evidence(scope: TenantScope, holder_id: str, file_id: str, filename: str) -> str:
    """Return the object name of a file of a record. Without a filename it is the beginning of
    it."""
    return scope.object_name(EVIDENCE, f"{holder_id}{_BETWEEN}{file_id}", filename)


def place_of_evidence(object_name: str) -> tuple[str, str] | None:
    """Return the ids of record and file of an object's name; None for another form."""
    parts = object_name.split("/")
    holder_id, between, file_id = parts[2].partition(_BETWEEN) if len(parts) > 3 else ("", "", "")
    return (holder_id, file_id) if between and file_id else None
