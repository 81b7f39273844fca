"""What recorded cases do to one person's result of a period: exemptions and a veto (rules.md §4).

A case is applied as far as the scheme's version knows what it is about. Several cases on one line
are decided by rule, so that the order in which they were confirmed does not matter:

- left out is stronger than full points, and full points than an adjusted target;
- of two adjusted targets the later confirmed counts (of the same moment, the greater id);
- of several vetoes the one with the lowest coefficient counts, then the first of the scheme;
- awards, and penalties, of one code add up to the scheme's cap. What is above it is not counted.

A case about the whole result is one about each of its lines.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

from .result import Exemption, Treatment
from .scheme import Extra, Indicator, PerCase, Scheme
from .vetoes import heaviest

CaseKind = Literal["veto", "exemption", "award", "penalty"]
VETO: Final = "veto"
EXEMPTION: Final = "exemption"
AWARD: Final = "award"
PENALTY: Final = "penalty"
#: The kinds of cases that add points or take them off.
OF_POINTS: Final = (AWARD, PENALTY)
LEAVE_OUT: Final = "leave_out"
FULL: Final = "full"
ADJUSTED_TARGET: Final = "adjusted_target"
TREATMENTS: Final[tuple[Treatment, ...]] = (LEAVE_OUT, FULL, ADJUSTED_TARGET)


@dataclass(frozen=True, slots=True)
class RecordedCase:
    """A confirmed case of one person and period.

    ``code`` is that of a veto, or of an extra. ``indicator``, ``treatment`` and ``target`` are an
    exemption's; without an indicator it is about the whole result. ``confirmed_at`` sorts by time.
    """

    id: str
    kind: CaseKind
    confirmed_at: str
    code: str | None = None
    indicator: str | None = None
    treatment: Treatment | None = None
    target: Decimal | None = None


@dataclass(frozen=True, slots=True)
class CaseEffects:
    """What the cases do together, as scoring takes it. ``extras`` are pairs of code and points.

    ``cases`` are the ids of those applied.
    """

    exemptions: tuple[Exemption, ...] = ()
    veto: str | None = None
    extras: tuple[tuple[str, Decimal], ...] = ()
    cases: tuple[str, ...] = ()


NO_EFFECTS: Final = CaseEffects()


def effects_of(scheme: Scheme, cases: Iterable[RecordedCase]) -> CaseEffects:
    """Return what the cases do to a result by the scheme. Their order does not matter."""
    known = [case for case in cases if applies(scheme, case)]
    if not known:
        return NO_EFFECTS
    exempted = (_exemption(indicator, known) for indicator in scheme.indicators)
    return CaseEffects(
        tuple(one for one in exempted if one is not None),
        heaviest(scheme, {case.code for case in known if case.kind == VETO and case.code}),
        tuple(_extras(scheme, known)),
        tuple(sorted(case.id for case in known)),
    )


def applies(scheme: Scheme, case: RecordedCase) -> bool:
    """Say whether the scheme has what the case is about, so that it can be applied."""
    if case.kind == VETO:
        return any(veto.code == case.code for veto in scheme.vetoes)
    if case.kind in OF_POINTS:
        return any(one.code == case.code for one in extras_of_kind(scheme, case.kind))
    if case.indicator is None:
        return case.treatment in (LEAVE_OUT, FULL)
    indicator = next((one for one in scheme.indicators if one.code == case.indicator), None)
    if indicator is None:
        return False
    return case.treatment != ADJUSTED_TARGET or (
        case.target is not None and takes_target(indicator)
    )


def extras_of_kind(scheme: Scheme, kind: str) -> list[Extra]:
    """Return the scheme's extras that come from recorded cases of this kind."""
    return [one for one in scheme.extras if one.per_case is not None and one.per_case.kind == kind]


def shares(per_case: PerCase, case_ids: Sequence[str]) -> dict[str, Decimal]:
    """Return the signed points that each case adds, of one extra's cases in the order in which they
    were confirmed. The one that reaches the cap adds what is left below it, later ones nothing."""
    sums = [per_case.of(number) for number in range(len(case_ids) + 1)]
    return {one: now - before for one, before, now in zip(case_ids, sums, sums[1:], strict=False)}


def takes_target(indicator: Indicator) -> bool:
    """Say whether a line can be scored against another target: it has one, and only one."""
    return indicator.rule.uses_target and indicator.slices is None


def _extras(scheme: Scheme, cases: Collection[RecordedCase]) -> Iterator[tuple[str, Decimal]]:
    for extra in scheme.extras:
        if extra.per_case is None:
            continue
        wanted = (extra.per_case.kind, extra.code)
        number = sum((case.kind, case.code) == wanted for case in cases)
        if number:
            yield extra.code, extra.per_case.of(number)


def _exemption(indicator: Indicator, cases: Iterable[RecordedCase]) -> Exemption | None:
    found = list(_of_line(indicator, cases))
    if not found:
        return None
    treatments = {case.treatment for case in found}
    for stronger in (LEAVE_OUT, FULL):
        if stronger in treatments:
            return Exemption(indicator.code, stronger)
    last = max(found, key=lambda case: (case.confirmed_at, case.id))
    return Exemption(indicator.code, ADJUSTED_TARGET, last.target)


def _of_line(indicator: Indicator, cases: Iterable[RecordedCase]) -> Iterator[RecordedCase]:
    for case in cases:
        if case.kind == EXEMPTION and case.indicator in (None, indicator.code):
            yield case
