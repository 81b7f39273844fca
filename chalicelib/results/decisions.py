"""What people have decided about a period's results, as a run that scores them reads it once.

That is which sources are declared final, and the cases in force.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from chalicelib.cases.in_force import CasesOfPeriod, GivenCases
from chalicelib.periods.pilot_codes import scheme_of
from chalicelib.periods.records import PeriodRecord, read_period
from chalicelib.person_keys import PersonKey
from chalicelib.schemes.compiled import ReadyScheme
from chalicelib.scoring import CaseEffects, effects_of
from chalicelib.scoring.recorded_cases import NO_EFFECTS
from chalicelib.tenancy.context import Context


@dataclass(frozen=True, slots=True)
class Decisions:
    """The decisions about one scheme's period. ``final``: codes of sources."""

    final: frozenset[str]
    cases: CasesOfPeriod | GivenCases

    def learn(self, persons: Iterable[PersonKey]) -> None:
        """Read the cases of these people, before they are scored."""
        self.cases.learn(persons)

    def about(self, person: PersonKey, version: ReadyScheme) -> CaseEffects:
        """Return what the person's cases do to a result by the version."""
        found = self.cases.of(person)
        return effects_of(version.scheme, found) if found else NO_EFFECTS


def as_exceptions(effects: CaseEffects) -> Mapping[str, Any]:
    """Return the effects as arguments of the scoring core."""
    if effects is NO_EFFECTS:
        return {}
    extras = dict(effects.extras) or None
    return {"exemptions": effects.exemptions, "veto": effects.veto, "extras": extras}


def decisions_of(
    context: Context, scheme: str, period: str, record: PeriodRecord | None = None
) -> Decisions:
    """Return the decisions about a period. A pilot goes by its scheme's.

    ``record``: the period's, if the caller has read it.
    """
    own = scheme_of(scheme)
    if record is None or own != scheme:
        record = read_period(context.table, context.scope, period, own)
    final = frozenset((record.final if record else None) or ())
    there = bool(record and record.cases)
    return Decisions(final, CasesOfPeriod(context, scheme, period, there=there))
