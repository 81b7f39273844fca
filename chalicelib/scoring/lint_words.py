"""The sentences of what the linter adds to the structural faults."""

from typing import Final, Literal

LINT: Final[dict[str, tuple[Literal["error", "warning"], str, str, str, str]]] = {}
