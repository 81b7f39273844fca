"""The objects of a file for payroll: the file, and its manifest beside it."""

from collections.abc import Mapping
from typing import IO, Any

from chalicelib.coefficients.writing import CONTENT_TYPES
from chalicelib.exports.keys import name_of_export_manifest, name_of_export_object
from chalicelib.exports.records import Export
from chalicelib.tenancy.context import Context
from chalicelib.web import exact_json


def store(context: Context, file: IO[bytes], made: Export, manifest: Mapping[str, Any]) -> None:
    """Store a file that was written, from its beginning, and then what its manifest tells."""
    file.seek(0)
    name = name_of_export_object(context.scope, made.id, made.filename or "")
    context.objects.put(name, file, CONTENT_TYPES[made.format])
    text = exact_json.write({"export": made.id, **manifest})
    name = name_of_export_manifest(context.scope, made.id)
    context.objects.put(name, text.encode(), "application/json")
