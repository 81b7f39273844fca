"""Make scorecards of past results that were found elsewhere: read, not computed.

An :class:`Importer` stands where a :class:`chalicelib.results.scorer.Scorer` stands for a file of
figures, so that both kinds of file have the same run.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from chalicelib.periods.calendar import months
from chalicelib.person_keys import PersonKey
from chalicelib.results.scorer import Origin, Previous
from chalicelib.schemes.calendar import PUBLISHED, Effect
from chalicelib.schemes.compiled import ReadyScheme
from chalicelib.schemes.records import SchemeHead
from chalicelib.scorecards.records import Scorecard
from chalicelib.scoring import Rows, pack
from chalicelib.scoring.past_results import PastResults
from chalicelib.tenancy.context import Context


@dataclass(frozen=True, slots=True)
class Importer:
    """Makes the cards of a scheme's past period, read by one version. Create one for each run.

    ``computed_at`` is the time on the cards, as of a Scorer.
    """

    version: ReadyScheme
    scheme: str
    period: str
    computed_at: str
    past: PastResults

    def previous(self, _context: Context, _: Iterable[PersonKey]) -> dict[PersonKey, Previous]:
        """Return nothing: an imported result is made with no other."""
        return {}

    def card(self, origin: Origin, inputs: Rows, _previous: Previous | None) -> Scorecard:
        """Return the person's scorecard as revision 1. Raises RowFault."""
        result = self.past.result(inputs)
        return Scorecard(
            person=origin.person,
            scheme=self.scheme,
            period=self.period,
            version=self.version.version,
            revision=1,
            packed=pack(result, inputs),
            upload=origin.upload,
            row=origin.row,
            computed_at=self.computed_at,
            employee_name=origin.employee_name,
            team=origin.team,
            total=result.total,
            grade=result.grade,
            coefficient=result.coefficient,
            register_team=origin.register_team,
            imported=True,
        )


def importer(version: ReadyScheme, scheme: str, period: str, computed_at: str) -> Importer:
    """Return an Importer by a version."""
    return Importer(version, scheme, period, computed_at, PastResults(version.compiled))


def read_by(head: SchemeHead, period: str) -> Effect | None:
    """Return the published version by whose names and columns past results are read.

    It is the one in effect in the period, or else the next one that begins after it, or else the
    last one before it. None: no version was ever published.
    """
    effect = head.in_effect(period)
    if effect is not None:
        return effect
    published = [one for one in head.effects if one.state == PUBLISHED and not one.never_began]
    begins = months(period)[0]
    later = [one for one in published if one.effective_from > begins]
    if later:
        return min(later, key=lambda one: one.effective_from)
    return max(published, key=lambda one: one.effective_from, default=None)
