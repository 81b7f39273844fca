"""What recorded cases do to one person's result of a period: exemptions and a veto (rules.md §4).

A case is applied as far as the scheme's version knows what it is about. Several cases on one line
are decided by rule, so that the order in which they were confirmed does not matter:

- left out is stronger than full points, and full points than an adjusted target;
- of two adjusted targets the later confirmed counts (of the same moment, the greater id);
- of several vetoes the one with the lowest coefficient counts, then the first of the scheme.

A case about the whole result is one about each of its lines.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

from .result import Exemption, Treatment
from .scheme import Indicator, Scheme
from .vetoes import heaviest

CaseKind = Literal["veto", "exemption"]
VETO: Final = "veto"
EXEMPTION: Final = "exemption"
LEAVE_OUT: Final = "leave_out"
FULL: Final = "full"
ADJUSTED_TARGET: Final = "adjusted_target"
TREATMENTS: Final[tuple[Treatment, ...]] = (LEAVE_OUT, FULL, ADJUSTED_TARGET)


@dataclass(frozen=True, slots=True)
class RecordedCase:
    """A confirmed case of one person and period.

    ``code`` is a veto's. ``indicator``, ``treatment`` and ``target`` are an exemption's; without an
    indicator it is about the whole result. ``confirmed_at`` sorts by time.
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
    """What the cases do together, as scoring takes it. ``cases`` are the ids of those applied."""

    exemptions: tuple[Exemption, ...] = ()
    veto: str | None = None
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
        tuple(sorted(case.id for case in known)),
    )


def applies(scheme: Scheme, case: RecordedCase) -> bool:
    """Say whether the scheme has what the case is about, so that it can be applied."""
    if case.kind == VETO:
        return any(veto.code == case.code for veto in scheme.vetoes)
    if case.indicator is None:
        return case.treatment in (LEAVE_OUT, FULL)
    indicator = next((one for one in scheme.indicators if one.code == case.indicator), None)
    if indicator is None:
        return False
    return case.treatment != ADJUSTED_TARGET or (
        case.target is not None and takes_target(indicator)
    )


def takes_target(indicator: Indicator) -> bool:
    """Say whether a line can be scored against another target: it has one, and only one."""
    return indicator.rule.uses_target and indicator.slices is None


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
