"""What a veto sets, and which of several counts (rules.md §4)."""

from collections.abc import Collection
from decimal import Decimal

from .exact import ZERO
from .scheme import Scheme, Veto


def outcome_of(scheme: Scheme, veto: Veto) -> tuple[str | None, Decimal | None]:
    """The grade code and coefficient that the veto sets.

    What the veto does not name comes from its grade's band, else from the lowest band.
    """
    named = scheme.grade(veto.grade)
    lowest = named or (scheme.grades[-1] if scheme.grades else None)
    grade = veto.grade or (lowest.code if lowest else None)
    if veto.coefficient is not None:
        return grade, veto.coefficient
    return grade, lowest.coefficient if lowest else None


def heaviest(scheme: Scheme, codes: Collection[str]) -> str | None:
    """The code of the veto that counts among these: of the lowest coefficient.

    Of several with the same coefficient it is the first of the scheme. None without any that the
    scheme has.
    """
    found = [veto for veto in scheme.vetoes if veto.code in codes]
    if not found:
        return None
    return min(found, key=lambda veto: outcome_of(scheme, veto)[1] or ZERO).code
