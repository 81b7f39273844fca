"""From coefficients to money, in the currency's smallest unit (rules.md §6)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Final

from .exact import ONE, WORKING, rounded

CURRENCY_PLACES: Final = {
    "CNY": 2,
    "HKD": 2,
    "MOP": 2,
    "TWD": 2,
    "SGD": 2,
    "MYR": 2,
    "USD": 2,
    "EUR": 2,
    "GBP": 2,
    "JPY": 0,
    "KRW": 0,
    "VND": 0,
    "BHD": 3,
    "KWD": 3,
    "TND": 3,
}


class IndivisiblePool(ValueError):
    """The pool is negative, finer than the currency, or nobody has a claim on it."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A person's claim on the pool: bonus base × coefficient, neither below 0."""

    employee_id: str
    bonus_base: Decimal
    coefficient: Decimal


@dataclass(frozen=True, slots=True)
class FactorTier:
    """From the team score `at` on, the base pool is multiplied by `factor`."""

    at: Decimal
    factor: Decimal


def team_factor(
    score: Decimal | None, tiers: Sequence[FactorTier], otherwise: Decimal = ONE
) -> Decimal:
    """The factor of the highest tier that the team's score reaches.

    `otherwise` below all tiers, or without a score.
    """
    reached = [tier for tier in tiers if score is not None and score >= tier.at]
    return max(reached, key=lambda tier: tier.at).factor if reached else otherwise


def pool_of(base_pool: Decimal, factor: Decimal, places: int) -> Decimal:
    """Base pool × team factor, rounded half up to the currency's places."""
    with localcontext(WORKING):
        return rounded(base_pool * factor, places)


def bonus_base(
    salary: Decimal, places: int, base_share: int = 6, performance_share: int = 4
) -> Decimal:
    """The bonus base: salary × performance share ÷ base share, rounded half up to `places`.

    At 6:4 it is salary × 4 ÷ 6. Raises ValueError for shares out of range.
    """
    if base_share <= 0 or performance_share < 0:
        raise ValueError("the base's share is above 0, the performance's not below")
    with localcontext(WORKING):
        return rounded(salary * performance_share / base_share, places)


def divide_pool(pool: Decimal, claims: Sequence[Claim], places: int) -> dict[str, Decimal]:
    """Divide the pool in proportion to bonus base × coefficient: shares by employee id.

    The shares add up to the pool exactly. Each person gets the whole units (of `places` decimals)
    of the exact share. The units left go one each to the largest remainders, ties by employee id.
    Raises IndivisiblePool, and ValueError for a person named twice or a negative claim.
    """
    weights = _weights(claims)
    units = _units(pool, places)
    whole = sum(weights.values(), Fraction(0))
    if not whole:
        if units:
            raise IndivisiblePool("nobody has a claim on the pool")
        return {person: _money(0, places) for person in weights}
    exact = {person: units * weight / whole for person, weight in weights.items()}
    shares = {person: int(share) for person, share in exact.items()}
    left = units - sum(shares.values())
    by_remainder = sorted(exact, key=lambda person: (shares[person] - exact[person], person))
    for person in by_remainder[:left]:
        shares[person] += 1
    return {person: _money(share, places) for person, share in shares.items()}


def _weights(claims: Sequence[Claim]) -> dict[str, Fraction]:
    weights: dict[str, Fraction] = {}
    for claim in claims:
        if claim.employee_id in weights:
            raise ValueError(f"{claim.employee_id} is named twice")
        weight = Fraction(claim.bonus_base) * Fraction(claim.coefficient)
        if claim.bonus_base < 0 or claim.coefficient < 0:
            raise ValueError(f"{claim.employee_id} has a negative claim")
        weights[claim.employee_id] = weight
    return weights


def _units(pool: Decimal, places: int) -> int:
    """The pool in the currency's smallest units."""
    units = Fraction(pool) * 10**places
    if units < 0 or units.denominator != 1:
        raise IndivisiblePool("the pool is negative, or finer than the currency's smallest unit")
    return int(units)


def _money(units: int, places: int) -> Decimal:
    return Decimal(units).scaleb(-places, WORKING)
