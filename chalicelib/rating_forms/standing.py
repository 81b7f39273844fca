"""What a role's raters gave, as it may be told: enough of them, and no difference that tells one.

A round may be closed again after it was reopened. If one more rater had submitted meanwhile, the
difference of the two combined values would be that rater's mark. So what an anonymous role gave is
taken anew only when as many forms have changed as make the role anonymous. Else what was told
before stands.
"""

from collections.abc import Mapping, Sequence
from typing import TypeVar

Said = TypeVar("Said")


def standing(closings: Sequence[Mapping[str, Said]], least: int) -> Mapping[str, Said]:
    """Return what stands after the last closing, by rater; empty when too few have rated.

    ``closings`` is what each rater had said at each closing of the round. ``least`` is the number
    of raters with which it is told; 1 for raters who are known by name.
    """
    told: Mapping[str, Said] = {}
    for said in closings:
        raters = told.keys() | said.keys()
        changed = sum(told.get(one) != said.get(one) for one in raters)
        if len(said) >= least and changed >= least:
            told = said
    return told
