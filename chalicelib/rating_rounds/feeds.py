"""Which rating values of a version a round feeds, and of which sources their columns are.

A round is a source of the month like a file: it replaces the figures of its sources. So the columns
of these sources must be the round's alone, and no file may be sent for them.
"""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from chalicelib.errors import Fault, Invalid, invalid_value
from chalicelib.language import Text
from chalicelib.rating_forms.counting import rating_of
from chalicelib.schemes.compiled import ReadyScheme
from chalicelib.schemes.source_refusal import source_refusal
from chalicelib.scoring.values.rating import Rating


class Fed(NamedTuple):
    """What a round feeds: indicators, the sources of their columns, and the roles that rate."""

    indicators: tuple[str, ...]
    sources: tuple[str, ...]
    roles: tuple[str, ...]
    anonymity_min: int


def fed(version: ReadyScheme, named: Sequence[str] | None) -> Fed:
    """Return what a round of the version feeds: the named indicators, or all with a rating.

    Raises Invalid (422): ``no_ratings``, ``not_a_rating``, ``needs_a_source``, ``source_shared``
    and ``sources_not_joined``.
    """
    scheme = version.scheme
    ratings = {one.code: one.value for one in scheme.indicators if isinstance(one.value, Rating)}
    if not ratings:
        raise invalid_value("/scheme", "no_ratings", NO_RATINGS)
    faults = [
        Fault(f"/indicators/{n}", "not_a_rating", _not_a_rating(ratings))
        for n, code in enumerate(named or ())
        if rating_of(scheme, code) is None
    ]
    if faults:
        raise Invalid(faults)
    values = {code: ratings[code] for code in (ratings if named is None else named)}
    columns = {column for value in values.values() for column in value.columns.values()}
    sources = _sources(version, columns)
    roles = tuple(dict.fromkeys(role for value in values.values() for role in value.raters))
    least = max(value.anonymity_min for value in values.values())
    return Fed(tuple(values), sources, roles, least)


def _sources(version: ReadyScheme, columns: Collection[str]) -> tuple[str, ...]:
    of = {one.code: one.source for one in version.compiled.columns}
    if any(of[code] is None for code in columns):
        raise invalid_value("/scheme", "needs_a_source", NEEDS_A_SOURCE)
    own = {source.code for code in columns if (source := of[code]) is not None}
    others = sorted(
        code
        for code, source in of.items()
        if source is not None and source.code in own and code not in columns
    )
    if others:
        raise invalid_value("/indicators", "source_shared", _shared(others))
    for sent in sorted(own):
        refusal = source_refusal(sent, version)
        if refusal is not None:
            raise invalid_value("/scheme", *refusal)
    return tuple(sorted(own))


def _not_a_rating(ratings: Collection[str]) -> Text:
    return Text(
        f"不是评分（rating）指标；可用：{'、'.join(ratings)}。",
        f"Not an indicator with a rating; the scheme has: {', '.join(ratings)}.",
    )


def _shared(others: Collection[str]) -> Text:
    return Text(
        f"这些列与评分列同属一个来源，却不由本轮次提供：{'、'.join(others)}；请在方案中为评分列单列来源。",
        f"These columns have the source of the marks and are not of this round: "
        f"{', '.join(others)}. Give the columns of marks a source of their own in the scheme.",
    )


NO_RATINGS = Text(
    "该期间的方案版本没有评分（rating）指标。",
    "The scheme's version of this period has no indicator with a rating.",
)
NEEDS_A_SOURCE = Text(
    "评分轮次是月度数据的一个来源：请在方案中声明来源（sources），并为评分列指定来源。",
    "A round is a source of the month: declare the scheme's `sources`, and say of which the "
    "columns of marks are.",
)
