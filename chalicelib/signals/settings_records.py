"""Stored rules of schemes: what their periods are looked through for."""

from dataclasses import dataclass, field
from typing import Any

from chalicelib.signals.keys import key_of_settings, partition_of_settings
from chalicelib.signals.rules import Rules, rules_of, told_rules
from chalicelib.store.converters import Item
from chalicelib.store.keys import Key
from chalicelib.store.records import from_item, to_item
from chalicelib.tenancy.context import Context


@dataclass(frozen=True, slots=True)
class SignalSettings:
    """The rules of a scheme. ``revision`` 0: nobody has set any, and flags about raters alone are
    signals. ``automatic``: its months are looked through by themselves (signals/due.py).
    ``entered``: those of before are entered as changed, so that nobody reads all periods again."""

    scheme: str
    rules: dict[str, Any] = field(default_factory=lambda: told_rules(Rules()))
    changed_at: str | None = None
    changed_by: str | None = None
    revision: int = 0
    automatic: bool = False
    entered: bool = False

    @property
    def read(self) -> Rules:
        return rules_of(self.rules)


def read_settings(context: Context, scheme: str) -> SignalSettings:
    """Return the rules of a scheme, those that nobody has set too."""
    item = context.table.get(key_of_settings(context.scope, scheme))
    return SignalSettings(scheme) if item is None else from_item(SignalSettings, item)


def automatic_ones(context: Context) -> dict[str, SignalSettings]:
    """Return the rules of the schemes whose months are looked through by themselves, by scheme.

    Reads all rules."""
    items = context.table.query_all(partition_of_settings(context.scope))
    found = (from_item(SignalSettings, item) for item in items)
    return {one.scheme: one for one in found if one.automatic}


def settings_write(context: Context, settings: SignalSettings) -> tuple[Key, Item]:
    """Return the write of a scheme's rules."""
    return key_of_settings(context.scope, settings.scheme), to_item(settings)
