"""What is stored of a scheme: its head (draft and calendar of versions) and each version."""

from dataclasses import dataclass
from typing import Any

from chalicelib.store.records import from_item
from chalicelib.store.table import Table
from chalicelib.tenancy.scope import TenantScope

PUBLISHED, PILOT, RETIRED = "published", "pilot", "retired"


@dataclass(frozen=True, slots=True)
class Effect:
    """When a version is in effect: from a month on, until a month (included) or a later version.

    ``state`` is published, pilot (chosen ``teams`` only, pays nobody) or retired.
    """

    version: int
    state: str
    effective_from: str
    effective_until: str | None = None
    teams: tuple[str, ...] = ()

    def covers(self, period: str) -> bool:
        """Whether the period lies in the version's own window."""
        until = self.effective_until
        return self.effective_from <= period and (until is None or period <= until)


@dataclass(frozen=True, slots=True)
class SchemeHead:
    """A scheme's draft, as JSON text, and its calendar: one item per effect, oldest version first."""

    code: str
    draft: str
    revision: int
    updated_at: str
    created_at: str
    template: str | None = None
    latest_version: int = 0
    calendar: tuple[dict[str, Any], ...] = ()

    @property
    def effects(self) -> tuple[Effect, ...]:
        return tuple(from_item(Effect, entry) for entry in self.calendar)

    def effect(self, version: int) -> Effect | None:
        return next((effect for effect in self.effects if effect.version == version), None)

    def in_effect(self, period: str) -> Effect | None:
        """The published version that scores the period.

        A version with an end (a promotion season) goes before one without; of those without,
        the one that began last. So the former one returns when a season ends.
        """
        covering = [
            effect for effect in self.effects if effect.state == PUBLISHED and effect.covers(period)
        ]
        seasons = [effect for effect in covering if effect.effective_until is not None]
        return max(seasons or covering, key=lambda effect: effect.effective_from, default=None)

    @property
    def state(self) -> str:
        """draft until something was published; then published, pilot or retired."""
        states = {effect.state for effect in self.effects}
        for state in (PUBLISHED, PILOT, RETIRED):
            if state in states:
                return state
        return "draft"


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
    item = table.get(scope.scheme(code))
    return None if item is None else from_item(SchemeHead, item)


def read_version(table: Table, scope: TenantScope, code: str, version: int) -> SchemeVersion | None:
    item = table.get(scope.scheme_version(code, version))
    return None if item is None else from_item(SchemeVersion, item)
