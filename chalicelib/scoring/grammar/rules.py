"""Rules that turn an indicator's figure into points. Each kind's part is in its entry."""

from typing import Final

from chalicelib.scoring.rules.catalogue import RULE_KINDS
from chalicelib.scoring.schema.kinds import kinds
from chalicelib.scoring.schema.shapes import Schema, object_of

DEFS: Final[dict[str, Schema]] = kinds(
    "rule",
    "From the figure to points. 计分规则。",
    {entry.rule.kind: object_of(entry.schema_title, entry.schema_fields) for entry in RULE_KINDS},
)
# The rule kinds that need a target.
NEED_TARGET: Final = tuple(
    kind.kind for kind in (entry.rule for entry in RULE_KINDS) if kind.uses_target
)
