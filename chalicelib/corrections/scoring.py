"""The corrected result of one person: scored again by the version that made the locked one.

Everything else is as it was locked: team, paying scheme and share, the declarations, the recorded
cases in force, and the team's means that its lines were paid with. The previous period is read as
it stands now.
"""

from dataclasses import replace

from chalicelib.corrections import refusals
from chalicelib.corrections.figures import FigureRows, as_text, with_figures
from chalicelib.errors import Fault, Invalid, invalid_value
from chalicelib.language import Text
from chalicelib.results.decisions import Decisions
from chalicelib.results.layers import Layer, Layers, source_codes, stored_layers
from chalicelib.results.scorer import Means, Origin, Previous, Scorer
from chalicelib.results.team_means import OwnValues
from chalicelib.schemes.compiled import ReadyScheme
from chalicelib.scorecards.presenting import fixed
from chalicelib.scorecards.records import Scorecard
from chalicelib.scoring import Result, RowFault, Rows, unpack
from chalicelib.scoring.exact import plain
from chalicelib.scoring.needs import needs_team_means
from chalicelib.tenancy.context import Context


def corrected_card(
    context: Context,
    version: ReadyScheme,
    decisions: Decisions,
    stands: Scorecard,
    figures: FigureRows,
    correction: str,
) -> Scorecard:
    """Return what stands, with other figures, as the next revision.

    ``version`` made the card ``stands``, ``decisions`` are those about its period. Raises Invalid
    (422) for figures that are no row of the scheme, or that would newly take a team's mean.
    """
    before, rows = unpack(version.compiled, stands.packed)
    if figures:
        rows = with_figures(version, rows, figures)
    layers = _layers(version, stands, figures, correction)
    means = _means(version, stands, before)
    scorer = Scorer(version, stands.scheme, stands.period, context.time, means, decisions)
    previous = scorer.previous(context, [stands.person])
    origin = Origin(
        stands.person,
        stands.employee_name,
        stands.team,
        stands.upload,
        stands.row,
        stands.register_team,
        stands.paid_by,
        stands.share,
        layers,
        stands.final,
    )
    card = scored(scorer, origin, rows, previous.get(stands.person))
    refuse_new_mean(version, before, unpack(version.compiled, card.packed)[0])
    return replace(
        card,
        revision=stands.revision + 1,
        correction=correction,
        added=stands.added,
        closed=stands.closed,
    )


def scored(scorer: Scorer, origin: Origin, rows: Rows, previous: Previous | None) -> Scorecard:
    """Return the card of a person's rows. Raises Invalid (422) that names the wrong figure."""
    try:
        return scorer.card(origin, rows, previous)
    except RowFault as fault:
        place = f"/figures/{fault.column}" if fault.column else "/figures"
        raise Invalid([Fault(place, fault.code, Text(**fault.message))]) from None


def void_card(context: Context, stands: Scorecard, correction: str, reason: str) -> Scorecard:
    """Return what stands as a void result, as the next revision: its figures stay."""
    return replace(
        stands,
        revision=stands.revision + 1,
        correction=correction,
        computed_at=context.time,
        void={"at": context.time, "by": context.principal.credential, "reason": reason},
        total=None,
        grade=None,
        coefficient=None,
        corrected=None,
        cause=None,
    )


def _layers(
    version: ReadyScheme, stands: Scorecard, figures: FigureRows, correction: str
) -> Layers | None:
    """Return the layers of the result. A source that is awaited has come with any figure of it."""
    found = stored_layers(stands, source_codes(version))
    given = given_sources(version, figures)
    return {**found, **{code: Layer(correction, 0) for code in given - found.keys()}}


def given_sources(version: ReadyScheme, figures: FigureRows) -> set[str]:
    """Return the sources of which there is a figure."""
    of, keys = version.compiled.source_of, version.compiled.slices
    return {
        of[code]
        for row in figures
        for code, value in row.items()
        if value is not None and code in of and code not in keys
    }


def _means(version: ReadyScheme, stands: Scorecard, before: Result) -> Means:
    """Return the means that the result's lines were paid with, as means of its team."""
    if not needs_team_means(version.scheme):
        return {}
    taken = {
        indicator: mean
        for indicator, mean in OwnValues(version).filled_in(before, version)
        if mean is not None
    }
    return {stands.team or "": taken}


def refuse_new_mean(version: ReadyScheme, before: Result | None, after: Result) -> None:
    """Raise Invalid (422) ``takes_team_mean`` for a line that took no mean before, and does now."""
    if not needs_team_means(version.scheme):
        return
    own = OwnValues(version)
    filled = () if before is None else own.filled_in(before, version)
    had = {indicator for indicator, _ in filled}
    if any(indicator not in had for indicator, _ in own.filled_in(after, version)):
        raise invalid_value("/figures", "takes_team_mean", refusals.TAKES_MEAN)


def told(version: ReadyScheme, card: Scorecard) -> dict[str, str | None]:
    """Return what a correction tells of a result by the version."""
    total, places = card.total, version.scheme.total_places
    return {
        "revision": str(card.revision),
        "total": None if total is None else as_text(fixed(total, places)),
        "grade": card.grade,
        "coefficient": None if card.coefficient is None else plain(card.coefficient),
    }
