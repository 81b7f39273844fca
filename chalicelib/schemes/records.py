"""What is stored of a scheme: its head (draft and calendar of versions) and each version."""

from dataclasses import dataclass
from typing import Any

from chalicelib.schemes.calendar import Effect, in_effect, pilots_in_effect
from chalicelib.schemes.keys import key_of_scheme, key_of_scheme_version
from chalicelib.store.records import from_item
from chalicelib.store.table import Table
from chalicelib.tenancy.scope import TenantScope


@dataclass(frozen=True, slots=True)
class SchemeHead:
    """A scheme's draft, as JSON text, and its calendar: one item per effect, oldest version first.

    ``name`` is the draft's, kept beside it so that a list of schemes need not read the drafts.
    """

    code: str
    draft: str
    revision: int
    updated_at: str
    created_at: str
    name: dict[str, str] | None = None
    template: str | None = None
    latest_version: int = 0
    calendar: tuple[dict[str, Any], ...] = ()

    @property
    def effects(self) -> tuple[Effect, ...]:
        return tuple(from_item(Effect, entry) for entry in self.calendar)

    def effect(self, version: int) -> Effect | None:
        return next((effect for effect in self.effects if effect.version == version), None)

    def in_effect(self, period: str) -> Effect | None:
        """The published version that scores the period."""
        return in_effect(self.effects, period)

    def pilots(self, period: str) -> tuple[Effect, ...]:
        """The pilots that score their teams in the period."""
        return pilots_in_effect(self.effects, period)

    def state(self, month: str) -> str:
        """draft until something was published; then published, pilot or retired, as of a month."""
        states = {effect.state_in(month) for effect in self.effects}
        return next(
            (state for state in ("published", "pilot", "retired") if state in states), "draft"
        )


@dataclass(frozen=True, slots=True)
class SchemeVersion:
    """A version as it was published, for ever. ``document`` is its canonical JSON."""

    code: str
    version: int
    document: str
    sha256: str
    published_at: str
    published_by: str


def read_head(table: Table, scope: TenantScope, code: str) -> SchemeHead | None:
    item = table.get(key_of_scheme(scope, code))
    return None if item is None else from_item(SchemeHead, item)


def read_version(table: Table, scope: TenantScope, code: str, version: int) -> SchemeVersion | None:
    item = table.get(key_of_scheme_version(scope, code, version))
    return None if item is None else from_item(SchemeVersion, item)
