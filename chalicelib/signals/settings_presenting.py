"""Rules of signals as the API shows them."""

from typing import Any

from chalicelib.signals.rules import told_rules
from chalicelib.signals.settings_records import SignalSettings
from chalicelib.store.converters import Item
from chalicelib.store.records import from_item


def described(settings: SignalSettings) -> dict[str, Any]:
    """Return a scheme's rules."""
    return {
        "scheme": settings.scheme,
        **told_rules(settings.read),
        "automatic": settings.automatic,
        "changed_at": settings.changed_at,
        "changed_by": settings.changed_by,
        "revision": settings.revision,
    }


def described_item(item: Item) -> dict[str, Any]:
    """Return the rules that an item holds."""
    return described(from_item(SignalSettings, item))
