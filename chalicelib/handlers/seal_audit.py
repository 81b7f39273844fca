"""Every hour at half past: the audit logs are sealed. This function alone may write seals."""

from typing import Any

import pynamodb.connection.table  # noqa: F401 (first: docs/decisions/short-start.md)

from chalicelib.audit import sealing
from chalicelib.handlers.process import platform


def handle(_event: dict[str, Any], _context: Any) -> None:
    """Seal the companies' audit logs."""
    sealing.seal_all(platform())
