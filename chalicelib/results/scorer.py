"""Score one person's inputs by a version, and make a result or a scorecard."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from chalicelib.person_keys import PersonKey
from chalicelib.results.decisions import Decisions, as_exceptions
from chalicelib.results.layers import Layers, source_codes
from chalicelib.schemes.compiled import ReadyScheme
from chalicelib.scorecards.previous_period import (
    NONE_STOOD,
    REVISION,
    codes_read,
    previous_results,
)
from chalicelib.scorecards.records import Scorecard
from chalicelib.scoring import Result, Rows, pack
from chalicelib.scoring.needs import needs_previous
from chalicelib.tenancy.context import Context

#: One person's inputs and values of the previous period, in the shape that the scoring core takes.
Previous = Mapping[str, object]
#: The mean value of each indicator, by team and then by indicator.
Means = Mapping[str, Mapping[str, Decimal]]


class Origin(NamedTuple):
    """The person of the inputs, and the upload and row (the header is row 1) they came from.

    ``register_team``: the team is the register's. ``paid_by`` and ``share`` as of a scorecard.
    ``layers`` are those of the sources that have arrived; None: all did, with this upload and row.
    ``final`` and ``void`` are the declarations about this person, as of a scorecard.
    """

    person: PersonKey
    employee_name: str | None
    team: str | None
    upload: str
    row: int
    register_team: bool | None = None
    paid_by: str | None = None
    share: Decimal | None = None
    layers: Layers | None = None
    final: Mapping[str, Any] | None = None
    void: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Scorer:
    """Scores the people of a scheme's period by one version. Create one for each run.

    ``scheme`` is the code that the cards are stored under: the scheme's, or a pilot's.
    ``computed_at`` is the time on the cards. It must not be the run's own clock: a card that is
    computed again must be identical. ``decisions`` are those about the period.
    """

    version: ReadyScheme
    scheme: str
    period: str
    computed_at: str
    means: Means
    decisions: Decisions

    def previous(self, context: Context, persons: Iterable[PersonKey]) -> dict[PersonKey, Previous]:
        """Return the previous period's results, by employee id, of people who have one.

        The cases of these people are read too, for when they are scored. Nothing else is read when
        the version does not use the previous period (rules.md §1 growth, previous(); §3
        carry_previous). A pilot uses its own results of that period, or else the scheme's.
        """
        ids = tuple(persons)
        self.decisions.learn(ids)
        if not needs_previous(self.version.scheme):
            return {}
        found: dict[PersonKey, Previous] = {}
        for code in codes_read(self.scheme):
            found |= previous_results(context, code, self.period, ids)
        return found

    def result(
        self, team: str | None, inputs: Rows, previous: Previous | None, **exceptions: Any
    ) -> Result:
        """Score one person's row, or rows when the scheme has slices.

        ``exceptions`` are the exemptions, the veto and the sources that have not arrived, as the
        scoring core takes them. Raises RowFault.
        """
        return self.version.compiled.score(
            inputs,
            previous=previous,
            team_means=self.means.get(team or "") if self.means else None,
            **exceptions,
        )

    def card(self, origin: Origin, inputs: Rows, previous: Previous | None) -> Scorecard:
        """Return the person's scorecard as revision 1. Raises RowFault.

        The writer of cards sets the revision (:mod:`chalicelib.results.write_cards`).
        """
        absent = self.absent(origin.layers, origin.final)
        effects = self.decisions.about(origin.person, self.version)
        given = {**absent, **as_exceptions(effects)}
        result = self.result(origin.team, inputs, previous, **given)
        counts = origin.void is None
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
            total=result.total if counts else None,
            grade=result.grade if counts else None,
            coefficient=result.coefficient if counts else None,
            previous_revision=self._made_with(previous),
            paid_by=origin.paid_by,
            share=origin.share,
            register_team=origin.register_team,
            awaiting=result.awaiting or None,
            without=result.final or None,
            layers=_elsewhere(origin),
            final=None if origin.final is None else dict(origin.final),
            void=None if origin.void is None else dict(origin.void),
            cases=effects.cases or None,
            vetoed=result.veto is not None or None,
        )

    def exceptions(self, card: Scorecard, layers: Layers | None) -> dict[str, Any]:
        """Return what :meth:`result` takes besides the figures of a stored card: its cases, and
        the sources that have not arrived."""
        effects = self.decisions.about(card.person, self.version)
        return {**self.absent(layers, card.final), **as_exceptions(effects)}

    def absent(
        self, layers: Layers | None, final: Mapping[str, Any] | None
    ) -> dict[str, frozenset[str]]:
        """Return the sources that are awaited and those declared final, as the core takes them.

        ``layers`` and ``final`` as of an origin.
        """
        if layers is None:
            return {}
        absent = frozenset(source_codes(self.version)) - layers.keys()
        said = self.decisions.final.union((final or {}).get("sources", ())) & absent
        return {"awaiting": absent - said, "final": said} if absent else {}

    def _made_with(self, previous: Previous | None) -> str | None:
        """Return the text of the previous revision; None when the version does not look back."""
        if not needs_previous(self.version.scheme):
            return None
        return NONE_STOOD if previous is None else str(previous[REVISION])


def _elsewhere(origin: Origin) -> dict[str, Any] | None:
    """Return the layers that are not of the origin's own upload and row, as a card stores them."""
    own = (origin.upload, origin.row)
    found = {code: list(at) for code, at in sorted((origin.layers or {}).items()) if at != own}
    return found or None
