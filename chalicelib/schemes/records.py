"""Stored records: a scheme's head (draft and calendar of versions) and each version."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from chalicelib.schemes.calendar import Effect, in_effect, pilots_in_effect
from chalicelib.schemes.keys import key_of_scheme, key_of_scheme_version
from chalicelib.store.records import from_item
from chalicelib.store.table import Table
from chalicelib.tenancy.scope import TenantScope


@dataclass(frozen=True, slots=True)
class SchemeHead:
    """A scheme's draft as JSON text, and its calendar: one entry per version, the oldest first.

    ``name`` repeats the draft's name, so a list of schemes does not parse drafts.
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
        """The calendar's entries, the oldest version first."""
        return tuple(from_item(Effect, entry) for entry in self.calendar)

    def effect(self, version: int) -> Effect | None:
        """Return when the version is in effect; None when there is no such version."""
        return next((effect for effect in self.effects if effect.version == version), None)

    def in_effect(self, period: str) -> Effect | None:
        """Return the published version that scores the period; None when there is none."""
        return in_effect(self.effects, period)

    def pilots(self, period: str) -> tuple[Effect, ...]:
        """Return the pilots that score their teams in the period, the oldest version first."""
        return pilots_in_effect(self.effects, period)

    def state(self, month: str) -> str:
        """Return the scheme's state as of a month.

        It is ``published`` when any version is, else ``pilot``, else ``retired``. Without a version
        it is ``draft``.
        """
        states = {effect.state_in(month) for effect in self.effects}
        return next(
            (state for state in ("published", "pilot", "retired") if state in states), "draft"
        )


@dataclass(frozen=True, slots=True)
class SchemeVersion:
    """A published version. It never changes. ``document`` is canonical JSON, with its SHA-256."""

    code: str
    version: int
    document: str
    sha256: str
    published_at: str
    published_by: str


def read_head(table: Table, scope: TenantScope, code: str) -> SchemeHead | None:
    """Read the scheme's head; None when there is no such scheme."""
    item = table.get(key_of_scheme(scope, code))
    return None if item is None else from_item(SchemeHead, item)


def read_calendars(
    table: Table, scope: TenantScope, codes: Iterable[str]
) -> dict[str, tuple[Effect, ...]]:
    """Return the calendars of these schemes by code, as far as they exist, without their drafts.

    Costs a request for a hundred schemes.
    """
    keys = {key_of_scheme(scope, code): code for code in dict.fromkeys(codes)}
    found = table.get_many(list(keys), only=("calendar",)) if keys else {}
    return {
        keys[key]: tuple(from_item(Effect, entry) for entry in item.get("calendar", ()))
        for key, item in found.items()
    }


def read_version(table: Table, scope: TenantScope, code: str, version: int) -> SchemeVersion | None:
    """Read a version; None when there is none. Does not check its fingerprint."""
    item = table.get(key_of_scheme_version(scope, code, version))
    return None if item is None else from_item(SchemeVersion, item)
