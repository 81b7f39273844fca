"""Values that turn columns into an indicator's figure. Each kind's part is in its entry."""

from typing import Final

from chalicelib.scoring.schema.kinds import kinds
from chalicelib.scoring.schema.shapes import Schema, object_of
from chalicelib.scoring.values.catalogue import VALUE_KINDS

DEFS: Final[dict[str, Schema]] = kinds(
    "value",
    "From columns to a figure. 取值方式。",
    {entry.value.kind: object_of(entry.schema_title, entry.schema_fields) for entry in VALUE_KINDS},
)
