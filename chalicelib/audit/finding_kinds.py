"""The kinds of what a check of the audit log finds (audit/verification.py)."""

from typing import Final

SEAL_MISSING: Final = "seal_missing"
SEAL_CHANGED: Final = "seal_changed"
SEAL_REPLACED: Final = "seal_replaced"
EVENT_CHANGED: Final = "event_changed"
EVENT_REMOVED: Final = "event_removed"
EVENT_ADDED: Final = "event_added"
KINDS: Final = (
    *(SEAL_MISSING, SEAL_CHANGED, SEAL_REPLACED),
    *(EVENT_CHANGED, EVENT_REMOVED, EVENT_ADDED),
)
